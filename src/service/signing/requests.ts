import type { Anchor } from "../../domain/anchor.ts";
import type { Bilingual } from "../../domain/bilingual.ts";
import type { Hex, Seconds } from "../../domain/bytes.ts";
import type { Principal } from "../../domain/principal.ts";
import type { Shown } from "../officers.ts";

export const SIGNING_REQUEST_FORMAT = "yinzheng-signing-request/1";
export const SIGNATURE_FORMAT = "yinzheng-anchor-signature/1";

/** A batch that waits for officers who sign on a machine without a network. */
export interface WaitingBatch {
  readonly batchId: Hex;
  /** The import that it is of, where it is of one. */
  readonly import?: string;
  readonly type: { readonly code: string; readonly names: Bilingual };
  readonly closedAt: Seconds;
  /** Addresses of the officers whose signatures are waited for. */
  readonly officers: readonly Hex[];
  /** Until when the request that was fetched last can be signed and brought back; null where none is good now. */
  readonly deadline: Seconds | null;
}

/** The first line of a request; the others are the documents of the batch. */
export interface SigningHead {
  readonly format: typeof SIGNING_REQUEST_FORMAT;
  readonly anchor: Anchor;
  readonly voidValue: Hex;
  readonly officers: readonly Hex[];
}

export interface SigningRequest {
  readonly head: SigningHead;
  readonly documents: AsyncIterable<Shown>;
}

/** What an officer brings back. */
export interface BroughtSignature {
  /** As the request had it, to the letter. */
  readonly anchor: Anchor;
  readonly officer: Hex;
  /** Over EIP-712 `Anchor`. */
  readonly signature: Hex;
}

export interface TakenSignature {
  readonly batchId: Hex;
  readonly officer: Hex;
  /** Officers who sign offline and have not yet. */
  readonly missing: readonly Hex[];
}

/**
 * Verbs for officers whose machines have no network: the request leaves as a file, the signature comes back as one. For
 * callers of role maker or checker; each throws `auth.*` and `http.not_found`.
 */
export interface SigningRequests {
  waiting(by: Principal): Promise<readonly WaitingBatch[]>;
  /**
   * Everything that the officer's signer judges, with every name and number; that it was fetched is journaled first. Good
   * for 24 hours, and then made anew by asking again. Throws `conflict.state` for a batch that waits for no such officer.
   */
  request(by: Principal, batchId: Hex): Promise<SigningRequest>;
  /**
   * Takes the signature of an officer over exactly the anchor that was asked for last; the same again changes nothing.
   * Throws `policy.officer`, `schema.mismatch`, `conflict.state`, `conflict.request_stale`.
   */
  submit(by: Principal, batchId: Hex, brought: BroughtSignature): Promise<TakenSignature>;
}
