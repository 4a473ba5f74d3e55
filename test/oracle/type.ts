import { must } from "./bytes.ts";
import { addsUp, enumValue, type Field, fieldName, fieldShape, fitsFields, isNamed, names, type Sum } from "./field.ts";
import type { Json, JsonObject } from "./json.ts";
import { fits, integer, list, object, oneOf, type Shape, text } from "./shape.ts";
import { isTypeCode } from "./words.ts";

/** Type definitions (certificate.md, "Type definition"). */
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
  readonly sums?: readonly Sum[];
}

const fields = list(fieldShape, 200);
const holder = object({ name: fieldName, code: fieldName, codeType: oneOf("001", "111") });
const variant = object({ value: enumValue, fields, holder });
const suite = oneOf("eddsa-jcs-2022", "ecdsa-jcs-2019", "sm2-jcs-2026");
const part = text(/^[a-z][A-Za-z0-9]{0,63}(?:\/[a-z][A-Za-z0-9]{0,63})?$/);
const typeCode: Shape = (value) => must(typeof value === "string" && isTypeCode(value), "not a type code");

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
    variants: object({ by: fieldName, oneOf: list(variant, 50, 1) }),
    sums: list(object({ total: fieldName, of: list(part, 200, 1) }), 50, 1),
  },
);

/** null for what is no type definition. */
export function readDefinition(value: Json): Definition | null {
  if (!fits(shape, value)) return null;
  const type = value as unknown as Definition;
  const { variants, suites, batchSuites = [], sums = [] } = type;
  const once = [suites, batchSuites].every((all) => new Set(all).size === all.length);
  if (!once || suites.length + batchSuites.length === 0) return null;
  const forms = variants === undefined ? [{ fields: [], holder: type.holder }] : variants.oneOf;
  const consistent = forms.every((form) => {
    const all = [...type.fields, ...form.fields];
    const required = all.filter((one) => one.required).map((one) => one.name);
    const held =
      form.holder !== undefined && required.includes(form.holder.name) && required.includes(form.holder.code);
    return held && new Set(all.map((one) => one.name)).size === all.length;
  });
  const summed = sums.every((sum) => isNamed(sum, type.fields));
  return consistent && summed && (variants === undefined || chooses(type, variants)) ? type : null;
}

/** Variants are told apart by a required enum, each value having exactly one; then nobody else names the holder. */
function chooses(type: Definition, { by, oneOf: forms }: { by: string; oneOf: readonly Variant[] }): boolean {
  const chooser = type.fields.find((one) => one.name === by);
  const values = (chooser?.values ?? []).map(({ value }) => value).toSorted();
  const served = forms.map(({ value }) => value).toSorted();
  return chooser?.required === true && values.join() === served.join() && type.holder === undefined;
}

/** Whether a subject is as its type demands: fields, those of its variant, and sums. */
export function fitsDefinition({ variants, fields: own, sums = [] }: Definition, subject: JsonObject): boolean {
  const form = variants?.oneOf.find(({ value }) => value === subject[variants.by]);
  if (variants !== undefined && form === undefined) return false;
  return fitsFields([...own, ...(form?.fields ?? [])], subject) && sums.every((sum) => addsUp(sum, subject));
}
