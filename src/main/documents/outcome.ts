import { type ErrorCode, type ErrorDetail, isYinzhengError, YinzhengError } from "../../domain/errors.ts";
import type { Outcome } from "./messages.ts";

/** The end of a promise in a form that crosses between threads. */
export async function outcomeOf(work: Promise<Uint8Array>): Promise<Outcome> {
  try {
    return { ok: true, bytes: await work };
  } catch (error) {
    const { code, detail } = isYinzhengError(error) ? error : { code: null, detail: {} };
    return { ok: false, code, detail, message: error instanceof Error ? error.message : String(error) };
  }
}

/** The bytes, or the error as it was thrown on the other side. */
export function bytesIn(outcome: Outcome): Uint8Array {
  if (outcome.ok) return outcome.bytes;
  if (outcome.code === null) throw new Error(outcome.message);
  throw new YinzhengError(outcome.code as ErrorCode, outcome.detail as ErrorDetail);
}
