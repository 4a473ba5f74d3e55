import { fromBase64, toBase64, utf8 } from "./encoding.ts";
import { ensure } from "./failure.ts";

/** A text and who signed it: C2SP signed note, https://c2sp.org/signed-note */
export interface Note {
  /** The signed text, with its last newline. */
  readonly body: string;
  readonly signatures: readonly NoteSignature[];
}

export interface NoteSignature {
  readonly name: string;
  /** 4 bytes. */
  readonly keyId: Uint8Array;
  /** What stands after the key id; what it means is the signature type's. */
  readonly bytes: Uint8Array;
}

const MAX_BYTES = 64 * 1024;
const MAX_SIGNATURES = 64;
const KEY_ID_BYTES = 4;
/** Key names are not empty and hold no Unicode space (ECMAScript's \s lacks U+0085), no plus sign. */
const KEY_NAME = /^[^\s\u0085+]+$/u;
// biome-ignore lint/suspicious/noControlCharactersInRegex: refusing them is the point
const CONTROL = /[\u0000-\u0009\u000b-\u001f]/;

/** Whether a text may name a key in a note. */
export function isKeyName(name: string): boolean {
  return name.isWellFormed() && KEY_NAME.test(name) && !CONTROL.test(name);
}

/** A note of this body (which ends in a newline) and signature lines. Throws `schema.pattern` where parseNote would. */
export function formatNote(body: string, lines: readonly string[]): string {
  const text = `${body}\n${lines.join("")}`;
  check(parseNote(text).body === body, "a body that the signatures can be told from");
  return text;
}

/** The signature line `— <name> base64(key id ‖ bytes)` with its newline; formatNote checks it. */
export function formatSignature({ name, keyId, bytes }: NoteSignature): string {
  return `— ${name} ${toBase64(Uint8Array.of(...keyId, ...bytes))}\n`;
}

/**
 * Splits a note; checks its form and no signature. Throws `schema.pattern` on control characters, a line after the last
 * blank line that is no signature, none or more than 64 signatures, or more than 64 KiB.
 */
export function parseNote(text: string): Note {
  check(text.length <= MAX_BYTES && utf8(text).length <= MAX_BYTES, `at most ${MAX_BYTES} bytes`);
  check(!CONTROL.test(text), "no control characters but newline");
  const split = text.lastIndexOf("\n\n");
  check(split >= 0 && text.endsWith("\n"), "a text, a blank line and signature lines, ended by a newline");
  const lines = text.slice(split + 2, -1).split("\n");
  check(lines.length <= MAX_SIGNATURES, `at most ${MAX_SIGNATURES} signatures`);
  return { body: text.slice(0, split + 1), signatures: lines.map(parseSignature) };
}

function parseSignature(line: string): NoteSignature {
  const [dash, name = "", base64 = "", ...more] = line.split(" ");
  check(dash === "—" && more.length === 0 && isKeyName(name), "a signature line: — <name> <base64>");
  const bytes = fromBase64(base64);
  check(bytes.length > KEY_ID_BYTES, "a key id of 4 bytes and a signature");
  return { name, keyId: bytes.slice(0, KEY_ID_BYTES), bytes: bytes.slice(KEY_ID_BYTES) };
}

function check(condition: boolean, expected: string): asserts condition {
  ensure(condition, "note", expected);
}
