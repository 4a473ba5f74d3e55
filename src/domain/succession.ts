import type { JsonValue } from "./json-value.ts";
import { readHex, readInteger, readObject, readOneOf } from "./shape.ts";
import type { CellRef, StatusReason } from "./status.ts";

/** How one certificate takes another's place: 变更 its content changed, 补发 it was lost or damaged, 延续 its term goes on. */
export const SUCCESSION_KINDS = ["change", "reissue", "renewal"] as const;
export type SuccessionKind = (typeof SUCCESSION_KINDS)[number];

/** What a successor says of its predecessor: the cell, and how it takes its place. */
export type Succession = CellRef & { readonly kind: SuccessionKind };

/** The reason with which the predecessor is superseded. */
export const SUCCESSION_REASONS = {
  change: "changed",
  reissue: "reissued",
  renewal: "renewed",
} as const satisfies Record<SuccessionKind, StatusReason>;

/** How the successor took the place, by the reason with which its predecessor was superseded. */
export function kindOfReason(reason: StatusReason): SuccessionKind | undefined {
  return SUCCESSION_KINDS.find((kind) => SUCCESSION_REASONS[kind] === reason);
}

/** Cells of the largest batch. */
export const MAX_INDEX = 2 ** 20 - 1;

/**
 * An untrusted value as what a successor says of its predecessor.
 *
 * @throws schema.*
 */
export function readSuccession(value: JsonValue, pointer: string): Readonly<Succession> {
  const cell = readObject(value, pointer, ["memberId", "batchId", "index", "kind"]);
  return {
    memberId: readHex(cell.memberId, `${pointer}/memberId`, 32),
    batchId: readHex(cell.batchId, `${pointer}/batchId`, 32),
    index: readInteger(cell.index, `${pointer}/index`, 0, MAX_INDEX),
    kind: readOneOf(cell.kind, `${pointer}/kind`, SUCCESSION_KINDS),
  };
}
