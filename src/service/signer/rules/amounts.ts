import { isJsonObject, type JsonObject, type JsonValue } from "../../../domain/json-value.ts";
import type { FieldDefinition, TypeDefinition } from "../../../domain/types/definition.ts";

/** Digits kept behind the point: the most that a number field has. */
const DECIMALS = 6;

/** A decimal in a string in millionths. */
export function millionths(text: string): bigint {
  const [whole = "0", fraction = ""] = text.split(".");
  return BigInt(whole) * 10n ** BigInt(DECIMALS) + BigInt(fraction.padEnd(DECIMALS, "0"));
}

/** Millionths as a decimal, without zeros at its end. */
export function decimal(amount: bigint): string {
  const digits = amount.toString().padStart(DECIMALS + 1, "0");
  return `${digits.slice(0, -DECIMALS)}.${digits.slice(-DECIMALS)}`.replace(/\.?0+$/, "");
}

/** The field or column that a path names, in any variant of the type; undefined where there is none. */
export function fieldAt({ fields, variants }: TypeDefinition, path: string): FieldDefinition | undefined {
  const all = [...fields, ...(variants?.oneOf ?? []).flatMap((variant) => variant.fields)];
  const [name, column, ...more] = path.split("/");
  const field = all.find((one) => one.name === name);
  if (column === undefined || more.length > 0) return more.length > 0 ? undefined : field;
  return field?.columns?.find((one) => one.name === column);
}

/** What stands in a field, or in a column of each line; null for each place that has nothing. */
export function valuesAt(subject: JsonObject, path: string): readonly (JsonValue | null)[] {
  const [name = "", column] = path.split("/");
  const value = Object.hasOwn(subject, name) ? (subject[name] ?? null) : null;
  if (column === undefined) return [value];
  if (!Array.isArray(value)) return [null];
  return (value as readonly JsonValue[]).map((line) => (isJsonObject(line) ? (line[column] ?? null) : null));
}

/** The number in a money or number field that its type allows, and the currency of money. */
export function amountIn(value: JsonValue): { readonly amount: bigint; readonly currency?: string } {
  if (!isJsonObject(value)) return { amount: millionths(String(value)) };
  return { amount: millionths(String(value.amount)), currency: String(value.currency) };
}
