import { SEAL_MAKING_TYPE_ID, SEAL_TYPE_ID, SEAL_USE_TYPE_ID } from "../../../src/proof/ids.ts";
import type { Rule } from "../../../src/service/witness/rules.ts";
import { digest } from "../../ledger/world.ts";
import {
  AGENCY,
  anchored,
  BANK,
  burned,
  CHECKER,
  CLERK,
  closed,
  FOREVER,
  MAKER,
  member,
  NONE,
  NOW,
  type PaperLeaf,
  scope,
} from "./paper-log.ts";
import {
  ACTIVE,
  APPLIED,
  applied,
  BANKERS,
  byCouncil,
  delegated,
  IN_USE,
  MADE,
  made,
  moved,
  OBJECT,
  SCOPES,
  used,
} from "./paper-seals.ts";

const DAY = 86_400;
const OTHER = digest("another seal");
const frozen = (memberId = AGENCY) => member("frozen", [FOREVER, MAKER.address], memberId);
const byBank = (name: string) => used(name, { memberId: BANK }, { signers: BANKERS });
const atBank = await anchored("at the bank", { memberId: BANK }, { signers: BANKERS });
const LET = [...IN_USE, atBank, delegated()];
const LOST = [...ACTIVE, moved("lost", { expected: 1 })];

type Case = readonly [what: string, leaves: readonly PaperLeaf[]];

