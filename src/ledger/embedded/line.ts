import { toHex, utf8 } from "../../crypto/encoding.ts";
import { sha256, taggedHash } from "../../crypto/hash.ts";
import type { Hex, Seconds } from "../../domain/bytes.ts";

/**
 * One fact of the chain journal. `block`: this transaction will be mined at this time, written before it is. `mined`: it
 * was, as this block. `void`: the engine refused it, so no block came of it. `seq` counts `block` entries from 1.
 */
export type Entry =
  | { readonly kind: "block"; readonly seq: number; readonly time: Seconds; readonly raw: Hex }
  | { readonly kind: "mined"; readonly seq: number; readonly number: number; readonly hash: Hex }
  | { readonly kind: "void"; readonly seq: number };

/** Links every line to all before it: SHA-256(previous link ‖ body); the first follows the genesis file. */
export type Link = Uint8Array;

export function firstLink(genesisFile: string): Link {
  return taggedHash("yinzheng/chain/v1", utf8(genesisFile));
}

/** `<length of body> <link, hex> <body>\n`. The length tells a torn line from a damaged one. */
export function formatLine(entry: Entry, previous: Link): { readonly text: string; readonly link: Link } {
  const body = format(entry);
  const link = linkOf(previous, body);
  return { text: `${body.length} ${toHex(link).slice(2)} ${body}\n`, link };
}

/** The entry of a whole line without its newline; null where anything is not exactly as formatLine writes it. */
export function parseLine(text: string, previous: Link): { readonly entry: Entry; readonly link: Link } | null {
  const body = text.slice(text.indexOf(" ", text.indexOf(" ") + 1) + 1);
  const entry = parse(body);
  if (entry === null) return null;
  const line = formatLine(entry, previous);
  return line.text === `${text}\n` ? { entry, link: line.link } : null;
}

/** Whether what follows the last newline is the beginning of a line, its newline not included, that a crash cut short. */
export function isTorn(tail: string): boolean {
  // A file system may have given the file its length, but not yet its bytes.
  const written = tail.replace(/\0+$/, "");
  const header = /^(\d{1,7}) [0-9a-f]{64} /.exec(written);
  if (header === null) return /^\d{0,7}$|^\d{1,7} [0-9a-f]{0,64}$/.test(written);
  return written.length <= header[0].length + Number(header[1]);
}

function linkOf(previous: Link, body: string): Link {
  return sha256(previous, utf8(body));
}

function format(entry: Entry): string {
  if (entry.kind === "block") return `block ${entry.seq} ${entry.time} ${entry.raw}`;
  if (entry.kind === "mined") return `mined ${entry.seq} ${entry.number} ${entry.hash}`;
  return `void ${entry.seq}`;
}

function parse(body: string): Entry | null {
  const [kind, seq, second, third] = body.split(" ");
  const number = Number(second);
  if (kind === "block") return { kind, seq: Number(seq), time: number, raw: hex(third) };
  if (kind === "mined") return { kind, seq: Number(seq), number, hash: hex(third) };
  return kind === "void" ? { kind, seq: Number(seq) } : null;
}

function hex(text: string | undefined): Hex {
  return text?.startsWith("0x") ? `0x${text.slice(2)}` : "0x";
}
