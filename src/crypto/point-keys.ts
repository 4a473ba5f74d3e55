import type { WeierstrassPoint, WeierstrassPointCons } from "@noble/curves/abstract/weierstrass.js";
import { boundedCache } from "./bounded-cache.ts";
import { toHex } from "./encoding.ts";

/** A public key of a curve y² = x³ + ax + b, once it has been looked at. */
export interface PointKey {
  readonly point: WeierstrassPoint<bigint>;
  /** [s]G + [t]P, for s and t in 0…n−1; null for the point at infinity. Not constant in time: for public values. */
  combine(s: bigint, t: bigint): { readonly x: bigint; readonly y: bigint } | null;
}

export interface KeyLimits {
  /** Keys remembered, some hundred bytes each. */
  readonly keys: number;
  /** Keys that have a table, about 190 KiB each. */
  readonly tables: number;
  /** Uses of a key without a table before it gets one. */
  readonly usesBeforeTable: number;
}

/** What verifiers of this process keep of one curve: at most 12 MiB of tables. */
export const KEY_LIMITS: KeyLimits = { keys: 1024, tables: 64, usesBeforeTable: 8 };

/** Compressed encoding of a point: SEC 1 §2.3.3, GB/T 32918.1-2016 §4.2.9. */
const PUBLIC_KEY_BYTES = 33;
/** Bits of a window. With 8 a table is three times as big and as slow to make, for a sixth more signatures a second. */
const WINDOW = 6;

/**
 * Public keys by their bytes, remembered within limits; null for bytes that are not a compressed point (33 bytes).
 * A key that is used again and again gets a table of its multiples, with which [s]G + [t]P is three to four times as
 * fast. Making one costs as much as about eight uses without: made after the eighth, no order of keys, an attacker's
 * neither, makes the whole work more than about twice what it is without tables.
 *
 * @param keyOf what is to be known of a key beyond its point, computed once
 */
export function pointKeys<K>(
  Point: WeierstrassPointCons<bigint>,
  limits: KeyLimits,
  keyOf: (key: PointKey) => K,
): (publicKey: Uint8Array) => K | null {
  const keys = boundedCache<K | null>(limits.keys);
  const tables = boundedCache<WeierstrassPoint<bigint>>(limits.tables);
  return (publicKey) => {
    if (publicKey.length !== PUBLIC_KEY_BYTES) return null;
    const name = toHex(publicKey);
    const known = keys.get(name);
    if (known !== undefined) return known;
    const point = pointOf(publicKey);
    const key = point === null ? null : keyOf({ point, combine: combiner(name, point) });
    keys.set(name, key);
    return key;
  };

  function combiner(name: string, point: WeierstrassPoint<bigint>): PointKey["combine"] {
    let uses = 0;
    const tabled = (): WeierstrassPoint<bigint> | undefined => {
      const table = tables.get(name);
      if (table !== undefined || ++uses <= limits.usesBeforeTable) return table;
      uses = 0;
      const made = Point.fromAffine(point.toAffine()).precompute(WINDOW);
      tables.set(name, made);
      return made;
    };
    return (s, t) => {
      const table = tabled();
      const sum =
        table === undefined
          ? Point.BASE.mulAddUnsafe(s, point, t)
          : Point.BASE.multiplyUnsafe(s).add(table.multiplyUnsafe(t));
      return sum.is0() ? null : sum.toAffine();
    };
  }

  /** Null where 33 bytes are not the compressed encoding of a point on the curve. */
  function pointOf(publicKey: Uint8Array): WeierstrassPoint<bigint> | null {
    try {
      return Point.fromBytes(publicKey);
    } catch {
      return null;
    }
  }
}
