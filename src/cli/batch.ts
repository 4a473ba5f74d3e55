import { createHash } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { JsonObject } from "../domain/canonical.ts";
import { YinzhengError } from "../domain/errors.ts";
import { parseJsonText } from "../domain/json.ts";
import { MAX_BUNDLE_VALUES } from "../proof/parse.ts";
import type { BatchState, BatchView, Preview } from "../service/import/batches.ts";
import { errorSheet } from "../service/import/sheet.ts";
import { type Api, type ApiOptions, openApi } from "./api.ts";
import { batchText, previewText } from "./batch-text.ts";
import { watchBatch } from "./batch-watch.ts";
import { EXIT } from "./exit.ts";
import { linesIn } from "./lines.ts";
import { openMaker } from "./maker.ts";
import { json, languageOf } from "./output.ts";
import type { Runtime } from "./runtime.ts";

/** `yz batch …`: many certificates of one type, from a file into one anchor, over HTTP. */

const at = (id: string): string => `/v1/batches/${encodeURIComponent(id)}`;

/** Why a maker is shown the names and numbers of a whole batch before he signs. */
const APPROVAL = "批准 approval";

export async function template(
  runtime: Runtime,
  type: string,
  options: ApiOptions & { readonly output?: string },
): Promise<number> {
  const api = await openApi(runtime, options);
  return put(runtime, options.output, await api.text(`/v1/batches/templates/${encodeURIComponent(type)}`));
}

export interface IssueOptions extends ApiOptions {
  readonly type: string;
  readonly preview?: boolean;
  readonly partial?: boolean;
  readonly key?: string;
  readonly encoding?: string;
  readonly errors?: string;
}

/** Drafts the rows of a file, and follows them until a maker is needed. Sent again, it finds what it did before. */
export async function issue(runtime: Runtime, file: string, options: IssueOptions): Promise<number> {
  const api = await openApi(runtime, options);
  const bytes = await readInput(file);
  const mode = options.partial ? "partial" : "atomic";
  const query = new URLSearchParams({ type: options.type, mode });
  if (options.preview) query.set("preview", "true");
  else query.set("batchKey", options.key ?? keyOf(bytes, options.type, mode));
  const body = { body: bytes, headers: { "content-type": mediaTypeOf(file, options.encoding) } };
  const response = await api.send(`/v1/batches?${query}`, { method: "POST", ...body });
  if (options.preview) return showPreview(runtime, options, (await response.json()) as Preview);
  const { id } = (await response.json()) as BatchView;
  const view = await watchBatch(runtime, api, id, isWaiting, languageOf(runtime.env, options.lang));
  if (options.errors !== undefined && view.rows.bad !== 0)
    await save(options.errors, await api.text(`${at(id)}/errors`));
  return show(runtime, options, view);
}

async function showPreview(runtime: Runtime, options: IssueOptions, shown: Preview): Promise<number> {
  if (options.errors !== undefined && shown.faults.length > 0) await save(options.errors, errorSheet(shown.faults));
  const text = options.json ? json(shown) : previewText(shown, languageOf(runtime.env, options.lang));
  runtime.stdout.write(text);
  return shown.refused ? EXIT.invalid : EXIT.done;
}

/** Every draft as the maker's signature will cover it, a line each, for the maker to read. */
export async function drafts(
  runtime: Runtime,
  id: string,
  options: ApiOptions & { readonly output: string; readonly reason?: string },
): Promise<number> {
  const api = await openApi(runtime, options);
  const response = await unmasked(api, id, options.reason ?? APPROVAL);
  return save(options.output, new Uint8Array(await response.arrayBuffer()));
}

/** The maker's own signer reads every draft, signs once for all, and the service puts them into one anchor. */
export async function approve(
  runtime: Runtime,
  id: string,
  options: ApiOptions & { readonly signer: string; readonly drafts?: string },
): Promise<number> {
  const api = await openApi(runtime, options);
  const maker = await openMaker(runtime, options.signer);
  const file = options.drafts;
  const read = file === undefined ? (await unmasked(api, id, APPROVAL)).body : await readInput(file);
  const { approval, officer, signature } = await maker.approveBatch(read);
  const { draftsRoot, count, approvedAt } = approval;
  await api.post(`${at(id)}/approve`, { officer, approvedAt, draftsRoot, count, signature });
  return show(runtime, options, await watchBatch(runtime, api, id, isOver, languageOf(runtime.env, options.lang)));
}

