import type { BundleFiles } from "../bundle.ts";
import type { Context } from "../context.ts";
import type { DocumentDesk } from "../documents/desk.ts";
import { Quota } from "../quota.ts";
import type { Codes } from "./codes.ts";
import { makeCode } from "./make.ts";
import { madeCodes, redeemedCodes } from "./read.ts";
import { redeemCode } from "./redeem.ts";

const MINUTE = 60;
/** Codes that one caller makes in a minute: a city's app at its busiest hour, and no more. */
export const MADE_A_MINUTE = 600;
/** Codes that nobody made, and one caller brings in a minute: somebody guesses, or a scanner is broken. */
export const GUESSES_A_MINUTE = 20;

/** The verbs on live codes, over one service. */
export function codesOf(context: Context, files: BundleFiles, desk: DocumentDesk): Codes {
  const made = new Quota(MADE_A_MINUTE, MINUTE);
  const guesses = new Quota(GUESSES_A_MINUTE, MINUTE);
  return {
    make: (by, request) => makeCode(context, { quota: made, desk }, by, request),
    redeem: (by, code, reason, idempotencyKey) =>
      redeemCode(context, { files, desk, guesses }, by, { code, reason, idempotencyKey }),
    made: (by, page) => madeCodes(context, by, page),
    redeemed: (by, page) => redeemedCodes(context, by, page),
  };
}
