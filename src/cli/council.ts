import { toHex } from "../crypto/encoding.ts";
import { safeMessage } from "../crypto/safe.ts";
import type { Hex } from "../domain/bytes.ts";
import type { Phase } from "../domain/council.ts";
import { YinzhengError } from "../domain/errors.ts";
import { say } from "../domain/i18n/say.ts";
import type { Keys, Signer } from "../keys/keys.ts";
import { type Judged, judge, requireSound } from "../service/council/judge.ts";
import { type Proposal, transactionOf } from "../service/council/proposal.ts";
import { isUnknown } from "../service/council/transaction.ts";
import { wordsOf } from "../service/council/words.ts";
import { readProposal, readSeat, type SeatOptions, writeProposal } from "./council-file.ts";
import { proposalText } from "./council-text.ts";
import { EXIT } from "./exit.ts";
import { json, languageOf } from "./output.ts";
import type { Runtime } from "./runtime.ts";

/** `yz council show|sign`: without any network. */

/** A proposal in words; exit code 1 where it must not be signed. */
export async function show(runtime: Runtime, file: string, options: SeatOptions): Promise<number> {
  const [seat, proposal] = await Promise.all([readSeat(runtime, options), readProposal(file)]);
  const judged = judge(seat, proposal);
  const language = languageOf(runtime.env, options.lang);
  if (options.json) runtime.stdout.write(json(judgedJson(proposal, judged)));
  else {
    const hint = judged.faults.length === 0 ? `${say(language, "council.sound")}\n` : "";
    runtime.stdout.write(`${proposalText(seat, proposal, judged, language)}\n${hint}`.trimEnd().concat("\n"));
  }
  return judged.faults.length === 0 ? EXIT.done : EXIT.invalid;
}

export interface SignOptions extends SeatOptions {
  readonly dir: string;
  readonly yes?: boolean;
}

/** Shows what is signed, asks, signs, and adds the signature to the file. Nothing is signed of what isn't understood. */
export async function sign(runtime: Runtime, file: string, options: SignOptions): Promise<number> {
  const [seat, proposal] = await Promise.all([readSeat(runtime, options), readProposal(file)]);
  const judged = judge(seat, proposal);
  const language = languageOf(runtime.env, options.lang);
  const text = proposalText(seat, proposal, judged, language);
  if (judged.faults.length > 0 && !options.json) runtime.stderr.write(`${text}\n`);
  requireSound(judged);
  // Whoever is asked has been shown, also where the answer is for a program.
  if (!options.json) runtime.stdout.write(`${text}\n`);
  else if (options.yes !== true) runtime.stderr.write(`${text}\n`);
  const keys = await runtime.openKeys(options.dir);
  try {
    const key = await keyFor(keys, "council", options.dir);
    if (proposal.signatures.some(({ owner }) => owner === key.address))
      throw new YinzhengError("conflict.used", { signed: key.address });
    if (options.yes !== true) await confirm(runtime, say(language, "council.confirm", { address: key.address }));
    const signed = await withSignature(proposal, key);
    await writeProposal(file, signed);
    runtime.stdout.write(
      options.json
        ? json(judgedJson(signed, judged))
        : `${say(language, "council.signed", { address: key.address, file })}\n`,
    );
    return EXIT.done;
  } finally {
    await keys.close();
  }
}

async function withSignature(proposal: Proposal, key: Signer & { readonly address: Hex }): Promise<Proposal> {
  const signature = toHex(await key.sign(safeMessage(transactionOf(proposal))));
  const signatures = [...proposal.signatures, { owner: key.address, signature }];
  return { ...proposal, signatures: signatures.toSorted((a, b) => (a.owner < b.owner ? -1 : 1)) };
}

/** `yz council init`: whoever joins the council makes a key, and hands out its address. */
export async function init(
  runtime: Runtime,
  options: { readonly dir: string; readonly council?: string; readonly json?: boolean; readonly lang?: string },
): Promise<number> {
  const council = options.council ?? runtime.env.YZ_COUNCIL;
  if (council === undefined)
    throw new YinzhengError("config.invalid", { option: "--council", expected: "a council.json" });
  const made = await runtime.initCouncil({ dir: options.dir, council });
  const text = say(languageOf(runtime.env, options.lang), "council.made", { dir: options.dir, address: made.council });
  runtime.stdout.write(options.json ? json({ dir: options.dir, ...made }) : `${text}\n`);
  return EXIT.done;
}

/** Throws `council.not_confirmed` for anything but a yes. */
export async function confirm(runtime: Runtime, question: string): Promise<void> {
  const answer = await runtime.ask(`${question} `);
  if (answer === null) throw new YinzhengError("council.not_confirmed", { expected: "a terminal, or --yes" });
  if (!/^\s*(?:y|yes|是)\s*$/i.test(answer)) throw new YinzhengError("council.not_confirmed");
}

/** The one key of a folder that has this purpose. Throws `keys.missing`. */
export async function keyFor(
  keys: Keys,
  purpose: "council" | "transaction",
  dir: string,
): Promise<Signer & { readonly address: Hex }> {
  const known = (await keys.list()).find((key) => key.purpose === purpose);
  const key = known === undefined ? undefined : await keys.get(known.name);
  if (key?.address === undefined) throw new YinzhengError("keys.missing", { dir, expected: `a key for ${purpose}` });
  return { ...key, address: key.address, sign: (message) => key.sign(message) };
}

/** What `--json` prints of a proposal: its acts as read from the bytes, in words of both languages beside. */
export function judgedJson(proposal: Proposal, { phase, acts, hash, faults, book }: Judged): object {
  const said = acts.map((act) =>
    isUnknown(act)
      ? act
      : { ...act, words: { zh: wordsOf(act, book, "zh").title, en: wordsOf(act, book, "en").title } },
  );
  const { registryId, chainId, safe, nonce, signatures } = proposal;
  return { registryId, chainId, safe, nonce, phase: phase as Phase | null, hash, acts: said, signatures, faults };
}
