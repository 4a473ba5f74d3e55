import { readFile } from "node:fs/promises";
import { fromHex } from "../crypto/encoding.ts";
import { parseHeader } from "../crypto/header.ts";
import type { Hex } from "../domain/bytes.ts";
import { parseTime } from "../domain/dates.ts";
import { isYinzhengError, YinzhengError } from "../domain/errors.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { type Facts, NO_FACTS } from "../proof/facts.ts";
import { LEVELS, type Level, type Policy, type SeenLog } from "../proof/policy.ts";
import type { Report } from "../proof/report.ts";
import { answeringFor, type TrustedNetwork, type TrustFile } from "../proof/trust.ts";
import { codeHashesIn, networkIn } from "../proof/trusted-network.ts";
import { createVerifier, type Verifier } from "../proof/verifier.ts";
import { exitOf } from "./exit.ts";
import { type Given, openGiven } from "./given.ts";
import { StatusLists } from "./lists.ts";
import { nodeUrl } from "./node-url.ts";
import { errorJson, errorText, json, languageOf } from "./output.ts";
import { reportText } from "./report-text.ts";
import type { Runtime } from "./runtime.ts";
import { openSeen, type SeenLogs, seenPath } from "./seen.ts";
import { readTrust, trustPath } from "./trust.ts";

export interface VerifyOptions {
  readonly level: string;
  readonly offline?: boolean;
  readonly asOf?: string;
  readonly trust?: string;
  readonly rpc?: string;
  readonly requireList?: boolean;
  /** What a use of a seal by itself is over. */
  readonly content?: string;
  readonly json?: boolean;
  readonly lang?: string;
}

/** What became of one file. */
export type Outcome =
  | { readonly file: string; readonly report: Report }
  /** Neither a bundle nor a document: invalid, whatever else it may be. */
  | { readonly file: string; readonly error: YinzhengError };

/** `yz verify FILE…`: judges bundles and documents here, by the local trust file; the only machines asked are the verifier's own node and, below level online, mirrors of status lists. */
export async function verifyFiles(runtime: Runtime, files: readonly string[], options: VerifyOptions): Promise<number> {
  if (files.length === 0) throw new YinzhengError("config.invalid", { expected: "files, or --code" });
  const policy = policyOf(options);
  const trust = await readTrust(trustPath(runtime.env, options.trust));
  const outcomes: Outcome[] = [];
  // One for all files: what certificates of one batch have in common is judged once.
  const verifier = createVerifier(trust);
  const lists = new StatusLists(runtime, trust, trustPath(runtime.env, options.trust), options.offline === true);
  for (const file of files)
    outcomes.push(await outcomeOf(runtime, file, trust, policy, { ...options, lists, verifier }));
  const language = languageOf(runtime.env, options.lang);
  if (options.json) {
    const lines = outcomes.map((one) =>
      "report" in one
        ? { file: one.file, ...one.report }
        : { file: one.file, verdict: "invalid", error: errorJson(one.error) },
    );
    runtime.stdout.write(json(lines.length === 1 ? lines[0] : lines));
  } else {
    for (const one of outcomes) {
      if ("report" in one) runtime.stdout.write(reportText(one.report, language, one.file));
      else runtime.stdout.write(`${one.file}\n${errorText(one.error, language)}`);
    }
  }
  return exitOf(outcomes.map((one) => ("report" in one ? one.report.verdict : "invalid")));
}

/** A file about which somebody can be asked. */
type Asking = Given & { readonly registryId: Hex };

/** Throws `config.invalid`, `schema.date`. */
export function policyOf({ level, asOf, requireList }: VerifyOptions): Policy {
  const known: Level | undefined = LEVELS.find((name) => name === level);
  if (known === undefined)
    throw new YinzhengError("config.invalid", { option: "--level", expected: LEVELS.join(", ") });
  const demanded: Policy = { level: known, ...(requireList ? { requireList: true } : {}) };
  if (asOf === undefined) return demanded;
  const { time, dayStart } = parseTime(asOf);
  return { ...demanded, asOf: time, ...(dayStart === undefined ? {} : { dayStart }) };
}

