/**
 * The line before the revisions that a stamping adds to a file (docs/decisions/0054-seals-in-pdf.md): how long the file was, and the number of the
 * object that is to hold the proof. It stands where it says that the file ended.
 */
export const stampMarkerOf = (original: number, data: number): string =>
  `\n%yinzheng-stamp/1 original ${original} data ${data}\n`;

const STAMP = /\n%yinzheng-stamp\/1 original (\d{1,8}) data (\d{1,7})\n/g;

/** Where a stamping begins. */
export interface Stamp {
  /** Length of the file that was stamped. */
  readonly original: number;
  /** Number of the object that holds the proof. */
  readonly data: number;
  /** Where the revisions begin. */
  readonly from: number;
}

/** The last stamping of a file; null: it has none. */
export function lastStamp(text: string): Stamp | null {
  let last: Stamp | null = null;
  for (const { 0: line, 1: original, 2: data, index } of text.matchAll(STAMP))
    if (Number(original) === index) last = { original: index, data: Number(data), from: index + line.length };
  return last;
}
