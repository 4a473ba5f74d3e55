import { readFile, writeFile } from "node:fs/promises";
import { toBase64, toHex } from "../crypto/encoding.ts";
import { sm3 } from "../crypto/hash.ts";
import { readSeal } from "../documents/read/ses/seal.ts";
import type { Hex, Seconds } from "../domain/bytes.ts";
import { parseTime } from "../domain/dates.ts";
import { YinzhengError } from "../domain/errors.ts";
import type { JsonObject } from "../domain/json-value.ts";
import {
  SEAL_FORM_FORMAT,
  type SealAct,
  type SealForm,
  type SealKind,
  type SealOrder,
  sealOwnerOf,
} from "../domain/seal-order.ts";
import { memberIdOf } from "../proof/ids.ts";
import { ACTS } from "../service/seals/acts.ts";
import { applyOrder, orderOf, ZERO } from "../service/seals/form.ts";
import { sealDigest } from "../service/seals/match.ts";
import type { SealView, SignedSealOrder } from "../service/seals/seals.ts";
import { type Api, type ApiOptions, openApi } from "./api.ts";
import { EXIT } from "./exit.ts";
import { openMaker } from "./maker.ts";
import { json } from "./output.ts";
import type { Runtime } from "./runtime.ts";

/** `yz seal …`: seals' owners and makers, over HTTP. All print the seal's view as JSON. */

interface MakerOptions extends ApiOptions {
  /** Folder of the maker's running signer. */
  readonly signer: string;
}

export interface ApplyOptions extends MakerOptions {
  readonly kind: SealKind;
  readonly name: string;
  readonly maker: string;
  readonly from: string;
  readonly until: string;
  readonly limit: number;
  readonly picture?: string;
  readonly size?: string;
}

const at = (code: string): string => `/v1/seals/${encodeURIComponent(code)}`;

/** The owner's maker signs what is applied for in the maker's own signer. */
export async function apply(runtime: Runtime, code: string, options: ApplyOptions): Promise<number> {
  const { kind, name, maker, from, until, limit: dailyLimit } = options;
  const period = { validFrom: timeOf(from, "from"), validUntil: timeOf(until, "until") };
  const said = { format: SEAL_FORM_FORMAT, code, kind, name, maker, ...period, dailyLimit } as const;
  const picture = await pictureOf(options);
  const form: SealForm = picture === null ? said : { ...said, picture: picture.described };
  const order = applyOrder(form, runtime.clock());
  const signed = await (await openMaker(runtime, options.signer)).orderSeal(order, { form });
  const sent = picture === null ? {} : { picture: picture.sent };
  const api = await openApi(runtime, options);
  return print(runtime, await api.post("/v1/seals", { form: said, ...sent, order: inputOf(signed) }));
}

async function pictureOf({ picture: path, size = "" }: ApplyOptions) {
  if (path === undefined) return null;
  const [, width, height] = /^(\d{1,4})x(\d{1,4})$/.exec(size) ?? [];
  if (width === undefined || height === undefined)
    throw new YinzhengError("config.invalid", { option: "--size", expected: "millimetres, like 42x42" });
  const bytes = await read(path);
  const sides = { width: Number(width), height: Number(height) };
  return { described: { digest: toHex(sm3(bytes)), ...sides }, sent: { file: toBase64(bytes), ...sides } };
}

/** A bare date begins or ends the period with its day in Asia/Shanghai. */
function timeOf(text: string, end: "from" | "until"): Seconds {
  const { time, dayStart } = parseTime(text, `/${end}`);
  return end === "from" ? (dayStart ?? time) : time;
}

export interface LookedAt extends ApiOptions {
  /** SM3 of the seal object that whoever orders has looked at. */
  readonly digest?: string;
  readonly signer?: string;
}

/** Without a digest the seal object is made, to be looked at; with its digest it is registered. */
export async function make(
  runtime: Runtime,
  code: string,
  { digest, signer, ...options }: LookedAt & SavedFiles,
): Promise<number> {
  const api = await openApi(runtime, options);
  if (digest === undefined) {
    const view = await api.post(`${at(code)}/make`, {});
    await save(api, code, options);
    return print(runtime, view);
  }
  if (signer === undefined)
    throw new YinzhengError("config.invalid", { option: "--signer", expected: "the folder of the maker's signer" });
  return change(runtime, "make", code, { ...options, digest, signer });
}

export interface ChangeOptions extends MakerOptions {
  readonly digest?: string;
  readonly since?: string;
}

