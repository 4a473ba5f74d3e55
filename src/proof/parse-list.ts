import { fromBase64Url } from "../crypto/encoding.ts";
import { gunzip } from "../crypto/gzip.ts";
import { BATCH_SIZE } from "../domain/anchor.ts";
import type { JsonObject, JsonValue } from "../domain/canonical.ts";
import { BASE_CONTEXT } from "../domain/context.ts";
import { LIST_PURPOSES } from "../domain/credential-shape.ts";
import { parseInstant } from "../domain/dates.ts";
import { isYinzhengError, YinzhengError } from "../domain/errors.ts";
import { parseJson } from "../domain/json.ts";
import { KEY_SUITES, type KeySuite } from "../domain/member.ts";
import { readEvidence } from "./parse-evidence.ts";
import { seal } from "./sealed.ts";
import { type Reader, shapes } from "./shape.ts";
import {
  BITS_PER_CELL,
  type ListSource,
  type ListView,
  type ReadStatusList,
  STATUS_LIST_FORMAT,
  type StatusList,
} from "./status-list.ts";

/** Longest status list file, in bytes. */
export const MAX_LIST_BYTES = 8 * 2 ** 20;
/** Most JSON values in one: 16,384 batches of 16 cells fill the smallest list. */
const MAX_LIST_VALUES = 200_000;
const MAX_BATCHES = 2 ** 14;
const LIST_URL = /^https?:\/\/[A-Za-z0-9.-]+(?::\d{1,5})?\/v1\/status-lists\/([0-9a-f]{32})$/;

const { hex, uint, text, oneOf, list, object, json } = shapes("list.format");
const word = hex(32);
const time = uint(2 ** 40);

const file: Reader<StatusList> = object({
  format: oneOf([STATUS_LIST_FORMAT]),
  credential: json,
  key: object({ keyId: word, suite: oneOf(Object.keys(KEY_SUITES) as KeySuite[]), publicKey: hex({ max: 256 }) }),
  evidence: readEvidence,
  checkpoint: text(65_536),
});

const batch = object({
  batchId: word,
  offset: uint(BATCH_SIZE.max - 1),
  size: uint(BATCH_SIZE.max),
  statusHead: word,
});
const source: Reader<ListSource> = object({
  registryId: word,
  memberId: word,
  typeId: word,
  block: object({ number: uint(), hash: word, time }),
  log: object({ size: uint(2 ** 26), root: word }),
  key: hex(16),
  cells: uint(BATCH_SIZE.max),
  lastCompromise: uint(2 ** 26),
  batches: list(batch, MAX_BATCHES),
});

const subject = object({
  id: text(2048),
  type: oneOf(["BitstringStatusList"]),
  statusPurpose: list(oneOf(LIST_PURPOSES), LIST_PURPOSES.length),
  encodedList: text(MAX_LIST_BYTES),
});

const credential = object({
  "@context": list(text(2048), 2),
  id: text(2048),
  type: list(oneOf(["VerifiableCredential", "BitstringStatusListCredential"]), 2),
  issuer: text(512),
  validFrom: text(32),
  validUntil: text(32),
  credentialSubject: subject,
  listSource: source,
  proof: json,
});

/**
 * A status list from untrusted bytes. Its shape is right afterwards, and `bits` are what `encodedList` holds; nothing in
 * it has been verified. Throws `json.*` and `list.format`, the latter with a JSON pointer.
 */
export async function parseStatusList(bytes: Uint8Array): Promise<ReadStatusList> {
  if (bytes.length > MAX_LIST_BYTES) throw fault("", `at most ${MAX_LIST_BYTES} bytes`);
  const read = seal(readFile(parseJson(bytes, { nodes: MAX_LIST_VALUES })));
  const view = seal(readListCredential(read.credential, "/credential"));
  return { file: read, view, bits: await bitsOf(view) };
}

/** What a list credential says; throws `list.format`. */
export function readListCredential(value: JsonObject, pointer: string): ListView {
  const read = credential(value, pointer);
  const { credentialSubject, listSource, issuer, id: url } = read;
  const [, id] = LIST_URL.exec(url) ?? [];
  if (id === undefined) throw fault(`${pointer}/id`, "a URL that ends in /v1/status-lists/ and 32 hex digits");
  const times = [parseInstant(read.validFrom), parseInstant(read.validUntil)];
  const [validFrom, validUntil] = times;
  if (validFrom === undefined || validUntil === undefined) throw fault(`${pointer}/validFrom`, "RFC 3339 instants");
  const w3c =
    read["@context"][0] === BASE_CONTEXT &&
    read.type.join() === "VerifiableCredential,BitstringStatusListCredential" &&
    credentialSubject.statusPurpose.join() === LIST_PURPOSES.join() &&
    credentialSubject.id === `${url}#list`;
  if (!w3c) throw fault(pointer, "a BitstringStatusListCredential for revocation and suspension");
  requirePlaces(listSource, `${pointer}/listSource`);
  return { url, id, issuer, validFrom, validUntil, encodedList: credentialSubject.encodedList, source: listSource };
}

/** The bits of a list; throws `list.format` unless there are exactly as many as its cells have. */
export async function bitsOf({ encodedList, source: { cells } }: ListView): Promise<Uint8Array> {
  const size = (cells * BITS_PER_CELL) / 8;
  try {
    const bits = encodedList.startsWith("u") ? await gunzip(fromBase64Url(encodedList.slice(1)), size) : null;
    if (bits?.length === size) return bits;
  } catch (cause) {
    if (!isYinzhengError(cause, "schema.pattern")) throw cause;
  }
  throw fault("/credential/credentialSubject/encodedList", `u and base64url of the GZIP of ${size} bytes`);
}

/** Each batch has cells of its own, within the list. */
function requirePlaces({ cells, batches }: ListSource, pointer: string): void {
  if (cells < 4 || !Number.isInteger(Math.log2(cells) / 2)) throw fault(`${pointer}/cells`, "a power of four");
  let free = 0;
  for (const [i, { offset, size }] of batches.entries()) {
    if (offset < free || offset + size > cells) {
      throw fault(`${pointer}/batches/${i}`, "ascending order of offset, no cell twice, none beyond the list");
    }
    free = offset + size;
  }
  if (new Set(batches.map(({ batchId }) => batchId)).size !== batches.length)
    throw fault(`${pointer}/batches`, "each batch once");
}

/** Faults of the evidence carry the code of a bundle: here it is part of a list. */
function readFile(value: JsonValue): StatusList {
  try {
    return file(value, "");
  } catch (cause) {
    if (!isYinzhengError(cause, "bundle.format")) throw cause;
    throw new YinzhengError("list.format", cause.detail, cause);
  }
}

const fault = (pointer: string, expected: string): YinzhengError =>
  new YinzhengError("list.format", { pointer, expected });
