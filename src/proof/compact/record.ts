import { fromBase45, toBase45 } from "../../crypto/base45.ts";
import type { Hex, Seconds } from "../../domain/bytes.ts";
import { isYinzhengError, YinzhengError } from "../../domain/errors.ts";
import { KEY_SUITES, type KeySuite } from "../../domain/member.ts";
import { MAX_INDEX, SUCCESSION_KINDS, type SuccessionKind } from "../../domain/succession.ts";
import { OFFLINE_PREFIX } from "../codes.ts";
import { readAlphanumeric, writeAlphanumeric } from "./alphanumeric.ts";
import { CodeReader, CodeWriter, fault } from "./bytes.ts";

/** What the bytes of an offline code say: docs/format/code.md. `subject` is read by the certificate's type. */
export interface CodeRecord {
  /** First bytes of what is named: 4 of the registryId, 8 of the batchId, 4 of the digests of context and type. */
  readonly registry: Hex;
  readonly batch: Hex;
  readonly context: Hex;
  readonly type: Hex;
  readonly index: number;
  /** In the status list. */
  readonly position: number;
  readonly serial: string;
  readonly version: number;
  readonly validFrom: Seconds;
  readonly validUntil: Seconds | null;
  /** The cell of the same member whose certificate this one replaces. */
  readonly replaces: { readonly batchId: Hex; readonly index: number; readonly kind: SuccessionKind } | null;
  readonly salt: Hex;
  readonly proofs: readonly CodeProof[];
  /** Empty where the code holds no path. */
  readonly path: readonly Hex[];
  readonly subject: Uint8Array;
}

/** A Data Integrity proof; `key`: the first 4 bytes of its keyId. */
export interface CodeProof {
  readonly suite: KeySuite;
  readonly key: Hex;
  readonly created: Seconds;
  readonly signature: Hex;
}

/** Bytes of what is named by its first bytes. */
export const PREFIX = { registry: 4, batch: 8, context: 4, type: 4, key: 4 } as const;

const VERSION = 1;
const UNTIL = 1;
const REPLACES = 2;
const SERIAL = { min: 8, max: 32 } as const;
const MAX_VERSION = 999;
const MAX_POSITION = 2 ** 20 - 1;
const MAX_PROOFS = 8;
/** Levels of the largest batch. */
const MAX_PATH = 20;
const SIGNATURE_BYTES = 64;
const WORD = 32;
const SUITES = Object.keys(KEY_SUITES) as readonly KeySuite[];

/** The text of an offline code. */
export function recordText(record: CodeRecord): string {
  const { validUntil, replaces, serial } = record;
  const writer = new CodeWriter().byte(VERSION);
  writer.hex(record.registry).hex(record.batch).hex(record.context).hex(record.type);
  writer.byte((validUntil === null ? 0 : UNTIL) + (replaces === null ? 0 : REPLACES));
  writer.uint(record.index).uint(record.position).byte(serial.length);
  writeAlphanumeric(writer, serial);
  writer.uint(record.version).int(record.validFrom);
  if (validUntil !== null) writer.int(validUntil);
  if (replaces !== null)
    writer.byte(SUCCESSION_KINDS.indexOf(replaces.kind)).hex(replaces.batchId).uint(replaces.index);
  writer.hex(record.salt).byte(record.proofs.length);
  for (const { suite, key, created, signature } of record.proofs)
    writer.byte(KEY_SUITES[suite]).hex(key).int(created).hex(signature);
  writer.byte(record.path.length);
  for (const node of record.path) writer.hex(node);
  return OFFLINE_PREFIX + toBase45(writer.put(record.subject).bytes);
}

/** What the text of an offline code says. Its form is right afterwards, and nothing else. Throws `qr.format`. */
export function readRecord(text: string): CodeRecord {
  const reader = new CodeReader(bytesOf(text));
  if (reader.byte() !== VERSION) throw fault("version 1");
  const [registry, batch] = [reader.hex(PREFIX.registry), reader.hex(PREFIX.batch)];
  const [context, type] = [reader.hex(PREFIX.context), reader.hex(PREFIX.type)];
  const flags = reader.byte(UNTIL + REPLACES);
  const [index, position] = [reader.uint(MAX_INDEX), reader.uint(MAX_POSITION)];
  const length = reader.byte(SERIAL.max);
  if (length < SERIAL.min) throw fault("a serial of 8 to 32 characters");
  const serial = readAlphanumeric(reader, length);
  const version = reader.uint(MAX_VERSION);
  const validFrom = readTime(reader);
  const validUntil = (flags & UNTIL) === 0 ? null : readTime(reader);
  const replaces = (flags & REPLACES) === 0 ? null : readReplaces(reader);
  const salt = reader.hex(16);
  const proofs = Array.from({ length: reader.byte(MAX_PROOFS) }, () => readProof(reader));
  const path = Array.from({ length: reader.byte(MAX_PATH) }, () => reader.hex(WORD));
  const subject = reader.rest();
  const cell = { registry, batch, context, type, index, position };
  return { ...cell, serial, version, validFrom, validUntil, replaces, salt, proofs, path, subject };
}

function bytesOf(text: string): Uint8Array {
  if (!text.startsWith(OFFLINE_PREFIX)) throw fault(OFFLINE_PREFIX);
  try {
    return fromBase45(text.slice(OFFLINE_PREFIX.length));
  } catch (cause) {
    if (!isYinzhengError(cause, "schema.pattern")) throw cause;
    throw new YinzhengError("qr.format", { expected: "base45" }, cause);
  }
}

/** Instants that can be written in four digits of year. */
const FIRST_SECOND = -62_135_596_800;
const LAST_SECOND = 253_402_300_799;

function readTime(reader: CodeReader): Seconds {
  const time = reader.int();
  if (time < FIRST_SECOND || time > LAST_SECOND) throw fault("an instant from the years 1 to 9999");
  return time;
}

function readReplaces(reader: CodeReader): NonNullable<CodeRecord["replaces"]> {
  const kind = SUCCESSION_KINDS[reader.byte()];
  if (kind === undefined) throw fault("a way of replacing");
  return { kind, batchId: reader.hex(WORD), index: reader.uint(MAX_INDEX) };
}

function readProof(reader: CodeReader): CodeProof {
  const number = reader.byte();
  const suite = SUITES.find((name) => KEY_SUITES[name] === number);
  if (suite === undefined) throw fault("a suite that is known");
  return { suite, key: reader.hex(PREFIX.key), created: readTime(reader), signature: reader.hex(SIGNATURE_BYTES) };
}
