import { must } from "./bytes.ts";
import { isObject, type Json, type JsonObject } from "./json.ts";
import { fits, integer, list, object, oneOf, type Shape, text } from "./shape.ts";
import { isCitizenId, isCreditCode, isDate, isText } from "./words.ts";

/** Fields of a type definition, and what they demand of a value (certificate.md, "Type definition"). */
export interface Field {
  readonly name: string;
  readonly kind: string;
  readonly required: boolean;
  readonly max?: number;
  readonly form?: string;
  readonly decimals?: number;
  readonly values?: readonly { readonly value: string }[];
  readonly columns?: readonly Field[];
}

export const fieldName: Shape = text(/^(?!id$|type$|constructor$|prototype$)[a-z][A-Za-z0-9]{0,63}$/);
export const enumValue: Shape = text(/^[a-z][a-z0-9_]{0,63}$/);
const line: Shape = (value) => must(typeof value === "string" && isText(value, 200), "not a name");
export const names = object({ zh: line, en: line });

const mask = oneOf("name", "organisation", "number");
const max = integer(100_000, 1);

/** Members of each kind beyond name, gb, label, kind and required: those it must have, and those it may. */
const OWN: Readonly<Record<string, readonly [Readonly<Record<string, Shape>>, Readonly<Record<string, Shape>>]>> = {
  text: [{ max }, { mask }],
  code: [{}, { max, form: text(/^[\x21-\x7e]{1,64}$/), mask }],
  uscc: [{}, { mask }],
  "citizen-id": [{}, { mask }],
  date: [{}, {}],
  period: [{}, {}],
  number: [{ decimals: integer(6) }, { unit: names }],
  money: [{}, {}],
  enum: [{ values: list(object({ value: enumValue, label: names }), 1000, 1) }, {}],
  list: [{ max: integer(1000, 1), columns: columnsShape }, {}],
};

export const fieldShape: Shape = (value) => {
  const own = isObject(value) && typeof value.kind === "string" ? OWN[value.kind] : undefined;
  must(isObject(value) && own !== undefined, "no kind of field");
  const [required, optional] = own;
  const common = { name: fieldName, label: names, kind: oneOf(...Object.keys(OWN)), required: oneOf(true, false) };
  object({ ...common, ...required }, { gb: text(/^[A-Z][A-Z_]{0,31}$/), ...optional })(value);
  must(value.kind !== "code" || "max" in value !== "form" in value, "a code has either max or form");
};

function columnsShape(value: Json | undefined): void {
  list(fieldShape, 30, 1)(value);
  const columns = value as unknown as readonly Field[];
  must(
    columns.every(({ kind }) => kind !== "list") && new Set(columns.map(({ name }) => name)).size === columns.length,
    "no lists in lists, and each column once",
  );
}

/** Whether an object has every member that it must have, none that it may not, and each as its kind demands. */
export function fitsFields(fields: readonly Field[], value: Json): boolean {
  if (!isObject(value)) return false;
  return (
    Object.keys(value).every((member) => fields.some(({ name }) => name === member)) &&
    fields.every((one) => (one.name in value ? isOfKind(one, value[one.name] ?? null) : !one.required))
  );
}

const money = object({ amount: text(/^(?:0|[1-9]\d{0,14})(?:\.\d{2})?$/), currency: text(/^[A-Z]{3}$/) });

function isOfKind(field: Field, value: Json): boolean {
  const { kind, columns = [] } = field;
  if (kind === "money") return fits(money, value);
  if (kind === "period") return isPeriod(value);
  if (kind !== "list") return typeof value === "string" && isTextOfKind(field, value);
  const lines = Array.isArray(value) ? value : [];
  return lines.length >= 1 && lines.length <= (field.max ?? 0) && lines.every((one) => fitsFields(columns, one));
}

function isPeriod(value: Json): boolean {
  if (!isObject(value) || Object.keys(value).toSorted().join() !== "from,until") return false;
  const { from, until } = value;
  return typeof from === "string" && typeof until === "string" && isDate(from) && isDate(until) && from <= until;
}

function isTextOfKind({ kind, max: most = 0, form, decimals = 0, values = [] }: Field, value: string): boolean {
  switch (kind) {
    case "text":
      return isText(value, most);
    case "code":
      return form === undefined ? /^[\x21-\x7e]+$/.test(value) && value.length <= most : follows(value, form);
    case "uscc":
      return isCreditCode(value);
    case "citizen-id":
      return isCitizenId(value);
    case "date":
      return isDate(value);
    case "number":
      return /^(?:0|[1-9]\d{0,14})(?:\.\d+)?$/.test(value) && (value.split(".")[1] ?? "").length <= decimals;
    default:
      return values.some((one) => one.value === value);
  }
}

const SIGNS: Readonly<Record<string, RegExp>> = { "#": /^\d$/, "@": /^[A-Z]$/, "*": /^[0-9A-Z]$/ };

const follows = (value: string, form: string): boolean =>
  value.length === form.length && [...form].every((sign, i) => SIGNS[sign]?.test(value[i] ?? "") ?? value[i] === sign);

/** A money field that must be the sum of others. */
export interface Sum {
  readonly total: string;
  readonly of: readonly string[];
}

/** Whether a sum names money fields of the type, or money columns of its lists, and its total is none of its parts. */
export function isNamed({ total, of }: Sum, fields: readonly Field[]): boolean {
  const isMoney = (path: string): boolean => {
    const [name, column] = path.split("/");
    const own = fields.find((one) => one.name === name);
    const meant = column === undefined ? own : own?.columns?.find((one) => one.name === column);
    return meant?.kind === "money";
  };
  return isMoney(total) && !total.includes("/") && !of.includes(total) && of.every(isMoney);
}

/** Whether the total is the sum of the parts, all in one currency; a total that is left out sums up nothing. */
export function addsUp({ total, of }: Sum, subject: JsonObject): boolean {
  const whole = subject[total];
  if (!isObject(whole)) return true;
  const parts = of.flatMap((path) => {
    const [name = "", column] = path.split("/");
    const value = subject[name];
    const found =
      column === undefined ? [value] : (Array.isArray(value) ? value : []).map((one) => (one as JsonObject)[column]);
    return found.filter(isObject);
  });
  const cents = ({ amount }: JsonObject): bigint =>
    BigInt(
      String(amount)
        .replace(/^(\d+)$/, "$1.00")
        .replace(".", ""),
    );
  const sum = parts.reduce((so, part) => so + cents(part), 0n);
  return sum === cents(whole) && parts.every(({ currency }) => currency === whole.currency);
}
