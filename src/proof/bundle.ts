import type { AnchorRecord } from "../domain/anchor.ts";
import type { Hex } from "../domain/bytes.ts";
import type { JsonObject } from "../domain/canonical.ts";
import type { Manifest } from "../domain/manifest.ts";
import type { MemberKey, MemberProfile } from "../domain/member.ts";
import type { StatusEvent } from "../domain/status.ts";
import type { LogHead } from "./log-head.ts";

/** Registered name and version of the format. */
export const BUNDLE_FORMAT = "yinzheng-bundle/1";
/** Media type of a bundle file. */
export const BUNDLE_MEDIA_TYPE = "application/vnd.yinzheng.bundle+json";

/** Media type of a credential's manifest entry: the bytes are its JCS form without `proof`. */
export const CREDENTIAL_MEDIA_TYPE = "application/vc";

/** Merkle-Patricia proof of one account and of slots below it, as `eth_getProof` gives them (EIP-1186): RLP nodes, root first. */
export interface AccountProof {
  readonly address: Hex;
  readonly proof: readonly Hex[];
  readonly slots: readonly { readonly key: Hex; readonly proof: readonly Hex[] }[];
}

/** State of the registries at one block: the RLP header, and proofs against its state root. */
export interface Evidence {
  readonly header: Hex;
  readonly accounts: readonly AccountProof[];
}

/** An inclusion proof of the anchor's record in the evidence log of `size` leaves. */
export interface LogProof {
  readonly size: number;
  readonly root: Hex;
  readonly path: readonly Hex[];
}

/** One representation of the certificate and the manifest entry it belongs to. A VC stands as JSON, anything else as base64. */
export interface Representation {
  readonly mediaType: string;
  /** Index into manifest.entries. */
  readonly entry: number;
  /** 16 bytes. */
  readonly salt: Hex;
  readonly credential: JsonObject;
}

/** The member's signature over a whole batch: docs/format/certificate.md. */
export interface BatchSignature {
  readonly keyId: Hex;
  /** Name of its suite, known to this verifier or not. */
  readonly suite: string;
  readonly signature: Hex;
}

/** The state of the same slots in the installation that continues a closed one. */
export interface Continued {
  readonly registryId: Hex;
  readonly evidence: Evidence;
  /** Its log at that block, which the checkpoint names. */
  readonly log: LogHead;
  readonly checkpoint: string;
  /** All changes of the batch up to that block, oldest first: those before the move, and those after it. */
  readonly statusChanges: readonly StatusEvent[];
}

/** Everything needed to verify one certificate, in one file. Nothing in it is trusted because it is in it. */
export interface Bundle {
  readonly format: typeof BUNDLE_FORMAT;
  readonly registryId: Hex;
  readonly representations: readonly Representation[];
  readonly manifest: Manifest;
  /** RFC 9162 inclusion path of the leaf in the batch tree, leaf side first. */
  readonly path: readonly Hex[];
  /** Without `block`: nothing commits to it. */
  readonly anchor: Omit<AnchorRecord, "block">;
  readonly log: LogProof;
  readonly evidence: Evidence;
  /** C2SP checkpoint note with co-signatures for the evidence's block; "" until a witness has answered. */
  readonly checkpoint: string;
  /** All status changes of the batch up to the evidence's block, oldest first. */
  readonly statusChanges: readonly StatusEvent[];
  readonly member: MemberProfile;
  /** By suite, as the type demands; empty where certificates are signed one by one only. */
  readonly batchSignatures: readonly BatchSignature[];
  /** Public keys of the proofs and batch signatures; validity comes from the evidence, never from here. */
  readonly keys: readonly Pick<MemberKey, "keyId" | "suite" | "publicKey">[];
  /** JSON-LD contexts of ours and the type definition, pinned by digest in the credential. */
  readonly contexts: readonly { readonly id: string; readonly document: JsonObject }[];
  readonly types: readonly { readonly id: string; readonly document: JsonObject }[];
  /** Where the batch has moved house, as it stands now; absent in every bundle from before. */
  readonly continued?: Continued;
}
