import { toHex } from "../crypto/encoding.ts";
import { keccak256 } from "../crypto/hash.ts";
import { addressOf, publicKeyOf, signDigest } from "../crypto/secp256k1.ts";
import { SUITES } from "../crypto/suites/table.ts";
import { YinzhengError } from "../domain/errors.ts";
import type { KeySuite } from "../domain/member.ts";
import { type Algorithm, type KeyInfo, type Purpose, type Signer, SUITE_OF } from "./keys.ts";
import { requireAlgorithm, requireMessage } from "./purpose.ts";

/** Bytes of a secret key, of any algorithm. */
export const SECRET_BYTES = 32;

/** `bytes` random bytes, unpredictable outside of tests. */
export type Random = (bytes: number) => Uint8Array;

interface Scheme {
  readonly publicPart: (secret: Uint8Array) => Pick<KeyInfo, "publicKey" | "address">;
  readonly signer: (secret: Uint8Array) => (message: Uint8Array) => Uint8Array;
}

const SCHEMES: Record<Algorithm, Scheme> = {
  secp256k1: {
    publicPart: (secret) => ({ publicKey: toHex(publicKeyOf(secret)), address: addressOf(secret) }),
    signer: (secret) => (message) => signDigest(secret, keccak256(message)),
  },
  ed25519: schemeOf(SUITE_OF.ed25519),
  p256: schemeOf(SUITE_OF.p256),
  sm2: schemeOf(SUITE_OF.sm2),
};

function schemeOf(name: KeySuite): Scheme {
  const suite = SUITES[name];
  return { publicPart: (secret) => ({ publicKey: toHex(suite.publicKeyOf(secret)) }), signer: suite.signer };
}

/** Throws `schema.pattern` for a name that a key can't have. */
export function requireName(name: string): void {
  if (!/^[a-z0-9-]{1,64}$/.test(name)) throw new YinzhengError("schema.pattern", { expected: "[a-z0-9-]{1,64}" });
}

/** The public part of a key. Throws `schema.pattern`, `keys.purpose`, and `internal` for bytes that are no secret key. */
export function infoOf(name: string, algorithm: Algorithm, purpose: Purpose, secret: Uint8Array): KeyInfo {
  requireName(name);
  requireAlgorithm(purpose, algorithm);
  return { name, algorithm, purpose, ...SCHEMES[algorithm].publicPart(secret) };
}

/** A key in memory. `secret` is kept, not copied: filling it with zeros ends the signer. */
export function signerOf(info: KeyInfo, secret: Uint8Array): Signer {
  let sign: ((message: Uint8Array) => Uint8Array) | undefined;
  return {
    ...info,
    async sign(message) {
      requireMessage(info.purpose, message);
      if (secret.every((byte) => byte === 0)) {
        sign = undefined;
        throw new YinzhengError("store.closed");
      }
      sign ??= SCHEMES[info.algorithm].signer(secret);
      return sign(message);
    },
  };
}
