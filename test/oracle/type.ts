import { isObject, type Json, type JsonObject } from "./json.ts";
import { anyObject, fits, integer, list, object, oneOf, type Shape, text } from "./shape.ts";
import { isCitizenId, isCreditCode, isDate, isText, isTypeCode } from "./words.ts";

/** Type definitions and what they demand of a subject (certificate.md, "Type definition"). */
interface Field {
  readonly name: string;
  readonly kind: string;
  readonly required: boolean;
  readonly max?: number;
  readonly form?: string;
  readonly decimals?: number;
  readonly columns?: readonly Field[];
  readonly values?: readonly { readonly value: string }[];
}

interface Variant {
  readonly value: string;
  readonly fields: readonly Field[];
  readonly holder: Holder;
}

interface Holder {
  readonly name: string;
  readonly code: string;
}

export interface Definition {
  readonly code: string;
  readonly version: number;
  readonly credentialType: string;
  readonly suites: readonly string[];
  readonly batchSuites?: readonly string[];
  readonly hashSuite?: string;
  readonly claimable?: true;
  readonly fields: readonly Field[];
  readonly holder?: Holder;
  readonly sums?: readonly { readonly total: string; readonly of: readonly string[] }[];
  readonly variants?: { readonly by: string; readonly oneOf: readonly Variant[] };
}

const FIELD_NAME = /^(?!id$|type$|constructor$|prototype$)[a-z][A-Za-z0-9]{0,63}$/;
const ENUM_VALUE = /^[a-z][a-z0-9_]{0,63}$/;
const name: Shape = text(FIELD_NAME);
const line: Shape = (value) => {
  if (typeof value !== "string" || !isText(value, 200)) throw new Error("not a name");
};
const names = object({ zh: line, en: line });
const boolean: Shape = oneOf(true, false);
const SIMPLE = ["text", "code", "uscc", "citizen-id", "date", "period", "number", "money", "enum"];
const length = integer(100_000, 1);
const mask = oneOf("name", "organisation", "number");
const columns: Shape = (value) => {
  list(fieldOf(SIMPLE), 30, 1)(value);
  if (!apart(value as unknown as readonly Field[])) throw new Error("a column twice");
};
/** Of each kind, the members that it needs, and those that it may have. */
const own: Readonly<Record<string, readonly [Record<string, Shape>, Record<string, Shape>]>> = {
  text: [{ max: length }, { mask }],
  code: [{}, { max: length, form: text(/^[\x21-\x7e]{1,64}$/), mask }],
  uscc: [{}, { mask }],
  "citizen-id": [{}, { mask }],
  number: [{ decimals: integer(6) }, { unit: names }],
  enum: [{ values: list(object({ value: text(ENUM_VALUE), label: names }), 1000, 1) }, {}],
  list: [{ max: integer(1000, 1), columns }, {}],
};
function fieldOf(kinds: readonly string[]): Shape {
  return (value) => {
    const kind = isObject(value) ? String(value.kind) : "";
    const [needs, may] = own[kind] ?? [{}, {}];
    const common = { name, label: names, kind: oneOf(...kinds), required: boolean };
    object({ ...common, ...needs }, { gb: text(/^[A-Z][A-Z_]{0,31}$/), ...may })(value);
    const { max, form } = value as unknown as Field;
    if (kind === "code" && (max === undefined) === (form === undefined)) throw new Error("a code by length or by form");
  };
}
const apart = (all: readonly Field[]): boolean => new Set(all.map((one) => one.name)).size === all.length;
const fields = list(fieldOf([...SIMPLE, "list"]), 200);
const part = text(/^[a-z][A-Za-z0-9]{0,63}(?:\/[a-z][A-Za-z0-9]{0,63})?$/);
const holder = object({ name, code: name, codeType: oneOf("001", "111") });
const variant = object({ value: text(ENUM_VALUE), fields, holder });
const suite = oneOf("eddsa-jcs-2022", "ecdsa-jcs-2019", "sm2-jcs-2026");
const typeCode: Shape = (value) => {
  if (typeof value !== "string" || !isTypeCode(value)) throw new Error("not a type code");
};

const shape = object(
  {
    format: oneOf("yinzheng-type/1"),
    code: typeCode,
    version: integer(1_000_000, 1),
    names,
    credentialType: text(/^(?!VerifiableCredential$)[A-Z][A-Za-z0-9]{0,63}$/),
    suites: list(suite, 3),
    fields,
    validity: object({ until: oneOf("required", "optional", "never") }, { maxDays: integer(36_525, 1) }),
  },
  {
    batchSuites: list(suite, 3, 1),
    hashSuite: oneOf("sha256", "sm3"),
    claimable: oneOf(true),
    holder,
    sums: list(object({ total: name, of: list(part, 200, 1) }), 50, 1),
    variants: object({ by: name, oneOf: list(variant, 50, 1) }),
  },
);

