import { fromHex, toHex } from "../../crypto/encoding.ts";
import { SERIAL_ALPHABET } from "../../domain/identifier.ts";
import { type CodeReader, type CodeWriter, fault } from "./bytes.ts";

const BASE = BigInt(SERIAL_ALPHABET.length);

/** Bytes of the largest number of so many digits. */
const bytesFor = (length: number): number => Math.ceil((length * Math.log2(SERIAL_ALPHABET.length)) / 8);

/** Digits and capital letters as one number to the base 36, big-endian. Throws `qr.format` for other characters. */
export function writeAlphanumeric(writer: CodeWriter, text: string): void {
  let value = 0n;
  for (const character of text) {
    const digit = SERIAL_ALPHABET.indexOf(character);
    if (digit < 0) throw fault("digits and capital letters");
    value = value * BASE + BigInt(digit);
  }
  writer.put(fromHex(`0x${value.toString(16).padStart(2 * bytesFor(text.length), "0")}`));
}

/** Throws `qr.format` where the number has more digits. */
export function readAlphanumeric(reader: CodeReader, length: number): string {
  const text = BigInt(toHex(reader.take(bytesFor(length))))
    .toString(SERIAL_ALPHABET.length)
    .toUpperCase();
  if (text.length > length) throw fault(`${length} digits and capital letters`);
  return text.padStart(length, "0");
}
