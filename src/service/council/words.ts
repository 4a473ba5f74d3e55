import type { Bilingual } from "../../domain/bilingual.ts";
import type { Hex, Seconds } from "../../domain/bytes.ts";
import { formatInstant } from "../../domain/dates.ts";
import type { ErrorDetail } from "../../domain/errors.ts";
import type { Language } from "../../domain/i18n/dictionary.ts";
import { say } from "../../domain/i18n/say.ts";
import type { JsonObject, JsonValue } from "../../domain/json-value.ts";
import { KEY_CUSTODY, KEY_PURPOSES, KEY_SUITES, OFFICER_ROLES } from "../../domain/member.ts";
import { SEAL_STATE_NAMES, SEAL_STATES } from "../../domain/seal.ts";
import { CELL_STATES, STATUS_REASONS } from "../../domain/status.ts";
import { memberIdOf } from "../../proof/ids.ts";
import { ACTS, type Act } from "./acts.ts";
import type { PlainAct } from "./codec.ts";
import { FIELDS, type Field, type FieldKind } from "./fields.ts";
import type { Book } from "./own.ts";

/** What stands before a value, and the value. */
export interface Line {
  readonly label: string;
  readonly value: string;
}

export interface Words {
  readonly title: string;
  readonly lines: readonly Line[];
  readonly note?: string;
}

/** Last moment that a storage word holds: no end. */
export const FOREVER: Seconds = 2 ** 40 - 1;
const ZERO = /^0x0*$/;
const SHANGHAI = 8 * 3600;

/** An act in words, made of its bytes and of names that the reader knew before. */
export function wordsOf(act: PlainAct, book: Book, language: Language): Words {
  const row: Act = ACTS[act.act];
  const lines = linesOf(row.fields, act, { book, language });
  return { title: row.words[language], lines, ...(row.note === undefined ? {} : { note: row.note[language] }) };
}

/** Members, types, seals and profiles that the reader would see as a bare number, and a profile that is not the member's. */
export function unnamed(act: PlainAct, book: Book): readonly ErrorDetail[] {
  const row: Act = ACTS[act.act];
  const found: ErrorDetail[] = [];
  walk(row.fields, act, (kind, value) => {
    const id = value as Hex;
    if (kind === "member" && book.member(id) === undefined) found.push({ member: id });
    if (kind === "seal" && book.seal(id) === undefined) found.push({ seal: id });
    if (kind === "type" && book.type(id) === undefined) found.push({ type: id });
    if (kind === "anyType" && !ZERO.test(id) && book.type(id) === undefined) found.push({ type: id });
    if (kind !== "profile") return;
    const profile = book.profile(id);
    if (profile === undefined || memberIdOf(profile.code) !== act.member) found.push({ profile: id });
  });
  return found;
}

type Visit = (kind: FieldKind, value: JsonValue) => void;

function walk(fields: readonly Field[], value: JsonObject, visit: Visit): void {
  for (const { name, shape, kind } of fields) {
    const own = value[name] ?? null;
    visit(kind, own);
    if (typeof shape === "string" || kind === "hidden") continue;
    const items = Array.isArray(own) ? own : [own];
    const struct = "list" in shape ? shape.list : shape;
    if (typeof struct === "object" && "struct" in struct)
      for (const item of items) walk(struct.struct, item as JsonObject, visit);
  }
}

interface Reader {
  readonly book: Book;
  readonly language: Language;
}

function linesOf(fields: readonly Field[], value: JsonObject, reader: Reader): Line[] {
  return fields.flatMap((field) => {
    const own = value[field.name] ?? null;
    if (field.kind === "hidden") return [];
    if (field.kind !== "list")
      return [{ label: FIELDS[field.name][reader.language], value: textOf(field.kind, own, reader) }];
    const { shape } = field;
    if (typeof shape === "string") return [];
    const struct = "list" in shape ? shape.list : shape;
    if (typeof struct === "string" || "list" in struct) return [];
    const items = (Array.isArray(own) ? own : [own]) as readonly JsonObject[];
    if (items.length === 0) {
      const value = t(reader, field.name === "types" ? "council.all_types" : "council.none");
      return [{ label: FIELDS[field.name][reader.language], value }];
    }
    return items.flatMap((item, i) => [
      ...("list" in shape ? [{ label: `${FIELDS[field.name][reader.language]} ${i + 1}`, value: "" }] : []),
      ...linesOf(struct.struct, item, reader),
    ]);
  });
}

const t = (reader: Reader, key: Parameters<typeof say>[1], values = {}): string => say(reader.language, key, values);

