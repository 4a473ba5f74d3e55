import { readSeal } from "../../documents/read/ses/seal.ts";
import type { SealKey } from "../../documents/seal-key.ts";
import type { Seconds } from "../../domain/bytes.ts";
import { sealOwnerOf } from "../../domain/seal-order.ts";

/** A seal that is kept here and in force, with its code. */
export interface KeptSeal {
  readonly code: string;
  readonly key: SealKey;
}

/**
 * The seal that a member's own documents bear: of those that it owns, are kept here and in force, the one with the lowest code; null:
 * there is none.
 *
 * @param member unified social credit code
 */
export function ownSealOf(
  seals: ReadonlyMap<string, SealKey> | undefined,
  member: string,
  now: Seconds,
): KeptSeal | null {
  const own = [...(seals ?? [])].filter(([code, key]) => sealOwnerOf(code) === member && isWithin(key, now));
  const [first] = own.sort(([a], [b]) => (a < b ? -1 : 1));
  return first === undefined ? null : { code: first[0], key: first[1] };
}

function isWithin({ seal }: SealKey, now: Seconds): boolean {
  const { validFrom, validUntil } = readSeal(seal).info;
  return validFrom <= now && now <= validUntil;
}
