import type { Hex, Seconds } from "../../../src/domain/bytes.ts";
import { KEY_CUSTODY, OFFICER_ROLES, type OfficerRole } from "../../../src/domain/member.ts";

/** Storage words of layout member/1, packed from the least significant bit up. */

/** The end of what has none. */
export const FOREVER: Seconds = 2 ** 40 - 1;

export interface Term {
  readonly notBefore: Seconds;
  readonly notAfter: Seconds;
  readonly compromisedSince: Seconds;
}

function pack(...fields: readonly (readonly [value: number, bits: number])[]): bigint {
  return fields.reduceRight((word, [value, bits]) => (word << BigInt(bits)) | BigInt(value), 0n);
}

const termFields = ({ notBefore, notAfter, compromisedSince }: Term): [number, number][] => [
  [notBefore, 40],
  [notAfter, 40],
  [compromisedSince, 40],
];

export const memberWord = (member: { admittedAt: Seconds; closedAt: Seconds; threshold: number }): bigint =>
  pack([member.admittedAt, 40], [member.closedAt, 40], [0, 40], [0, 40], [1, 32], [member.threshold, 8], [2, 8]);

export const officerWord = (role: OfficerRole | null, limited: boolean, term: Term): bigint =>
  pack([role === null ? 0 : OFFICER_ROLES[role], 8], [Number(limited), 8], ...termFields(term));

export const windowWord = ({ notBefore, notAfter }: Term): bigint => pack([notBefore, 40], [notAfter, 40]);

export const keyWord = (
  term: Term,
  { suite, purposes, custody = KEY_CUSTODY.hosted }: { suite: number; purposes: number; custody?: number },
): bigint => pack([suite, 8], [custody, 8], [purposes, 16], ...termFields(term));

export const hashWord = (hash: Hex): bigint => BigInt(hash);
