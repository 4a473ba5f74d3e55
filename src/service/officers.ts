import type { Languages } from "../documents/documents.ts";
import type { Anchor, OfficerSignature } from "../domain/anchor.ts";
import type { Approval, BatchApproval, StatusOrder } from "../domain/approval.ts";
import type { Hex, Seconds } from "../domain/bytes.ts";
import type { JsonObject } from "../domain/canonical.ts";
import type { CompromiseReport } from "../domain/compromise.ts";
import type { SealUse } from "../domain/seal.ts";
import type { SealForm } from "../domain/seal-order.ts";
import type { StatusChange } from "../domain/status.ts";
import type { DraftPlace } from "../proof/drafts.ts";
import type { RepresentationLimits } from "../proof/representation.ts";
import type { Carrier } from "./documents/terms.ts";
import type { SealActCall } from "./seals/act.ts";
import type { SignedSealOrder } from "./seals/seals.ts";

export interface SignedApproval {
  readonly approval: Approval;
  readonly officer: Hex;
  readonly signature: Hex;
}

/** One signature of a maker's over many drafts. */
export interface SignedBatchApproval {
  readonly approval: BatchApproval;
  readonly officer: Hex;
  readonly signature: Hex;
}

/** One draft's part in the approval of many. */
export interface SharedApproval {
  readonly batch: SignedBatchApproval;
  readonly place: DraftPlace;
}

export interface SignedOrder {
  readonly order: StatusOrder;
  readonly officer: Hex;
  readonly signature: Hex;
}

/** One document of a batch, whole: a signer derives leaf and root from it and believes nothing else. */
export interface BatchDocument {
  readonly index: number;
  readonly draft: JsonObject;
  readonly approval: SignedApproval | SharedApproval;
  /** The credential without `proof`. */
  readonly credential: JsonObject;
  readonly salt: Hex;
}

/** What officers are shown of one cell: all of a batch are of one kind. */
export type Shown = BatchDocument | BatchRepresentation;

/** One sealed document of a batch, whole: a signer makes it again from the bundle, and believes nothing else. */
export interface BatchRepresentation {
  readonly index: number;
  /** All bytes of the sealed revision, in base64. */
  readonly sealed: string;
  /** Text of the certificate's bundle in it. */
  readonly bundle: string;
  readonly languages: Languages;
  /** Absent: PDF. */
  readonly carrier?: Carrier;
  readonly limits?: RepresentationLimits;
  readonly sealedAt: Seconds;
  readonly salt: Hex;
}

/** What a signer is shown before it signs an anchor: everything from which the root follows. */
export interface AnchorRequest {
  readonly anchor: Anchor;
  /** 16 random bytes: the one value of all void leaves of the batch. */
  readonly voidValue: Hex;
  /** One after another, since a whole batch may be larger than memory; each officer goes through them anew. */
  readonly documents: Iterable<Shown> | AsyncIterable<Shown>;
}

/** A report with the officers who have signed it: the file that goes from one officer to the next, and to whoever relays it. */
export interface SignedReport {
  readonly report: CompromiseReport;
  readonly signatures: readonly OfficerSignature[];
}

export interface StatusRequest {
  readonly change: StatusChange;
  readonly orders: readonly SignedOrder[];
  /** The successor's draft, where the change supersedes: the signer has signed it into its cell, and reads what it replaces. */
  readonly successor?: JsonObject;
}

/** What a signer is shown before it signs something about a seal. */
export interface SealActRequest {
  readonly act: SealActCall;
  readonly order: SignedSealOrder;
  /** What the seal's owner applied for, and the order by which. */
  readonly form: SealForm;
  readonly application: SignedSealOrder;
  /** The seal object, DER in base64, where the officers vouch for it: as its maker's, and as owner's who put it in force. */
  readonly seal?: string;
}

/** An officer's signer: a process of the agency's, never of the service. Throws `signer.refused` or `signer.unreachable`. */
export interface Officer {
  readonly name: string;
  readonly memberId: Hex;
  readonly address: Hex;
  /** Signs on a machine without a network; see signing/requests.ts. */
  readonly offline?: true;
  signAnchor(request: AnchorRequest): Promise<OfficerSignature>;
  signStatus(request: StatusRequest): Promise<OfficerSignature>;
  signSeal(request: SealActRequest): Promise<OfficerSignature>;
  /** Counts uses of a seal in a batch whose anchor it has signed. */
  signUse(use: SealUse): Promise<OfficerSignature>;
  reachable(): Promise<boolean>;
}

/** A witness: follows the chain by its own node and co-signs checkpoints. Throws `witness.refused`, `witness.unreachable`. */
export interface Witness {
  readonly name: string;
  /** The checkpoint note of `block` with this witness's co-signature. */
  cosign(block: { readonly number: number; readonly hash: Hex }): Promise<string>;
  /** A note for each of these list credentials, which are all of one member and type at one block. */
  cosignLists(credentials: readonly JsonObject[]): Promise<readonly string[]>;
}
