import type { Hex } from "./bytes.ts";

export const LEAF_KINDS = [
  "certificate",
  "representation",
  "seal-use",
  "evidence",
  "right",
  "receipt",
  "usage",
  "void",
] as const;
export type LeafKind = (typeof LEAF_KINDS)[number];

/** `value` = H(salt ‖ bytes), H the batch's hash suite, salt 16 random bytes that never stand in the manifest. */
export interface ManifestEntry {
  readonly mediaType: string;
  /** Length of the bytes, without the salt. */
  readonly length: number;
  readonly value: Hex;
}

/** What a leaf says: leaf = H(0x00 ‖ JCS(manifest)) (design §3.2). */
export interface Manifest {
  readonly format: "yinzheng-manifest/1";
  readonly registryId: Hex;
  readonly memberId: Hex;
  readonly typeId: Hex;
  readonly kind: LeafKind;
  readonly batchId: Hex;
  readonly index: number;
  readonly entries: readonly ManifestEntry[];
}
