/** Codes, dates and text of certificate.md, "Values". Each answers whether the text is well formed. */

const USCC_DIGITS = "0123456789ABCDEFGHJKLMNPQRTUWXY";
const DIGITS_36 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/** GB 32100-2015: powers of 3 modulo 31; positions 9 to 17 by GB 11714-1997. */
export function isCreditCode(code: string): boolean {
  if (!/^[1-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{8}[0-9X][0-9A-HJ-NPQRTUWXY]$/.test(code)) return false;
  let sum = 0;
  let weight = 1;
  for (const digit of code.slice(0, 17)) {
    sum += weight * USCC_DIGITS.indexOf(digit);
    weight = (weight * 3) % 31;
  }
  const organisation = [3, 7, 9, 10, 5, 8, 4, 2].reduce(
    (total, by, i) => total + by * DIGITS_36.indexOf(code[8 + i] ?? ""),
    0,
  );
  const check = (11 - (organisation % 11)) % 11;
  return code[17] === USCC_DIGITS[(31 - (sum % 31)) % 31] && code[16] === (check === 10 ? "X" : String(check));
}

/** GB 11643-1999: province, a birth date that exists, from 1850 on, ISO 7064 MOD 11-2. */
export function isCitizenId(id: string): boolean {
  if (!/^(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3])\d{15}[\dX]$/.test(id)) return false;
  const birth = `${id.slice(6, 10)}-${id.slice(10, 12)}-${id.slice(12, 14)}`;
  let check = 0;
  for (const digit of id) check = (check * 2 + (digit === "X" ? 10 : Number(digit))) % 11;
  return isDate(birth) && birth >= "1850-01-01" && check === 1;
}

const LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** YYYY-MM-DD of a day of the proleptic Gregorian calendar, from year 1. */
export function isDate(date: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) return false;
  const [year = 0, month = 0, day = 0] = date.split("-").map(Number);
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const last = month === 2 && leap ? 29 : (LENGTHS[month - 1] ?? 0);
  return year >= 1 && day >= 1 && day <= last;
}

/** Seconds since 1970 of an RFC 3339 instant in whole seconds; null for anything else. */
export function instant(value: string): number | null {
  const [, date = "", hour = "", minute = "", second = "", zone = ""] =
    /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):([0-5]\d):([0-5]\d)(Z|[+-](?:0\d|1[0-4]):[0-5]\d)$/.exec(value) ?? [];
  if (!isDate(date) || zone === "-00:00") return null;
  const [year = 0, month = 0, day = 0] = date.split("-").map(Number);
  const offset = zone === "Z" ? 0 : Number(zone.slice(1, 3)) * 3600 + Number(zone.slice(4)) * 60;
  const time = daysBefore(year, month) * 86_400 + (day - 1) * 86_400 + Number(hour) * 3600 + Number(minute) * 60;
  return time + Number(second) - (zone.startsWith("-") ? -offset : offset);
}

/** Days from 1970-01-01 to the first of a month. */
function daysBefore(year: number, month: number): number {
  const y = year - 1;
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const months = LENGTHS.slice(0, month - 1).reduce((sum, days) => sum + days, 0) + (leap && month > 2 ? 1 : 0);
  return y * 365 + Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400) + months - 719_162;
}

/** The rules of text, in any order, as all must hold. */
export function isText(value: string, max: number): boolean {
  const plain = value
    .replace(/(?<=[\p{Ideographic}\u{20000}-\u{3fffd}])[\u{fe00}-\u{fe0f}\u{e0100}-\u{e01ef}]/gu, "")
    .replace(/(?<=\p{Script=Mongolian})[\u180b-\u180f\u202f]/gu, "");
  const refused = [
    /^$/,
    /\p{Noncharacter_Code_Point}/u,
    /[\p{Cc}\p{Zl}\p{Zp}]/u,
    /\p{Bidi_Control}/u,
    /\p{Co}/u,
    /^[ \u3000]/,
    /[ \u3000]$/,
  ];
  const refusedPlain = [/[\p{Default_Ignorable_Code_Point}\p{Cf}\u2800]/u, /[^\P{Zs} \u3000]/u];
  return (
    value.isWellFormed() &&
    value.normalize("NFC") === value &&
    !refused.some((rule) => rule.test(value)) &&
    !refusedPlain.some((rule) => rule.test(plain)) &&
    [...plain].length <= max
  );
}

/** ISO/IEC 7064 MOD 37,36 over digits and capitals. */
export function checkCharacter(value: string): string {
  let product = 36;
  for (const character of value) {
    const sum = (product + DIGITS_36.indexOf(character)) % 36;
    product = ((sum === 0 ? 36 : sum) * 2) % 37;
  }
  return DIGITS_36[(37 - product) % 36] ?? "";
}

export const isTypeCode = (code: string): boolean => /^.{18}\d{3}$/.test(code) && isCreditCode(code.slice(0, 18));

export interface Identifier {
  readonly typeCode: string;
  readonly issuerCode: string;
  readonly serial: string;
  readonly version: number;
}

/** GB/T 36904-2018; null for what is no certificate identifier. */
export function identifier(value: string): Identifier | null {
  const [, typeCode = "", issuerCode = "", serial = "", version = "", check = ""] =
    /^1\.2\.156\.3005\.2\.([0-9A-Z]{21})\.([0-9A-Z]{18}|\d{6})\.([0-9A-Z]{8,32})\.(\d{3})\.([0-9A-Z])$/.exec(value) ??
    [];
  const right =
    isTypeCode(typeCode) &&
    (issuerCode.length === 6 || isCreditCode(issuerCode)) &&
    version !== "000" &&
    checkCharacter(typeCode + issuerCode + serial + version) === check;
  return right ? { typeCode, issuerCode, serial, version: Number(version) } : null;
}
