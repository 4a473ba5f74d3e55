import { concat } from "./encoding.ts";
import { demand, ensure } from "./failure.ts";

/**
 * Signatures r ‖ s (64 bytes) as certificates and OpenSSL hold them: DER of SEQUENCE { r INTEGER, s INTEGER }.
 * Sources: ECDSA-Sig-Value, RFC 3279 §2.2.3; SM2Signature, GM/T 0009-2012; DER, ITU-T X.690 §8.3 and §10.1.
 */
const SIGNATURE_BYTES = 64;
const NUMBER_BYTES = 32;
const SEQUENCE = 0x30;
const INTEGER = 0x02;

/** DER of a signature r ‖ s: 8 to 72 bytes. Throws `internal` unless it has 64 bytes. */
export function derOfSignature(signature: Uint8Array): Uint8Array {
  demand(signature.length === SIGNATURE_BYTES, `a signature of ${SIGNATURE_BYTES} bytes`);
  const body = concat(integer(signature.subarray(0, NUMBER_BYTES)), integer(signature.subarray(NUMBER_BYTES)));
  return concat(Uint8Array.of(SEQUENCE, body.length), body);
}

/**
 * Strict inverse of derOfSignature: a short r or s is padded to 32 bytes. Throws `schema.pattern` on anything but the
 * one DER encoding of two integers from 0 to 2^256 − 1: other tags, long-form lengths, leading zeros that are not needed,
 * negative numbers, trailing bytes. That r and s are in 1…n−1 is checked when the signature is verified.
 */
export function signatureOfDer(der: Uint8Array): Uint8Array {
  ensure(der[0] === SEQUENCE && der[1] === der.length - 2, "der", "one SEQUENCE, and nothing after it");
  const signature = new Uint8Array(SIGNATURE_BYTES);
  let offset = 2;
  for (const end of [NUMBER_BYTES, SIGNATURE_BYTES]) {
    const length = der[offset + 1] ?? 0;
    const bytes = der.subarray(offset + 2, offset + 2 + length);
    ensure(der[offset] === INTEGER && length > 0 && bytes.length === length, "der", "two INTEGERs");
    const [first = 0, second = 0] = bytes;
    ensure(first < 0x80, "der", "no negative number");
    ensure(first !== 0 || length === 1 || second >= 0x80, "der", "no leading zero that is not needed");
    const digits = first === 0 ? bytes.subarray(1) : bytes;
    ensure(digits.length <= NUMBER_BYTES, "der", `numbers of at most ${NUMBER_BYTES} bytes`);
    signature.set(digits, end - digits.length);
    offset += 2 + length;
  }
  ensure(offset === der.length, "der", "two INTEGERs, and nothing after them");
  return signature;
}

function integer(bytes: Uint8Array): Uint8Array {
  const start = bytes.findIndex((byte) => byte !== 0);
  const digits = start === -1 ? Uint8Array.of(0) : bytes.subarray(start);
  const sign = (digits[0] ?? 0) >= 0x80 ? Uint8Array.of(0) : new Uint8Array();
  return concat(Uint8Array.of(INTEGER, sign.length + digits.length), sign, digits);
}
