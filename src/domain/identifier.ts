import { YinzhengError } from "./errors.ts";
import { isUscc } from "./uscc.ts";

/** Root of every certificate identifier, GB/T 36904-2018. */
export const IDENTIFIER_ROOT = "1.2.156.3005.2";
/** Length of our random serials (design §3.1). */
export const SERIAL_LENGTH = 20;
/** Characters of a serial. */
export const SERIAL_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

const TYPE_CODE = /^([0-9A-Z]{18})\d{3}$/;
const REGION_CODE = /^\d{6}$/;
const SERIAL = /^[0-9A-Z]{8,32}$/;
const VERSION = /^(?!000)\d{3}$/;

/** The parts of a certificate identifier (电子证照标识). */
export interface CertificateIdentifier {
  /** 证照类型代码: unified social credit code of the defining body and three digits. */
  readonly typeCode: string;
  /** 颁发机构代码: unified social credit code of the issuer; in old certificates also a region code of six digits. */
  readonly issuerCode: string;
  /** 流水号: 8 to 32 digits and capital letters. */
  readonly serial: string;
  /** 版本号, from 1. */
  readonly version: number;
}

/** True for a certificate type code (GB/T 36903): a unified social credit code and three digits. */
export function isTypeCode(code: string): boolean {
  return isUscc(TYPE_CODE.exec(code)?.[1] ?? "");
}

/**
 * A certificate identifier by GB/T 36904-2018, with its check character.
 *
 * @example buildIdentifier({ typeCode: "11100000000013338W011", issuerCode: "11430000006122244L", serial: "20230000403",
 *   version: 1 }) // "1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.001.U"
 * @throws schema.pattern for a part that is not written as it must be
 */
export function buildIdentifier(parts: CertificateIdentifier, pointer = ""): string {
  const { typeCode, issuerCode, serial } = parts;
  const version = String(parts.version).padStart(3, "0");
  requireParts(parts, version, pointer);
  const check = checkCharacter(typeCode + issuerCode + serial + version);
  return [IDENTIFIER_ROOT, typeCode, issuerCode, serial, version, check].join(".");
}

/**
 * The parts of a certificate identifier.
 *
 * @throws schema.pattern where it is not one; schema.check_digit where the check character does not match
 */
export function parseIdentifier(text: string, pointer = ""): CertificateIdentifier {
  const [typeCode = "", issuerCode = "", serial = "", version = "", check, ...more] = text.startsWith(
    `${IDENTIFIER_ROOT}.`,
  )
    ? text.slice(IDENTIFIER_ROOT.length + 1).split(".")
    : [];
  requirePart(VERSION.test(version), "version", pointer);
  const parts = { typeCode, issuerCode, serial, version: Number(version) };
  requireParts(parts, version, pointer);
  if (more.length === 0 && check === checkCharacter(typeCode + issuerCode + serial + version)) return parts;
  const right = buildIdentifier(parts, pointer);
  const onlyCheck = check?.length === 1 && text.slice(0, -1) === right.slice(0, -1);
  throw new YinzhengError(onlyCheck ? "schema.check_digit" : "schema.pattern", { pointer, part: "check" });
}

const VALUES = Int8Array.from({ length: 128 }, (_, code) => SERIAL_ALPHABET.indexOf(String.fromCharCode(code)));

/** ISO/IEC 7064 MOD 37,36 (hybrid) over digits and capital letters. */
export function checkCharacter(text: string): string {
  let product = 36;
  for (let i = 0; i < text.length; i++) {
    product = (product + (VALUES[text.charCodeAt(i)] ?? -1)) % 36 || 36;
    product = (product * 2) % 37;
  }
  return SERIAL_ALPHABET.charAt((37 - product) % 36);
}

function requireParts({ typeCode, issuerCode, serial }: CertificateIdentifier, version: string, pointer: string): void {
  requirePart(isTypeCode(typeCode), "typeCode", pointer);
  requirePart(isUscc(issuerCode) || REGION_CODE.test(issuerCode), "issuerCode", pointer);
  requirePart(SERIAL.test(serial), "serial", pointer);
  requirePart(VERSION.test(version), "version", pointer);
}

function requirePart(right: boolean, part: string, pointer: string): void {
  if (!right) throw new YinzhengError("schema.pattern", { pointer, part });
}
