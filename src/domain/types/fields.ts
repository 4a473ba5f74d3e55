import { citizenIdFault } from "../citizen-id.ts";
import { isDate } from "../dates.ts";
import type { ErrorCode, Issue } from "../errors.ts";
import { isJsonObject, type JsonObject, type JsonValue, pointerTo } from "../json-value.ts";
import { memberIssues } from "../shape.ts";
import { textIssue } from "../text.ts";
import { usccFault } from "../uscc.ts";
import type { FieldDefinition, FieldKind } from "./definition.ts";

type Rule = (value: string, field: FieldDefinition, today: string | undefined) => Omit<Issue, "pointer"> | undefined;
type WholeRule = (
  value: JsonValue,
  field: FieldDefinition,
  pointer: string,
  today: string | undefined,
) => readonly Issue[];

const CODE = /^[\x21-\x7e]+$/;
const AMOUNT = /^(?:0|[1-9]\d{0,14})(?:\.\d{2})?$/;
const CURRENCY = /^[A-Z]{3}$/;
const DECIMAL = /^(?:0|[1-9]\d{0,14})(?:\.(\d{1,6}))?$/;
const DAY = "YYYY-MM-DD";

/** What each kind of field demands of its text. */
const RULES: Readonly<Record<Exclude<FieldKind, "money" | "period" | "list">, Rule>> = {
  text: (value, field) => withoutPointer(textIssue(value, "", { max: field.max ?? 0 })),
  code: (value, field) => {
    if (field.form !== undefined)
      return fault(followsForm(value, field.form) ? undefined : "schema.pattern", field.form);
    if (!CODE.test(value)) return { code: "schema.pattern", expected: "printable ASCII without spaces" };
    return withoutPointer(textIssue(value, "", { max: field.max ?? 0 }));
  },
  uscc: (value) => fault(usccFault(value), "a unified social credit code"),
  "citizen-id": (value, _field, today) => fault(citizenIdFault(value, today), "a citizen's identity number"),
  date: (value) => fault(isDate(value) ? undefined : "schema.date", DAY),
  number: (value, { decimals = 0 }) => {
    const [whole, fraction = ""] = DECIMAL.exec(value) ?? [];
    const right = whole !== undefined && fraction.length <= decimals;
    return fault(
      right ? undefined : "schema.pattern",
      `a decimal in a string, at most ${decimals} digits behind the point`,
    );
  },
  enum: (value, field) => {
    const allowed = (field.values ?? []).map((candidate) => candidate.value);
    return fault(allowed.includes(value) ? undefined : "schema.value", allowed.join(" | "));
  },
};

/** Kinds that are no single text. */
const WHOLE_RULES: Readonly<Record<"money" | "period" | "list", WholeRule>> = {
  money: (value, _field, pointer) => {
    if (!isJsonObject(value)) return [{ code: "schema.type", pointer, expected: "{amount, currency}" }];
    return partIssues(value, pointer, [
      {
        name: "amount",
        code: "schema.pattern",
        right: (text) => AMOUNT.test(text),
        expected: 'a decimal in a string, like "1000000.00"',
      },
      {
        name: "currency",
        code: "schema.pattern",
        right: (text) => CURRENCY.test(text),
        expected: "a currency code of ISO 4217, like CNY",
      },
    ]);
  },
  period: (value, _field, pointer) => {
    if (!isJsonObject(value)) return [{ code: "schema.type", pointer, expected: "{from, until}" }];
    const issues = partIssues(value, pointer, [
      { name: "from", code: "schema.date", right: isDate, expected: DAY },
      { name: "until", code: "schema.date", right: isDate, expected: DAY },
    ]);
    if (issues.length > 0) return issues;
    // Dates of this form sort as text.
    return String(value.until) < String(value.from)
      ? [{ code: "schema.mismatch", pointer, expected: "an end that is not before the beginning" }]
      : [];
  },
  list: (value, { max = 0, columns = [] }, pointer, today) => {
    const right = Array.isArray(value) && value.length >= 1 && value.length <= max;
    if (!right) return [{ code: "schema.type", pointer, expected: `an array of 1 to ${max}` }];
    return (value as readonly JsonValue[]).flatMap((line, i) => {
      const at = pointerTo(pointer, i);
      if (!isJsonObject(line)) return [{ code: "schema.type", pointer: at, expected: "an object" } as const];
      return fieldsIssues(columns, line, at, today);
    });
  },
};

/** What is wrong with an object whose members are these fields: too much, too little, or badly written. */
export function fieldsIssues(
  fields: readonly FieldDefinition[],
  value: JsonObject,
  pointer: string,
  today: string | undefined,
): readonly Issue[] {
  const issues: Issue[] = [];
  let [found, missing] = [0, 0];
  for (const field of fields) {
    if (Object.hasOwn(value, field.name)) {
      found += 1;
      issues.push(...fieldIssues(field, value[field.name] ?? null, pointerTo(pointer, field.name), today));
    } else if (field.required) missing += 1;
  }
  if (missing === 0 && found === Object.keys(value).length) return issues;
  const named = (required: boolean): readonly string[] =>
    fields.filter((field) => field.required === required).map(({ name }) => name);
  return [...memberIssues(value, pointer, named(true), named(false)), ...issues];
}

function fieldIssues(
  field: FieldDefinition,
  value: JsonValue,
  pointer: string,
  today: string | undefined,
): readonly Issue[] {
  const { kind } = field;
  if (kind === "money" || kind === "period" || kind === "list") return WHOLE_RULES[kind](value, field, pointer, today);
  if (typeof value !== "string") return [{ code: "schema.type", pointer, expected: "a string" }];
  const issue = RULES[kind](value, field, today);
  return issue === undefined ? [] : [{ ...issue, pointer }];
}

interface Part {
  readonly name: string;
  readonly code: "schema.pattern" | "schema.date";
  readonly right: (text: string) => boolean;
  readonly expected: string;
}

/** Faults of an object of texts, all of them required. */
function partIssues(value: JsonObject, pointer: string, parts: readonly Part[]): readonly Issue[] {
  const names = parts.map(({ name }) => name);
  const issues: Issue[] = [...memberIssues(value, pointer, names, [])];
  for (const { name, code, right, expected } of parts) {
    const part = value[name];
    const at = pointerTo(pointer, name);
    if (part !== undefined && typeof part !== "string") issues.push({ code: "schema.type", pointer: at, expected });
    if (typeof part === "string" && !right(part)) issues.push({ code, pointer: at, expected });
  }
  return issues;
}

function followsForm(value: string, form: string): boolean {
  if (value.length !== form.length) return false;
  return [...form].every((sign, i) => {
    const character = value.charAt(i);
    if (sign === "#") return /\d/.test(character);
    if (sign === "@") return /[A-Z]/.test(character);
    return sign === "*" ? /[0-9A-Z]/.test(character) : character === sign;
  });
}

function fault(code: ErrorCode | undefined, expected: string): Omit<Issue, "pointer"> | undefined {
  return code === undefined ? undefined : { code, expected };
}

function withoutPointer(issue: Issue | undefined): Omit<Issue, "pointer"> | undefined {
  if (issue === undefined) return undefined;
  const { pointer: _, ...rest } = issue;
  return rest;
}
