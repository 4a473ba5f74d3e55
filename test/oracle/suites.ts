import { weierstrass } from "@noble/curves/abstract/weierstrass.js";
import { ed25519 } from "@noble/curves/ed25519.js";
import { p256 } from "@noble/curves/nist.js";
import { secp256k1 } from "@noble/curves/secp256k1.js";
import { sha512 } from "@noble/hashes/sha2.js";
import { type Hash, hex, join, keccak, must, same, sha256, sm3, tagged, text, toHex, uint } from "./bytes.ts";

/** Signature suites of certificate.md, "Suites", and recovery of an officer's address. */
export interface Suite {
  readonly number: number;
  readonly hash: Hash;
  holds(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean;
}

export const SUITES: Readonly<Record<string, Suite>> = {
  "eddsa-jcs-2022": { number: 1, hash: sha256, holds: safely(ed25519Holds) },
  "ecdsa-jcs-2019": { number: 2, hash: sha256, holds: safely(p256Holds) },
  "sm2-jcs-2026": { number: 3, hash: sm3, holds: safely(sm2Holds) },
};

type Holds = Suite["holds"];

function safely(holds: Holds): Holds {
  return (...args) => {
    try {
      return holds(...args);
    } catch {
      return false;
    }
  };
}

/** RFC 8032 §5.1.7 without the cofactor; A canonical and not of small order. */
export function ed25519Holds(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (publicKey.length !== 32 || signature.length !== 64) return false;
  const a = ed25519.Point.fromBytes(publicKey, false);
  const [r, s] = [signature.subarray(0, 32), little(signature.subarray(32))];
  if (a.isSmallOrder() || s >= ed25519.Point.Fn.ORDER) return false;
  const k = little(sha512(join(r, publicKey, message))) % ed25519.Point.Fn.ORDER;
  const sB = s === 0n ? ed25519.Point.ZERO : ed25519.Point.BASE.multiplyUnsafe(s);
  const kA = k === 0n ? ed25519.Point.ZERO : a.multiplyUnsafe(k);
  return same(sB.subtract(kA).toBytes(), r);
}

const little = (bytes: Uint8Array): bigint => BigInt(toHex(bytes.toReversed()));

/** ECDSA over SHA-256(message), r ‖ s, a compressed key, any s. */
function p256Holds(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (publicKey.length !== 33 || signature.length !== 64) return false;
  return p256.verify(signature, message, publicKey, { prehash: true, lowS: false, format: "compact" });
}

/** GB/T 32918.5-2017, the recommended curve. */
const SM2 = {
  p: 0xfffffffeffffffffffffffffffffffffffffffff00000000ffffffffffffffffn,
  a: 0xfffffffeffffffffffffffffffffffffffffffff00000000fffffffffffffffcn,
  b: 0x28e9fa9e9d9f5e344d5a9e4bcf6509a7f39789f515ab8f92ddbcbd414d940e93n,
  n: 0xfffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123n,
  Gx: 0x32c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7n,
  Gy: 0xbc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0n,
  h: 1n,
};
const Sm2Point = weierstrass(SM2);

/** GB/T 32918.2-2016 §7.1 with the ID 1234567812345678; a compressed key, r ‖ s. */
export function sm2Holds(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (publicKey.length !== 33 || signature.length !== 64) return false;
  const point = Sm2Point.fromBytes(publicKey);
  const { x, y } = point.toAffine();
  const id = text("1234567812345678");
  const head = [SM2.a, SM2.b, SM2.Gx, SM2.Gy, x, y].map((value) => uint(value, 32));
  const z = sm3(uint(8 * id.length, 2), id, ...head);
  const e = BigInt(toHex(sm3(z, message)));
  const [r, s] = [BigInt(toHex(signature.subarray(0, 32))), BigInt(toHex(signature.subarray(32)))];
  const t = (r + s) % SM2.n;
  if (r < 1n || r >= SM2.n || s < 1n || s >= SM2.n || t === 0n) return false;
  const sum = Sm2Point.BASE.multiplyUnsafe(s).add(point.multiplyUnsafe(t));
  return !sum.is0() && (e + sum.toAffine().x) % SM2.n === r;
}

const addressOf = (uncompressed: Uint8Array): string => toHex(keccak(uncompressed.subarray(1)).subarray(12));

/** The address of a certificate's claim key (certificate.md, "Claims"). */
export function nullifierOf(registryId: string, claimSecret: string): string {
  const hash = tagged("yinzheng/claim-key/v1", hex(registryId), hex(claimSecret));
  const key = (BigInt(toHex(hash)) % (secp256k1.Point.Fn.ORDER - 1n)) + 1n;
  return addressOf(secp256k1.Point.BASE.multiply(key).toBytes(false));
}

/** The address that signed a digest: 65 bytes r ‖ s ‖ v, low s, v 27 or 28. */
export function recovered(digest: Uint8Array, signature: string): string {
  const bytes = hex(signature);
  const v = bytes[64];
  must(bytes.length === 65 && (v === 27 || v === 28), "not 65 bytes with v 27 or 28");
  const parsed = secp256k1.Signature.fromBytes(bytes.subarray(0, 64), "compact");
  must(!parsed.hasHighS(), "a high s");
  const point = parsed.addRecoveryBit(v - 27).recoverPublicKey(digest);
  return addressOf(point.toBytes(false));
}
