import { AbiCoder } from "ethers";
import type { Hex } from "../../domain/bytes.ts";
import { abiDecode, kindOf, leafOf } from "./struct.ts";

/** Where a record stands: leaf index in the log, and block. */
export interface RecordPlace {
  readonly index: number;
  readonly block: number;
}

const ANCHOR = kindOf("yinzheng/log/anchor/v1");
const STATUS = kindOf("yinzheng/log/status/v1");
const ADOPT = kindOf("yinzheng/log/adopt/v1");
const CLAIM = kindOf("yinzheng/log/claim/v1");
const SEAL = kindOf("yinzheng/log/seal/v1");
const USED = asciiWord("used");
const MEMBER = kindOf("yinzheng/log/member/v1");
const EVENTS = { admitted: asciiWord("admitted"), added: asciiWord("officer-added"), key: asciiWord("key") } as const;

/** profile, threshold, officers {account, role, notBefore, notAfter, limits {typeId, notBefore, notAfter}[]}[] */
const ADMITTED = ["bytes32", "uint8", "tuple(address,uint8,uint40,uint40,tuple(bytes32,uint40,uint40)[])[]"];

/** keyId, suite, purposes, custody, notBefore, notAfter, publicKey, possession */
const KEY = ["bytes32", "uint8", "uint16", "uint8", "uint40", "uint40", "bytes", "bytes"];

/** A key as its registration names it: what no storage slot holds. */
export interface RegisteredKey {
  readonly keyId: Hex;
  readonly publicKey: Hex;
}

/** Places of the log's records by what they are about. */
export class RecordIndex {
  readonly #anchors = new Map<string, RecordPlace>();
  readonly #changes = new Map<string, RecordPlace[]>();
  readonly #claims = new Map<string, RecordPlace>();
  /** Of what became of each seal, but for its uses. */
  readonly #seals = new Map<Hex, RecordPlace[]>();
  readonly #uses = new Map<string, RecordPlace>();
  readonly #officers = new Map<Hex, Set<Hex>>();
  readonly #keys = new Map<Hex, RegisteredKey[]>();

  /** Takes in the record at the next place of the log. */
  add(data: Hex, place: RecordPlace): void {
    const { kind, body } = leafOf(data);
    if (kind === ANCHOR) this.#anchors.set(anchorKey(body), place);
    if (kind === STATUS) this.#addChange(body, place);
    if (kind === ADOPT) this.#place(keyOf(word(body, 1), word(body, 2)), place);
    if (kind === CLAIM) this.#claims.set(nullifierIn(body), place);
    if (kind === SEAL) this.#addSeal(body, place);
    if (kind === MEMBER) this.#addMember(body);
  }

  anchor(memberId: Hex, batchId: Hex): RecordPlace | null {
    return this.#anchors.get(keyOf(memberId, batchId)) ?? null;
  }

  /** Of the records that hold them, oldest first: one for each change made here, before them those of adoptions. */
  changes(memberId: Hex, batchId: Hex): readonly RecordPlace[] {
    return this.#changes.get(keyOf(memberId, batchId)) ?? [];
  }

  claim(nullifier: Hex): RecordPlace | null {
    return this.#claims.get(nullifier) ?? null;
  }

  /** Of the records of what became of a seal, its uses apart, oldest first. */
  seal(sealId: Hex): readonly RecordPlace[] {
    return this.#seals.get(sealId) ?? [];
  }

  sealUse(sealId: Hex, memberId: Hex, batchId: Hex): RecordPlace | null {
    return this.#uses.get(`${sealId}${keyOf(memberId, batchId)}`) ?? null;
  }

  /** Everyone who ever was an officer of the member. */
  officers(memberId: Hex): readonly Hex[] {
    return [...(this.#officers.get(memberId) ?? [])];
  }

  /** Every key that was ever registered for the member, in that order. */
  keys(memberId: Hex): readonly RegisteredKey[] {
    return this.#keys.get(memberId) ?? [];
  }

  #addChange(body: Hex, place: RecordPlace): void {
    const [change] = abiDecode(["StatusChange"], body);
    const { memberId, batchId }: { memberId?: Hex; batchId?: Hex } = Object(change);
    this.#place(keyOf(memberId ?? "0x", batchId ?? "0x"), place);
  }

  /** Without decoding the rest: sealId, what, offset and length of the data, which begins with the order. */
  #addSeal(body: Hex, place: RecordPlace): void {
    const sealId = word(body, 0);
    if (word(body, 1) === USED) this.#uses.set(`${sealId}${keyOf(word(body, 4), word(body, 7))}`, place);
    else this.#seals.set(sealId, [...this.seal(sealId), place]);
  }

  #place(key: string, place: RecordPlace): void {
    this.#changes.set(key, [...(this.#changes.get(key) ?? []), place]);
  }

  #addMember(body: Hex): void {
    const [memberId, event, data] = abiDecode(["bytes32", "bytes32", "bytes"], body).map(hex);
    if (memberId === undefined || event === undefined || data === undefined) return;
    const officers = this.#officers.get(memberId) ?? new Set();
    for (const account of accountsOf(event, data)) officers.add(account);
    this.#officers.set(memberId, officers);
    if (event !== EVENTS.key) return;
    const [keyId, , , , , , publicKey] = abiDecode(KEY, data).map(hex);
    if (keyId !== undefined && publicKey !== undefined)
      this.#keys.set(memberId, [...this.keys(memberId), { keyId, publicKey }]);
  }
}

/** The accounts that a member record makes officers (docs/format/chain.md). */
function accountsOf(event: string, data: Hex): Hex[] {
  if (event === EVENTS.added) return abiDecode(["address"], data).map(hex);
  if (event !== EVENTS.admitted) return [];
  const [, , officers] = AbiCoder.defaultAbiCoder().decode(ADMITTED, data);
  return Array.isArray(officers) ? officers.map((officer) => hex(Object(officer)[0])) : [];
}

/** Without decoding the rest: memberId is the first word of an Anchor, batchId the third. */
function anchorKey(body: Hex): string {
  return keyOf(word(body, 0), word(body, 2));
}

function word(body: Hex, at: number): Hex {
  return `0x${body.slice(2 + 64 * at, 66 + 64 * at)}`;
}

/** The address in the first word. */
function nullifierIn(body: Hex): string {
  return `0x${body.slice(26, 66)}`;
}

function keyOf(memberId: Hex, batchId: Hex): string {
  return `${memberId}${batchId}`;
}

function asciiWord(text: string): string {
  return `0x${Buffer.from(text, "ascii").toString("hex").padEnd(64, "0")}`;
}

function hex(text: unknown): Hex {
  return `0x${String(text).slice(2).toLowerCase()}`;
}
