import type { Hex } from "../domain/bytes.ts";
import type { KeySuite } from "../domain/member.ts";

/**
 * What a key may sign. A signer refuses a message whose first bytes are not those of the purpose, so no key ever signs
 * a bare 32-byte value: `officer`, `council`: EIP-712 (0x19 0x01, 66 bytes) · `transaction`: EIP-1559 (first byte 0x02);
 * a `council` key also signs those that ask the Guardian to stop something, which only an owner can send
 * · `credential`, `status`: the 64 bytes of a Data Integrity proof (a form fixed by the standard) · `batch`: the 64 bytes
 * of a batch signature, which begin with the hash of its tag · `witness`: "cosignature/v1\n" · `seal`: the signed attributes
 * of a PAdES signature (DER, a SET) · `authority`: a certificate before it is signed (DER) · `seal-authority`: the same, and lists of revoked ones,
 * with SM2 · `seal-maker`: what the maker says of a seal (DER) · `sealing`: what is signed with a seal (DER). `credential`, `status` and
 * `batch` keys also sign their own proof of possession, and `credential` keys plates: 64 bytes whose first half is the hash of
 * another tag.
 */
export const PURPOSES = [
  "officer",
  "council",
  "transaction",
  "credential",
  "batch",
  "status",
  "witness",
  "seal",
  "authority",
  "seal-authority",
  "seal-maker",
  "sealing",
] as const;
export type Purpose = (typeof PURPOSES)[number];

export const ALGORITHMS = ["secp256k1", "ed25519", "p256", "sm2"] as const;
export type Algorithm = (typeof ALGORITHMS)[number];

/** The suite in which keys of each algorithm sign credentials and batches. */
export const SUITE_OF = {
  ed25519: "eddsa-jcs-2022",
  p256: "ecdsa-jcs-2019",
  sm2: "sm2-jcs-2026",
} as const satisfies Partial<Record<Algorithm, KeySuite>>;

export interface KeyInfo {
  /** Name of the key in its keystore, [a-z0-9-]{1,64}. */
  readonly name: string;
  readonly algorithm: Algorithm;
  readonly purpose: Purpose;
  /** secp256k1: 65 bytes uncompressed; ed25519: 32 bytes; p256, sm2: 33 bytes compressed. */
  readonly publicKey: Hex;
  /** secp256k1 only: the Ethereum address. */
  readonly address?: Hex;
}

/** One key. `sign` throws `keys.purpose` for a message of another purpose. */
export interface Signer extends KeyInfo {
  /**
   * secp256k1: 65 bytes r ‖ s ‖ v (27/28, low s) over keccak256(message). ed25519, p256 (SHA-256), sm2 (SM3, ID
   * 1234567812345678): 64 bytes over the message. p256 and sm2 are verified before they are given out.
   */
  sign(message: Uint8Array): Promise<Uint8Array>;
}

/** Port to a keystore: software files, memory, or a hardware module later. */
export interface Keys {
  list(): Promise<readonly KeyInfo[]>;
  /** Throws `keys.missing`. */
  get(name: string): Promise<Signer>;
  /** Makes a key from the keystore's randomness; throws `conflict.state` where the name is taken. */
  create(name: string, algorithm: Algorithm, purpose: Purpose): Promise<Signer>;
  close(): Promise<void>;
}
