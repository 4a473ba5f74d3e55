import { YinzhengError } from "../../../domain/errors.ts";
import type { FieldDefinition, FieldKind } from "../../../domain/types/definition.ts";
import type { TypeTable } from "../../../domain/types/table.ts";
import { fieldAt, millionths } from "./amounts.ts";
import type { AmountRule, FieldRule, SignerRules } from "./rules.ts";

type Limit = Exclude<keyof FieldRule, "absent">;

/** Which limits a field of a kind can have. */
const LIMITS: Readonly<Record<FieldKind, readonly Limit[]>> = {
  text: ["oneOf", "pattern"],
  code: ["oneOf", "pattern"],
  uscc: ["oneOf", "pattern"],
  "citizen-id": ["oneOf", "pattern"],
  enum: ["oneOf"],
  number: ["min", "max"],
  money: ["min", "max", "currency"],
  date: ["earliest", "latest"],
  period: ["earliest", "latest"],
  list: [],
};

/**
 * Checks that rules speak of types that this signer signs for and of fields that these have, and limit them in a way that
 * their kind knows: a rule that is never asked protects nobody. Throws `config.invalid` with a JSON pointer.
 */
export function checkRules({ types = {} }: SignerRules, signed: readonly string[], definitions: TypeTable): void {
  for (const [code, rules] of Object.entries(types)) {
    const at = `/rules/types/${code}`;
    const type = signed.includes(code) ? definitions.find(code) : undefined;
    if (type === undefined) throw invalid(at, "a type that this officer signs for and knows");
    for (const [path, rule] of Object.entries(rules.fields ?? {})) {
      // A path has a slash of its own (RFC 6901).
      const pointer = `${at}/fields/${path.replaceAll("/", "~1")}`;
      checkField(fieldAt(type, path) ?? unknown(pointer), rule, pointer);
    }
    const { amount } = rules;
    if (amount !== undefined) checkAmount(fieldAt(type, amount.field) ?? unknown(`${at}/amount/field`), amount, at);
  }
}

function checkField({ kind, values = [] }: FieldDefinition, rule: FieldRule, at: string): void {
  const { absent: _, ...limits } = rule;
  const given = Object.keys(limits) as Limit[];
  const known = LIMITS[kind];
  const wrong = given.find((name) => !known.includes(name));
  if (wrong !== undefined)
    throw invalid(`${at}/${wrong}`, `for a field of kind ${kind}: ${known.join(", ") || "none"}`);
  if (!given.some((name) => name !== "currency"))
    throw invalid(at, known.join(" or ") || "a field that can be limited");
  const { min, max, earliest, latest, oneOf = [] } = rule;
  const crossed = min !== undefined && max !== undefined && millionths(min) > millionths(max);
  if (crossed || (earliest ?? Number.NEGATIVE_INFINITY) > (latest ?? Number.POSITIVE_INFINITY))
    throw invalid(at, "limits that leave room between them");
  const strange = kind === "enum" && oneOf.some((text) => !values.some(({ value }) => value === text));
  if (strange) throw invalid(`${at}/oneOf`, values.map(({ value }) => value).join(" | "));
}

function checkAmount({ kind }: FieldDefinition, { perBatch, perDay, currency }: AmountRule, at: string): void {
  if (kind !== "money" && kind !== "number") throw invalid(`${at}/amount/field`, "a field of kind money or number");
  if (kind === "number" && currency !== undefined) throw invalid(`${at}/amount/currency`, "none: a number has none");
  if (perBatch === undefined && perDay === undefined) throw invalid(`${at}/amount`, "perBatch or perDay");
}

function unknown(pointer: string): never {
  throw invalid(pointer, "a field of this type");
}

function invalid(pointer: string, expected: string): YinzhengError {
  return new YinzhengError("config.invalid", { pointer, expected });
}
