import { toHex } from "../crypto/encoding.ts";
import { demand } from "../crypto/failure.ts";

/** What a live code begins with: one that is shown once and soon worthless. */
export const LIVE_PREFIX = "YZ2:";
/** Random bytes of a live code: nobody guesses one in its minute. */
export const LIVE_BYTES = 16;

const FORM = /^YZ2:[0-9A-F]{32}$/;

/**
 * The text of a live code: it says nothing, it names what a service keeps under it. Capitals and digits, which a QR code
 * packs closely and a keyboard has.
 *
 * @param random 16 bytes; throws `internal` for another number
 */
export function liveCodeOf(random: Uint8Array): string {
  demand(random.length === LIVE_BYTES, `${LIVE_BYTES} random bytes`);
  return LIVE_PREFIX + toHex(random).slice(2).toUpperCase();
}

/** Has this text the form of a live code? */
export function isLiveCode(text: string): boolean {
  return FORM.test(text);
}
