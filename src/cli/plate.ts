import { YinzhengError } from "../domain/errors.ts";
import { memberIdOf } from "../proof/ids.ts";
import { judgePlate, readPlate } from "../proof/plate.ts";
import { type ApiOptions, openApi } from "./api.ts";
import { writeImage } from "./code.ts";
import { EXIT } from "./exit.ts";
import { nodeUrl } from "./node-url.ts";
import { json } from "./output.ts";
import type { Runtime } from "./runtime.ts";
import { readTrust, trustPath } from "./trust.ts";
import { ownNode } from "./verify.ts";

/** `yz plate …`: permanent codes on things and addresses. All print JSON. */

export interface MakeOptions extends ApiOptions {
  readonly kind: string;
  readonly label: string;
  /** Where to leave the QR code. */
  readonly image?: string;
}

/** Signs a plate in the name of the API key's member. */
export async function make(runtime: Runtime, { kind, label, image, ...options }: MakeOptions): Promise<number> {
  const { image: drawn, ...made } = await (await openApi(runtime, options)).post("/v1/plates", { kind, label });
  if (image !== undefined) await writeImage(image, String(drawn));
  runtime.stdout.write(json(made));
  return EXIT.done;
}

export async function withdraw(
  runtime: Runtime,
  id: string,
  { reason, ...options }: ApiOptions & { readonly reason: string },
): Promise<number> {
  const api = await openApi(runtime, options);
  runtime.stdout.write(json(await api.post(`/v1/plates/${encodeURIComponent(id)}/withdraw`, { reason })));
  return EXIT.done;
}

/** The member's plates, or one that anybody may ask about. */
export async function show(
  runtime: Runtime,
  id: string | null,
  { after, ...options }: ApiOptions & { readonly after?: string },
): Promise<number> {
  const query = after === undefined ? "" : `?${new URLSearchParams({ after })}`;
  const path = id === null ? `/v1/plates${query}` : `/v1/plates/${encodeURIComponent(id)}`;
  runtime.stdout.write(json(await (await openApi(runtime, options)).get(path)));
  return EXIT.done;
}

export interface CheckOptions {
  readonly trust?: string;
  readonly rpc?: string;
}

/**
 * Whether the member signed the plate, by the verifier's own node: exit 0, 1 for a forgery, 4 where it can't be told. Whether it was
 * withdrawn, its service alone knows.
 */
export async function check(runtime: Runtime, code: string, options: CheckOptions): Promise<number> {
  const read = readPlate(code);
  const trust = await readTrust(trustPath(runtime.env, options.trust));
  const trusted = trust.networks.find(({ registryId }) => registryId.startsWith(read.registry));
  if (trusted === undefined) {
    runtime.stdout.write(json({ ...read.plate, finding: "other_network" }));
    return EXIT.indeterminate;
  }
  const url = nodeUrl(runtime.env, options.rpc);
  if (url === undefined)
    throw new YinzhengError("config.invalid", { expected: "--rpc or YZ_RPC: your own chain node" });
  const ledger = await ownNode(runtime, url, trusted);
  try {
    const keys = await ledger.keys(memberIdOf(read.plate.member));
    const finding = judgePlate(read, trusted.registryId, keys);
    runtime.stdout.write(json({ ...read.plate, finding }));
    if (finding === "ok") return EXIT.done;
    return finding === "key_compromised" ? EXIT.indeterminate : EXIT.invalid;
  } finally {
    await ledger.close();
  }
}
