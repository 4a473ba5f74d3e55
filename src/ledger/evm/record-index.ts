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
const MEMBER = kindOf("yinzheng/log/member/v1");
const EVENTS = { admitted: asciiWord("admitted"), added: asciiWord("officer-added") } as const;

/** profile, threshold, officers {account, role, notBefore, notAfter, limits {typeId, notBefore, notAfter}[]}[] */
const ADMITTED = ["bytes32", "uint8", "tuple(address,uint8,uint40,uint40,tuple(bytes32,uint40,uint40)[])[]"];

/** Places of the log's records by what they are about. */
export class RecordIndex {
  readonly #anchors = new Map<string, RecordPlace>();
  readonly #changes = new Map<string, RecordPlace[]>();
  readonly #officers = new Map<Hex, Set<Hex>>();

  /** Takes in the record at the next place of the log. */
  add(data: Hex, place: RecordPlace): void {
    const { kind, body } = leafOf(data);
    if (kind === ANCHOR) this.#anchors.set(anchorKey(body), place);
    if (kind === STATUS) this.#addChange(body, place);
    if (kind === MEMBER) this.#addOfficers(body);
  }

  anchor(memberId: Hex, batchId: Hex): RecordPlace | null {
    return this.#anchors.get(keyOf(memberId, batchId)) ?? null;
  }

  /** Oldest first. */
  changes(memberId: Hex, batchId: Hex): readonly RecordPlace[] {
    return this.#changes.get(keyOf(memberId, batchId)) ?? [];
  }

  /** Everyone who ever was an officer of the member. */
  officers(memberId: Hex): readonly Hex[] {
    return [...(this.#officers.get(memberId) ?? [])];
  }

  #addChange(body: Hex, place: RecordPlace): void {
    const [change] = abiDecode(["StatusChange"], body);
    const { memberId, batchId }: { memberId?: Hex; batchId?: Hex } = Object(change);
    const key = keyOf(memberId ?? "0x", batchId ?? "0x");
    this.#changes.set(key, [...(this.#changes.get(key) ?? []), place]);
  }

  #addOfficers(body: Hex): void {
    const [memberId, event, data] = abiDecode(["bytes32", "bytes32", "bytes"], body).map(String);
    const officers = this.#officers.get(`0x${memberId?.slice(2)}`) ?? new Set();
    for (const account of accountsOf(event ?? "", `0x${data?.slice(2)}`)) officers.add(account);
    this.#officers.set(`0x${memberId?.slice(2)}`, officers);
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
  return keyOf(`0x${body.slice(2, 66)}`, `0x${body.slice(130, 194)}`);
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
