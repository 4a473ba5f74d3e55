import type { Seconds } from "../../domain/bytes.ts";
import {
  KEY_CUSTODY,
  KEY_PURPOSES,
  KEY_SUITES,
  type KeyPurpose,
  type KeySuite,
  OFFICER_ROLES,
  type OfficerRole,
} from "../../domain/member.ts";

/** Packed storage words of layout `member/1` (docs/format/chain.md), from the least significant bit up. */

function unpack(word: bigint, widths: readonly number[]): readonly number[] {
  let rest = word;
  return widths.map((width) => {
    const field = rest & ((1n << BigInt(width)) - 1n);
    rest >>= BigInt(width);
    return Number(field);
  });
}

const nameOf = <K extends string>(table: Readonly<Record<K, number>>, value: number): K | null =>
  (Object.keys(table) as K[]).find((name) => table[name] === value) ?? null;

/** Word +0 of a member; times in seconds, 0 = never. */
export interface MemberWord {
  readonly admittedAt: Seconds;
  readonly closedAt: Seconds;
  readonly officerEpoch: number;
  readonly threshold: number;
}

/** Reads word +0 of a member. */
export function memberWord(word: bigint): MemberWord {
  const [admittedAt = 0, closedAt = 0, , , officerEpoch = 0, threshold = 0] = unpack(word, [40, 40, 40, 40, 32, 8]);
  return { admittedAt, closedAt, officerEpoch, threshold };
}

/** A validity with the moment from which it is no longer believed; 0 = never. */
export interface Validity {
  readonly notBefore: Seconds;
  readonly notAfter: Seconds;
  readonly compromisedSince: Seconds;
}

/** An officer of a member; `role` is null where there is none of that address. */
export interface OfficerWord extends Validity {
  readonly role: OfficerRole | null;
  readonly typesLimited: boolean;
}

/** Reads an officer's word. */
export function officerWord(word: bigint): OfficerWord {
  const [role = 0, limited = 0, notBefore = 0, notAfter = 0, compromisedSince = 0] = unpack(word, [8, 8, 40, 40, 40]);
  return { role: nameOf(OFFICER_ROLES, role), typesLimited: limited !== 0, notBefore, notAfter, compromisedSince };
}

/** Reads a window (a scope, or what an officer is limited to); one that was never set holds at no time. */
export function windowWord(word: bigint): Validity {
  const [notBefore = 0, notAfter = 0] = unpack(word, [40, 40]);
  return { notBefore, notAfter, compromisedSince: 0 };
}

/** A member's key; suite and custody are null where the number is none that we know. */
export interface KeyWord extends Validity {
  readonly suite: KeySuite | null;
  readonly custody: keyof typeof KEY_CUSTODY | null;
  readonly purposes: readonly KeyPurpose[];
}

/** Reads a key's word. */
export function keyWord(word: bigint): KeyWord {
  const [suite = 0, custody = 0, purposes = 0, notBefore = 0, notAfter = 0, compromisedSince = 0] = unpack(
    word,
    [8, 8, 16, 40, 40, 40],
  );
  const held = (Object.keys(KEY_PURPOSES) as KeyPurpose[]).filter((name) => (purposes & KEY_PURPOSES[name]) !== 0);
  return {
    suite: nameOf(KEY_SUITES, suite),
    custody: nameOf(KEY_CUSTODY, custody),
    purposes: held,
    notBefore,
    notAfter,
    compromisedSince,
  };
}

/** How a validity stands at `at`; design §3.5: notBefore ≤ at < min(notAfter, compromisedSince). */
export function standing(validity: Validity, at: Seconds): "valid" | "early" | "late" | "compromised" {
  if (at < validity.notBefore) return "early";
  if (validity.compromisedSince !== 0 && at >= validity.compromisedSince) return "compromised";
  return at < validity.notAfter ? "valid" : "late";
}
