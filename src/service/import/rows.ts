import type { JsonObject } from "../../domain/canonical.ts";
import type { ErrorCode } from "../../domain/errors.ts";
import type { SuccessionKind } from "../../domain/succession.ts";

/** Limits of one import (design §5). */
export const IMPORT_LIMITS = { rows: 10_000, bytes: 20 * 2 ** 20 } as const;

/** `atomic`: one bad row and nothing is drafted. `partial`: the good rows are. */
export const IMPORT_MODES = ["atomic", "partial"] as const;
export type ImportMode = (typeof IMPORT_MODES)[number];

export const IMPORT_FORMATS = ["csv", "jsonl"] as const;
export type ImportFormat = (typeof IMPORT_FORMATS)[number];

export const ENCODINGS = ["utf-8", "gb18030"] as const;
export type Encoding = (typeof ENCODINGS)[number];

/** What is wrong with one row. Never repeats the value: it may be personal. */
export type Fault = {
  /** Row of the sheet, the header being 1; line of a JSON Lines file. */
  readonly row: number;
  /** Column of the sheet, or JSON pointer into the line; "" the row as a whole. */
  readonly field: string;
  readonly code: ErrorCode;
  /** What would have been right, where the code alone doesn't say it. */
  readonly expected?: string;
};

/** What a row asks for, as `POST /certificates` does. */
export type RowRequest = {
  readonly subject: JsonObject;
  readonly validFrom?: string;
  readonly validUntil?: string;
  readonly supersedes?: { readonly id: string; readonly kind: SuccessionKind };
};

/** One row as it was read, not judged by its type yet. */
export type Row = {
  readonly row: number;
  /** null where the row could not be read. */
  readonly request: RowRequest | null;
  readonly faults: readonly Fault[];
};

/** A file as it was read. */
export interface ReadRows {
  readonly encoding: Encoding;
  readonly rows: readonly Row[];
}
