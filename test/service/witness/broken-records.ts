import { fromHex, toHex } from "../../../src/crypto/encoding.ts";
import type { Rule } from "../../../src/service/witness/rules.ts";
import { digest, signerOf } from "../../ledger/world.ts";
import { BROKEN_SEALS } from "./broken-seals.ts";
import {
  AGENCY,
  admitted,
  adopted,
  anchored,
  BANK,
  burned,
  CHECKER,
  CLERK,
  changed,
  claimed,
  closed,
  continued,
  FOREVER,
  KEY_ID,
  key,
  leaf,
  MAKER,
  member,
  NETWORK,
  NONE,
  NOW,
  officer,
  opened,
  type PaperLeaf,
  pastChange,
  registered,
  scope,
  TYPE,
} from "./paper-log.ts";

export const DAY = 86_400;
export const BANKERS = [signerOf("bank maker"), signerOf("bank checker")];
export const batch = await anchored("batch");
export const other = await anchored("other");

const PAST = pastChange("batch");
const LATER = pastChange("batch", {}, NOW + 1);
export const frozen = (until: number, memberId = AGENCY) => member("frozen", [until, MAKER.address], memberId);
const flipped = (one: PaperLeaf): PaperLeaf => ({ data: toHex(fromHex(one.data).with(200, 0xff)) });
export const superseding = (index: number, batchId = digest("other")) =>
  changed("batch", { to: 3, successor: { memberId: AGENCY, batchId, index } });
export const range = (...pairs: readonly (readonly [number, number])[]) => ({
  ranges: pairs.map(([first, count]) => ({ first, count })),
});

type Case = readonly [what: string, leaves: readonly PaperLeaf[] | Promise<readonly PaperLeaf[]>];

