import encodeQR from "qr";
import type { Modules } from "./sheet.ts";

/** Longest text of an offline code, in characters of the QR alphabet (ISO/IEC 18004 table 5). */
export const MAX_OFFLINE_CODE = 4296;

/** Modules of the QR code of a link, of level M, without a quiet zone. */
export const modulesOf = (text: string): Modules => encoded(text, "medium");

/** Of an offline code: level L, as it is long, and is read from a print that nobody carries in a wallet. */
export const offlineModulesOf = (text: string): Modules => encoded(text, "low");

function encoded(text: string, ecc: "low" | "medium"): Modules {
  const bordered = encodeQR(text, "raw", { ecc, border: 1 });
  return bordered.slice(1, -1).map((row) => row.slice(1, -1));
}
