import type { AbiType } from "../../crypto/abi.ts";
import { abiDecode } from "../../crypto/abi-decode.ts";
import { fromHex } from "../../crypto/encoding.ts";
import type { Hex, Seconds } from "../../domain/bytes.ts";
import { KEY_CUSTODY, KEY_SUITES, OFFICER_ROLES } from "../../domain/member.ts";
import { keyIdOf } from "../../proof/ids.ts";
import {
  type MemberModel,
  type Members,
  maySign,
  type OfficerModel,
  requireThreshold,
  type Window,
} from "./members.ts";
import { keep } from "./rules.ts";

/** The only end of a freeze that the council must lift. */
const UNTIL_LIFTED = 2 ** 40 - 1;
const GUARDIAN_PERIOD: Seconds = 72 * 3600;
/** How far back officers may report a compromise themselves. */
const OWN_REACH: Seconds = 30 * 86_400;
const LEAST_THRESHOLD = 2;

/** What an event is about: one member, at the time of its block. */
interface About {
  readonly members: Members;
  readonly memberId: Hex;
  readonly time: Seconds;
}

type Limits = readonly (readonly [typeId: Hex, notBefore: Seconds, notAfter: Seconds])[];
type OfficerInput = readonly [account: Hex, role: number, notBefore: Seconds, notAfter: Seconds, limits: Limits];
type KeyInput = readonly [Hex, number, number, number, Seconds, Seconds, Hex, Hex];

interface MemberEvent {
  readonly types: readonly AbiType[];
  readonly take: (about: About, values: readonly unknown[]) => void;
}

const on = <V extends readonly unknown[]>(
  types: readonly AbiType[],
  take: (about: About, ...values: V) => void,
): MemberEvent => ({ types, take: (about, values) => take(about, ...(values as V)) });

const LIMITS: AbiType = { arrayOf: ["bytes32", "uint40", "uint40"] };
const ADDRESSES: AbiType = { arrayOf: "address" };

/** Every event of a member (docs/format/chain.md), with the rules that MemberRegistry has for it. */
const EVENTS: Readonly<Record<string, MemberEvent>> = {
  admitted: on(["bytes32", "uint8", { arrayOf: ["address", "uint8", "uint40", "uint40", LIMITS] }], admit),
  frozen: on(["uint40", "address"], freeze),
  unfrozen: on([], ({ members, memberId, time }) => {
    const member = members.get(memberId);
    keep("member.frozen", member.frozenUntil > time);
    members.set(memberId, { ...member, frozenSince: 0, frozenUntil: 0 });
  }),
  closed: on([], ({ members, memberId, time }) => {
    members.set(memberId, { ...members.open(memberId), closedAt: time });
  }),
  succeeded: on(["bytes32"], succeed),
  threshold: on(["uint8", "uint32"], setThreshold),
  "officer-added": on(["address", "uint8", "uint40", "uint40", LIMITS, "uint32"], addOfficer),
  "officer-removed": on(["address", "uint32"], removeOfficer),
  scope: on(["bytes32", "uint40", "uint40"], setScope),
  key: on(["bytes32", "uint8", "uint16", "uint8", "uint40", "uint40", "bytes", "bytes"], registerKey),
  "key-retired": on(["bytes32"], retireKey),
  "key-compromised": on(["bytes32", "uint40", ADDRESSES], compromiseKey),
  "officer-compromised": on(["address", "uint40", "uint32", ADDRESSES], compromiseOfficer),
};

/**
 * Takes a member's event into the model; false for one that we don't know. Throws `witness.refused` for one that breaks a
 * rule, `schema.pattern` for data that is not the event's; then nothing has changed.
 */
export function takeMemberEvent(about: About, event: string, data: Hex): boolean {
  const known = Object.hasOwn(EVENTS, event) ? EVENTS[event] : undefined;
  if (known === undefined) return false;
  known.take(about, abiDecode(known.types, fromHex(data)));
  return true;
}

