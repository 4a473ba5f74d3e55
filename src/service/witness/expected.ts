import { fromHex, toHex } from "../../crypto/encoding.ts";
import { sha256 } from "../../crypto/hash.ts";
import type { LogRecord } from "../../crypto/log-read.ts";
import { leafHash } from "../../crypto/merkle.ts";
import type { Hex, Seconds } from "../../domain/bytes.ts";
import type { ContractName } from "../../domain/network.ts";
import * as slots from "../../proof/slots.ts";
import type { Batches } from "./batches.ts";
import type { MemberModel, Members, Window } from "./members.ts";

/** What a slot must hold; `mask`: the bits of it that the log decides, all where absent. */
export interface Expectation {
  readonly slot: slots.Slot;
  readonly value: bigint;
  readonly mask?: bigint;
}

/** Something whose state follows from the log: a member, a batch or a claim. */
export interface Subject {
  /** For whoever is told that its state is another. */
  readonly name: string;
  readonly expected: () => readonly Expectation[];
}

/** Registries whose storage nothing changes but records of these kinds; pauses are in no record, so AnchorRegistry is not one. */
const WRITERS = {
  memberRegistry: ["member", "status"],
  statusRegistry: ["status", "adopt", "continue"],
  claimRegistry: ["claim"],
} as const satisfies Partial<Record<ContractName, readonly LogRecord["kind"][]>>;
export type Settled = keyof typeof WRITERS;
export const SETTLED = Object.keys(WRITERS) as readonly Settled[];

/** Everything in a member's first word but what its officers revoked on a day: 4 times u40, u32, u8, u8. */
const DECIDED = (1n << 208n) - 1n;

/** What the registries must hold if the log is all that ever happened, as layouts member/1, anchor/1, status/1 and claim/1 have it. */
export class Expected {
  readonly #members: Members;
  readonly #batches: Batches;
  readonly #records = new Map<string, Hex>();
  readonly #subjects = new Map<string, Subject>();
  readonly #due = new Set<Subject>();
  /** By size of the log. */
  readonly #writes: Readonly<Record<Settled, number[]>> = {
    memberRegistry: [0],
    statusRegistry: [0],
    claimRegistry: [0],
  };

  constructor(members: Members, batches: Batches) {
    this.#members = members;
    this.#batches = batches;
  }

  /** Everything that the log ever spoke of, in the order in which it first did. */
  get subjects(): readonly Subject[] {
    return [...this.#subjects.values()];
  }

  /** How many of the first `size` records have changed this registry's storage: while it is the same, so is the storage. */
  writes(registry: Settled, size = this.#writes[registry].length - 1): number {
    return this.#writes[registry][size] ?? 0;
  }

  /** What it has spoken of since `settle`. */
  get due(): readonly Subject[] {
    return [...this.#due];
  }

  /** The registries were found to hold what they must. */
  settle(): void {
    this.#due.clear();
  }

  /** Takes note of a leaf, after the models have taken its record. `due`: its state has not been compared yet. */
  take(
    { record, data, time }: { readonly record: LogRecord; readonly data: Hex; readonly time: Seconds },
    due: boolean,
  ): void {
    for (const registry of SETTLED) {
      const kinds: readonly string[] = WRITERS[registry];
      this.#writes[registry].push(this.writes(registry) + (kinds.includes(record.kind) ? 1 : 0));
    }
    const subject = this.#subjectOf(record, data, time);
    if (subject === null) return;
    const known = this.#subjects.get(subject.name) ?? subject;
    this.#subjects.set(known.name, known);
    if (due) this.#due.add(known);
  }

  #subjectOf(record: LogRecord, data: Hex, time: Seconds): Subject | null {
    switch (record.kind) {
      case "member":
        return { name: `member ${record.memberId}`, expected: () => this.#member(record.memberId) };
      case "anchor":
        return this.#batch(record.anchor, hashOf(data));
      case "burn":
        return this.#batch(record, hashOf(data));
      case "status":
        return this.#batch(record.change);
      case "adopt": {
        const { adoption } = record.adopted;
        return this.#batch(adoption, adoption.last ? adoption.record : undefined);
      }
      case "claim":
        return { name: `claim ${record.nullifier}`, expected: () => claimed(record, time) };
      default:
        return null;
    }
  }

  #batch({ memberId, batchId }: { readonly memberId: Hex; readonly batchId: Hex }, record?: Hex): Subject {
    const key = `${memberId}/${batchId}`;
    if (record !== undefined) this.#records.set(key, record);
    const expected = (): readonly Expectation[] => [
      { slot: slots.recordSlot(memberId, batchId), value: BigInt(this.#records.get(key) ?? 0) },
      { slot: slots.statusHeadSlot(memberId, batchId), value: BigInt(this.#batches.head(memberId, batchId)) },
    ];
    return { name: `batch ${key}`, expected };
  }

  #member(memberId: Hex): readonly Expectation[] {
    const member = this.#members.get(memberId);
    return [
      { slot: slots.memberSlot(memberId), value: memberValue(member), mask: DECIDED },
      { slot: slots.profileSlot(memberId), value: BigInt(member.profile) },
      ...[...member.scopes].map(([typeId, scope]) => ({
        slot: slots.scopeSlot(memberId, typeId),
        value: windowValue(scope),
      })),
      ...[...member.officers].flatMap(([account, { role, limits, notBefore, notAfter, compromisedSince }]) => [
        {
          slot: slots.officerSlot(memberId, account),
          value: packed(
            [role, 8],
            [limits === null ? 0 : 1, 8],
            [notBefore, 40],
            [notAfter, 40],
            [compromisedSince, 40],
          ),
        },
        ...[...(limits ?? [])].map(([typeId, limit]) => ({
          slot: slots.officerTypeSlot(memberId, account, typeId),
          value: windowValue(limit),
        })),
      ]),
      ...[...member.keys].map(([keyId, { suite, custody, purposes, notBefore, notAfter, compromisedSince }]) => ({
        slot: slots.keySlot(memberId, keyId),
        value: packed(
          [suite, 8],
          [custody, 8],
          [purposes, 16],
          [notBefore, 40],
          [notAfter, 40],
          [compromisedSince, 40],
        ),
      })),
    ];
  }
}

const hashOf = (data: Hex): Hex => toHex(leafHash(sha256, fromHex(data)));

function claimed({ nullifier, commitment }: LogRecord & { kind: "claim" }, time: Seconds): readonly Expectation[] {
  return [
    { slot: slots.claimSlot(nullifier), value: BigInt(commitment) },
    { slot: slots.claimTimeSlot(nullifier), value: BigInt(time) },
  ];
}

const memberValue = (member: MemberModel): bigint =>
  packed(
    [member.admittedAt, 40],
    [member.closedAt, 40],
    [member.frozenSince, 40],
    [member.frozenUntil, 40],
    [member.epoch, 32],
    [member.threshold, 8],
    [member.count, 8],
  );

const windowValue = ({ notBefore, notAfter }: Window): bigint => packed([notBefore, 40], [notAfter, 40]);

/** Fields of a storage word, from the least significant bit up. */
function packed(...fields: readonly (readonly [value: number, bits: number])[]): bigint {
  let [word, at] = [0n, 0n];
  for (const [value, bits] of fields) {
    word |= BigInt(value) << at;
    at += BigInt(bits);
  }
  return word;
}
