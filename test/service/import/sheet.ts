import type { JsonObject } from "../../../src/domain/canonical.ts";
import { isUscc } from "../../../src/domain/uscc.ts";
import { LICENCE } from "../harness.ts";

const CHECKS = "0123456789ABCDEFGHJKLMNPQRTUWXY";
const ORG_CHECKS = "0123456789X";

/** The n-th of many unified social credit codes, all well formed: its two check digits are found by trying. */
export function usccOf(n: number): string {
  const body = `91371000${String(n).padStart(8, "0")}`;
  for (const org of ORG_CHECKS) {
    for (const check of CHECKS) if (isUscc(body + org + check)) return body + org + check;
  }
  throw new Error(`no code ${n}`);
}

/** A licence of the n-th enterprise. */
export function licenceOf(n: number): JsonObject {
  return {
    ...LICENCE,
    unifiedSocialCreditCode: usccOf(n),
    name: `环翠区${"福禄寿喜".slice(0, 1 + (n % 4))}面馆第${n}号店`,
  };
}

/** JSON Lines for licences of the first `count` enterprises. */
export function linesOf(count: number, first = 0): Uint8Array {
  const lines = Array.from({ length: count }, (_, i) => JSON.stringify({ subject: licenceOf(first + i) }));
  return Buffer.from(lines.join("\n"));
}

/** The same as a sheet: a header, a row of comments, and lines that end as `newline` says. */
export function csvOf(licences: readonly JsonObject[], newline = "\r\n"): string {
  const names = Object.keys(licences[0] ?? LICENCE);
  const cell = (value: unknown): string => `"${String(value).replaceAll('"', '""')}"`;
  const rows = licences.map((licence) => names.map((name) => cell(licence[name])).join(","));
  return [names.join(","), `#说明${",".repeat(names.length - 1)}`, ...rows, ""].join(newline);
}
