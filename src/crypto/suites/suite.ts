import type { KeySuite } from "../../domain/member.ts";

/** Everything that one signature suite of a W3C Data Integrity proof is. Bytes in, bytes out. */
export interface Suite {
  readonly name: KeySuite;
  readonly publicKeyBytes: number;
  readonly signatureBytes: number;
  /** The suite's hash, for the message of a Data Integrity proof. */
  hash(bytes: Uint8Array): Uint8Array;
  /** Whether the signature holds. False, never an error, for keys and signatures that are malformed. */
  verifyBytes(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean;
  /** Deterministic. Throws `internal` for a secret key of the wrong length or out of range. */
  signBytes(secretKey: Uint8Array, message: Uint8Array): Uint8Array;
  /** `signBytes` under one key again and again. */
  signer(secretKey: Uint8Array): (message: Uint8Array) => Uint8Array;
  /** Throws `internal` for a secret key of the wrong length or out of range. */
  publicKeyOf(secretKey: Uint8Array): Uint8Array;
  /** The public key as W3C Multikey `publicKeyMultibase`; throws `internal` for a key of the wrong length. */
  multikey(publicKey: Uint8Array): string;
  /** Strict inverse of multikey; throws `schema.pattern` for any other prefix or length. */
  fromMultikey(multikey: string): Uint8Array;
}
