import { ensure } from "../../crypto/failure.ts";

/** The DER value at the beginning; the room behind it is zeros. Throws `schema.pattern`. */
export function withoutPadding(bytes: Uint8Array, what: string): Uint8Array {
  const count = (bytes[1] ?? 0) >= 0x80 ? (bytes[1] ?? 0) & 0x7f : 0;
  ensure(count <= 4, what, "a definite length");
  const length =
    count === 0 ? (bytes[1] ?? 0) : bytes.subarray(2, 2 + count).reduce((sum, byte) => sum * 256 + byte, 0);
  const end = 2 + count + length;
  ensure(
    bytes.subarray(end).every((byte) => byte === 0),
    what,
    "zeros behind the signature",
  );
  return bytes.slice(0, end);
}
