import type { Hex, Seconds } from "../../domain/bytes.ts";
import type { JsonValue } from "../../domain/canonical.ts";
import { endOfDay, isDate, parseTime, startOfDay } from "../../domain/dates.ts";
import { YinzhengError } from "../../domain/errors.ts";
import type { JsonObject } from "../../domain/json-value.ts";
import { OFFICER_ROLES } from "../../domain/member.ts";
import { SEAL_STATES, type SealState } from "../../domain/seal.ts";
import { sealOwnerOf } from "../../domain/seal-order.ts";
import { CELL_STATES, type CellRef, STATUS_REASONS } from "../../domain/status.ts";
import { isUscc } from "../../domain/uscc.ts";
import type { CouncilLedger, CouncilState } from "../../ledger/council.ts";
import { memberIdOf, sealIdOf, typeIdOf } from "../../proof/ids.ts";
import { ACTS, type Act, type ActName } from "./acts.ts";
import { type Admission, admissionActs, keyOf } from "./admission.ts";
import type { PlainAct } from "./codec.ts";
import type { Field, FieldName } from "./fields.ts";
import type { Evidence } from "./own.ts";
import { FOREVER } from "./words.ts";

/** What a proposer says on the command line: text, as it was typed, and files, as they were read. */
export interface Wanted {
  readonly member?: string;
  readonly type?: readonly string[];
  readonly all?: boolean;
  readonly threshold?: string;
  readonly officer?: string;
  readonly role?: string;
  readonly from?: string;
  readonly until?: string;
  readonly since?: string;
  readonly keyId?: string;
  readonly name?: string;
  readonly address?: string;
  readonly successor?: string;
  readonly network?: string;
  readonly out?: string;
  readonly in?: string;
  readonly quorum?: string;
  readonly to?: string;
  readonly reason?: string;
  readonly batch?: string;
  readonly cells?: string;
  readonly seal?: string;
  /** The final state of a network that is continued, as the act has it. */
  readonly origin?: JsonObject;
  /** A key with its proof of possession. */
  readonly key?: JsonObject;
  /** A member's application. */
  readonly application?: Admission;
  /** Certificates whose status is to change. */
  readonly certificates?: readonly CellRef[];
}

interface Asker {
  readonly wanted: Wanted;
  readonly state: CouncilState;
  readonly ledger: CouncilLedger;
}

/** Longest that a status change of the council may be on its way. */
const DAY: Seconds = 24 * 3600;
/** What the council may move a seal to. */
const STOPPED: readonly SealState[] = ["suspended", "lost", "destroyed"];
const NOTHING: Hex = `0x${"00".repeat(32)}`;
/** Safe's lists begin with it. */
const SENTINEL: Hex = `0x${"00".repeat(19)}01`;

/** The acts that a proposer asks for; throws `config.invalid` naming the option that is missing or wrong. */
export async function actsFor(act: ActName, asker: Asker): Promise<readonly PlainAct[]> {
  if (act === "admit") return admissionActs(required(asker.wanted.application, "--file"));
  if (act === "change-status") return statusActs(asker);
  const row: Act = ACTS[act];
  const values = row.fields.map(({ name }) => [name, fieldValue(row.fields, name, asker)] as const);
  return [{ act, ...Object.fromEntries(values) }];
}

/** Codes that were typed: what hashes to the ids in the acts. */
export function evidenceOf({ member, successor, seal, type = [], application }: Wanted): Evidence {
  const codes = [member, successor].filter((code): code is string => code !== undefined && isUscc(code));
  const types = [...type, ...(application?.scopes ?? []).map((scope) => scope.type)];
  const profiles = application === undefined ? [] : [application.profile];
  const named = { profiles, members: codes, types: types.filter((code) => !code.startsWith("0x")) };
  return seal === undefined ? named : { ...named, seals: [seal] };
}

