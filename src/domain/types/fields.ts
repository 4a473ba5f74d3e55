import { citizenIdFault } from "../citizen-id.ts";
import { isDate } from "../dates.ts";
import type { ErrorCode, Issue } from "../errors.ts";
import { isJsonObject, type JsonValue, pointerTo } from "../json-value.ts";
import { memberIssues } from "../shape.ts";
import { textIssue } from "../text.ts";
import { usccFault } from "../uscc.ts";
import type { FieldDefinition, FieldKind } from "./definition.ts";

type Rule = (value: string, field: FieldDefinition, today: string | undefined) => Omit<Issue, "pointer"> | undefined;

const CODE = /^[\x21-\x7e]+$/;
const AMOUNT = /^(?:0|[1-9]\d{0,14})(?:\.\d{2})?$/;
const CURRENCY = /^[A-Z]{3}$/;

/** What each kind of field demands of its text; money is an object and has rules of its own. */
const RULES: Readonly<Record<Exclude<FieldKind, "money">, Rule>> = {
  text: (value, field) => withoutPointer(textIssue(value, "", { max: field.max ?? 0 })),
  code: (value, field) => {
    if (!CODE.test(value)) return { code: "schema.pattern", expected: "printable ASCII without spaces" };
    return withoutPointer(textIssue(value, "", { max: field.max ?? 0 }));
  },
  uscc: (value) => fault(usccFault(value), "a unified social credit code"),
  "citizen-id": (value, _field, today) => fault(citizenIdFault(value, today), "a citizen's identity number"),
  date: (value) => fault(isDate(value) ? undefined : "schema.date", "YYYY-MM-DD"),
  enum: (value, field) => {
    const allowed = (field.values ?? []).map((candidate) => candidate.value);
    return fault(allowed.includes(value) ? undefined : "schema.value", allowed.join(" | "));
  },
};

/** What is wrong with one field's value. */
export function fieldIssues(
  field: FieldDefinition,
  value: JsonValue,
  pointer: string,
  today: string | undefined,
): readonly Issue[] {
  if (field.kind === "money") return moneyIssues(value, pointer);
  if (typeof value !== "string") return [{ code: "schema.type", pointer, expected: "a string" }];
  const issue = RULES[field.kind](value, field, today);
  return issue === undefined ? [] : [{ ...issue, pointer }];
}

function moneyIssues(value: JsonValue, pointer: string): readonly Issue[] {
  if (!isJsonObject(value)) return [{ code: "schema.type", pointer, expected: "{amount, currency}" }];
  const issues: Issue[] = [...memberIssues(value, pointer, ["amount", "currency"], [])];
  const rules = [
    { name: "amount", pattern: AMOUNT, expected: 'a decimal in a string, like "1000000.00"' },
    { name: "currency", pattern: CURRENCY, expected: "a currency code of ISO 4217, like CNY" },
  ];
  for (const { name, pattern, expected } of rules) {
    const part = value[name];
    const at = pointerTo(pointer, name);
    if (part !== undefined && typeof part !== "string") issues.push({ code: "schema.type", pointer: at, expected });
    if (typeof part === "string" && !pattern.test(part)) issues.push({ code: "schema.pattern", pointer: at, expected });
  }
  return issues;
}

function fault(code: ErrorCode | undefined, expected: string): Omit<Issue, "pointer"> | undefined {
  return code === undefined ? undefined : { code, expected };
}

function withoutPointer(issue: Issue | undefined): Omit<Issue, "pointer"> | undefined {
  if (issue === undefined) return undefined;
  const { pointer: _, ...rest } = issue;
  return rest;
}
