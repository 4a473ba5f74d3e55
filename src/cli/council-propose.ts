import type { CouncilCall, Phase } from "../domain/council.ts";
import { YinzhengError } from "../domain/errors.ts";
import { say } from "../domain/i18n/say.ts";
import { parseJson, parseJsonObject } from "../domain/json.ts";
import { isJsonObject } from "../domain/json-value.ts";
import type { CouncilLedger, CouncilState } from "../ledger/council.ts";
import { MAX_BUNDLE_VALUES, parseBundle } from "../proof/parse.ts";
import { ACT_NAMES, ACTS } from "../service/council/acts.ts";
import { parseApplication } from "../service/council/admission.ts";
import { callOf, type PlainAct } from "../service/council/codec.ts";
import { judge, requireSound } from "../service/council/judge.ts";
import { addressesOf, type CouncilSeat, type Evidence, NO_EVIDENCE } from "../service/council/own.ts";
import { PROPOSAL_FORMAT, type Proposal } from "../service/council/proposal.ts";
import { actsFor, evidenceOf, type Wanted } from "../service/council/request.ts";
import { requireMajority } from "../service/council/seats.ts";
import { askedOf, wrapped } from "../service/council/transaction.ts";
import { judgedJson } from "./council.ts";
import { bytesOf, readProposal, readSeat, requireNode, type SeatOptions, writeProposal } from "./council-file.ts";
import { proposalText } from "./council-text.ts";
import { EXIT } from "./exit.ts";
import { json, languageOf } from "./output.ts";
import { beijing } from "./report-text.ts";
import type { Runtime } from "./runtime.ts";

/** `yz council propose`: needs a node, for numbers that only the chain knows, and nothing secret. */

export interface ProposeOptions extends SeatOptions, Omit<Wanted, "key" | "origin" | "application" | "certificates"> {
  readonly output: string;
  readonly rpc?: string;
  /** Number of the proposal, where others are under way; else the next. */
  readonly nonce?: number;
  readonly key?: string;
  readonly origin?: string;
  readonly file?: string;
  readonly bundle?: readonly string[];
  /** File with several acts, as the proposal has them. */
  readonly acts?: string;
  /** A proposal that announced what is now carried out, or taken back. */
  readonly carryOut?: string;
  readonly cancel?: string;
}

interface Content {
  readonly acts: readonly PlainAct[];
  readonly phase: Phase;
  readonly evidence: Evidence;
}

export async function propose(runtime: Runtime, act: string | undefined, options: ProposeOptions): Promise<number> {
  const seat = await readSeat(runtime, options);
  const ledger = await runtime.openCouncil(requireNode(runtime, options.rpc), seat);
  const state = await ledger.state();
  const { acts, phase, evidence } = await contentOf(act, options, ledger, state);
  requireMajority(acts, state);
  const calls = acts.map((one, i) => callOf(addressesOf(seat), one, `/acts/${i}`));
  if (phase === "carry out" || phase === "cancel") await requireAnnounced(ledger, calls, phase, null);
  const proposal = proposalOf(seat, options.nonce ?? state.nonce, { acts, phase, evidence }, calls);
  const judged = judge(seat, proposal);
  requireSound(judged);
  await writeProposal(options.output, proposal);
  const language = languageOf(runtime.env, options.lang);
  runtime.stdout.write(
    options.json
      ? json(judgedJson(proposal, judged))
      : `${proposalText(seat, proposal, judged, language)}\n${say(language, "council.proposed", { file: options.output })}\n`,
  );
  return EXIT.done;
}

/** A proposal of nobody's yet. */
export function proposalOf(
  { network, council }: CouncilSeat,
  nonce: number,
  { acts, phase, evidence }: Content,
  calls: readonly CouncilCall[],
): Proposal {
  return {
    format: PROPOSAL_FORMAT,
    registryId: network.registryId,
    chainId: network.chainId,
    safe: council.safe,
    nonce,
    phase,
    acts,
    transaction: askedOf(council, wrapped(council, phase, calls)),
    evidence,
    signatures: [],
  };
}

