import { fromBase64Url, toBase64Url, utf8 } from "../crypto/encoding.ts";
import { YinzhengError } from "../domain/errors.ts";

/** Items of a page. */
export const LIMIT = { usual: 50, most: 200 } as const;

/** Which page of a list is asked for. */
export interface PageRequest {
  /** `next` of the page before. */
  readonly after?: string;
  readonly limit?: number;
}

/** The record before which a page begins, null for the first page, and its length. Throws `schema.value`. */
export function pageOf({ after, limit = LIMIT.usual }: PageRequest): {
  readonly before: number | null;
  readonly limit: number;
} {
  if (!Number.isInteger(limit) || limit < 1 || limit > LIMIT.most) {
    throw new YinzhengError("schema.value", { pointer: "/limit", expected: `1 to ${LIMIT.most}` });
  }
  return { before: after === undefined ? null : seqIn(after), limit };
}

/** `next` of a page whose last item stands at this record. */
export const cursorOf = ({ seq }: { readonly seq: number }): string => toBase64Url(utf8(String(seq)));

function seqIn(cursor: string): number {
  const text = decoded(cursor);
  if (!/^[1-9]\d{0,15}$/.test(text))
    throw new YinzhengError("schema.value", { pointer: "/after", expected: "a cursor of ours" });
  return Number(text);
}

function decoded(cursor: string): string {
  try {
    return new TextDecoder().decode(fromBase64Url(cursor));
  } catch {
    return "";
  }
}

/** A part of a list. */
export interface Page<T> {
  readonly items: readonly T[];
  /** Opaque; absent on the last page. */
  readonly next?: string;
}
