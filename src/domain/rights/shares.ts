import type { Hex } from "../bytes.ts";
import { type Issue, throwIssues, YinzhengError } from "../errors.ts";

/** What a whole is divided into: a share of one part is 0.0001 %. */
export const WHOLE = 1_000_000;
/** Most holders of one title. */
export const MAX_HOLDERS = 100;

/** A holder of a title, and its part. */
export interface Share {
  readonly memberId: Hex;
  /** Of WHOLE; at least 1. */
  readonly parts: number;
}

/** Percent with at most four decimals, at most 100: `33.3333`, `50`, `0.0001`. No sign, no exponent, no needless zeros in front. */
const PERCENT = /^(0|[1-9]\d?|100)(?:\.(\d{1,4}))?$/;

/**
 * Parts of a whole from a percentage.
 *
 * @throws rights.shares with `pointer`: no number above 0 with at most four decimals
 */
export function partsOf(percent: string, pointer = ""): number {
  const [, whole = "", fraction = ""] = PERCENT.exec(percent) ?? [];
  const parts = Number(whole) * 10_000 + Number(fraction.padEnd(4, "0"));
  if (whole === "" || parts < 1 || parts > WHOLE)
    throw new YinzhengError("rights.shares", { pointer, expected: "a percentage above 0 with at most four decimals" });
  return parts;
}

/** Shares as percent, without needless zeros. */
export function percentOf(parts: number): string {
  const fraction = String(parts % 10_000)
    .padStart(4, "0")
    .replace(/0+$/, "");
  return `${Math.floor(parts / 10_000)}${fraction === "" ? "" : `.${fraction}`}`;
}

/** Throws `rights.shares` unless there is somebody, each once, and all parts together are exactly the whole. */
export function checkShares(shares: readonly Share[], pointer = ""): void {
  const issues: Issue[] = [];
  const fault = (at: string, expected: string): number => issues.push({ code: "rights.shares", pointer: at, expected });
  if (shares.length === 0 || shares.length > MAX_HOLDERS) fault(pointer, `1 to ${MAX_HOLDERS} holders`);
  shares.forEach(({ parts }, i) => {
    if (!Number.isInteger(parts) || parts < 1 || parts > WHOLE) fault(`${pointer}/${i}/parts`, `1 to ${WHOLE} parts`);
  });
  if (new Set(shares.map(({ memberId }) => memberId)).size !== shares.length) fault(pointer, "each holder once");
  const sum = shares.reduce((total, { parts }) => total + parts, 0);
  if (issues.length === 0 && sum !== WHOLE) fault(pointer, "100 percent together");
  throwIssues(issues);
}