async function contentOf(
  act: string | undefined,
  options: ProposeOptions,
  ledger: CouncilLedger,
  state: CouncilState,
): Promise<Content> {
  const { carryOut, cancel, acts: file } = options;
  const earlier = carryOut ?? cancel;
  if ([act, earlier, file].filter((one) => one !== undefined).length !== 1 || (carryOut && cancel))
    throw new YinzhengError("config.invalid", { expected: "one act, or one of --acts, --carry-out, --cancel" });
  if (earlier !== undefined) {
    const { acts, evidence } = await readProposal(earlier);
    return { acts, evidence, phase: carryOut === undefined ? "cancel" : "carry out" };
  }
  if (file !== undefined) return { ...phased(await actsIn(file)), evidence: NO_EVIDENCE };
  const named = ACT_NAMES.find((name) => name === act);
  if (named === undefined)
    throw new YinzhengError("config.invalid", { act: act ?? "", expected: ACT_NAMES.join(" | ") });
  const wanted = await wantedOf(options);
  return { ...phased(await actsFor(named, { wanted, state, ledger })), evidence: evidenceOf(wanted) };
}

/** What widens is announced, all else is at once; the two don't go together. */
function phased(acts: readonly PlainAct[]): Pick<Content, "acts" | "phase"> {
  const phases = new Set(acts.map(({ act }): Phase => (ACTS[act].effect === "widens" ? "announce" : "at once")));
  const [phase] = phases;
  if (phase !== undefined && phases.size === 1) return { acts, phase };
  throw new YinzhengError("config.invalid", { expected: "acts that are all at once, or all announced" });
}

async function actsIn(path: string): Promise<readonly PlainAct[]> {
  const read = parseJson(await bytesOf(path));
  const acts: readonly unknown[] = Array.isArray(read) ? read : [];
  return acts.map((act, i) => {
    const name = isJsonObject(act) ? ACT_NAMES.find((known) => known === act.act) : undefined;
    if (isJsonObject(act) && name !== undefined) return { ...act, act: name };
    throw new YinzhengError("config.invalid", { path, pointer: `/${i}/act`, expected: ACT_NAMES.join(" | ") });
  });
}

async function wantedOf({ key, origin, file, bundle, ...typed }: ProposeOptions): Promise<Wanted> {
  const cells = bundle?.map(async (path) => {
    const { manifest } = parseBundle(await bytesOf(path));
    return { memberId: manifest.memberId, batchId: manifest.batchId, index: manifest.index };
  });
  return {
    ...typed,
    ...(key === undefined ? {} : { key: parseJsonObject(await bytesOf(key)) }),
    ...(origin === undefined ? {} : { origin: parseJsonObject(await bytesOf(origin)) }),
    ...(file === undefined
      ? {}
      : { application: parseApplication(parseJsonObject(await bytesOf(file), { nodes: MAX_BUNDLE_VALUES })) }),
    ...(cells === undefined ? {} : { certificates: await Promise.all(cells) }),
  };
}

/** Throws `council.not_due` unless each was announced; to be carried out, 48 hours ago. */
export async function requireAnnounced(
  ledger: CouncilLedger,
  calls: readonly CouncilCall[],
  phase: Phase,
  now: number | null,
): Promise<void> {
  for (const call of calls) {
    const announced = await ledger.announcementOf(call);
    if (announced === null) throw new YinzhengError("council.not_due", { expected: "what was announced" });
    if (phase === "carry out" && now !== null && now < announced.from)
      throw new YinzhengError("council.not_due", timesOf(announced));
  }
}

const timesOf = ({ from, until }: { readonly from: number; readonly until: number }) => ({
  from: beijing(from),
  until: beijing(until),
});
