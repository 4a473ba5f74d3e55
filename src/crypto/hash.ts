import { keccak_256 } from "@noble/hashes/sha3.js";
import * as native from "#native";
import type { HashSuite } from "../domain/anchor.ts";
import type { Hex } from "../domain/bytes.ts";
import { concat, fromHex, toHex, utf8 } from "./encoding.ts";

/** A hash over the concatenation of its arguments; 32 bytes out. */
export type HashFunction = (...parts: Uint8Array[]) => Uint8Array;

/** Length of every hash in this project, in bytes. */
export const HASH_BYTES = 32;

/** SHA-256 over the parts in order; 32 bytes. Source: FIPS 180-4 §6.2, https://doi.org/10.6028/NIST.FIPS.180-4 */
export function sha256(...parts: Uint8Array[]): Uint8Array {
  return native.sha256(joined(parts));
}

/** SM3 over the parts in order; 32 bytes. Source: GB/T 32905-2016, https://datatracker.ietf.org/doc/html/draft-sca-cfrg-sm3-02 */
export function sm3(...parts: Uint8Array[]): Uint8Array {
  return native.sm3(joined(parts));
}

/**
 * Keccak-256 as Ethereum uses it (padding 0x01, not SHA3-256's 0x06) over the parts in order; 32 bytes.
 * Source: Ethereum Yellow Paper, appendix B.1, https://ethereum.github.io/yellowpaper/paper.pdf
 */
export function keccak256(...parts: Uint8Array[]): Uint8Array {
  return keccak_256(joined(parts));
}

const SUITES: Record<HashSuite, HashFunction> = { sha256, sm3 };

/** The same hash in hex. */
export type HexHashFunction = (...parts: Uint8Array[]) => Hex;

const HEX_SUITES: Record<HashSuite, HexHashFunction> = {
  sha256: (...parts) => `0x${native.sha256Hex(joined(parts))}`,
  sm3: (...parts) => toHex(sm3(...parts)),
};

/** `toHex` of `hashOf`, at a better price. */
export function hexHashOf(suite: HashSuite): HexHashFunction {
  return HEX_SUITES[suite];
}

/** The hash of bytes in hex, in hex; throws `schema.pattern` for what is no hex. */
export function hexHashOfHex(suite: HashSuite, hex: Hex): Hex {
  return suite === "sha256" ? `0x${native.sha256OfHex(hex.slice(2))}` : toHex(sm3(fromHex(hex)));
}

/** The hash function of a batch's hash suite. */
export function hashOf(suite: HashSuite): HashFunction {
  return SUITES[suite];
}

/** SHA-256(utf8(tag) ‖ 0x00 ‖ parts…); 32 bytes. Design §3: everything of ours that is hashed carries its registered tag. */
export function taggedHash(tag: string, ...parts: Uint8Array[]): Uint8Array {
  return sha256(prefixOf(tag), ...parts);
}

/** Tags are few and constant, and written once. */
const prefixes = new Map<string, Uint8Array>();

function prefixOf(tag: string): Uint8Array {
  const known = prefixes.get(tag);
  if (known !== undefined) return known;
  const prefix = utf8(`${tag}\0`);
  prefixes.set(tag, prefix);
  return prefix;
}

function joined(parts: Uint8Array[]): Uint8Array {
  return parts.length === 1 && parts[0] !== undefined ? parts[0] : concat(...parts);
}
