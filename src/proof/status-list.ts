import { toBase64Url, toHex } from "../crypto/encoding.ts";
import { gzip } from "../crypto/gzip.ts";
import { sha256 } from "../crypto/hash.ts";
import type { Hex, Seconds } from "../domain/bytes.ts";
import { canonicalize, type JsonObject } from "../domain/canonical.ts";
import { BASE_CONTEXT } from "../domain/context.ts";
import { LIST_PURPOSES } from "../domain/credential-shape.ts";
import { formatInstant } from "../domain/dates.ts";
import type { MemberKey } from "../domain/member.ts";
import { CELL_STATES, type CellState } from "../domain/status.ts";
import { pooledEvidence } from "./build.ts";
import type { Evidence } from "./bundle.ts";
import { checkpointBody } from "./checkpoint.ts";
import { jcsBytes } from "./ids.ts";
import type { ListKey } from "./list-position.ts";
import type { LogHead } from "./log-head.ts";

/** Registered name and version of the format: docs/format/status-list.md. */
export const STATUS_LIST_FORMAT = "yinzheng-status-list/1";
/** Media type of a status list file. */
export const STATUS_LIST_MEDIA_TYPE = "application/vnd.yinzheng.status-list+json";
/** Bits of one cell: one for each purpose. */
export const BITS_PER_CELL = LIST_PURPOSES.length;

/** One batch in a list: its cell i is the list's cell offset + i. */
export interface ListedBatch {
  readonly batchId: Hex;
  readonly offset: number;
  /** As anchored. */
  readonly size: number;
  /** Head of the batch's status changes at the list's block. */
  readonly statusHead: Hex;
}

/** What a list was made from, in the credential itself, so that witnesses can make it again from the log alone. */
export interface ListSource extends ListKey {
  readonly registryId: Hex;
  readonly memberId: Hex;
  readonly typeId: Hex;
  readonly block: { readonly number: number; readonly hash: Hex; readonly time: Seconds };
  /** The evidence log at that block. */
  readonly log: LogHead;
  /** Leaves of the log up to the last report of a compromised key or officer of the member, that one included; 0: none. */
  readonly lastCompromise: number;
  /** Every batch of the list that the log holds, ascending by offset. */
  readonly batches: readonly ListedBatch[];
}

/** A status list file, read and of the right shape; nothing in it has been verified. */
export interface StatusList {
  readonly format: typeof STATUS_LIST_FORMAT;
  /** The W3C BitstringStatusListCredential, with the member's proof. */
  readonly credential: JsonObject;
  /** The key of that proof; what it was good for at the list's block, the evidence says. */
  readonly key: Pick<MemberKey, "keyId" | "suite" | "publicKey">;
  /** State of that key's slot at the list's block. */
  readonly evidence: Evidence;
  /** Signed note of witnesses over `listNoteBody`; "" until one has answered. */
  readonly checkpoint: string;
}

/** A list as it was read: the file, what its credential says, and the bits that `encodedList` holds. */
export interface ReadStatusList {
  readonly file: StatusList;
  readonly view: ListView;
  readonly bits: Uint8Array;
}

/** What a list credential says. */
export interface ListView {
  readonly url: string;
  /** 32 hex digits: the last part of the URL. */
  readonly id: string;
  readonly issuer: string;
  readonly validFrom: Seconds;
  readonly validUntil: Seconds;
  readonly encodedList: string;
  readonly source: ListSource;
}

/** The list's credential before it is signed. */
export function listCredential(list: Omit<ListView, "id"> & { readonly context: string }): JsonObject {
  const { url, issuer, context, encodedList, source } = list;
  return {
    "@context": [BASE_CONTEXT, context],
    id: url,
    type: ["VerifiableCredential", "BitstringStatusListCredential"],
    issuer,
    validFrom: formatInstant(list.validFrom),
    validUntil: formatInstant(list.validUntil),
    credentialSubject: {
      id: `${url}#list`,
      type: "BitstringStatusList",
      statusPurpose: [...LIST_PURPOSES],
      encodedList,
    },
    listSource: source as unknown as JsonObject,
  };
}

/** The text of a status list file: JCS, proof nodes pooled as in a bundle. */
export function statusListText(list: StatusList): string {
  return canonicalize({ ...list, evidence: pooledEvidence(list.evidence) } as unknown as JsonObject);
}

/** What names a list: SHA-256 over the JCS form of its credential without `proof`, whose tag is `listSource.registryId`. */
export function listDigest({ proof: _, ...credential }: JsonObject): Hex {
  return toHex(sha256(jcsBytes(credential)));
}

/**
 * The text that witnesses co-sign: the checkpoint of the list's block with one more extension line,
 * `status-list <id> <digest>`. It has five lines, so it is never taken for a bundle's checkpoint, which has four.
 */
export function listNoteBody(
  { registryId, block, log }: Pick<ListSource, "registryId" | "block" | "log">,
  id: string,
  digest: Hex,
): string {
  const { number, hash } = block;
  return `${checkpointBody(registryId, { ...log, block: { number, hash } })}status-list ${id} ${digest}\n`;
}

/** `encodedList` of W3C Bitstring Status List v1.0: multibase base64url of the GZIP of the bits. */
export async function encodeBits(bits: Uint8Array): Promise<string> {
  return `u${toBase64Url(await gzip(bits))}`;
}

/** A list of so many cells in which all are active. */
export const noBits = (cells: number): Uint8Array => new Uint8Array((cells * BITS_PER_CELL) / 8);

/** Writes the two bits of one position; the first bit of a byte is the left-most. */
export function writeState(bits: Uint8Array, position: number, state: CellState): void {
  const number = CELL_STATES.indexOf(state);
  for (let bit = 0; bit < BITS_PER_CELL; bit++) {
    const index = position * BITS_PER_CELL + bit;
    if ((number & (2 >> bit)) !== 0) bits[index >> 3] = (bits[index >> 3] ?? 0) | (0x80 >> (index & 7));
  }
}

/** The state at a position: bit 2p is the high bit of its number, bit 2p + 1 the low one. */
export function readState(bits: Uint8Array, position: number): CellState {
  const bit = (index: number): number => ((bits[index >> 3] ?? 0) >> (7 - (index & 7))) & 1;
  const first = position * BITS_PER_CELL;
  return CELL_STATES[2 * bit(first) + bit(first + 1)] ?? "active";
}
