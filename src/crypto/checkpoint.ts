import { fromBase64, fromHex, toBase64, toHex } from "./encoding.ts";
import { ensure } from "./failure.ts";
import { HASH_BYTES } from "./hash.ts";

/** A head of the evidence log, and the block whose state it was read from. Hashes have 32 bytes. */
export interface Checkpoint {
  /** Unique name of the log: one line, not empty. */
  readonly origin: string;
  readonly size: number;
  readonly root: Uint8Array;
  readonly block: { readonly number: number; readonly hash: Uint8Array };
}

/** Decimal without leading zeros. */
const DECIMAL = "(?:0|[1-9][0-9]{0,15})";
const BLOCK_LINE = new RegExp(`^block (${DECIMAL}) (0x[0-9a-f]{64})$`);
const SIZE_LINE = new RegExp(`^${DECIMAL}$`);
// biome-ignore lint/suspicious/noControlCharactersInRegex: refusing them is the point
const CONTROL = /[\u0000-\u001f\u007f]/;

/**
 * The note text of a checkpoint: origin, size, root in base64 and the extension line `block <number> <0xhash>`, each
 * line ended by a newline. Throws `schema.pattern` where parseCheckpoint would refuse it.
 * Source: https://c2sp.org/tlog-checkpoint; the extension line is ours (design §3.3).
 */
export function formatCheckpoint({ origin, size, root, block }: Checkpoint): string {
  const body = `${origin}\n${size}\n${toBase64(root)}\nblock ${block.number} ${toHex(block.hash)}\n`;
  parseCheckpoint(body);
  return body;
}

/**
 * Strict inverse of formatCheckpoint: throws `schema.pattern` unless there are exactly these four lines, numbers are
 * plain decimals up to 2^53 − 1 and hashes have 32 bytes. Says nothing of signatures.
 */
export function parseCheckpoint(body: string): Checkpoint {
  const [origin = "", sizeLine = "", rootLine = "", blockLine = "", last, ...more] = body.split("\n");
  check(last === "" && more.length === 0, "four lines, each ended by a newline");
  check(origin !== "" && origin.isWellFormed() && !CONTROL.test(origin), "an origin");
  check(SIZE_LINE.test(sizeLine), "a size in decimal");
  const [, number, hash] = BLOCK_LINE.exec(blockLine) ?? [];
  check(number !== undefined && hash !== undefined, "the line: block <number> <0xhash>");
  const root = fromBase64(rootLine);
  check(root.length === HASH_BYTES, "a root of 32 bytes");
  return { origin, size: safe(sizeLine), root, block: { number: safe(number), hash: fromHex(hash) } };
}

function safe(decimal: string): number {
  const value = Number(decimal);
  check(Number.isSafeInteger(value), "numbers up to 2^53 − 1");
  return value;
}

function check(condition: boolean, expected: string): asserts condition {
  ensure(condition, "checkpoint", expected);
}
