import type { DocumentSigner, Documents, Timestamper } from "../documents/documents.ts";
import type { FileReading } from "../documents/read/file.ts";
import type { SealKey } from "../documents/seal-key.ts";
import type { Hex, Seconds } from "../domain/bytes.ts";
import type { ErrorDetail } from "../domain/errors.ts";
import type { MemberProfile } from "../domain/member.ts";
import type { Principal } from "../domain/principal.ts";
import type { TypeTable } from "../domain/types/table.ts";
import type { Signer } from "../keys/keys.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { TrustFile } from "../proof/trust.ts";
import type { Store } from "../store/store.ts";
import type { Officer, Witness } from "./officers.ts";
import type { SealWorkshop } from "./seals/workshop.ts";

/** A member whose certificates this service issues. */
export interface ServedMember {
  readonly profile: MemberProfile;
  /** Tenant of the member's records. */
  readonly tenant: string;
  /** Codes of the certificate types that it may draft here; what it may anchor, the chain alone decides. */
  readonly types: readonly string[];
  /**
   * Hosted keys for purposes "credential", "batch" and "status", registered on chain for the member. Of two for one suite and
   * purpose the first signs; the others are retired ones, whose certificates are still served. None: it only verifies.
   */
  readonly keys: readonly Signer[];
  /** Types that it shares with departments, each with codes of those; what is not named is shared with nobody. */
  readonly sharing?: readonly Share[];
}

export interface Share {
  readonly type: string;
  readonly members: readonly string[];
}

/** How long copies for one purpose may be relied on, in days. */
export interface CopyPolicy {
  /** At most. */
  readonly maxDays: number;
  /** One that a department fetched for a case. */
  readonly caseDays: number;
}

export const COPY_POLICY: CopyPolicy = { maxDays: 366, caseDays: 30 };

/** An API key, hashed at rest. */
export interface ApiKey {
  /** SHA-256 of the key's UTF-8 text. Keys hold 256 random bits, so a plain hash is enough. */
  readonly hash: Hex;
  readonly principal: Principal;
}

/** Delays as an argument. `after` runs `task` once, `ms` milliseconds from now, and gives what cancels it. */
export interface Timers {
  after(ms: number, task: () => void): () => void;
}

export interface BatchPolicy {
  /** How long a batch stays open for more certificates, in milliseconds. */
  readonly maxWaitMs: number;
  /** Cells of a batch: a power of two from 16 to 2^20. */
  readonly capacity: number;
}

export const BATCH_POLICY: BatchPolicy = { maxWaitMs: 50, capacity: 16 };

/** With what documents are made. */
export interface DocumentMaking {
  /** Must not hold up the thread that asks. */
  readonly documents: Documents;
  /** By the member's code; a member that is not in it has no documents here. */
  readonly signers: ReadonlyMap<string, DocumentSigner>;
  /** Where absent, signatures have no time-stamp. */
  readonly timestamper?: Timestamper;
  /** Seals that are kept here and in force, by their codes (`<code of the owner><three digits>`); they come and go while the service runs. */
  readonly seals?: ReadonlyMap<string, SealKey>;
}

/** Something that an operator should know. Names batches, identifiers and codes, never persons or fields. */
export interface Notice {
  /** `retry`: it will be tried again by itself. `alarm`: a person must look. */
  readonly what: "retry" | "alarm";
  /** What was being done, e.g. `batch 0x12…`. */
  readonly where: string;
  readonly code: string;
  readonly detail: ErrorDetail;
}

/** Everything the service is made of. It closes none of it: who opened it closes it. */
export interface ServiceDeps {
  readonly store: Store;
  readonly ledger: Ledger;
  readonly members: readonly ServedMember[];
  /** The certificate types that there are; those defined in the code by default. */
  readonly types?: TypeTable;
  readonly officers: readonly Officer[];
  readonly witnesses: readonly Witness[];
  /** Asked for checkpoints as witnesses are, and for no lists. */
  readonly snapshotSigners?: readonly Witness[];
  /** Must hold the ledger's own network. */
  readonly trust: TrustFile;
  /** Absent: no documents are made here; those that were are served. */
  readonly documents?: DocumentMaking;
  /** Makes seals for members that are served here; absent: none is made. */
  readonly workshop?: SealWorkshop;
  /** Where status lists are published, and certificates looked up: scheme and host, no slash at the end. */
  readonly publicUrl: string;
  readonly apiKeys: readonly ApiKey[];
  readonly clock: () => Seconds;
  /** `n` random bytes from the system's generator. */
  readonly random: (n: number) => Uint8Array;
  readonly timers: Timers;
  readonly batching?: Partial<BatchPolicy>;
  readonly copies?: CopyPolicy;
  /** Reads files of strangers: in a thread that may die of them; right here by default. */
  readonly readDocument?: (bytes: Uint8Array) => Promise<FileReading>;
  readonly notice?: (notice: Notice) => void;
}
