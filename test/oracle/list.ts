import { gunzipSync } from "node:zlib";
import { type Evidence, evidenceShape, expanded, type Pooled } from "./bundle.ts";
import { hex, must, tagged, toHex, uint, text as utf8 } from "./bytes.ts";
import { isObject, type JsonObject, readJson } from "./json.ts";
import { anyObject, anyText, bytes, integer, list, object, oneOf, text, upToBytes } from "./shape.ts";
import { instant } from "./words.ts";

/** A status list file (status-list.md): its shape, and what it says. Nothing in it is verified here. */
export interface Listed {
  readonly batchId: string;
  readonly offset: number;
  readonly size: number;
  readonly statusHead: string;
}

export interface Source {
  readonly registryId: string;
  readonly memberId: string;
  readonly typeId: string;
  readonly block: { readonly number: number; readonly hash: string; readonly time: number };
  readonly log: { readonly size: number; readonly root: string };
  readonly key: string;
  readonly cells: number;
  readonly lastCompromise: number;
  readonly batches: readonly Listed[];
}

export interface StatusList {
  readonly id: string;
  readonly issuer: string;
  readonly validFrom: number;
  readonly validUntil: number;
  readonly source: Source;
  readonly bits: Uint8Array;
  readonly credential: JsonObject;
  readonly key: { readonly keyId: string; readonly suite: string; readonly publicKey: string };
  readonly evidence: Evidence;
  readonly checkpoint: string;
}

const word = bytes(32);
const time = integer(2 ** 40);
const LOG = integer(2 ** 26);
const CELLS = integer(2 ** 20);
const source = object({
  registryId: word,
  memberId: word,
  typeId: word,
  block: object({ number: integer(), hash: word, time }),
  log: object({ size: LOG, root: word }),
  key: bytes(16),
  cells: CELLS,
  lastCompromise: LOG,
  batches: list(object({ batchId: word, offset: integer(2 ** 20 - 1), size: CELLS, statusHead: word }), 2 ** 14),
});
const credential = object({
  "@context": list(anyText(2048), 2, 2),
  id: text(/^https?:\/\/[A-Za-z0-9.-]+(?::\d{1,5})?\/v1\/status-lists\/[0-9a-f]{32}$/, 2048),
  type: list(anyText(64), 2, 2),
  issuer: anyText(512),
  validFrom: anyText(32),
  validUntil: anyText(32),
  credentialSubject: object({
    id: anyText(2048),
    type: oneOf("BitstringStatusList"),
    statusPurpose: list(anyText(16), 2, 2),
    encodedList: text(/^u[A-Za-z0-9_-]*$/),
  }),
  listSource: source,
  proof: anyObject,
});
const file = object({
  format: oneOf("yinzheng-status-list/1"),
  credential,
  key: object({
    keyId: word,
    suite: oneOf("eddsa-jcs-2022", "ecdsa-jcs-2019", "sm2-jcs-2026"),
    publicKey: upToBytes(256),
  }),
  evidence: evidenceShape,
  checkpoint: anyText(65_536),
});

interface Written {
  readonly credential: JsonObject & {
    "@context": [string, string];
    id: string;
    type: [string, string];
    issuer: string;
    validFrom: string;
    validUntil: string;
    credentialSubject: { id: string; statusPurpose: [string, string]; encodedList: string };
  };
  readonly key: StatusList["key"];
  readonly evidence: Pooled;
  readonly checkpoint: string;
}

/** Throws a Fault for what is no status list. */
export function readList(contents: string): StatusList {
  const value = readJson(utf8(contents));
  file(value);
  must(isObject(value), "not an object");
  const read = value as unknown as Written;
  const { credential: own } = read;
  const [validFrom, validUntil] = [instant(own.validFrom), instant(own.validUntil)];
  must(validFrom !== null && validUntil !== null, "no instants");
  const w3c =
    own["@context"][0] === "https://www.w3.org/ns/credentials/v2" &&
    own.type.join() === "VerifiableCredential,BitstringStatusListCredential" &&
    own.credentialSubject.statusPurpose.join() === "revocation,suspension" &&
    own.credentialSubject.id === `${own.id}#list`;
  must(w3c, "no status list credential");
  const from = own.listSource as unknown as Source;
  placed(from);
  return {
    id: own.id.slice(-32),
    issuer: own.issuer,
    validFrom,
    validUntil,
    source: from,
    bits: bitsOf(own.credentialSubject.encodedList, from.cells / 4),
    credential: own,
    key: read.key,
    evidence: expanded(read.evidence),
    checkpoint: read.checkpoint,
  };
}

/** Cells a power of four; batches ascending, none over another, none beyond the list, each once. */
function placed({ cells, batches }: Source): void {
  must(cells >= 4 && 4 ** Math.round(Math.log2(cells) / 2) === cells, "not a power of four");
  const ends = batches.map(({ offset, size }) => offset + size);
  must(
    batches.every(({ offset }, i) => offset >= (ends[i - 1] ?? 0) && (ends[i] ?? 0) <= cells),
    "batches over one another, or beyond the list",
  );
  must(new Set(batches.map(({ batchId }) => batchId)).size === batches.length, "a batch twice");
}

function bitsOf(encoded: string, length: number): Uint8Array {
  const packed = Buffer.from(encoded.slice(1), "base64url");
  must(packed.toString("base64url") === encoded.slice(1), "not base64url");
  const bits = new Uint8Array(gunzipSync(packed, { maxOutputLength: length }));
  must(bits.length === length, "bits of another length");
  return bits;
}

/** P: eight rounds of a Feistel network over the two halves of the number. */
export function position({ key, cells }: Source, cell: number): number {
  const half = Math.sqrt(cells);
  let [left, right] = [Math.floor(cell / half), cell % half];
  for (let round = 0; round < 8; round++) {
    const digest = tagged("yinzheng/list/v1", hex(key), uint(round, 1), uint(right, 4));
    const f = Number(toHex(digest.subarray(0, 4))) % half;
    [left, right] = [right, left ^ f];
  }
  return left * half + right;
}

/** State number at a position: two bits, the left-most first. */
export const stateAtPlace = (bits: Uint8Array, place: number): number =>
  ((bits[place >> 2] ?? 0) >> (6 - 2 * (place & 3))) & 3;
