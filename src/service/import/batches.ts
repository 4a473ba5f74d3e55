import type { Bilingual } from "../../domain/bilingual.ts";
import type { Hex, Seconds } from "../../domain/bytes.ts";
import type { JsonObject } from "../../domain/canonical.ts";
import type { ErrorCode } from "../../domain/errors.ts";
import type { Principal } from "../../domain/principal.ts";
import type { Page, PageRequest } from "../page.ts";
import type { Step } from "./progress.ts";
import type { ImportFile } from "./read-rows.ts";
import type { Encoding, Fault, ImportFormat, ImportMode } from "./rows.ts";

/**
 * Where an import stands. `awaiting_signature`: an officer signs it offline, see signing/requests.ts. `refused`: nothing was drafted, see the faults. `failed`: its batch came to a stop and a person
 * must look.
 */
export const BATCH_STATES = [
  "checking",
  "refused",
  "awaiting_approval",
  "returned",
  "anchoring",
  "awaiting_signature",
  "issued",
  "failed",
] as const;
export type BatchState = (typeof BATCH_STATES)[number];

export interface ImportInput {
  /** Code of the certificate type, GB/T 36903. */
  readonly type: string;
  readonly mode: ImportMode;
  /** Chosen by the member, new for every import. */
  readonly key: string;
  readonly file: ImportFile;
}

export interface RowCounts {
  readonly total: number;
  readonly good: number;
  readonly bad: number;
}

export interface Preview {
  readonly type: { readonly code: string; readonly names: Bilingual };
  readonly encoding: Encoding;
  readonly rows: RowCounts;
  /** Nothing would be drafted. */
  readonly refused: boolean;
  /** At most 10,000. */
  readonly faults: readonly Fault[];
}

/** One import: many certificates of one type, from one file into one anchor. */
export interface BatchView {
  readonly id: string;
  readonly type: { readonly code: string; readonly names: Bilingual };
  readonly mode: ImportMode;
  readonly key: string;
  readonly format: ImportFormat;
  readonly encoding: Encoding;
  readonly state: BatchState;
  readonly receivedAt: Seconds;
  /** `good` and `bad` are null until every row was judged. */
  readonly rows: { readonly total: number; readonly good: number | null; readonly bad: number | null };
  /** What a maker approves; null until everything is drafted. */
  readonly drafts: { readonly draftsRoot: Hex; readonly count: number } | null;
  /** The batch on chain; null until it is opened. */
  readonly batchId: Hex | null;
  readonly issued: number;
  readonly returned?: { readonly reason: string; readonly at: Seconds };
  readonly failure?: { readonly code: ErrorCode; readonly checks: readonly string[] };
  /** How far the running step is. */
  readonly progress?: Step;
}

export interface BatchApprovalInput {
  /** Address of the maker. */
  readonly officer: Hex;
  readonly approvedAt: Seconds;
  readonly draftsRoot: Hex;
  readonly count: number;
  /** Over EIP-712 `BatchApproval`. */
  readonly signature: Hex;
}

/** A row and the certificate that it became. */
export interface RowResult {
  readonly row: number;
  readonly id: string;
}

/**
 * Verbs on imports. Only the member's own clerks, makers and readers see one; throws `auth.*`, `http.not_found`, and what
 * each says.
 */
export interface Batches {
  preview(by: Principal, input: Omit<ImportInput, "key">): Promise<Preview>;
  /** The same file under the same key finds the import that the first one made. */
  receive(by: Principal, input: ImportInput): Promise<BatchView>;
  approve(by: Principal, id: string, approval: BatchApprovalInput): Promise<BatchView>;
  returnBatch(by: Principal, id: string, reason: string): Promise<BatchView>;
  batch(by: Principal, id: string): Promise<BatchView>;
  /** Newest first. */
  batches(by: Principal, page: PageRequest): Promise<Page<BatchView>>;
  /** What is wrong with the rows, in their order. */
  faults(by: Principal, id: string): Promise<readonly Fault[]>;
  /** Which row became which certificate. */
  results(by: Principal, id: string): Promise<readonly RowResult[]>;
  /** Every draft in its order, unmasked: what a maker reads and approves. The reason is journaled. */
  drafts(by: Principal, id: string, reason: string): Promise<AsyncIterable<JsonObject>>;
  /** Identifier and bundle text of every certificate, once issued. */
  bundles(by: Principal, id: string): Promise<AsyncIterable<{ readonly id: string; readonly text: string }>>;
  /** The import now and after every change, until it is done or `signal` says so. */
  watch(by: Principal, id: string, signal: AbortSignal): Promise<AsyncIterable<BatchView>>;
  /** Header and comments of a sheet for a type, CSV in UTF-8 with byte order mark. */
  template(by: Principal, type: string): Promise<string>;
}