export async function giveBack(
  runtime: Runtime,
  id: string,
  options: ApiOptions & { readonly reason: string },
): Promise<number> {
  const api = await openApi(runtime, options);
  const view = await api.post(`${at(id)}/return`, { reason: options.reason });
  return show(runtime, options, view as unknown as BatchView, EXIT.done);
}

export async function status(
  runtime: Runtime,
  id: string,
  options: ApiOptions & { readonly watch?: boolean },
): Promise<number> {
  const api = await openApi(runtime, options);
  const language = languageOf(runtime.env, options.lang);
  if (options.watch) return show(runtime, options, await watchBatch(runtime, api, id, isWaiting, language));
  return show(runtime, options, (await api.get(at(id))) as unknown as BatchView);
}

export async function list(runtime: Runtime, options: ApiOptions & { readonly after?: string }): Promise<number> {
  const query = options.after === undefined ? "" : `?${new URLSearchParams({ after: options.after })}`;
  runtime.stdout.write(json(await (await openApi(runtime, options)).get(`/v1/batches${query}`)));
  return EXIT.done;
}

/** `errors` or `results`: a sheet of the import. */
export async function sheet(
  runtime: Runtime,
  what: "errors" | "results",
  id: string,
  options: ApiOptions & { readonly output?: string },
): Promise<number> {
  return put(runtime, options.output, await (await openApi(runtime, options)).text(`${at(id)}/${what}`));
}

/** A file for each certificate. What is there already is written again, so a broken download is simply repeated. */
export async function bundles(
  runtime: Runtime,
  id: string,
  options: ApiOptions & { readonly output: string },
): Promise<number> {
  const api = await openApi(runtime, options);
  const response = await api.send(`${at(id)}/bundles`, {});
  await mkdir(options.output, { recursive: true });
  let count = 0;
  for await (const line of linesIn(response)) {
    const { id: certificate, bundle } = parseJsonText(line, { nodes: MAX_BUNDLE_VALUES + 2 }) as JsonObject;
    await save(join(options.output, `${String(certificate)}.yinzheng.json`), JSON.stringify(bundle));
    count += 1;
  }
  if (options.json) runtime.stdout.write(json({ folder: options.output, bundles: count }));
  else runtime.stdout.write(`${options.output}: ${count}\n`);
  return EXIT.done;
}

async function unmasked(api: Api, id: string, reason: string): Promise<Response> {
  const headers = { "content-type": "application/json" };
  return api.send(`${at(id)}/unmask`, { method: "POST", headers, body: JSON.stringify({ reason }) });
}

/** Nothing goes on without somebody. */
function isWaiting({ state }: BatchView): boolean {
  return state !== "checking" && state !== "anchoring";
}

function isOver({ state }: BatchView): boolean {
  return isWaiting({ state } as BatchView) && state !== "awaiting_approval";
}

const BAD: readonly BatchState[] = ["refused", "returned", "failed"];

function show(
  runtime: Runtime,
  options: ApiOptions,
  view: BatchView,
  code: number = BAD.includes(view.state) ? EXIT.invalid : EXIT.done,
): number {
  runtime.stdout.write(options.json ? json(view) : batchText(view, languageOf(runtime.env, options.lang)));
  return code;
}

/** The same file for the same type in the same mode is the same import, whoever sends it and whenever. */
function keyOf(bytes: Uint8Array, type: string, mode: string): string {
  return createHash("sha256").update(`${type}/${mode}/`).update(bytes).digest("hex").slice(0, 32);
}

function mediaTypeOf(file: string, encoding: string | undefined): string {
  if (/\.(jsonl|ndjson)$/i.test(file)) return "application/x-ndjson";
  return encoding === undefined ? "text/csv" : `text/csv; charset=${encoding}`;
}

async function put(runtime: Runtime, path: string | undefined, text: string): Promise<number> {
  if (path !== undefined) return save(path, text);
  runtime.stdout.write(text);
  return EXIT.done;
}

async function readInput(file: string): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(
    await readFile(file).catch((cause: unknown) => {
      throw new YinzhengError("config.invalid", { path: file, expected: "a file that can be read" }, cause);
    }),
  );
}

async function save(path: string, text: string | Uint8Array): Promise<number> {
  await writeFile(path, text).catch((cause: unknown) => {
    throw new YinzhengError("config.invalid", { path, expected: "a file that can be written" }, cause);
  });
  return EXIT.done;
}