/** For each rule about seals, what breaks it; the leaves before the last one keep all. */
export const BROKEN_SEALS = {
  "seal.named": [
    ["another one in the order", [...SCOPES, applied({ sealId: OTHER })]],
    ["none", [...SCOPES, applied({ sealId: NONE }, { sealId: NONE })]],
    ["applied for again", [...APPLIED, applied({ dailyLimit: 11 })]],
    ["made without an application", [...SCOPES, made()]],
    ["changed without an application", [...SCOPES, moved("destroyed")]],
    ["used without an application", [...SCOPES, used("batch")]],
    ["stopped by the council without an application", [...SCOPES, byCouncil("suspended")]],
  ],
  "seal.maker": [
    ["none", [...SCOPES, applied({ maker: NONE })]],
    [
      "another one",
      [...APPLIED, scope(AGENCY, SEAL_MAKING_TYPE_ID), made({ memberId: AGENCY }, { signers: [MAKER, CHECKER] })],
    ],
  ],
  "seal.owner": [
    ["activated by another", [...MADE, moved("active", { memberId: BANK }, { signers: BANKERS })]],
    ["suspended by another", [...ACTIVE, moved("suspended", { memberId: BANK, expected: 1 }, { signers: BANKERS })]],
    ["delegated by another", [...ACTIVE, delegated({ memberId: BANK, delegate: AGENCY }, { signers: BANKERS })]],
  ],
  "seal.turn": [
    ["activated out of turn", [...MADE, moved("active", { expected: 1 })]],
    ["an order again", [...ACTIVE, moved("suspended", { expected: 1 }), moved("active", { expected: 1 })]],
    ["delegated out of turn", [...ACTIVE, delegated({ expected: 0 })]],
    ["changed with a delegation's number", [...ACTIVE, delegated(), moved("suspended", { expected: 1 })]],
  ],
  "seal.object": [
    ["of no digest", [...APPLIED, made({ digest: NONE })]],
    ["of no period", [...APPLIED, made({ validFrom: NOW, validUntil: NOW })]],
    ["activated with another", [...MADE, moved("active", { digest: digest("another") })]],
  ],
  "seal.state": [
    ["made twice", [...MADE, made({ digest: digest("another") })]],
    ["made after it was destroyed", [...APPLIED, moved("destroyed", { digest: NONE }), made()]],
    ["activated before it is made", [...APPLIED, moved("active", { digest: NONE })]],
    ["active again", [...ACTIVE, moved("active", { expected: 1 })]],
    ["suspended before it is active", [...MADE, moved("suspended")]],
    ["lost before it is active", [...MADE, moved("lost")]],
    ["no state", [...ACTIVE, moved("none", { expected: 1 })]],
    ["beyond the last state", [...ACTIVE, moved("active", { expected: 1, to: 7 })]],
    ["resumed after it was lost", [...LOST, moved("active", { expected: 2 })]],
    [
      "suspended after it was destroyed",
      [...ACTIVE, moved("destroyed", { expected: 1 }), moved("suspended", { expected: 2 })],
    ],
    ["destroyed twice", [...ACTIVE, moved("destroyed", { expected: 1 }), moved("destroyed", { expected: 2 })]],
    ["used while suspended", [...IN_USE, moved("suspended", { expected: 1 }), used("batch")]],
    ["used after it was lost", [...IN_USE, moved("lost", { expected: 1 }), used("batch")]],
    ["used before it is active", [...MADE, used("batch")]],
    ["resumed by the council", [...ACTIVE, byCouncil("suspended"), byCouncil("active")]],
  ],
  "seal.since": [
    ["to come", [...ACTIVE, moved("lost", { expected: 1, since: NOW + 1 })]],
    ["longer ago than officers may say", [...ACTIVE, moved("lost", { expected: 1, since: NOW - 31 * DAY })]],
    ["no earlier than known", [...LOST, moved("lost", { expected: 2, since: NOW })]],
    ["of what is no loss", [...ACTIVE, moved("suspended", { expected: 1, since: NOW })]],
    ["to come, by the council", [...ACTIVE, byCouncil("lost", NOW + 1)]],
    ["of what is no loss, by the council", [...ACTIVE, byCouncil("destroyed", NOW - 1)]],
  ],
  "seal.scope": [
    ["applied for without scope", [applied()]],
    ["made without scope", [scope(AGENCY, SEAL_TYPE_ID), applied(), made()]],
    ["activated after scope was withdrawn", [...MADE, scope(AGENCY, SEAL_TYPE_ID, NOW, NOW), moved("active")]],
    ["used after scope was withdrawn", [...IN_USE, scope(AGENCY, SEAL_USE_TYPE_ID, NOW, NOW), used("batch")]],
  ],
  "seal.user": [
    ["another member", [...IN_USE, atBank, byBank("at the bank")]],
    [
      "a delegate after the end",
      [
        ...LET,
        delegated({ expected: 2, validFrom: 0, validUntil: NOW - 1 }, { signers: [MAKER] }),
        byBank("at the bank"),
      ],
    ],
    ["a delegate before the beginning", [...IN_USE, atBank, delegated({ validFrom: NOW + 1 }), byBank("at the bank")]],
    ["delegated for no time", [...ACTIVE, delegated({ validFrom: NOW + 2, validUntil: NOW + 1 })]],
    ["delegated to nobody", [...ACTIVE, delegated({ delegate: NONE })]],
    ["delegated to itself", [...ACTIVE, delegated({ delegate: AGENCY })]],
  ],
  "seal.period": [
    ["before it", [...APPLIED, made({ validFrom: NOW + 1 }), moved("active"), await anchored("batch"), used("batch")]],
    ["after it", [...APPLIED, made({ validUntil: NOW - 1 }), moved("active"), await anchored("batch"), used("batch")]],
  ],
  "seal.batch": [
    ["not anchored", [...IN_USE, used("never")]],
    ["burned", [...IN_USE, burned("burned"), used("burned")]],
    ["counted before", [...IN_USE, used("batch"), used("batch", {}, { first: 1 })]],
    ["of another member", [...LET, byBank("batch")]],
  ],
  "seal.limit": [
    ["none in a day", [...SCOPES, applied({ dailyLimit: 0 })]],
    ["no uses", [...IN_USE, used("batch", { count: 0 })]],
    ["too many at once", [...IN_USE, used("batch", { count: 11 })]],
    ["one too many that day", [...IN_USE, used("batch", { count: 10 }), used("other", {}, { first: 10 })]],
  ],
  "seal.count": [["not those before", [...IN_USE, used("batch", {}, { first: 1 })]]],
} as const satisfies Readonly<Partial<Record<Rule, readonly Case[]>>>;

