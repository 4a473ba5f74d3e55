import { fromHex, toHex, utf8 } from "../../../src/crypto/encoding.ts";
import { keccak256, sha256 } from "../../../src/crypto/hash.ts";
import { cosignMessage, formatCosignature, formatVkey } from "../../../src/crypto/note.ts";
import { addressOf, signDigest } from "../../../src/crypto/secp256k1.ts";
import { eddsaJcs2022 } from "../../../src/crypto/suites/eddsa-jcs-2022.ts";
import { suiteOf } from "../../../src/crypto/suites/table.ts";
import type { OfficerSignature } from "../../../src/domain/anchor.ts";
import type { Hex, Seconds } from "../../../src/domain/bytes.ts";
import type { KeySuite } from "../../../src/domain/member.ts";
import { keyIdOf } from "../../../src/proof/ids.ts";

/** 32 bytes that are the same in every run. */
export const digest = (name: string): Hex => toHex(sha256(utf8(name)));

/** An officer: an account that signs. */
export interface PaperOfficer {
  readonly address: Hex;
  sign(message: Uint8Array): OfficerSignature;
}

export function officerNamed(name: string): PaperOfficer {
  const secret = fromHex(digest(`officer ${name}`));
  const address = addressOf(secret);
  const sign = (message: Uint8Array) => ({
    signer: address,
    signature: toHex(signDigest(secret, keccak256(message))),
  });
  return { address, sign };
}

/** Signatures in the order that contracts and verifiers want. */
export function signedBy(message: Uint8Array, officers: readonly PaperOfficer[]): readonly OfficerSignature[] {
  return officers.map((officer) => officer.sign(message)).toSorted((a, b) => (a.signer < b.signer ? -1 : 1));
}

/** A member's key for credentials. */
export function issuerKey(name: string, suiteName: KeySuite = "eddsa-jcs-2022") {
  const suite = suiteOf(suiteName)!;
  const secret = fromHex(digest(`issuer ${name}`));
  const publicKey = suite.publicKeyOf(secret);
  return {
    suite,
    key: { keyId: keyIdOf(suiteName, publicKey), suite: suiteName, publicKey: toHex(publicKey) },
    sign: async (message: Uint8Array) => suite.signBytes(secret, message),
    signNow: (message: Uint8Array) => suite.signBytes(secret, message),
  };
}

/** A witness of that name; `owner` tells apart two who use the same one. */
export function witnessNamed(name: string, owner = "") {
  const secret = fromHex(digest(`witness ${name} of ${owner}`));
  const vkey = formatVkey(name, eddsaJcs2022.publicKeyOf(secret));
  const line = (body: string, time: Seconds): string =>
    formatCosignature(vkey, time, eddsaJcs2022.signBytes(secret, cosignMessage(body, time)));
  return { name, vkey, line };
}