/** The maker orders in the maker's own signer, which is shown what the officers' signers will be. */
export async function change(
  runtime: Runtime,
  what: Exclude<SealAct, "apply" | "delegate">,
  code: string,
  options: ChangeOptions,
): Promise<number> {
  const api = await openApi(runtime, options);
  const view = await viewOf(api, code);
  const { form, application, changes: expected } = view;
  const since = options.since === undefined ? {} : { since: parseTime(options.since, "/since").time };
  const looked = what === "make" || what === "activate" ? await lookedAt(api, code, options.digest) : null;
  const term = what === "make" ? { validFrom: form.validFrom, validUntil: form.validUntil } : {};
  const memberId = ACTS[what].by === "maker" ? memberIdOf(form.maker) : ownerOf(code);
  const digest = looked?.digest ?? (view.registered ? view.digest : null) ?? ZERO;
  const named = { code, memberId, digest, ...since, ...term, expected, orderedAt: runtime.clock() };
  const shown = { form, application, ...(looked === null ? {} : { seal: looked.seal }) };
  const signed = await (await openMaker(runtime, options.signer)).orderSeal(orderOf(what, named), shown);
  const body = { what, ...(looked === null ? {} : { digest }), ...since, expected, order: inputOf(signed) };
  return print(runtime, await api.post(`${at(code)}/orders`, body));
}

/** What the signer is shown is what whoever orders says that he has looked at. */
async function lookedAt(api: Api, code: string, digest = "") {
  const object = await bytesOf(api, `${at(code)}/seal`);
  if (sealDigest(object) !== digest.toLowerCase())
    throw new YinzhengError("config.invalid", {
      option: "--digest",
      expected: "the digest of the seal that you looked at",
    });
  return { digest: digest.toLowerCase() as Hex, seal: toBase64(object) };
}

export interface DelegateOptions extends MakerOptions {
  readonly member: string;
  readonly from?: string;
  readonly until?: string;
  readonly end?: boolean;
}

export async function delegate(runtime: Runtime, code: string, options: DelegateOptions): Promise<number> {
  const { member, from, until, end } = options;
  if ((end === true) !== (until === undefined))
    throw new YinzhengError("config.invalid", { option: "--until", expected: "either --until or --end" });
  const api = await openApi(runtime, options);
  const { form, application, changes: expected } = await viewOf(api, code);
  const now = runtime.clock();
  const begins = from === undefined ? now : timeOf(from, "from");
  const term =
    until === undefined ? { validFrom: 0, validUntil: 0 } : { validFrom: begins, validUntil: timeOf(until, "until") };
  const named = { code, memberId: ownerOf(code), other: memberIdOf(member), ...term, expected, orderedAt: now };
  const order: SealOrder = orderOf("delegate", named);
  const signed = await (await openMaker(runtime, options.signer)).orderSeal(order, { form, application });
  return print(
    runtime,
    await api.post(`${at(code)}/delegations`, { member, ...term, expected, order: inputOf(signed) }),
  );
}

interface SavedFiles {
  /** Where to leave the seal object, and its picture. */
  readonly object?: string;
  readonly picture?: string;
}

/** One seal, or all that the member owns, makes or may use. */
export async function show(runtime: Runtime, code: string | null, options: ApiOptions & SavedFiles): Promise<number> {
  const api = await openApi(runtime, options);
  const view = await api.get(code === null ? "/v1/seals" : at(code));
  if (code !== null) await save(api, code, options);
  return print(runtime, view);
}

async function save(api: Api, code: string, { object, picture }: SavedFiles): Promise<void> {
  if (object === undefined && picture === undefined) return;
  const bytes = await bytesOf(api, `${at(code)}/seal`);
  if (object !== undefined) await write(object, bytes);
  // The picture of this very object, and not of what somebody might serve beside it.
  if (picture !== undefined) await write(picture, readSeal(bytes).info.picture.data);
}

async function viewOf(api: Api, code: string): Promise<SealView> {
  const view = await api.get(at(code));
  if (view.form === undefined) throw new YinzhengError("auth.forbidden");
  return view as unknown as SealView;
}

const ownerOf = (code: string): Hex => memberIdOf(sealOwnerOf(code) ?? "");
const inputOf = ({ order: { orderedAt }, officer, signature }: SignedSealOrder) => ({ officer, orderedAt, signature });
const bytesOf = async (api: Api, path: string): Promise<Uint8Array> =>
  new Uint8Array(await (await api.send(path, {})).arrayBuffer());

async function read(path: string): Promise<Uint8Array> {
  return readFile(path).catch((cause: unknown) => {
    throw new YinzhengError("config.invalid", { path, expected: "a file that can be read" }, cause);
  });
}

async function write(path: string, bytes: Uint8Array): Promise<void> {
  await writeFile(path, bytes).catch((cause: unknown) => {
    throw new YinzhengError("config.invalid", { path, expected: "a file that can be written" }, cause);
  });
}

function print(runtime: Runtime, view: JsonObject): number {
  runtime.stdout.write(json(view));
  return EXIT.done;
}
