import { isDate } from "./dates.ts";
import type { ErrorCode } from "./errors.ts";

const PATTERN = /^\d{17}[0-9X]$/;
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECKS = "10X98765432";
/** GB/T 2260 provinces; 81 to 83 stand in residence permits of people from Hong Kong, Macao and Taiwan. */
const PROVINCES = /^(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3])/;
/** Nobody older is alive to be given a certificate. */
const EARLIEST_BIRTH = "1850-01-01";

/**
 * What is wrong with a citizen's identity number (公民身份号码, GB 11643-1999); undefined when nothing is. Counties come
 * and go, so only the province is looked at. `today` (YYYY-MM-DD), where given, refuses a birth after it.
 */
export function citizenIdFault(
  id: string,
  today?: string,
): Extract<ErrorCode, "schema.pattern" | "schema.date" | "schema.check_digit"> | undefined {
  if (!PATTERN.test(id) || !PROVINCES.test(id)) return "schema.pattern";
  const birth = `${id.slice(6, 10)}-${id.slice(10, 12)}-${id.slice(12, 14)}`;
  if (!isDate(birth) || birth < EARLIEST_BIRTH || (today !== undefined && birth > today)) return "schema.date";
  const sum = WEIGHTS.reduce((total, weight, i) => total + weight * Number(id[i]), 0);
  return id[17] === CHECKS[sum % 11] ? undefined : "schema.check_digit";
}

/** True for a well-formed citizen's identity number. */
export function isCitizenId(id: string, today?: string): boolean {
  return citizenIdFault(id, today) === undefined;
}
