import type { Issue } from "../errors.ts";
import { isJsonObject, type JsonObject, type JsonValue, pointerTo } from "../json-value.ts";
import type { FieldDefinition, Sum, TypeDefinition } from "./definition.ts";

/** What doesn't add up in a subject whose fields are each right by themselves. */
export function sumIssues({ sums = [] }: TypeDefinition, subject: JsonObject, pointer: string): readonly Issue[] {
  return sums.flatMap(({ total, of }): readonly Issue[] => {
    const parts = of.flatMap((name) => valuesOf(subject, name));
    const whole = subject[total];
    // An optional total that is left out sums up nothing.
    if (whole === undefined) return [];
    const adds = parts.every((part) => currencyOf(part) === currencyOf(whole)) && added(parts) === cents(whole);
    const expected = `the sum of ${of.join(", ")}`;
    return adds ? [] : [{ code: "schema.mismatch", pointer: pointerTo(pointer, total), expected }];
  });
}

/** True where every sum names a money field of the type as its total, and others, or columns of lists, as its parts. */
export function areSumsNamed(sums: readonly Sum[], fields: readonly FieldDefinition[]): boolean {
  const isMoney = (name: string, among: readonly FieldDefinition[]): boolean =>
    among.some((field) => field.name === name && field.kind === "money");
  return sums.every(({ total, of }) => {
    if (!isMoney(total, fields) || of.includes(total)) return false;
    return of.every((part) => {
      const [name = "", column] = part.split("/");
      if (column === undefined) return isMoney(name, fields);
      return isMoney(column, fields.find((field) => field.name === name)?.columns ?? []);
    });
  });
}

function valuesOf(subject: JsonObject, path: string): readonly JsonValue[] {
  const [name = "", column] = path.split("/");
  const value = subject[name];
  if (value === undefined) return [];
  if (column === undefined) return [value];
  const lines = Array.isArray(value) ? (value as readonly JsonValue[]) : [];
  return lines.flatMap((line) => {
    const cell = isJsonObject(line) ? line[column] : undefined;
    return cell === undefined ? [] : [cell];
  });
}

function added(parts: readonly JsonValue[]): bigint {
  return parts.reduce<bigint>((sum, part) => sum + cents(part), 0n);
}

/** "12.30" and "12" in hundredths. */
function cents(money: JsonValue): bigint {
  const amount = isJsonObject(money) ? String(money.amount) : "";
  const [whole = "0", fraction = "00"] = amount.split(".");
  return BigInt(whole) * 100n + BigInt(fraction);
}

const currencyOf = (money: JsonValue): JsonValue | undefined => (isJsonObject(money) ? money.currency : undefined);
