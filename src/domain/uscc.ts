import type { ErrorCode } from "./errors.ts";

/** GB 32100-2015: digits and letters without I, O, S, V, Z. */
const ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY";
const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
/** GB 11714-1997: positions 9 to 17 are an organisation code with a check digit of its own. */
const ORG_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const ORG_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2];
/** Registering department, category, region (6 digits), organisation code (9), check. */
const PATTERN = /^[1-9A-HJ-NPQRTUWXY][1-9A-HJ-NPQRTUWXY]\d{6}[0-9A-HJ-NPQRTUWXY]{8}[0-9X][0-9A-HJ-NPQRTUWXY]$/;

/**
 * What is wrong with a unified social credit code (统一社会信用代码); undefined when nothing is. It says that the code is
 * well formed, not that it was ever given to anybody.
 */
export function usccFault(code: string): Extract<ErrorCode, "schema.pattern" | "schema.check_digit"> | undefined {
  if (!PATTERN.test(code)) return "schema.pattern";
  const org = 11 - (weighted(code.slice(8, 16), ORG_ALPHABET, ORG_WEIGHTS) % 11);
  const orgCheck = org === 10 ? "X" : String(org % 11);
  // The outer mod matters: a sum divisible by 31 gives check 0, not position 31.
  const check = ALPHABET[(31 - (weighted(code.slice(0, 17), ALPHABET, WEIGHTS) % 31)) % 31];
  return code[16] === orgCheck && code[17] === check ? undefined : "schema.check_digit";
}

/** True for a well-formed unified social credit code. */
export function isUscc(code: string): boolean {
  return usccFault(code) === undefined;
}

function weighted(text: string, alphabet: string, weights: readonly number[]): number {
  const values = VALUES[alphabet] ?? [];
  let sum = 0;
  for (let i = 0; i < weights.length; i++) sum += (weights[i] ?? 0) * (values[text.charCodeAt(i)] ?? 0);
  return sum;
}

/** Value of each character, by its code: these are checked again with every certificate. */
const VALUES: Readonly<Record<string, Int8Array>> = Object.fromEntries(
  [ALPHABET, ORG_ALPHABET].map((alphabet) => [
    alphabet,
    Int8Array.from({ length: 128 }, (_, code) => alphabet.indexOf(String.fromCharCode(code))),
  ]),
);