/** For each rule, what breaks it; the leaves before the last one keep all. */
export const BROKEN: Readonly<Record<Rule, readonly Case[]>> = {
  "log.record": [
    ["a body that is none", [{ data: `${claimed("a").data}00` }]],
    ["data of an event that is none", [flipped(admitted(digest("third")))]],
    ["too little for a record", [{ data: "0x00" }]],
  ],
  "log.registry": [
    ["another installation's", [leaf("yinzheng/log/claim/v1", [MAKER.address, NONE], NOW, digest("another"))]],
  ],
  "log.time": [
    ["earlier than the one before", [claimed("a"), leaf("yinzheng/log/claim/v1", [CLERK.address, TYPE], NOW - 1)]],
  ],
  "directory.name": [
    ["a name again", [registered("anchorRegistry")]],
    ["the Directory itself", [registered("directory")]],
  ],
  "directory.life": [
    ["opened again", [opened]],
    ["closed twice", [closed(), closed()]],
    ["continued by itself", [closed(NETWORK.registryId)]],
  ],
  "directory.shut": [
    ["an anchor after the end", [closed(), batch]],
    ["a burn after the end", [closed(), burned("batch")]],
    ["a claim after the end", [closed(), claimed("a")]],
  ],
  "member.unknown": [
    ["an event of nobody", [frozen(FOREVER, digest("nobody"))]],
    ["an anchor of nobody", anchored("batch", { memberId: digest("nobody") }).then((one) => [one])],
  ],
  "member.admitted": [
    ["again", [admitted()]],
    ["a threshold of one", [admitted(digest("third"), 1)]],
    ["a threshold that they don't meet", [admitted(digest("third"), 3)]],
    ["makers alone", [admitted(digest("third"), 2, [officer(MAKER, 1), officer(CHECKER, 1)])]],
  ],
  "member.closed": [
    ["closed again", [member("closed", []), member("closed", [])]],
    ["a key of a closed one", [member("closed", []), member("threshold", [3, 2])]],
    ["scope of a closed one", [member("closed", []), scope(AGENCY, digest("another type"))]],
  ],
  "member.succession": [
    ["itself", [member("closed", []), member("succeeded", [AGENCY])]],
    ["a stranger", [member("closed", []), member("succeeded", [digest("nobody")])]],
    ["while it is open", [member("succeeded", [BANK])]],
    ["a second one", [member("closed", []), member("succeeded", [BANK]), member("succeeded", [BANK])]],
  ],
  "member.frozen": [
    ["of another length", [frozen(NOW + DAY)]],
    ["shorter than it is", [frozen(FOREVER), frozen(NOW + 3 * DAY)]],
    ["lifted where there is none", [member("unfrozen", [])]],
  ],
  "member.epoch": [
    ["not counted", [member("threshold", [3, 1])]],
    ["two at once", [member("officer-added", [...officer(CLERK, 1, [], NOW), 3])]],
    ["of one who left", [member("officer-removed", [MAKER.address, 1])]],
    ["of one compromised", [member("officer-compromised", [MAKER.address, NOW, 5, []])]],
  ],
  "member.threshold": [
    ["more than officers", [member("threshold", [3, 2])]],
    ["the same", [member("threshold", [2, 2])]],
    ["one", [member("threshold", [1, 2])]],
  ],
  "member.officer": [
    ["known already", [member("officer-added", [...officer(MAKER, 1, [], NOW), 2])]],
    ["from before the block", [member("officer-added", [...officer(CLERK, 1, [], NOW - 1), 2])]],
    ["of no role", [member("officer-added", [...officer(CLERK, 3, [], NOW), 2])]],
    ["removed and unknown", [member("officer-removed", [CLERK.address, 2])]],
    ["removed twice", [member("officer-removed", [MAKER.address, 2]), member("officer-removed", [MAKER.address, 3])]],
    ["limited to no time", [member("officer-added", [...officer(CLERK, 1, [[TYPE, 5, 5]], NOW), 2])]],
  ],
  "member.scope": [
    ["from before the block", [scope(AGENCY, digest("another type"), NOW - 1)]],
    ["begun later than it had begun", [scope(AGENCY, TYPE, NOW + 1)]],
    ["of every type", [scope(AGENCY, NONE)]],
    ["withdrawn where there is none", [scope(AGENCY, digest("another type"), NOW, NOW)]],
    ["ended before it began", [scope(AGENCY, TYPE, NOW, NOW - 1)]],
  ],
  "member.key": [
    ["another's", [key({}, BANK)]],
    ["of another id", [key({ keyId: digest("id") }, BANK)]],
    ["from before the block", [key({ from: NOW - 1 }, BANK)]],
    ["retired and unknown", [member("key-retired", [digest("key")])]],
    ["retired twice", [member("key-retired", [KEY_ID]), member("key-retired", [KEY_ID])]],
  ],
  "member.compromise": [
    ["in the future", [member("key-compromised", [KEY_ID, NOW + 1, []])]],
    [
      "later than known",
      [member("key-compromised", [KEY_ID, NOW - 9, []]), member("key-compromised", [KEY_ID, NOW - 8, []])],
    ],
    ["of an unknown key", [member("key-compromised", [digest("key"), NOW, []])]],
    ["of a stranger", [member("officer-compromised", [CLERK.address, NOW, 2, []])]],
    ["by a stranger", [member("key-compromised", [KEY_ID, NOW, [CLERK.address]])]],
    ["longer ago than officers may say", [member("key-compromised", [KEY_ID, NOW - 31 * DAY, [MAKER.address]])]],
  ],
  "signers.epoch": [
    ["an anchor", anchored("batch", { officerEpoch: 2 }).then((one) => [one])],
    ["a change", [batch, changed("batch", { officerEpoch: 2 })]],
    ["a suspension", [batch, changed("batch", { officerEpoch: 2, to: 1 }, { signers: [MAKER] })]],
  ],
  "signers.frozen": [
    ["an anchor of a frozen member", [frozen(FOREVER), batch]],
    ["an anchor of a closed member", [member("closed", []), batch]],
    ["a burn of a frozen member", [frozen(NOW + 3 * DAY), burned("batch")]],
    ["a revocation by a frozen member", [batch, frozen(FOREVER), changed("batch")]],
    [
      "a suspension by a closed member",
      [batch, member("closed", []), changed("batch", { to: 1 }, { signers: [MAKER] })],
    ],
  ],
  "signers.order": [
    ["one who signs twice", anchored("batch", {}, { signers: [MAKER, MAKER, CHECKER] }).then((one) => [one])],
  ],
  "signers.officer": [
    ["a stranger among them", anchored("batch", {}, { signers: [MAKER, CHECKER, CLERK] }).then((one) => [one])],
    ["officers of another member", anchored("batch", {}, { signers: BANKERS }).then((one) => [one])],
    ["a burn by a stranger", [burned("batch", CLERK)]],
    ["a change by a stranger", [batch, changed("batch", {}, { signers: [CLERK, CHECKER] })]],
    [
      "one who was compromised",
      anchored("batch", { officerEpoch: 2 }).then((one) => [
        member("officer-compromised", [MAKER.address, NOW, 2, []]),
        one,
      ]),
    ],
    [
      "one who has left",
      anchored("batch", { officerEpoch: 2 }).then((one) => [member("officer-removed", [MAKER.address, 2]), one]),
    ],
    [
      "one who is limited to another type",
      anchored("batch", { officerEpoch: 2 }, { signers: [CLERK, CHECKER] }).then((one) => [
        member("officer-added", [...officer(CLERK, 1, [[digest("another type"), 0, FOREVER]], NOW), 2]),
        one,
      ]),
    ],
  ],
  "signers.threshold": [
    ["one signer", anchored("batch", {}, { signers: [MAKER] }).then((one) => [one])],
    ["another threshold in the record", anchored("batch", {}, { threshold: 1 }).then((one) => [one])],
    ["a revocation by one", [batch, changed("batch", {}, { signers: [CHECKER] })]],
    ["a suspension by nobody", [batch, changed("batch", { to: 1 }, { signers: [] })]],
  ],
  "signers.roles": [
    [
      "two makers",
      anchored("batch", { officerEpoch: 2 }, { signers: [MAKER, CLERK] }).then((one) => [
        member("officer-added", [...officer(CLERK, 1, [], NOW), 2]),
        one,
      ]),
    ],
  ],
  "signers.signature": [
    ["of another message", anchored("batch", {}, { forged: true }).then((one) => [one])],
    ["none", [{ data: batch.data }]],
    ["one too many", [{ ...batch, signatures: [...(batch.signatures ?? []), "0x00"] }]],
  ],
  "signed.window": [
    ["an anchor for later", anchored("batch", { notBefore: NOW + 1 }).then((one) => [one])],
    ["an anchor for longer than a day", anchored("batch", { deadline: NOW + DAY + 1 }).then((one) => [one])],
    ["a change that is too late", [batch, changed("batch", { notBefore: NOW - 9, deadline: NOW - 1 })]],
  ],
  "anchor.shape": [
    ["a size that is no power of two", anchored("batch", { size: 48 }).then((one) => [one])],
    ["a size too small", anchored("batch", { size: 8 }).then((one) => [one])],
    ["an unknown hash suite", anchored("batch", { hashSuite: 3 }).then((one) => [one])],
  ],
  "anchor.batch": [
    ["again", [batch, batch]],
    ["after it was burned", [burned("batch"), batch]],
    ["burned after it was anchored", [batch, burned("batch")]],
    ["of no id", anchored("batch", { batchId: NONE }).then((one) => [one])],
  ],
  "anchor.scope": [
    ["another type", anchored("batch", { typeId: digest("another type") }).then((one) => [one])],
    ["a type that was withdrawn", [scope(AGENCY, TYPE, NOW, NOW), batch]],
  ],
  "status.entitled": [
    ["another member", [batch, changed("batch", { actingMemberId: BANK }, { signers: BANKERS })]],
    ["the council with signatures", [batch, changed("batch", { actingMemberId: NONE })]],
    ["the council superseding", [batch, changed("batch", { actingMemberId: NONE, to: 3 }, { signers: [] })]],
  ],
  "status.batch": [
    ["not anchored", [changed("batch")]],
    ["burned", [burned("batch"), changed("batch")]],
  ],
  "status.head": [
    ["another head", [batch, changed("batch", { expectedHead: digest("head") })]],
    ["another new head", [batch, changed("batch", {}, { newHead: digest("head") })]],
    ["an old head", [batch, changed("batch"), changed("batch", range([1, 1]))]],
  ],
  "status.ranges": [
    ["none", [batch, changed("batch", range())]],
    ["an empty one", [batch, changed("batch", range([3, 0]))]],
    ["out of order", [batch, changed("batch", range([3, 1], [2, 1]))]],
    ["beyond the last cell", [batch, changed("batch", range([2 ** 20, 1]))]],
  ],
  "status.move": [
    ["active to active", [batch, changed("batch", { to: 0 })]],
    ["no state", [batch, changed("batch", { to: 4 })]],
    ["out of revoked", [batch, changed("batch"), changed("batch", { to: 0, expectedHead: changed("batch").head })]],
  ],
  "status.successor": [
    [
      "of what is not superseded",
      [batch, changed("batch", { successor: { memberId: AGENCY, batchId: NONE, index: 0 } })],
    ],
    ["itself", [batch, superseding(0, digest("batch"))]],
    ["not anchored", [batch, superseding(0)]],
  ],
  "status.limit": [
    ["one too many at once", [batch, changed("batch", range([0, 1001]))]],
    ["one too many that day", [batch, changed("batch", range([0, 1000])), other, changed("other", range([0, 1]))]],
  ],
  "continue.origin": [
    ["none", [continued({ registryId: NONE })]],
    ["itself", [continued({ registryId: NETWORK.registryId })]],
    ["nothing of it", [continued({ size: 0 })]],
    ["twice", [continued(), continued()]],
    ["never named", [adopted({})]],
  ],
  "continue.adoption": [
    ["of a batch that stands", [continued(), batch, adopted({})]],
    ["twice", [continued(), adopted({}), adopted({})]],
    ["with no record", [continued(), adopted({ record: NONE })]],
    ["on another head", [continued(), adopted({ headBefore: digest("head") })]],
    ["to another head", [continued(), adopted({ headAfter: digest("head") })]],
    ["with another batch's change", [continued(), adopted({ batchId: digest("other"), headAfter: PAST.head }, [PAST])]],
    ["with a change to come", [continued(), adopted({ headAfter: LATER.head }, [LATER])]],
  ],
  ...BROKEN_SEALS,
  "claim.once": [
    ["a second time", [claimed("a"), claimed("a", digest("another"))]],
    ["for nothing", [claimed("a", NONE)]],
  ],
};