/** null for what is no type definition. */
export function readDefinition(value: Json): Definition | null {
  if (!fits(shape, value)) return null;
  const type = value as unknown as Definition;
  const { variants, suites, batchSuites = [] } = type;
  const once = [suites, batchSuites].every((names) => new Set(names).size === names.length);
  if (!once || suites.length + batchSuites.length === 0) return null;
  const forms = variants === undefined ? [{ fields: [], holder: type.holder }] : variants.oneOf;
  const consistent = forms.every((form) => {
    const all = [...type.fields, ...form.fields];
    const required = all.filter((one) => one.required).map((one) => one.name);
    const held =
      form.holder !== undefined && required.includes(form.holder.name) && required.includes(form.holder.code);
    return held && apart(all);
  });
  return consistent && addable(type) && (variants === undefined || chooses(type, variants)) ? type : null;
}

/** Every sum is of money fields that are there: `total`, other fields, columns of lists. */
function addable({ sums = [], fields: all }: Definition): boolean {
  const at = (path: string): Field | undefined => {
    const [head, column] = path.split("/");
    const found = all.find((one) => one.name === head);
    return column === undefined ? found : found?.columns?.find((one) => one.name === column);
  };
  return sums.every(
    ({ total, of }) => !of.includes(total) && [total, ...of].every((path) => at(path)?.kind === "money"),
  );
}

/** Variants are told apart by a required enum, each value having exactly one; then nobody else names the holder. */
function chooses(type: Definition, { by, oneOf: forms }: { by: string; oneOf: readonly Variant[] }): boolean {
  const chooser = type.fields.find((one) => one.name === by);
  const values = (chooser?.values ?? []).map(({ value }) => value).toSorted();
  const served = forms.map(({ value }) => value).toSorted();
  return chooser?.required === true && values.join() === served.join() && type.holder === undefined;
}

/** Whether a subject has every field that it must have, none that it may not, and each as its kind demands. */
export function fitsDefinition(type: Definition, subject: JsonObject): boolean {
  const form = type.variants?.oneOf.find(({ value }) => value === subject[type.variants?.by ?? ""]);
  if (type.variants !== undefined && form === undefined) return false;
  return fitsFields([...type.fields, ...(form?.fields ?? [])], subject) && addsUp(type, subject);
}

function fitsFields(known: readonly Field[], subject: JsonObject): boolean {
  return (
    Object.keys(subject).every((member) => known.some((one) => one.name === member)) &&
    known.every((one) => (one.name in subject ? isOfKind(one, subject[one.name] ?? null) : !one.required))
  );
}

const money = object({ amount: text(/^(?:0|[1-9]\d{0,14})(?:\.\d{2})?$/), currency: text(/^[A-Z]{3}$/) });

const date: Shape = (value) => {
  if (typeof value !== "string" || !isDate(value)) throw new Error("not a date");
};
const period = object({ from: date, until: date });

/** Amounts in hundredths, all of them in the currency of the total. */
function addsUp({ sums = [] }: Definition, subject: JsonObject): boolean {
  const at = (path: string): Json[] => {
    const [head = "", column] = path.split("/");
    const found = [subject[head] ?? []].flat() as Json[];
    return column === undefined ? found : found.flatMap((line) => (isObject(line) ? [line[column] ?? []].flat() : []));
  };
  const worth = (value: Json): bigint =>
    BigInt(
      String((value as JsonObject).amount)
        .replace(/^(\d+)$/, "$1.00")
        .replace(".", ""),
    );
  return sums.every(({ total, of }) => {
    const [whole] = at(total);
    if (whole === undefined) return true;
    const parts = of.flatMap(at);
    const { currency } = whole as JsonObject;
    const sum = parts.map(worth).reduce((a, b) => a + b, 0n);
    return sum === worth(whole) && parts.every((one) => (one as JsonObject).currency === currency);
  });
}

function hasForm(value: string, form: string): boolean {
  const signs = form.replace(/[\\^$.*+?()[\]{}|/-]/g, (sign) => (sign === "*" ? sign : `\\${sign}`));
  const sets: Readonly<Record<string, string>> = { "#": "[0-9]", "@": "[A-Z]", "*": "[0-9A-Z]" };
  return new RegExp(`^${signs.replace(/[#@*]/g, (sign) => sets[sign] ?? sign)}$`).test(value);
}

function isOfKind(field: Field, value: Json): boolean {
  const { kind, max = 0, values = [], form, decimals = 0, columns = [] } = field;
  if (kind === "money") return fits(anyObject, value) && fits(money, value);
  if (kind === "period")
    return fits(period, value) && String((value as JsonObject).from) <= String((value as JsonObject).until);
  if (kind === "list") {
    const lines = Array.isArray(value) ? (value as Json[]) : [];
    return (
      lines.length > 0 && lines.length <= max && lines.every((line) => isObject(line) && fitsFields(columns, line))
    );
  }
  if (typeof value !== "string") return false;
  switch (kind) {
    case "text":
      return isText(value, max);
    case "code":
      return form === undefined ? /^[\x21-\x7e]+$/.test(value) && value.length <= max : hasForm(value, form);
    case "number": {
      const [, whole, fraction = ""] = /^(\d{1,15})(?:\.(\d+))?$/.exec(value) ?? [];
      return (
        whole !== undefined && (whole === "0" || !whole.startsWith("0")) && fraction.length <= Math.min(decimals, 6)
      );
    }
    case "uscc":
      return isCreditCode(value);
    case "citizen-id":
      return isCitizenId(value);
    case "date":
      return isDate(value);
    default:
      return values.some((one) => one.value === value);
  }
}
