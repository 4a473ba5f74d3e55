import { readFile, writeFile } from "node:fs/promises";
import type { Hex } from "../domain/bytes.ts";
import { YinzhengError } from "../domain/errors.ts";
import { parseJsonObject } from "../domain/json.ts";
import { isJsonObject, type JsonObject } from "../domain/json-value.ts";
import { CELL_STATES, type CellRef, type CellState, STATUS_REASONS, type StatusReason } from "../domain/status.ts";
import { SUCCESSION_KINDS, SUCCESSION_REASONS, type SuccessionKind } from "../domain/succession.ts";
import { type ApiOptions, openApi } from "./api.ts";
import { EXIT } from "./exit.ts";
import { openMaker } from "./maker.ts";
import { json } from "./output.ts";
import type { Runtime } from "./runtime.ts";

/** `yz cert …`: the issuing agency's commands, over HTTP. All print the certificate's view; --json is what they print. */

/** Why a maker is shown names and numbers before he signs. */
const APPROVAL = "批准 approval";

const at = (id: string): string => `/v1/certificates/${encodeURIComponent(id)}`;

export async function issue(runtime: Runtime, file: string, options: ApiOptions): Promise<number> {
  const api = await openApi(runtime, options);
  return print(runtime, await api.post("/v1/certificates", parseJsonObject(await readInput(file))));
}

/** The maker reads the draft, signs it in the maker's own signer, and sends the signature. */
export async function approve(
  runtime: Runtime,
  id: string,
  options: ApiOptions & { readonly signer: string },
): Promise<number> {
  const api = await openApi(runtime, options);
  // A maker approves what he has read: the masked draft is another one.
  const view = await api.post(`${at(id)}/unmask`, { reason: APPROVAL });
  const { approval, officer, signature } = await (await openMaker(runtime, options.signer)).approve(
    view.draft as JsonObject,
  );
  return print(runtime, await api.post(`${at(id)}/approve`, { officer, approvedAt: approval.approvedAt, signature }));
}

export async function giveBack(
  runtime: Runtime,
  id: string,
  options: ApiOptions & { readonly reason: string },
): Promise<number> {
  const api = await openApi(runtime, options);
  return print(runtime, await api.post(`${at(id)}/return`, { reason: options.reason }));
}

/** Names and numbers are masked unless a reason is given, which the service journals. The status is of now, or as of then. */
export async function show(
  runtime: Runtime,
  id: string,
  options: ApiOptions & { readonly unmask?: string; readonly asOf?: string },
): Promise<number> {
  const { unmask, asOf } = options;
  if (unmask !== undefined && asOf !== undefined)
    throw new YinzhengError("config.invalid", { option: "--as-of", expected: "not together with --unmask" });
  const api = await openApi(runtime, options);
  const query = asOf === undefined ? "" : `?asOf=${encodeURIComponent(asOf)}`;
  return print(
    runtime,
    await (unmask === undefined ? api.get(`${at(id)}${query}`) : api.post(`${at(id)}/unmask`, { reason: unmask })),
  );
}

export async function list(
  runtime: Runtime,
  options: ApiOptions & {
    readonly state?: string;
    readonly type?: string;
    readonly issuer?: string;
    readonly after?: string;
  },
): Promise<number> {
  const query = new URLSearchParams();
  for (const name of ["state", "type", "issuer", "after"] as const) {
    const value = options[name];
    if (value !== undefined) query.set(name, value);
  }
  return print(runtime, await (await openApi(runtime, options)).get(`/v1/certificates?${query}`));
}

export async function bundle(
  runtime: Runtime,
  id: string,
  options: ApiOptions & { readonly output?: string },
): Promise<number> {
  const text = await (await openApi(runtime, options)).text(`${at(id)}/bundle`);
  if (options.output === undefined) runtime.stdout.write(text);
  else await write(options.output, text);
  return EXIT.done;
}

export interface ChangeOptions extends ApiOptions {
  readonly signer: string;
  /** Why; of a succession the successor itself says it. */
  readonly reason?: string;
  readonly successor?: string;
}

const VERBS = {
  revoke: "revoked",
  suspend: "suspended",
  resume: "active",
  supersede: "superseded",
} as const satisfies Record<string, CellState>;
const NO_CELL: CellRef = { memberId: `0x${"00".repeat(32)}`, batchId: `0x${"00".repeat(32)}`, index: 0 };

/** The maker orders the change in the maker's own signer; service and officers carry it out. */
export async function change(
  runtime: Runtime,
  verb: keyof typeof VERBS,
  id: string,
  options: ChangeOptions,
): Promise<number> {
  const api = await openApi(runtime, options);
  const view = await api.get(at(id));
  const cell = cellOf(view);
  if (view.statusHead === null) throw new YinzhengError("conflict.state", { state: view.state ?? null });
  const next = options.successor === undefined ? null : await api.get(at(options.successor));
  const successor = next === null ? NO_CELL : cellOf(next);
  const reason = next === null ? reasonOf(options.reason ?? "") : SUCCESSION_REASONS[kindOf(next)];
  const maker = await openMaker(runtime, options.signer);
  const expectedHead = view.statusHead as Hex;
  const { order, officer, signature } = await maker.order({
    ...cell,
    to: CELL_STATES.indexOf(VERBS[verb]),
    reason: STATUS_REASONS[reason],
    successor,
    expectedHead,
    orderedAt: runtime.clock(),
  });
  const body = { reason, order: { officer, orderedAt: order.orderedAt, expectedHead, signature } };
  const named = options.successor === undefined ? body : { ...body, successor: options.successor };
  return print(runtime, await api.post(`${at(id)}/${verb}`, named));
}

function cellOf(view: JsonObject): CellRef {
  const cell = view.cell;
  if (cell === null || cell === undefined) throw new YinzhengError("conflict.state", { state: view.state ?? null });
  return cell as unknown as CellRef;
}

/** How a successor says that it takes the place; a certificate that says nothing of it is none. */
function kindOf({ draft }: JsonObject): SuccessionKind {
  const named = isJsonObject(draft) && isJsonObject(draft.supersedes) ? draft.supersedes.kind : undefined;
  const kind = SUCCESSION_KINDS.find((known) => known === named);
  if (kind === undefined) throw new YinzhengError("schema.mismatch", { pointer: "/successor" });
  return kind;
}

function reasonOf(text: string): StatusReason {
  const known = (Object.keys(STATUS_REASONS) as StatusReason[]).find((name) => name === text);
  if (known !== undefined) return known;
  throw new YinzhengError("config.invalid", { option: "--reason", expected: Object.keys(STATUS_REASONS).join(", ") });
}

async function readInput(file: string): Promise<Uint8Array> {
  return readFile(file).catch((cause: unknown) => {
    throw new YinzhengError("config.invalid", { path: file, expected: "a file that can be read" }, cause);
  });
}

async function write(path: string, text: string): Promise<void> {
  await writeFile(path, text).catch((cause: unknown) => {
    throw new YinzhengError("config.invalid", { path, expected: "a file that can be written" }, cause);
  });
}

function print(runtime: Runtime, value: JsonObject): number {
  runtime.stdout.write(json(value));
  return EXIT.done;
}