function admit(
  { members, memberId, time }: About,
  profile: Hex,
  threshold: number,
  inputs: readonly OfficerInput[],
): void {
  keep("member.admitted", members.find(memberId) === undefined && BigInt(memberId) !== 0n);
  const officers = new Map<Hex, OfficerModel>();
  for (const [account, role, notBefore, notAfter, limits] of inputs) {
    keep("member.officer", !officers.has(account));
    officers.set(account, officerOf(role, Math.max(notBefore, time), notAfter, limits));
  }
  const roles = new Set(inputs.map(([, role]) => role));
  keep("member.admitted", roles.size === 2 && threshold >= LEAST_THRESHOLD && threshold <= officers.size);
  const blank = { closedAt: 0, successor: null, frozenSince: 0, frozenUntil: 0, revoked: { day: 0, cells: 0 } };
  const none = { scopes: new Map(), keys: new Map() };
  const count = officers.size;
  members.set(memberId, { ...blank, ...none, profile, admittedAt: time, epoch: 1, threshold, count, officers });
}

function officerOf(role: number, notBefore: Seconds, notAfter: Seconds, limits: Limits): OfficerModel {
  const known = role === OFFICER_ROLES.maker || role === OFFICER_ROLES.checker;
  keep("member.officer", known && notBefore < notAfter && limits.every(([, from, to]) => from < to));
  const windows = limits.map(([typeId, from, to]): [Hex, Window] => [typeId, { notBefore: from, notAfter: to }]);
  return { role, limits: limits.length === 0 ? null : new Map(windows), notBefore, notAfter, compromisedSince: 0 };
}

function freeze({ members, memberId, time }: About, until: Seconds): void {
  const member = members.get(memberId);
  keep("member.frozen", until > member.frozenUntil && (until === UNTIL_LIFTED || until === time + GUARDIAN_PERIOD));
  const frozenSince = member.frozenUntil <= time ? time : member.frozenSince;
  members.set(memberId, { ...member, frozenSince, frozenUntil: until });
}

function succeed({ members, memberId }: About, successor: Hex): void {
  const member = members.get(memberId);
  const before = member.successor === null ? undefined : members.get(member.successor);
  const next = members.find(successor);
  const free = before === undefined || before.closedAt !== 0;
  // The contract closes it first, which is a record of its own.
  keep("member.succession", member.closedAt !== 0 && successor !== memberId && next?.closedAt === 0 && free);
  members.set(memberId, { ...member, successor });
}

function setThreshold({ members, memberId }: About, threshold: number, epoch: number): void {
  const member = members.open(memberId);
  keep("member.epoch", epoch === member.epoch + 1);
  const lower = threshold < member.threshold;
  const fits = threshold >= LEAST_THRESHOLD && threshold !== member.threshold && (lower || threshold <= member.count);
  keep("member.threshold", fits);
  members.set(memberId, { ...member, threshold, epoch });
}

function addOfficer(
  { members, memberId, time }: About,
  ...[account, role, from, to, limits, epoch]: [...OfficerInput, number]
): void {
  const member = members.open(memberId);
  keep("member.epoch", epoch === member.epoch + 1);
  keep("member.officer", from >= time && !member.officers.has(account));
  const officers = new Map(member.officers).set(account, officerOf(role, from, to, limits));
  members.set(memberId, { ...member, officers, count: member.count + 1, epoch });
}

function removeOfficer({ members, memberId, time }: About, account: Hex, epoch: number): void {
  const member = members.get(memberId);
  const officer = member.officers.get(account);
  keep("member.epoch", epoch === member.epoch + 1);
  keep("member.officer", officer !== undefined && officer.notAfter > time);
  const officers = new Map(member.officers).set(account, { ...officer, notAfter: time });
  const count = officer.compromisedSince === 0 ? member.count - 1 : member.count;
  members.set(memberId, { ...member, officers, count, epoch });
}

