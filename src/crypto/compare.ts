import * as native from "#native";

/** `equal` for long byte strings, at the machine's own speed where there is one. Not constant in time. */
export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return native.sameBytes(a, b);
}

/** Where `part` begins in `bytes`, at `from` or later; −1 where it doesn't. */
export function indexOfBytes(bytes: Uint8Array, part: Uint8Array, from: number): number {
  return native.indexOfBytes(bytes, part, from);
}
