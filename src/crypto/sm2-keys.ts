import { boundedCache } from "./bounded-cache.ts";
import { toHex } from "./encoding.ts";
import { SM2_PUBLIC_KEY_BYTES, Sm2Point, sm2UserHash } from "./sm2-curve.ts";

/** What is known of a public key once it has been looked at. */
export interface Sm2Key {
  /** Z_A, 32 bytes. */
  readonly userHash: Uint8Array;
  /** x of [s]G + [t]P, for s and t in 0…n−1; null for the point at infinity. Not constant in time: for public values. */
  combine(s: bigint, t: bigint): bigint | null;
}

export interface Sm2KeyLimits {
  /** Keys remembered: point and Z_A, some hundred bytes each. */
  readonly keys: number;
  /** Keys that have a table, about 190 KiB each. */
  readonly tables: number;
  /** Uses of a key without a table before it gets one. */
  readonly usesBeforeTable: number;
}

/** Bits of a window. With 8 a table is three times as big and as slow to make, for a sixth more signatures a second. */
const WINDOW = 6;

/**
 * Public keys by their bytes, remembered within limits; null for bytes that are not a compressed point (33 bytes).
 * A key that is used again and again gets a table of its multiples, with which [s]G + [t]P is three to four times as
 * fast. Making one costs as much as about eight uses without: made after the eighth, no order of keys, an attacker's
 * neither, makes the whole work more than about twice what it is without tables.
 */
export function sm2Keys(limits: Sm2KeyLimits): (publicKey: Uint8Array) => Sm2Key | null {
  const keys = boundedCache<Sm2Key | null>(limits.keys);
  const tables = boundedCache<Sm2Point>(limits.tables);
  return (publicKey) => {
    if (publicKey.length !== SM2_PUBLIC_KEY_BYTES) return null;
    const name = toHex(publicKey);
    const known = keys.get(name);
    if (known !== undefined) return known;
    const point = pointOf(publicKey);
    const key = point && keyOf(name, point);
    keys.set(name, key);
    return key;
  };

  function keyOf(name: string, point: Sm2Point): Sm2Key {
    let uses = 0;
    const tabled = (): Sm2Point | undefined => {
      const table = tables.get(name);
      if (table !== undefined || ++uses <= limits.usesBeforeTable) return table;
      uses = 0;
      const made = Sm2Point.fromAffine(point.toAffine()).precompute(WINDOW);
      tables.set(name, made);
      return made;
    };
    return {
      userHash: sm2UserHash(point),
      combine(s, t) {
        const table = tabled();
        const sum =
          table === undefined
            ? Sm2Point.BASE.mulAddUnsafe(s, point, t)
            : Sm2Point.BASE.multiplyUnsafe(s).add(table.multiplyUnsafe(t));
        return sum.is0() ? null : sum.toAffine().x;
      },
    };
  }
}

/** The keys of this process: at most 12 MiB of tables. */
export const sm2KeyOf = sm2Keys({ keys: 1024, tables: 64, usesBeforeTable: 8 });

/** Null where 33 bytes are not the compressed encoding of a point on the curve: GB/T 32918.1-2016 §4.2.9 and §6.2.1. */
function pointOf(publicKey: Uint8Array): Sm2Point | null {
  try {
    return Sm2Point.fromBytes(publicKey);
  } catch {
    return null;
  }
}
