import type { Languages } from "../documents/documents.ts";
import type { Anchor, AnchorRecord, HashSuite, OfficerSignature } from "../domain/anchor.ts";
import type { Hex, Seconds } from "../domain/bytes.ts";
import type { JsonObject } from "../domain/canonical.ts";
import type { Claim } from "../domain/claim.ts";
import type { ErrorCode } from "../domain/errors.ts";
import type { ManifestEntry } from "../domain/manifest.ts";
import type { PlateKind } from "../domain/plate.ts";
import type { SealUseRecord } from "../domain/seal.ts";
import type { CellState, StatusChange, StatusEvent, StatusReason } from "../domain/status.ts";
import type { SuccessionKind } from "../domain/succession.ts";
import type { PreparedTransaction } from "../ledger/ledger.ts";
import type { BatchSignature, Evidence, LogProof } from "../proof/bundle.ts";
import type { RepresentationLimits, RepresentationManifest } from "../proof/representation.ts";
import type { NewRecord, ObjectRef } from "../store/store.ts";
import type { ShownCertificate } from "./codes/codes.ts";
import type { Carrier } from "./documents/terms.ts";
import type { Encoding, Fault, ImportFormat, ImportMode, Row } from "./import/rows.ts";
import type { SignedApproval, SignedBatchApproval, SignedOrder } from "./officers.ts";
import type { SealPayloads } from "./seals/payloads.ts";
import type { ListPlace } from "./status-list.ts";

/** All evidence for the certificates of one batch, read from the chain at one block. */
export interface Capture {
  readonly block: number;
  readonly blockHash: Hex;
  readonly time: Seconds;
  /** Slots of every certificate of the batch; a bundle carries those of its own. */
  readonly evidence: Evidence;
  readonly log: LogProof;
  readonly statusChanges: readonly StatusEvent[];
}

