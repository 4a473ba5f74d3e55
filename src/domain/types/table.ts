import { BUSINESS_LICENCE } from "./business-licence.ts";
import type { TypeDefinition } from "./definition.ts";
import { DIGITAL_IDENTITY } from "./digital-identity.ts";

/** Every certificate type that this version can issue. A verifier reads definitions from bundles, never from here. */
export const TYPES: readonly TypeDefinition[] = [BUSINESS_LICENCE, DIGITAL_IDENTITY];

/** The newest version of a type, or the version asked for; undefined where there is none. */
export function typeByCode(code: string, version?: number): TypeDefinition | undefined {
  const versions = TYPES.filter((type) => type.code === code && (version === undefined || type.version === version));
  return versions.sort((a, b) => b.version - a.version)[0];
}
