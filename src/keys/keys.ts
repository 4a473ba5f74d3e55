import type { Hex } from "../domain/bytes.ts";

/**
 * What a key may sign. A signer refuses a message whose first bytes are not those of the purpose, so no key ever signs
 * a bare 32-byte value: `officer`, `council`: EIP-712 (0x19 0x01, 66 bytes) · `transaction`: EIP-1559 (first byte 0x02)
 * · `credential`: the 64 bytes of a Data Integrity proof (a form fixed by the standard) · `witness`: "cosignature/v1\n".
 */
export const PURPOSES = ["officer", "council", "transaction", "credential", "witness"] as const;
export type Purpose = (typeof PURPOSES)[number];

export const ALGORITHMS = ["secp256k1", "ed25519"] as const;
export type Algorithm = (typeof ALGORITHMS)[number];

export interface KeyInfo {
  /** Name of the key in its keystore, [a-z0-9-]{1,64}. */
  readonly name: string;
  readonly algorithm: Algorithm;
  readonly purpose: Purpose;
  /** secp256k1: 65 bytes uncompressed; ed25519: 32 bytes. */
  readonly publicKey: Hex;
  /** secp256k1 only: the Ethereum address. */
  readonly address?: Hex;
}

/** One key. `sign` throws `keys.purpose` for a message of another purpose. */
export interface Signer extends KeyInfo {
  /**
   * secp256k1: 65 bytes r ‖ s ‖ v (27/28, low s) over keccak256(message). ed25519: 64 bytes over the message.
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
