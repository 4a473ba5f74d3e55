import { HASH_SUITES, type HashSuite } from "../anchor.ts";
import { YinzhengError } from "../errors.ts";
import { isTypeCode } from "../identifier.ts";
import { type JsonValue, pointerTo } from "../json-value.ts";
import { KEY_SUITES, type KeySuite } from "../member.ts";
import { readArray, readInteger, readObject, readOneOf, readString } from "../shape.ts";
import {
  type HolderMapping,
  type Sum,
  TYPE_FORMAT,
  type TypeDefinition,
  type ValidityRule,
  type Variant,
  type Variants,
} from "./definition.ts";
import { ENUM_VALUE, FIELD_NAME, readFields, readNames } from "./parse-field.ts";
import { areSumsNamed } from "./sums.ts";

const CREDENTIAL_TYPE = /^(?!VerifiableCredential$)[A-Z][A-Za-z0-9]{0,63}$/;
const SUM_PART = /^[a-z][A-Za-z0-9]{0,63}(?:\/[a-z][A-Za-z0-9]{0,63})?$/;
const MAX = { variants: 50, sums: 50, parts: 200, days: 36_525 } as const;
const SUITES = Object.keys(KEY_SUITES) as readonly KeySuite[];
const HASHES = Object.keys(HASH_SUITES) as readonly HashSuite[];

/**
 * An untrusted value as a type definition, e.g. from a bundle. Whether it is the one that the issuer meant follows only
 * from its digest in the certificate.
 *
 * @throws schema.*, text.*
 */
export function parseTypeDefinition(value: unknown, pointer = ""): TypeDefinition {
  const required = ["format", "code", "version", "names", "credentialType", "suites", "fields", "validity"];
  const type = readObject(value, pointer, required, [
    "batchSuites",
    "claimable",
    "hashSuite",
    "holder",
    "sums",
    "variants",
  ]);
  const at = (name: string): string => pointerTo(pointer, name);
  const code = readString(type.code, at("code"));
  if (!isTypeCode(code)) throw new YinzhengError("schema.pattern", { pointer: at("code") });
  const definition: TypeDefinition = {
    format: readOneOf(type.format, at("format"), [TYPE_FORMAT]),
    code,
    version: readInteger(type.version, at("version"), 1, 1_000_000),
    names: readNames(type.names, at("names")),
    credentialType: readString(type.credentialType, at("credentialType"), CREDENTIAL_TYPE),
    suites: readSuites(type.suites, at("suites"), type.batchSuites === undefined ? 1 : 0),
    ...(type.batchSuites === undefined ? {} : { batchSuites: readSuites(type.batchSuites, at("batchSuites"), 1) }),
    ...(type.hashSuite === undefined ? {} : { hashSuite: readOneOf(type.hashSuite, at("hashSuite"), HASHES) }),
    fields: readFields(type.fields, at("fields")),
    validity: readValidity(type.validity, at("validity")),
    ...(type.holder === undefined ? {} : { holder: readHolder(type.holder, at("holder")) }),
    ...(type.variants === undefined ? {} : { variants: readVariants(type.variants, at("variants")) }),
    ...(type.claimable === undefined ? {} : { claimable: readTrue(type.claimable, at("claimable")) }),
    ...(type.sums === undefined ? {} : { sums: readSums(type.sums, at("sums")) }),
  };
  requireConsistent(definition, pointer);
  return definition;
}

/** One kind of holder for every certificate; field names that don't collide; a variant for each value that chooses one. */
function requireConsistent(type: TypeDefinition, pointer: string): void {
  const variants = type.variants?.oneOf ?? [];
  const shapes = type.variants === undefined ? [{ fields: [], holder: type.holder }] : variants;
  for (const { fields, holder } of shapes) {
    const all = [...type.fields, ...fields];
    const names = new Set(all.map((field) => field.name));
    const required = new Set(all.filter((field) => field.required).map((field) => field.name));
    const named = holder !== undefined && required.has(holder.name) && required.has(holder.code);
    const summed = areSumsNamed(type.sums ?? [], type.fields);
    if (names.size < all.length || !named || !summed) throw new YinzhengError("schema.mismatch", { pointer });
  }
  if (type.variants === undefined) return;
  const chooser = type.fields.find((field) => field.name === type.variants?.by);
  const values = (chooser?.values ?? []).map(({ value }) => value).sort();
  const served = variants.map(({ value }) => value).sort();
  const exact = chooser?.kind === "enum" && chooser.required && values.join() === served.join();
  if (!exact || type.holder !== undefined) throw new YinzhengError("schema.mismatch", { pointer });
}

/** At least `least` suites, each once. */
function readSuites(value: JsonValue | undefined, pointer: string, least: number): readonly KeySuite[] {
  const suites = readArray(value, pointer, least, SUITES.length).map((suite, i) =>
    readOneOf(suite, pointerTo(pointer, i), SUITES),
  );
  if (new Set(suites).size < suites.length) throw new YinzhengError("schema.mismatch", { pointer });
  return suites;
}

function readVariants(value: JsonValue, pointer: string): Variants {
  const variants = readObject(value, pointer, ["by", "oneOf"]);
  const oneOf = readArray(variants.oneOf, `${pointer}/oneOf`, 1, MAX.variants);
  return {
    by: readString(variants.by, `${pointer}/by`, FIELD_NAME),
    oneOf: oneOf.map((variant, i) => readVariant(variant, pointerTo(`${pointer}/oneOf`, i))),
  };
}

function readVariant(value: JsonValue, pointer: string): Variant {
  const variant = readObject(value, pointer, ["value", "fields", "holder"]);
  return {
    value: readString(variant.value, `${pointer}/value`, ENUM_VALUE),
    fields: readFields(variant.fields, `${pointer}/fields`),
    holder: readHolder(variant.holder, `${pointer}/holder`),
  };
}

function readHolder(value: JsonValue | undefined, pointer: string): HolderMapping {
  const holder = readObject(value, pointer, ["name", "code", "codeType"]);
  return {
    name: readString(holder.name, `${pointer}/name`, FIELD_NAME),
    code: readString(holder.code, `${pointer}/code`, FIELD_NAME),
    codeType: readOneOf(holder.codeType, `${pointer}/codeType`, ["001", "111"]),
  };
}

function readSums(value: JsonValue, pointer: string): readonly Sum[] {
  return readArray(value, pointer, 1, MAX.sums).map((item, i) => {
    const at = pointerTo(pointer, i);
    const sum = readObject(item, at, ["total", "of"]);
    const of = readArray(sum.of, `${at}/of`, 1, MAX.parts);
    return {
      total: readString(sum.total, `${at}/total`, FIELD_NAME),
      of: of.map((part, k) => readString(part, pointerTo(`${at}/of`, k), SUM_PART)),
    };
  });
}

function readValidity(value: JsonValue | undefined, pointer: string): ValidityRule {
  const rule = readObject(value, pointer, ["until"], ["maxDays"]);
  return {
    until: readOneOf(rule.until, `${pointer}/until`, ["required", "optional", "never"]),
    ...(rule.maxDays === undefined ? {} : { maxDays: readInteger(rule.maxDays, `${pointer}/maxDays`, 1, MAX.days) }),
  };
}

/** What is not so is left out, so that one definition has one form. */
function readTrue(value: JsonValue, pointer: string): true {
  if (value !== true) throw new YinzhengError("schema.value", { pointer, expected: "true" });
  return value;
}
