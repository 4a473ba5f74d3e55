import { readFile, writeFile } from "node:fs/promises";
import type { Hex } from "../domain/bytes.ts";
import type { JsonObject } from "../domain/canonical.ts";
import { YinzhengError } from "../domain/errors.ts";
import { parseJsonObject } from "../domain/json.ts";
import { opens } from "../proof/claim.ts";
import { readDocument } from "../proof/document.ts";
import { MAX_BUNDLE_VALUES, parseBundle } from "../proof/parse.ts";
import { type ApiOptions, openApi } from "./api.ts";
import { EXIT, exitOf } from "./exit.ts";
import { nodeUrl } from "./node-url.ts";
import { json, languageOf } from "./output.ts";
import type { Runtime } from "./runtime.ts";
import { readTrust, trustPath } from "./trust.ts";
import { outcomeOf, ownNode, type VerifyOptions } from "./verify.ts";

/** `yz claim …`: certificates that can be used once. All print JSON. */

export interface MakeOptions extends ApiOptions {
  /** Idempotency-Key: the same for a request that is sent again. */
  readonly key?: string;
  readonly output?: string;
}

/** Uses up the certificate of a bundle in the name of the API key's member, and prints the receipt. */
export async function make(runtime: Runtime, file: string, options: MakeOptions): Promise<number> {
  const api = await openApi(runtime, options);
  const bundle = parseJsonObject(await bytesOf(file), { nodes: MAX_BUNDLE_VALUES });
  const receipt = json(await api.post("/v1/claims", bundle, options.key));
  if (options.output === undefined) runtime.stdout.write(receipt);
  else await write(options.output, receipt);
  return EXIT.done;
}

export async function list(runtime: Runtime, options: ApiOptions & { readonly after?: string }): Promise<number> {
  const query = options.after === undefined ? "" : `?${new URLSearchParams({ after: options.after })}`;
  runtime.stdout.write(json(await (await openApi(runtime, options)).get(`/v1/claims${query}`)));
  return EXIT.done;
}

export interface CheckOptions extends Omit<VerifyOptions, "level" | "offline" | "asOf" | "json"> {
  /** File with the receipt of `yz claim make`. */
  readonly receipt?: string;
}

/**
 * Whether the certificate has been used, by the verifier's own node; with a receipt, whether that claim is the one on
 * chain. Exit code of the whole verdict: 0 valid and unused, 3 used.
 */
export async function check(runtime: Runtime, file: string, options: CheckOptions): Promise<number> {
  const trust = await readTrust(trustPath(runtime.env, options.trust));
  const outcome = await outcomeOf(runtime, file, trust, { level: "online" }, { ...options, level: "online" });
  if ("error" in outcome) throw outcome.error;
  const { verdict, checks } = outcome.report;
  const line = checks.find(({ name }) => name === "status.claim");
  if (line?.code === "status.skipped") throw new YinzhengError("policy.not_claimable");
  const own = options.receipt === undefined ? {} : { own: await isOwn(runtime, file, options.receipt, options) };
  const said =
    line === undefined ? {} : { code: line.code, message: line.message[languageOf(runtime.env, options.lang)] };
  const detail = line?.detail === undefined ? {} : { detail: line.detail };
  runtime.stdout.write(json({ file, verdict, ...said, ...detail, ...own }));
  return exitOf([verdict]);
}

/** Is the claim on chain the one that this receipt opens? The node sees the nullifier, and nothing of the opening. */
async function isOwn(runtime: Runtime, file: string, receipt: string, options: CheckOptions): Promise<boolean> {
  const bundle = parseBundle(await bytesOf(file));
  const trust = await readTrust(trustPath(runtime.env, options.trust));
  const trusted = trust.networks.find(({ registryId }) => registryId === bundle.registryId);
  const { nullifier } = readDocument(bundle);
  const url = nodeUrl(runtime.env, options.rpc);
  if (trusted === undefined || nullifier === null || url === undefined) return false;
  const { memberId, random } = openingIn(parseJsonObject(await bytesOf(receipt)), receipt);
  const ledger = await ownNode(runtime, url, trusted);
  try {
    const claim = await ledger.claimOf(nullifier);
    return claim !== null && opens({ nullifier, memberId, random }, claim.commitment);
  } finally {
    await ledger.close();
  }
}

function openingIn({ opening }: JsonObject, path: string): { readonly memberId: Hex; readonly random: Hex } {
  const { memberId, random }: Record<string, unknown> = Object(opening);
  const hex = (value: unknown): value is Hex => typeof value === "string" && /^0x[0-9a-f]{64}$/.test(value);
  if (hex(memberId) && hex(random)) return { memberId, random };
  throw new YinzhengError("config.invalid", { path, expected: "a receipt of yz claim make" });
}

/** For its owner's eyes: who holds an opening can show whose claim it is. */
async function write(path: string, text: string): Promise<void> {
  await writeFile(path, text, { mode: 0o600 }).catch((cause: unknown) => {
    throw new YinzhengError("config.invalid", { path, expected: "a file that can be written" }, cause);
  });
}

async function bytesOf(file: string): Promise<Uint8Array> {
  return readFile(file).catch((cause: unknown) => {
    throw new YinzhengError("config.invalid", { path: file, expected: "a file that can be read" }, cause);
  });
}
