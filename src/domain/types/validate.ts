import type { Issue } from "../errors.ts";
import { isJsonObject, type JsonObject } from "../json-value.ts";
import type { FieldDefinition, HolderMapping, TypeDefinition, Variant } from "./definition.ts";
import { fieldsIssues } from "./fields.ts";
import { sumIssues } from "./sums.ts";

export interface ValidateOptions {
  /** Where the subject stands in the input; "" by default. */
  readonly pointer?: string;
  /** Today's date in Asia/Shanghai: given where a birth may not lie in the future, which is when a draft is made. */
  readonly today?: string;
}

export type SubjectResult =
  | { readonly ok: true; readonly subject: JsonObject }
  | { readonly ok: false; readonly issues: readonly Issue[] };

/** Name and code of who holds a certificate (持证主体). */
export interface Holder {
  readonly name: string;
  readonly code: string;
  /** 001 unified social credit code, 111 citizen's identity number. */
  readonly codeType: HolderMapping["codeType"];
}

/**
 * Judges an untrusted `credentialSubject` by its type: every fault, not only the first. A field that the type does not
 * have is a fault, so nothing unseen is ever signed.
 *
 * @example validateSubject(BUSINESS_LICENCE, { name: "" })
 *   // { ok: false, issues: [{ code: "text.empty", pointer: "/name" }, { code: "schema.missing_field", … }, …] }
 */
export function validateSubject(type: TypeDefinition, subject: unknown, options: ValidateOptions = {}): SubjectResult {
  const { pointer = "", today } = options;
  if (!isJsonObject(subject)) return { ok: false, issues: [{ code: "schema.type", pointer, expected: "an object" }] };
  const issues = fieldsIssues(fieldsOf(type, subject), subject, pointer, today);
  const all = issues.length === 0 ? sumIssues(type, subject, pointer) : issues;
  return all.length === 0 ? { ok: true, subject } : { ok: false, issues: all };
}

/** The fields a subject of this type may have, in the order of the form. */
export function fieldsOf(type: TypeDefinition, subject: JsonObject): readonly FieldDefinition[] {
  const variant = variantOf(type, subject);
  // Without a readable variant every variant's field is taken for known, so that only the real fault is told.
  const own = variant?.fields ?? type.variants?.oneOf.flatMap(({ fields }) => fields.map(relaxed)) ?? [];
  return [...type.fields, ...own];
}

/** Who holds the certificate; undefined where the subject is not valid for the type. */
export function holderOf(type: TypeDefinition, subject: JsonObject): Holder | undefined {
  const mapping = holderMappingOf(type, subject);
  if (mapping === undefined) return undefined;
  const name = subject[mapping.name];
  const code = subject[mapping.code];
  if (typeof name !== "string" || typeof code !== "string") return undefined;
  return { name, code, codeType: mapping.codeType };
}

/** Which fields of this subject name its holder; undefined where no variant is chosen. */
export function holderMappingOf(type: TypeDefinition, subject: JsonObject): HolderMapping | undefined {
  return variantOf(type, subject)?.holder ?? type.holder;
}

function variantOf(type: TypeDefinition, subject: JsonObject): Variant | undefined {
  const { variants } = type;
  return variants?.oneOf.find(({ value }) => value === subject[variants.by]);
}

function relaxed(field: FieldDefinition): FieldDefinition {
  return { ...field, required: false };
}
