import type { Check } from "./checks.ts";
import { isJsonObject } from "./json-value.ts";
import { KEY_CUSTODY } from "./member.ts";

/** Who keeps a member's signing key, as it is registered on chain: the member itself, or whoever runs the service. */
export type Custody = keyof typeof KEY_CUSTODY;

/**
 * Who keeps the keys that signed a certificate and its batch, each once, as the checks of a report found it registered;
 * empty where no evidence says so.
 */
export function custodyIn(checks: readonly Check[]): readonly Custody[] {
  const found = checks.flatMap(({ name, detail }) => {
    const custody = name === "issuer.key" && isJsonObject(detail) ? detail.custody : undefined;
    return isCustody(custody) ? [custody] : [];
  });
  return [...new Set(found)];
}

/** True for a custody that is registered with a number we know. */
export function isCustody(value: unknown): value is Custody {
  return typeof value === "string" && Object.hasOwn(KEY_CUSTODY, value);
}
