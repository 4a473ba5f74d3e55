/** A file's bytes as text, one character for each byte, so that places in the one are places in the other. */
export function latin1(bytes: Uint8Array, from = 0, to = bytes.length): string {
  const pieces: string[] = [];
  // In pieces, since a call takes only so many arguments.
  for (let at = from; at < to; at += 8192) {
    pieces.push(String.fromCharCode(...bytes.subarray(at, Math.min(at + 8192, to))));
  }
  return pieces.join("");
}

/** The bytes of a text whose characters are all below U+0100. */
export function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}