/** Payload of each kind of record, sealed in the journal. The subject is named beside it. */
export interface Payloads extends SealPayloads {
  /** Subject of all `certificate.*` and `status.*`: the certificate's identifier. */
  "certificate.drafted": {
    readonly memberId: Hex;
    readonly type: string;
    readonly draft: JsonObject;
    readonly draftDigest: Hex;
    /** The certificate that this one will supersede, and how. */
    readonly supersedes?: { readonly id: string; readonly kind: SuccessionKind };
    /** What it shares with every other certificate of the same thing, see import/likeness.ts. */
    readonly likeness: Hex;
    /** What it shares with every other of the same holder and type, see copies/holder.ts; absent in old drafts, which departments don't find. */
    readonly holder?: Hex;
    /** The import that it came with, and its place among the drafts of that. */
    readonly import?: { readonly id: string; readonly index: number };
    /** Caller and Idempotency-Key, and what was asked for, so that a repeated request finds this draft. */
    readonly request?: { readonly key: string; readonly digest: Hex };
  };
  /** By its own, or by the approval of the import that it came with. */
  "certificate.approved": SignedApproval | { readonly import: string };
  "certificate.returned": { readonly reason: string };
  /** The actor was shown every name and number. */
  "certificate.unmasked": { readonly reason: string };
  /** A cell was drawn and the credential signed. Nothing has left the service yet. */
  "certificate.placed": {
    readonly batchId: Hex;
    readonly index: number;
    readonly credential: JsonObject;
    readonly salt: Hex;
  };
  /** Anchored, and the service has checked its own proof. */
  "certificate.issued": {
    /** RFC 9162 inclusion path in the batch tree. */
    readonly path: readonly Hex[];
  };
  /** `orderId`: SHA-256 of the EIP-712 message of the order. */
  "status.ordered": SignedOrder & {
    readonly orderId: Hex;
    readonly to: CellState;
    readonly reason: StatusReason;
    /** Identifier of the successor, where superseded. */
    readonly successor?: string;
  };
  "status.signed": {
    readonly orderId: Hex;
    readonly change: StatusChange;
    readonly signatures: readonly OfficerSignature[];
  };
  "status.changed": { readonly orderId: Hex; readonly block: number; readonly time: Seconds };
  /** Given up for good; `code` says why. */
  "status.failed": { readonly orderId: Hex; readonly code: ErrorCode };
  /** Somebody asked for a document of a certificate. Subject of all `document.*`: see documents/document.ts. */
  "document.ordered": {
    readonly memberId: Hex;
    /** Identifier of the certificate. */
    readonly certificate: string;
    readonly languages: Languages;
    /** Absent: PDF. */
    readonly carrier?: Carrier;
    readonly limits?: RepresentationLimits;
  };
  /** It was made and signed, once and for all; nothing has left the service yet. */
  "document.sealed": {
    /** All bytes of the sealed revision. */
    readonly file: ObjectRef;
    /** Bytes of the bundle in it. */
    readonly bundle: ObjectRef;
    readonly sealedAt: Seconds;
    readonly salt: Hex;
    readonly entry: ManifestEntry;
    /** The certificate's cell and leaf. */
    readonly of: RepresentationManifest["of"];
    /** Codes of the electronic seals on it, in the order of their use; absent: it bears none. */
    readonly seals?: readonly string[];
  };
  /** A cell was drawn. */
  "document.placed": { readonly batchId: Hex; readonly index: number };
  /** Anchored, and the service has checked its own proof. */
  "document.issued": { readonly path: readonly Hex[] };
  /** It can't be made, and `code` says why; whoever asks again has it tried again. */
  "document.failed": { readonly code: ErrorCode; readonly detail: JsonObject };
  /** Somebody asked for a copy for one purpose, which is a document. Subject: see copies/record.ts. */
  "copy.ordered": {
    /** The member that asked: who issued the certificate, or a department with a case. */
    readonly memberId: Hex;
    readonly operation: "issuer" | "case";
    /** Identifier of the certificate. */
    readonly certificate: string;
    readonly languages: Languages;
    readonly limits: RepresentationLimits;
    readonly reason: string;
  };
  /** A department asked about a holder's certificates, for a case. Subject: mac of the holder's code. */
  "holder.sought": {
    readonly memberId: Hex;
    /** A copy that was ordered is journaled as that; here, that there was none to be had. */
    readonly operation: "query" | "metadata" | "copy";
    readonly cause: string;
    /** Identifiers of those that it was told of. */
    readonly certificates: readonly string[];
  };
  /** Subject of all `batch.*`: the batchId. */
  "batch.opened": {
    readonly memberId: Hex;
    readonly typeId: Hex;
    readonly type: string;
    /** All certificates of a batch are of one version of their type. */
    readonly typeVersion: number;
    readonly capacity: number;
    readonly hashSuite: HashSuite;
    readonly voidValue: Hex;
    /** Absent where nothing in it has a status. */
    readonly list?: ListPlace;
    /** The import that this batch is for, and for nothing else. */
    readonly import?: string;
  };
  /** The member's signatures over the batch, where its type requires any. */
  "batch.closed": { readonly root: Hex; readonly signatures: readonly BatchSignature[] };
  /** Without officers who sign offline there are too few signatures. */
  "batch.awaiting": { readonly officers: readonly Hex[] };
  /** What those officers are asked to sign; a later one takes its place. */
  "batch.requested": { readonly anchor: Anchor };
  /** The actor was given every document of the batch, unmasked, to carry to an officer. */
  "batch.shown": Record<string, never>;
  /** An officer's signature over the anchor requested last. */
  "batch.given": OfficerSignature;
  "batch.signed": { readonly anchor: Anchor; readonly signatures: readonly OfficerSignature[] };
  /** The registry did not take these signatures; others are needed. */
  "batch.refused": Record<string, never>;
  "batch.anchored": { readonly record: AnchorRecord };
  /** Uses of the seals in it are counted on chain. */
  "batch.used": { readonly uses: readonly SealUseRecord[] };
  "batch.captured": Capture;
  /** Witnesses co-signed the checkpoint of the capture at this block. */
  "batch.cosigned": { readonly block: number; readonly checkpoint: string };
  /** The batch can't be finished and a person must look. */
  "batch.alarmed": { readonly code: ErrorCode; readonly checks: readonly string[] };
  "batch.finished": Record<string, never>;
  /**
   * A member claims a certificate; whatever is sent, is sent as it stands here. Subject of all `claim.*`: mac of member and
   * nullifier.
   */
  "claim.ordered": {
    readonly memberId: Hex;
    /** Identifier of the certificate, and code of its type. */
    readonly certificate: string;
    readonly type: string;
    readonly claim: Claim;
    /** Of the certificate's claim key. */
    readonly signature: Hex;
    /** Opens the commitment. */
    readonly random: Hex;
    /** Caller and Idempotency-Key. */
    readonly request: string;
  };
  "claim.made": { readonly block: number; readonly time: Seconds };
  /** Given up for good; `code` says why. */
  "claim.refused": { readonly code: ErrorCode };
  /** Subject of all `import.*`: the import's id; "/rows", "/errors" and "/digests" behind it for what is large. */
  "import.received": {
    readonly memberId: Hex;
    readonly type: string;
    /** Of the type when it came: what is judged, drafted and placed later is of the same. */
    readonly typeVersion: number;
    readonly mode: ImportMode;
    /** Batch key of the member, and digest of what was sent under it. */
    readonly key: string;
    readonly digest: Hex;
    readonly format: ImportFormat;
    readonly encoding: Encoding;
    readonly rows: number;
  };
  "import.rows": { readonly rows: readonly Row[] };
  "import.errors": { readonly faults: readonly Fault[] };
  /** Every row was judged; `refused`: nothing will be drafted. */
  "import.checked": { readonly good: number; readonly bad: number; readonly refused: boolean };
  /** All good rows are drafts. */
  "import.drafted": { readonly draftsRoot: Hex; readonly count: number };
  /** Digests of the drafts in their order. */
  "import.digests": { readonly digests: readonly Hex[] };
  "import.approved": SignedBatchApproval;
  "import.returned": { readonly reason: string };
  /** The actor was shown every name and number in it. */
  "import.unmasked": { readonly reason: string };
  /** The batch of its certificates. */
  "import.opened": { readonly batchId: Hex };
  /** Every draft has its cell, or was returned. */
  "import.placed": Record<string, never>;
  /** Subject: the status list's id. `text`: the file, co-signed. */
  "list.published": {
    readonly memberId: Hex;
    readonly typeId: Hex;
    readonly block: number;
    readonly time: Seconds;
    readonly text: string;
  };
  /** A holder's certificates may be shown once, to whoever brings the code. Subject of all `code.*`: mac of the code. */
  "code.made": {
    readonly memberId: Hex;
    readonly certificates: readonly ShownCertificate[];
    readonly purpose: string;
    /** Code of the one member that may redeem it. */
    readonly audience?: string;
    readonly expiresAt: Seconds;
  };
  /** By the actor, for this member. */
  "code.redeemed": {
    readonly memberId: Hex;
    readonly reason: string;
    /** Caller and Idempotency-Key. */
    readonly request: string;
  };
  /** A member puts up a plate: what it says, and its code. Subject of all `plate.*`: "plate/" and its id. */
  "plate.made": {
    readonly memberId: Hex;
    readonly kind: PlateKind;
    readonly label: string;
    readonly issuedOn: string;
    readonly code: string;
  };
  "plate.withdrawn": { readonly reason: string };
  /** A type whose definition came as a file. Subject: `types`. */
  "type.defined": { readonly definition: JsonObject };
  /** Subject: the transaction's hash. */
  "transaction.prepared": PreparedTransaction;
  "transaction.settled": Record<string, never>;
  /** Subject: mac of caller and key. */
  "answer.kept": { readonly requestDigest: string; readonly status: number; readonly body: JsonObject };
}

export type RecordKind = keyof Payloads;

/** One fact about to be journaled. */
export interface Fact {
  readonly kind: RecordKind;
  readonly subject: string;
  readonly payload: JsonObject;
}

/** A fact whose payload is the one of its kind. */
export function fact<K extends RecordKind>(kind: K, subject: string, payload: Payloads[K]): Fact {
  return { kind, subject, payload: payload as unknown as JsonObject };
}

/** The payload of a record of this kind; null for a record of another kind, or one that was erased. */
export function payloadOf<K extends RecordKind>(
  kind: K,
  record: Pick<NewRecord, "kind" | "payload"> & { readonly erased: boolean },
): Payloads[K] | null {
  return record.kind === kind && !record.erased ? (record.payload as unknown as Payloads[K]) : null;
}