const VALUES: Readonly<Partial<Record<FieldName, (asker: Asker, field: Field) => JsonValue>>> = {
  member: ({ wanted }) => memberOf(required(wanted.member, "--member"), "--member"),
  successor: ({ wanted }) => memberOf(required(wanted.successor, "--successor"), "--successor"),
  type: ({ wanted }, { kind }) => {
    if (kind === "anyType" && wanted.all === true) return NOTHING;
    return typeOf(required(wanted.type?.[0], kind === "anyType" ? "--type or --all" : "--type"));
  },
  from: ({ wanted }) => beginOf(wanted.from),
  until: ({ wanted }) => endOf(required(wanted.until, "--until"), "--until"),
  since: ({ wanted }) => beginOf(wanted.since),
  effective: ({ wanted }) => beginOf(wanted.since),
  seal: ({ wanted }) => sealOf(required(wanted.seal, "--seal")),
  into: ({ wanted }) => {
    const to = SEAL_STATES.findIndex((known) => known === wanted.to && STOPPED.includes(known));
    if (to < 0) throw invalid("--to", STOPPED.join(" | "));
    return to;
  },
  threshold: ({ wanted }) => numberOf(wanted.threshold, "--threshold"),
  quorum: ({ wanted }) => numberOf(wanted.quorum, "--quorum"),
  officer: ({ wanted }, { shape }) =>
    typeof shape === "string" ? addressOf(wanted.officer, "--officer") : officerOf(wanted),
  key: ({ wanted }) => keyOf(required(wanted.key, "--key")),
  origin: ({ wanted }) => required(wanted.origin, "--origin"),
  keyId: ({ wanted }) => hexOf(wanted.keyId, "--key-id", 32),
  subject: ({ wanted }) =>
    wanted.keyId !== undefined
      ? hexOf(wanted.keyId, "--key-id", 32)
      : `0x${"00".repeat(12)}${addressOf(wanted.officer, "--key-id or --officer").slice(2)}`,
  name: ({ wanted }) => nameBytes(required(wanted.name, "--name")),
  address: ({ wanted }) => addressOf(wanted.address, "--address"),
  network: ({ wanted }) => (wanted.network === "none" ? NOTHING : hexOf(wanted.network, "--network (or none)", 32)),
  out: ({ wanted }) => addressOf(wanted.out, "--out"),
  in: ({ wanted }) => addressOf(wanted.in, "--in"),
  previous: ({ wanted, state: { owners } }) => {
    const at = owners.indexOf(addressOf(wanted.out, "--out"));
    if (at < 0) throw invalid("--out", "the address of a council member");
    return owners[at - 1] ?? SENTINEL;
  },
};

function fieldValue(fields: readonly Field[], name: FieldName, asker: Asker): JsonValue {
  const field = fields.find((one) => one.name === name);
  const make = VALUES[name];
  if (field === undefined || make === undefined)
    throw new YinzhengError("internal", { expected: `a maker of ${name}` });
  return make(asker, field);
}

/** One change for each batch: a second one would follow a head that is not known yet. */
async function statusActs({ wanted, state, ledger }: Asker): Promise<readonly PlainAct[]> {
  const to = CELL_STATES.findIndex((known) => known === wanted.to && known !== "superseded");
  if (to < 0) throw invalid("--to", "revoked | suspended | active");
  const reason = STATUS_REASONS[wanted.reason as keyof typeof STATUS_REASONS];
  if (reason === undefined) throw invalid("--reason", Object.keys(STATUS_REASONS).join(" | "));
  const cells = wanted.certificates ?? cellsOf(wanted);
  if (cells.length === 0) throw invalid("--bundle", "a bundle, or --member, --batch and --cells");
  const batches = Map.groupBy(cells, ({ memberId, batchId }) => memberId + batchId);
  return Promise.all(
    [...batches.values()].map(async (ofOne): Promise<PlainAct> => {
      const { memberId, batchId } = ofOne[0] ?? { memberId: NOTHING, batchId: NOTHING };
      const indices = [...new Set(ofOne.map(({ index }) => index))].sort((a, b) => a - b);
      const change = {
        member: memberId,
        acting: NOTHING,
        epoch: 0,
        batch: batchId,
        cells: rangesOf(indices),
        to,
        reason,
        next: { member: NOTHING, batch: NOTHING, index: 0 },
        head: await ledger.statusHead(memberId, batchId),
        notBefore: state.head.time,
        deadline: state.head.time + DAY,
      };
      return { act: "change-status", change };
    }),
  );
}

