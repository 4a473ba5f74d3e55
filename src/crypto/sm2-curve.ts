import { type WeierstrassPoint, weierstrass } from "@noble/curves/abstract/weierstrass.js";
import { concat, uintBytes, utf8 } from "./encoding.ts";
import { sm3 } from "./hash.ts";

export const SM2_SECRET_KEY_BYTES = 32;
export const SM2_PUBLIC_KEY_BYTES = 33;
export const SM2_SIGNATURE_BYTES = 64;

/**
 * The one recommended curve, sm2p256v1 (OID 1.2.156.10197.1.301): y² = x³ + ax + b over a prime field, cofactor 1.
 * Source: GB/T 32918.5-2017 §4 (GM/T 0003.5-2012 §2); the same numbers in
 * https://datatracker.ietf.org/doc/html/draft-shen-sm2-ecdsa-02 and OpenSSL (`ecparam -name SM2`).
 */
const CURVE = {
  p: 0xfffffffeffffffffffffffffffffffffffffffff00000000ffffffffffffffffn,
  a: 0xfffffffeffffffffffffffffffffffffffffffff00000000fffffffffffffffcn,
  b: 0x28e9fa9e9d9f5e344d5a9e4bcf6509a7f39789f515ab8f92ddbcbd414d940e93n,
  n: 0xfffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123n,
  Gx: 0x32c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7n,
  Gy: 0xbc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0n,
  h: 1n,
};

export type Sm2Point = WeierstrassPoint<bigint>;
/** Points of the curve; `Sm2Point.Fn` calculates modulo its order n. */
export const Sm2Point = weierstrass(CURVE);

/** The signer's ID wherever nothing else is agreed: GM/T 0009-2012 (GB/T 35276-2017). Other IDs are not supported. */
const ID = utf8("1234567812345678");

/** ENTL_A ‖ ID_A ‖ a ‖ b ‖ x_G ‖ y_G, the same for every key; ENTL_A is the length of the ID in bits, two bytes. */
const COMMON = concat(
  uintBytes(8 * ID.length, 2),
  ID,
  ...[CURVE.a, CURVE.b, CURVE.Gx, CURVE.Gy].map((value) => uintBytes(value, 32)),
);

/** Z_A of a public key, which is hashed before every message: 32 bytes. Source: GB/T 32918.2-2016 §5.5. */
export function sm2UserHash(publicKey: Sm2Point): Uint8Array {
  const { x, y } = publicKey.toAffine();
  return sm3(COMMON, uintBytes(x, 32), uintBytes(y, 32));
}
