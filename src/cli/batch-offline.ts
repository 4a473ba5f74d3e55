import { readFile } from "node:fs/promises";
import { YinzhengError } from "../domain/errors.ts";
import { parseJsonObject } from "../domain/json.ts";
import type { JsonObject } from "../domain/json-value.ts";
import { SIGNATURE_FORMAT } from "../service/signing/requests.ts";
import { type Api, type ApiOptions, openApi } from "./api.ts";
import { EXIT } from "./exit.ts";
import { json } from "./output.ts";
import { replaceFile } from "./replace-file.ts";
import type { Runtime } from "./runtime.ts";

/** `yz batch waiting|request|sign|submit`: for an officer whose machine has no network. */

const ON_CHAIN = /^0x[0-9a-f]{64}$/;

export async function waiting(runtime: Runtime, options: ApiOptions): Promise<number> {
  runtime.stdout.write(json(await (await openApi(runtime, options)).get("/v1/signing-requests")));
  return EXIT.done;
}

/** Fetches everything that the officer's signer judges; `id` is of an import, or the batch's on chain. */
export async function request(
  runtime: Runtime,
  id: string,
  options: ApiOptions & { readonly output: string },
): Promise<number> {
  const api = await openApi(runtime, options);
  const batchId = ON_CHAIN.test(id) ? id : await batchOf(api, id);
  const response = await api.send(`/v1/signing-requests/${batchId}`, {});
  await put(options.output, new Uint8Array(await response.arrayBuffer()));
  return EXIT.done;
}

/** The officer's own act, on the officer's own machine: no network is used. */
export async function sign(
  runtime: Runtime,
  file: string,
  { dir, output }: { readonly dir: string; readonly output: string },
): Promise<number> {
  await put(output, json(await runtime.signBatch({ dir, file, clock: runtime.clock })));
  return EXIT.done;
}

export async function submit(runtime: Runtime, file: string, options: ApiOptions): Promise<number> {
  const api = await openApi(runtime, options);
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw new YinzhengError("config.invalid", { path: file, expected: "a file that can be read" }, cause);
  });
  const { format, ...brought } = parseJsonObject(bytes);
  const { batchId } = Object(brought.anchor);
  if (format !== SIGNATURE_FORMAT || !ON_CHAIN.test(String(batchId)))
    throw new YinzhengError("schema.format", { path: file, expected: SIGNATURE_FORMAT });
  runtime.stdout.write(json(await api.post(`/v1/signing-requests/${batchId}/signatures`, brought as JsonObject)));
  return EXIT.done;
}

async function batchOf(api: Api, id: string): Promise<string> {
  const { batchId, state } = await api.get(`/v1/batches/${encodeURIComponent(id)}`);
  if (typeof batchId === "string") return batchId;
  throw new YinzhengError("conflict.state", { state: state ?? null, expected: "a batch that waits for an officer" });
}

async function put(path: string, content: string | Uint8Array): Promise<void> {
  await replaceFile(path, content).catch((cause: unknown) => {
    throw new YinzhengError("config.invalid", { path, expected: "a file that can be written" }, cause);
  });
}
