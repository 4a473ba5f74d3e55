import { isObject, type Json, type JsonObject } from "./json.ts";
import { anyObject, fits, integer, list, object, oneOf, type Shape, text } from "./shape.ts";
import { isCitizenId, isCreditCode, isDate, isText, isTypeCode } from "./words.ts";

/** Type definitions and what they demand of a subject (certificate.md, "Type definition"). */
interface Field {
  readonly name: string;
  readonly kind: string;
  readonly required: boolean;
  readonly max?: number;
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
const field: Shape = (value) => {
  const kind = isObject(value) ? value.kind : undefined;
  const common = { name, label: names, kind: oneOf("text", "code", "uscc", "citizen-id", "date", "money", "enum") };
  const bounds = {
    ...(kind === "text" || kind === "code" ? { max: integer(100_000, 1) } : {}),
    ...(kind === "enum" ? { values: list(object({ value: text(ENUM_VALUE), label: names }), 1000, 1) } : {}),
  };
  object({ ...common, required: boolean, ...bounds }, { gb: text(/^[A-Z][A-Z_]{0,31}$/) })(value);
};
const fields = list(field, 200);
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
    return held && new Set(all.map((one) => one.name)).size === all.length;
  });
  return consistent && (variants === undefined || chooses(type, variants)) ? type : null;
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
  const known = [...type.fields, ...(form?.fields ?? [])];
  return (
    Object.keys(subject).every((member) => known.some((one) => one.name === member)) &&
    known.every((one) => (one.name in subject ? isOfKind(one, subject[one.name] ?? null) : !one.required))
  );
}

const money = object({ amount: text(/^(?:0|[1-9]\d{0,14})(?:\.\d{2})?$/), currency: text(/^[A-Z]{3}$/) });

function isOfKind({ kind, max = 0, values = [] }: Field, value: Json): boolean {
  if (kind === "money") return fits(anyObject, value) && fits(money, value);
  if (typeof value !== "string") return false;
  switch (kind) {
    case "text":
      return isText(value, max);
    case "code":
      return /^[\x21-\x7e]+$/.test(value) && value.length <= max;
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