function cellsOf(wanted: Wanted): readonly CellRef[] {
  const memberId = memberOf(required(wanted.member, "--bundle, or --member, --batch and --cells"), "--member");
  const batchId = hexOf(wanted.batch, "--batch", 32);
  return required(wanted.cells, "--cells")
    .split(",")
    .flatMap((part) => {
      const [, first = "", last = first] = /^(\d{1,7})(?:-(\d{1,7}))?$/.exec(part.trim()) ?? [];
      const count = Number(last) - Number(first) + 1;
      if (first === "" || count < 1 || count > 1 << 20) throw invalid("--cells", "such as 3,7-9");
      return Array.from({ length: count }, (_, i) => ({ memberId, batchId, index: Number(first) + i }));
    });
}

function rangesOf(indices: readonly number[]): { first: number; count: number }[] {
  const ranges: { first: number; count: number }[] = [];
  for (const index of indices) {
    const last = ranges.at(-1);
    if (last !== undefined && last.first + last.count === index) last.count += 1;
    else ranges.push({ first: index, count: 1 });
  }
  return ranges;
}

function officerOf(wanted: Wanted): JsonObject {
  const role = OFFICER_ROLES[wanted.role as keyof typeof OFFICER_ROLES];
  if (role === undefined) throw invalid("--role", "maker | checker");
  const from = beginOf(wanted.from);
  const until = endOf(required(wanted.until, "--until"), "--until");
  const types = (wanted.type ?? []).map((code) => ({ type: typeOf(code), from, until }));
  return { account: addressOf(wanted.officer, "--officer"), role, from, until, types };
}

/** A member by its unified social credit code, or by its id. Throws `config.invalid`. */
export function memberOf(text: string, option: string): Hex {
  if (isUscc(text)) return memberIdOf(text);
  if (/^0x[0-9a-f]{64}$/.test(text)) return text as Hex;
  throw invalid(option, "a unified social credit code with its check digit, or a member's id in hex");
}

function sealOf(text: string): Hex {
  if (sealOwnerOf(text) !== null) return sealIdOf(text);
  throw invalid("--seal", "a unified social credit code and three digits");
}

/** A type by its code, or by its id. */
export const typeOf = (text: string): Hex => (/^0x[0-9a-f]{64}$/.test(text) ? (text as Hex) : typeIdOf(text));

/** Nothing said: when it is carried out. A bare date: its first second in Asia/Shanghai. */
export function beginOf(text: string | undefined): Seconds {
  if (text === undefined || text === "now") return 0;
  return isDate(text) ? startOfDay(text) : parseTime(text).time;
}

/** `none`: no end. A bare date: the first second after it, since an end is not included. */
export function endOf(text: string, option: string): Seconds {
  if (text === "none") return FOREVER;
  try {
    return isDate(text) ? endOfDay(text) + 1 : parseTime(text).time;
  } catch (cause) {
    throw new YinzhengError("config.invalid", { option, expected: "YYYY-MM-DD, an instant, or none" }, cause);
  }
}

export function required<T>(value: T | undefined, option: string): T {
  if (value === undefined) throw new YinzhengError("config.invalid", { expected: option });
  return value;
}

export function hexOf(text: string | undefined, option: string, bytes: number): Hex {
  const hex = required(text, option).toLowerCase();
  if (!new RegExp(`^0x[0-9a-f]{${2 * bytes}}$`).test(hex)) throw invalid(option, `0x and ${2 * bytes} hex digits`);
  return hex as Hex;
}

export const addressOf = (text: string | undefined, option: string): Hex => hexOf(text, option, 20);

function numberOf(text: string | undefined, option: string): number {
  if (!/^\d{1,3}$/.test(required(text, option))) throw invalid(option, "a whole number");
  return Number(text);
}

function nameBytes(text: string): Hex {
  if (!/^[\x21-\x7e]{1,31}$/.test(text)) throw invalid("--name", "1 to 31 printable ASCII characters");
  return `0x${Buffer.from(text, "latin1").toString("hex").padEnd(64, "0")}`;
}

const invalid = (option: string, expected: string): YinzhengError =>
  new YinzhengError("config.invalid", { option, expected });