/** Granted or withdrawn: an end at the block's own time is a withdrawal, which no grant can have. */
function setScope({ members, memberId, time }: About, typeId: Hex, notBefore: Seconds, notAfter: Seconds): void {
  const member = members.get(memberId);
  const before = member.scopes.get(typeId);
  if (notAfter === time) {
    keep("member.scope", before !== undefined && before.notAfter > time && before.notBefore === notBefore);
  } else {
    keep("member.closed", member.closedAt === 0);
    // What began once begins no later: what was anchored then would be out of scope.
    const began = before !== undefined && before.notBefore <= time;
    const starts = began ? notBefore === before.notBefore : notBefore >= time;
    keep("member.scope", BigInt(typeId) !== 0n && starts && Math.max(notBefore, time) < notAfter);
  }
  members.set(memberId, { ...member, scopes: new Map(member.scopes).set(typeId, { notBefore, notAfter }) });
}

function registerKey({ members, memberId, time }: About, ...input: KeyInput): void {
  const [keyId, suite, purposes, custody, notBefore, notAfter, publicKey, possession] = input;
  const member = members.open(memberId);
  const name = (Object.keys(KEY_SUITES) as (keyof typeof KEY_SUITES)[]).find((one) => KEY_SUITES[one] === suite);
  const custodies: readonly number[] = Object.values(KEY_CUSTODY);
  keep("member.key", name !== undefined && keyIdOf(name, fromHex(publicKey)) === keyId);
  keep("member.key", members.keyOwner(keyId) === undefined && purposes !== 0 && possession !== "0x");
  keep("member.key", custodies.includes(custody) && notBefore >= time && notBefore < notAfter);
  const key = { suite, custody, purposes, notBefore, notAfter, compromisedSince: 0 };
  members.set(memberId, { ...member, keys: new Map(member.keys).set(keyId, key) });
  members.ownKey(keyId, memberId);
}

function retireKey({ members, memberId, time }: About, keyId: Hex): void {
  const member = members.get(memberId);
  const key = member.keys.get(keyId);
  keep("member.key", key !== undefined && key.notAfter > time);
  members.set(memberId, { ...member, keys: new Map(member.keys).set(keyId, { ...key, notAfter: time }) });
}

function compromiseKey(
  { members, memberId, time }: About,
  keyId: Hex,
  since: Seconds,
  reporters: readonly Hex[],
): void {
  const member = members.get(memberId);
  const key = member.keys.get(keyId);
  keep("member.compromise", key !== undefined && isEarlier(since, key.compromisedSince, time));
  requireReporters(member, since, reporters, time);
  members.set(memberId, { ...member, keys: new Map(member.keys).set(keyId, { ...key, compromisedSince: since }) });
}

function compromiseOfficer(about: About, account: Hex, since: Seconds, epoch: number, reporters: readonly Hex[]): void {
  const { members, memberId, time } = about;
  const member = members.get(memberId);
  const officer = member.officers.get(account);
  keep("member.compromise", officer !== undefined && isEarlier(since, officer.compromisedSince, time));
  keep("member.epoch", epoch === member.epoch + 1);
  requireReporters(member, since, reporters, time);
  const counted = officer.compromisedSince === 0 && officer.notAfter > time;
  const officers = new Map(member.officers).set(account, { ...officer, compromisedSince: since });
  members.set(memberId, { ...member, officers, count: counted ? member.count - 1 : member.count, epoch });
}

const isEarlier = (since: Seconds, known: Seconds, time: Seconds): boolean =>
  since <= time && (known === 0 || since < known);

/** The council may report anything; from now on one officer may, and back to 30 days as many as the threshold. */
function requireReporters(member: MemberModel, since: Seconds, reporters: readonly Hex[], time: Seconds): void {
  if (reporters.length === 0) return;
  if (since !== time) {
    keep("member.compromise", since >= time - OWN_REACH);
    requireThreshold(member, reporters, time);
    return;
  }
  const valid = reporters.every((reporter) => {
    const officer = member.officers.get(reporter);
    return officer !== undefined && maySign(officer, time);
  });
  keep("member.compromise", valid);
}
