import type { Bilingual } from "../bilingual.ts";
import { isDate } from "../dates.ts";
import { YinzhengError } from "../errors.ts";
import type { JsonValue } from "../json-value.ts";
import { readArray, readInteger, readObject, readOneOf, readString } from "../shape.ts";
import {
  APPLICATION_FIELDS,
  type Period,
  REGISTER_TYPES,
  RIGHT_PROFILES,
  type RightKind,
  type RightProfile,
  type RightRules,
  SOURCED,
  type Source,
} from "./rules.ts";

const SILENCES = ["nothing", "accepted", "returned"] as const;
const UNITS = ["workingDays", "days", "months", "years"] as const;
const MEMBERS = [
  "format",
  "code",
  "version",
  "names",
  "instrument",
  "profile",
  "rights",
  "registers",
  "fields",
  "evidenceFirst",
  "acceptance",
  "review",
  "notice",
  "objection",
  "term",
  "renewal",
  "sources",
] as const;

/**
 * Rules from a file that anybody may have written.
 *
 * @throws schema.* with a JSON pointer: a member too many or missing, a right that the profile does not know, a field twice, a value
 *   without its source
 */
export function parseRightRules(value: JsonValue | undefined): RightRules {
  const file = readObject(value, "", MEMBERS);
  const profile = readOneOf(file.profile, "/profile", Object.keys(RIGHT_PROFILES) as RightProfile[]);
  const acceptance = readObject(file.acceptance, "/acceptance", ["within", "silence"]);
  const review = readObject(file.review, "/review", ["kind", "within"]);
  const notice = readObject(file.notice, "/notice", ["length"]);
  return {
    format: readOneOf(file.format, "/format", ["yinzheng-right-rules/1"]),
    code: readString(file.code, "/code", /^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/),
    version: readInteger(file.version, "/version", 1, 999),
    names: bilingual(file.names, "/names"),
    instrument: instrumentOf(file.instrument),
    profile,
    rights: distinct(file.rights, "/rights", Object.keys(RIGHT_PROFILES[profile]) as RightKind[]),
    registers: distinct(file.registers, "/registers", REGISTER_TYPES),
    fields: fieldsOf(file.fields),
    evidenceFirst: flag(file.evidenceFirst, "/evidenceFirst"),
    acceptance: {
      within: period(acceptance.within, "/acceptance/within"),
      silence: readOneOf(acceptance.silence, "/acceptance/silence", SILENCES),
    },
    review: {
      kind: readOneOf(review.kind, "/review/kind", ["formal", "substantive"]),
      within: period(review.within, "/review/within"),
    },
    notice: { length: period(notice.length, "/notice/length") },
    objection: objectionOf(file.objection),
    term: termOf(file.term),
    renewal: file.renewal === null ? null : renewalOf(file.renewal),
    sources: sourcesOf(file.sources),
  };
}

function instrumentOf(value: JsonValue | undefined): RightRules["instrument"] {
  const pointer = "/instrument";
  const { title, number, from, until } = readObject(value, pointer, ["title", "from"], ["number", "until"]);
  return {
    title: text(title, `${pointer}/title`),
    from: date(from, `${pointer}/from`),
    ...(number === undefined ? {} : { number: text(number, `${pointer}/number`) }),
    ...(until === undefined ? {} : { until: date(until, `${pointer}/until`) }),
  };
}

function fieldsOf(value: JsonValue | undefined): RightRules["fields"] {
  const given = readObject(value, "/fields", ["required", "optional"]);
  const required = distinct(given.required, "/fields/required", APPLICATION_FIELDS);
  const optional = distinct(given.optional, "/fields/optional", APPLICATION_FIELDS, 0);
  const twice = optional.findIndex((field) => required.includes(field));
  if (twice >= 0)
    throw new YinzhengError("schema.mismatch", { pointer: `/fields/optional/${twice}`, expected: "each field once" });
  return { required, optional };
}

function objectionOf(value: JsonValue | undefined): RightRules["objection"] {
  const pointer = "/objection";
  const given = readObject(value, pointer, ["standing", "answerWithin", "decideWithin"]);
  return {
    standing: readOneOf(given.standing, `${pointer}/standing`, ["anyone", "interested"]),
    answerWithin: period(given.answerWithin, `${pointer}/answerWithin`),
    decideWithin: period(given.decideWithin, `${pointer}/decideWithin`),
  };
}

function termOf(value: JsonValue | undefined): RightRules["term"] {
  const given = readObject(value, "/term", ["length", "orAgreementEnd"]);
  return {
    length: period(given.length, "/term/length"),
    orAgreementEnd: flag(given.orAgreementEnd, "/term/orAgreementEnd"),
  };
}

function renewalOf(value: JsonValue | undefined): RightRules["renewal"] {
  const given = readObject(value, "/renewal", ["before"]);
  return { before: period(given.before, "/renewal/before") };
}

function sourcesOf(value: JsonValue | undefined): RightRules["sources"] {
  const given = readObject(value, "/sources", SOURCED);
  return Object.fromEntries(Object.entries(given).map(([at, source]) => [at, sourceOf(source, at)]));
}

function sourceOf(value: JsonValue | undefined, at: string): Source {
  const pointer = `/sources/${at.replaceAll("~", "~0").replaceAll("/", "~1")}`;
  const { readIn, toBeConfirmed } = readObject(value, pointer, [], ["readIn", "toBeConfirmed"]);
  if ((readIn === undefined) === (toBeConfirmed === undefined))
    throw new YinzhengError("schema.mismatch", { pointer, expected: "readIn or toBeConfirmed" });
  return readIn === undefined
    ? { toBeConfirmed: text(toBeConfirmed, `${pointer}/toBeConfirmed`) }
    : { readIn: text(readIn, `${pointer}/readIn`) };
}

function period(value: JsonValue | undefined, pointer: string): Period {
  const given = readObject(value, pointer, ["count", "unit"]);
  return {
    count: readInteger(given.count, `${pointer}/count`, 1, 1000),
    unit: readOneOf(given.unit, `${pointer}/unit`, UNITS),
  };
}

function bilingual(value: JsonValue | undefined, pointer: string): Bilingual {
  const { zh, en } = readObject(value, pointer, ["zh", "en"]);
  return { zh: text(zh, `${pointer}/zh`), en: text(en, `${pointer}/en`) };
}

function distinct<T extends string>(
  value: JsonValue | undefined,
  pointer: string,
  allowed: readonly T[],
  least = 1,
): readonly T[] {
  const list = readArray(value, pointer, least, allowed.length);
  const read = list.map((one, i) => readOneOf(one, `${pointer}/${i}`, allowed));
  const twice = read.findIndex((one, i) => read.indexOf(one) !== i);
  if (twice >= 0) throw new YinzhengError("schema.mismatch", { pointer: `${pointer}/${twice}`, expected: "each once" });
  return read;
}

function flag(value: JsonValue | undefined, pointer: string): boolean {
  if (typeof value !== "boolean") throw new YinzhengError("schema.type", { pointer, expected: "true or false" });
  return value;
}

function date(value: JsonValue | undefined, pointer: string): string {
  if (typeof value !== "string" || !isDate(value))
    throw new YinzhengError("schema.date", { pointer, expected: "YYYY-MM-DD" });
  return value;
}

const text = (value: JsonValue | undefined, pointer: string): string => {
  const read = readString(value, pointer);
  if (read.trim() === "" || read.length > 500) throw new YinzhengError("schema.pattern", { pointer });
  return read;
};