/** The report on a file, or why it is none of ours. Throws for a file that can't be read. */
export async function outcomeOf(
  runtime: Runtime,
  file: string,
  trust: TrustFile,
  policy: Policy,
  options: VerifyOptions & { readonly lists?: StatusLists; readonly verifier?: Verifier },
): Promise<Outcome> {
  const bytes = await bytesOf(file);
  const content = options.content === undefined ? null : await bytesOf(options.content);
  try {
    const given = await openGiven(runtime, { file, bytes, content }, trust, options.verifier ?? createVerifier(trust));
    if (given.registryId === null) return { file, report: given.judge(NO_FACTS, policy) };
    const logs = await openSeen(seenPath(trustPath(runtime.env, options.trust)));
    const registryId = answeringFor(trust, given.registryId)?.registryId ?? given.registryId;
    const seen = logs.of(registryId);
    const demanded = seen === undefined ? policy : { ...policy, seen };
    const facts = await factsOf(runtime, { ...given, registryId: given.registryId }, trust, demanded, options);
    const report = given.judge(facts, demanded);
    await remember(runtime, logs, { registryId, facts, report }, options);
    return { file, report };
  } catch (error) {
    if (isYinzhengError(error) && /^(json|bundle|text)\./.test(error.code)) return { file, error };
    throw error;
  }
}

function bytesOf(file: string): Promise<Uint8Array> {
  return readFile(file).catch((cause: unknown) => {
    throw new YinzhengError("config.invalid", { path: file, expected: "a file that can be read" }, cause);
  });
}

/** Online the own node answers; below that level the lists do, for what happened after the bundle was made. */
async function factsOf(
  runtime: Runtime,
  given: Asking,
  trust: TrustFile,
  { level, seen }: Policy,
  options: Parameters<typeof outcomeOf>[4],
): Promise<Facts> {
  if (level !== "online")
    return options.lists && given.bundle ? { ...NO_FACTS, lists: await options.lists.of(given.bundle) } : NO_FACTS;
  return options.offline ? NO_FACTS : ask(runtime, given, trust, { ...options, seen: seen?.block });
}

/** Keeps the log of a node whose history holds. Where it can't be kept, the verdict stands and the reader is told. */
async function remember(
  runtime: Runtime,
  logs: SeenLogs,
  { registryId, facts: { node }, report }: { registryId: Hex; facts: Facts; report: Report },
  { lang }: VerifyOptions,
): Promise<void> {
  const holds = report.checks.some(({ name, result }) => name === "trust.history" && result === "valid");
  if (!holds || !node?.ok) return;
  try {
    const { log, blockHash, evidence } = node.facts;
    await logs.raise(registryId, {
      ...log,
      block: { number: parseHeader(fromHex(evidence.header)).number, hash: blockHash },
    });
  } catch (error) {
    if (!isYinzhengError(error)) throw error;
    runtime.stderr.write(errorText(error, languageOf(runtime.env, lang)));
  }
}

/** What the verifier's own node says; not reaching it is a fact, not an error. */
async function ask(
  runtime: Runtime,
  { registryId, gather }: Asking,
  trust: TrustFile,
  options: VerifyOptions & { readonly seen: SeenLog["block"] },
): Promise<Facts> {
  const url = nodeUrl(runtime.env, options.rpc);
  const trusted = answeringFor(trust, registryId);
  if (trusted === undefined) return NO_FACTS;
  if (url === undefined) return { node: { ok: false, code: "chain.unreachable" } };
  try {
    const ledger = await ownNode(runtime, url, trusted);
    try {
      return await gather(ledger, { seen: options.seen, trust });
    } finally {
      await ledger.close();
    }
  } catch (error) {
    if (isYinzhengError(error) && error.code.startsWith("chain.")) return { node: { ok: false, code: error.code } };
    throw error;
  }
}

/** The verifier's own node, if it is of the network that is trusted. Throws `chain.unreachable`, `chain.mismatch`. */
export function ownNode(runtime: Runtime, url: string, trusted: TrustedNetwork): Promise<Ledger> {
  return runtime.openNode(url, networkIn(trusted), codeHashesIn(trusted));
}