/** Rules that are about any order of officers, broken by orders about seals. */
export const BROKEN_BESIDE: readonly (readonly [rule: Rule, ...Case])[] = [
  ["signed.window", "an application that is too late", [...SCOPES, applied({ notBefore: NOW - 9, deadline: NOW - 1 })]],
  ["signed.window", "a use signed for longer than a day", [...IN_USE, used("batch", { deadline: NOW + DAY + 1 })]],
  ["signers.epoch", "a making", [...APPLIED, made({ officerEpoch: 2 })]],
  [
    "signers.epoch",
    "a suspension",
    [...ACTIVE, moved("suspended", { expected: 1, officerEpoch: 2 }, { signers: [MAKER] })],
  ],
  ["signers.frozen", "an application of a frozen member", [...SCOPES, frozen(), applied()]],
  [
    "signers.frozen",
    "a resumption of a frozen owner",
    [...ACTIVE, moved("suspended", { expected: 1 }), frozen(), moved("active", { expected: 2 })],
  ],
  ["signers.frozen", "a use while the owner is frozen", [...LET, frozen(), byBank("at the bank")]],
  ["signers.frozen", "a use by a frozen delegate", [...LET, frozen(BANK), byBank("at the bank")]],
  ["signers.threshold", "an activation by one", [...MADE, moved("active", {}, { signers: [MAKER] })]],
  ["signers.threshold", "a destruction by one", [...ACTIVE, moved("destroyed", { expected: 1 }, { signers: [MAKER] })]],
  [
    "signers.threshold",
    "a loss of before, by one",
    [...ACTIVE, moved("lost", { expected: 1, since: NOW - 1 }, { signers: [MAKER] })],
  ],
  ["signers.threshold", "a suspension by nobody", [...ACTIVE, moved("suspended", { expected: 1 }, { signers: [] })]],
  ["signers.threshold", "a delegation by one", [...ACTIVE, delegated({}, { signers: [MAKER] })]],
  ["signers.threshold", "a use by one", [...IN_USE, used("batch", {}, { signers: [MAKER] })]],
  ["signers.officer", "a making by the owner's officers", [...APPLIED, made({}, { signers: [MAKER, CHECKER] })]],
  [
    "signers.officer",
    "a suspension by a stranger",
    [...ACTIVE, moved("suspended", { expected: 1 }, { signers: [CLERK] })],
  ],
  [
    "member.closed",
    "a suspension by a closed owner",
    [...ACTIVE, member("closed", []), moved("suspended", { expected: 1 }, { signers: [MAKER] })],
  ],
  ["directory.shut", "an application after the end", [...SCOPES, closed(), applied()]],
  ["directory.shut", "a use after the end", [...IN_USE, closed(), used("batch")]],
];

/** What keeps all rules. */
export const LAWFUL: readonly Case[] = [
  [
    "suspended by one of a frozen member",
    [...ACTIVE, frozen(), moved("suspended", { expected: 1 }, { signers: [MAKER] })],
  ],
  ["lost from now on, by one", [...ACTIVE, moved("lost", { expected: 1 }, { signers: [CHECKER] })]],
  [
    "lost from before, and from earlier still",
    [...ACTIVE, moved("lost", { expected: 1, since: NOW - 5 }), moved("lost", { expected: 2, since: NOW - 9 })],
  ],
  [
    "lost before it was destroyed",
    [...ACTIVE, moved("destroyed", { expected: 1 }), moved("lost", { expected: 2, since: NOW - 9 })],
  ],
  ["lost long ago, by the council", [...LOST, byCouncil("lost", NOW - 90 * DAY)]],
  ["destroyed as soon as it was applied for", [...APPLIED, moved("destroyed", { digest: NONE })]],
  [
    "used by its owner, many at once, twice that day",
    [...IN_USE, used("batch", { count: 9 }), used("other", {}, { first: 9 })],
  ],
  [
    "used again the day after",
    [...IN_USE, used("batch", { count: 10 }), used("other", {}, { first: 10, time: NOW + DAY })],
  ],
  ["used by a delegate, until the last second", [...LET, used("at the bank", { memberId: BANK }, { time: NOW + DAY })]],
  ["used by two for one batchId", [...LET, used("batch"), byBankAfter(1)]],
  [
    "a delegation ended by one",
    [...LET, delegated({ expected: 2, validUntil: 0, validFrom: 0 }, { signers: [MAKER] })],
  ],
  [
    "suspended after the end of the installation",
    [...ACTIVE, closed(), moved("suspended", { expected: 1 }, { signers: [MAKER] })],
  ],
  ["made of another object", [...APPLIED, made({ digest: OBJECT, validFrom: 0 })]],
];

function byBankAfter(first: number): PaperLeaf {
  return used("at the bank", { memberId: BANK }, { first });
}
