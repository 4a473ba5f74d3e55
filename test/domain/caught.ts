import { type ErrorCode, isYinzhengError, type YinzhengError } from "../../src/domain/errors.ts";

/** The error of ours that `act` throws; fails where it throws none or another one. */
export function caught(act: () => unknown): YinzhengError {
  try {
    act();
  } catch (error) {
    if (isYinzhengError(error)) return error;
    throw error;
  }
  throw new Error("expected an error, got none");
}

/** Code of what `act` throws. */
export function codeOf(act: () => unknown): ErrorCode {
  return caught(act).code;
}
