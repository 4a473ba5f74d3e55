import type { ErrorCode } from "../domain/errors.ts";
import { type ReadLink, readLink } from "./link.ts";
import { isLiveCode } from "./live-code.ts";
import { PLATE_PREFIX } from "./plate.ts";

/** Longest text that a QR code can hold, in characters. */
export const MAX_CODE_CHARACTERS = 4296;
/** What an offline code begins with. */
export const OFFLINE_PREFIX = "YZ1:";

/** What a scanned text is, and what it says as far as its form goes. Nothing in it is verified. */
export type ReadCode =
  /** Where a certificate is looked up, on a host that is trusted beforehand. */
  | Extract<ReadLink, { kind: "link" }>
  /** A whole certificate: `judgeCode` reads it. */
  | { readonly kind: "offline"; readonly text: string }
  /** Names what a service shows once, within a minute, to a verifier of a member. */
  | { readonly kind: "live"; readonly text: string }
  /** What stands on a thing or at an address: `readPlate` reads it. */
  | { readonly kind: "plate"; readonly text: string }
  /** Claims to be one of ours and is not; why, by the code of the error. */
  | { readonly kind: "refused"; readonly code: Extract<ErrorCode, `qr.${string}`> }
  /** Something else altogether. */
  | { readonly kind: "unknown" };

const WEB = /^https?:/i;

/**
 * Tells what a scanned code is. Never throws.
 *
 * @param origins that links may lead to: `linkOrigins` of the trust file, and what is configured beside it
 */
export function readCode(text: string, origins: readonly string[]): ReadCode {
  if (text.length > MAX_CODE_CHARACTERS) return { kind: "unknown" };
  if (text.startsWith(OFFLINE_PREFIX)) return { kind: "offline", text };
  if (isLiveCode(text)) return { kind: "live", text };
  if (text.startsWith(PLATE_PREFIX)) return { kind: "plate", text };
  return WEB.test(text.trimStart()) ? readLink(text, origins) : { kind: "unknown" };
}