/** How each kind of value is written. */
const TEXTS: Readonly<Record<Exclude<FieldKind, "list" | "hidden">, (value: JsonValue, reader: Reader) => string>> = {
  member: (value, reader) => called(reader, reader.book.member(value as Hex), value),
  type: (value, reader) => called(reader, reader.book.type(value as Hex), value),
  anyType: (value, reader) =>
    ZERO.test(String(value)) ? t(reader, "council.every_type") : called(reader, reader.book.type(value as Hex), value),
  profile: (value, reader) => {
    const profile = reader.book.profile(value as Hex);
    return profile === undefined ? String(value) : `${profile.names.zh} · ${profile.names.en}\n${profile.issuer}`;
  },
  seal: (value, reader) => called(reader, reader.book.seal(value as Hex), value),
  account: String,
  id: String,
  number: String,
  role: (value, reader) =>
    t(
      reader,
      value === OFFICER_ROLES.maker
        ? "council.maker"
        : value === OFFICER_ROLES.checker
          ? "council.checker"
          : "council.unknown",
    ),
  begin: (value, reader) => (value === 0 ? t(reader, "council.at_once") : timeText(value as Seconds)),
  since: (value, reader) => (value === 0 ? t(reader, "council.at_once") : timeText(value as Seconds)),
  end: (value, reader) => (value === FOREVER ? t(reader, "period.no_end") : timeText(value as Seconds)),
  deadline: (value) => timeText(value as Seconds),
  subject: (value) => (/^0x0{24}/.test(String(value)) ? `0x${String(value).slice(26)}` : String(value)),
  suite: (value, reader) => named(KEY_SUITES, value) ?? t(reader, "council.unknown"),
  custody: (value, reader) =>
    t(
      reader,
      value === KEY_CUSTODY.own ? "council.own" : value === KEY_CUSTODY.hosted ? "council.hosted" : "council.unknown",
    ),
  purposes: (value, reader) => purposesText(Number(value), reader),
  name: (value) => nameText(value as Hex),
  registry: (value, reader) => (ZERO.test(String(value)) ? t(reader, "council.nobody") : String(value)),
  state: (value, reader) => {
    const state = CELL_STATES[Number(value)];
    return state === undefined ? t(reader, "council.unknown") : t(reader, `state.${state}`);
  },
  sealState: (value, reader) => {
    const state = SEAL_STATES[Number(value)];
    return state === undefined ? t(reader, "council.unknown") : SEAL_STATE_NAMES[state][reader.language];
  },
  reason: (value, reader) => {
    const reason = named(STATUS_REASONS, value);
    return reason === undefined ? t(reader, "council.unknown") : t(reader, `reason.${reason}`);
  },
  cells: (value) =>
    (value as unknown as readonly { first: number; count: number }[])
      .map(({ first, count }) => (count === 1 ? `${first}` : `${first}–${first + count - 1}`))
      .join(", "),
};

const textOf = (kind: Exclude<FieldKind, "list" | "hidden">, value: JsonValue, reader: Reader): string =>
  TEXTS[kind](value, reader);

function called(
  reader: Reader,
  known: { readonly code: string; readonly names?: Bilingual } | undefined,
  id: JsonValue,
): string {
  if (known === undefined) return `${id} (${t(reader, "council.unknown")})`;
  const { code, names } = known;
  if (names === undefined) return code;
  return reader.language === "zh" ? `${names.zh}（${code}）` : `${names.en} (${code})`;
}

/** Beijing time, as everywhere that people read. */
export const timeText = (time: Seconds): string =>
  `${formatInstant(time + SHANGHAI)
    .replace("T", " ")
    .slice(0, 19)} +08:00`;

function named<K extends string>(table: Readonly<Record<K, number>>, value: JsonValue): K | undefined {
  return (Object.keys(table) as K[]).find((name) => table[name] === value);
}

function purposesText(bits: number, reader: Reader): string {
  const known = (Object.keys(KEY_PURPOSES) as (keyof typeof KEY_PURPOSES)[]).filter(
    (name) => (bits & KEY_PURPOSES[name]) !== 0,
  );
  const rest = known.reduce((left, name) => left & ~KEY_PURPOSES[name], bits);
  return [...known.map((name) => t(reader, `council.purpose.${name}`)), ...(rest === 0 ? [] : [String(rest)])].join(
    ", ",
  );
}

/** A bytes32 that holds ASCII and zeros after it; else the bytes. */
function nameText(value: Hex): string {
  const text = Buffer.from(value.slice(2), "hex").toString("latin1").replace(/\0+$/, "");
  return /^[\x21-\x7e]+$/.test(text) ? text : value;
}
