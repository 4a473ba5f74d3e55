import { BUSINESS_LICENCE } from "./business-licence.ts";
import { DATA_RIGHT } from "./data-right.ts";
import type { TypeDefinition } from "./definition.ts";
import { DIGITAL_IDENTITY } from "./digital-identity.ts";
import { DIPLOMA } from "./diploma.ts";
import { FOOD_BUSINESS_LICENCE } from "./food-business-licence.ts";
import { MEDICAL_BILL } from "./medical-bill.ts";
import { MEDICAL_INSTITUTION } from "./medical-institution.ts";
import { NO_CRIMINAL_RECORD } from "./no-criminal-record.ts";
import { REAL_ESTATE } from "./real-estate.ts";

/** Every certificate type that this version defines itself. A verifier reads definitions from bundles, never from here. */
export const TYPES: readonly TypeDefinition[] = [
  BUSINESS_LICENCE,
  DIGITAL_IDENTITY,
  REAL_ESTATE,
  MEDICAL_BILL,
  MEDICAL_INSTITUTION,
  NO_CRIMINAL_RECORD,
  DIPLOMA,
  FOOD_BUSINESS_LICENCE,
  DATA_RIGHT,
];

/** The types that a process works with, looked up by what names them for ever. */
export interface TypeTable {
  readonly all: readonly TypeDefinition[];
  /** The newest version of a type, or the version asked for; undefined where there is none. */
  find(code: string, version?: number): TypeDefinition | undefined;
}

/** A table of definitions, each code and version once. */
export function typeTable(all: readonly TypeDefinition[]): TypeTable {
  const newestFirst = [...all].sort((a, b) => b.version - a.version);
  return {
    all,
    find: (code, version) =>
      newestFirst.find((type) => type.code === code && (version === undefined || type.version === version)),
  };
}

/** What there is without any file dropped in. */
export const BUILT_IN: TypeTable = typeTable(TYPES);
