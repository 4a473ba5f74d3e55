import type { StructOf } from "../../src/crypto/eip712.ts";
import { toHex } from "../../src/crypto/encoding.ts";
import type { Hex } from "../../src/domain/bytes.ts";
import type { SignedType, SigningDomain } from "../../src/domain/eip712.ts";
import { sample } from "./sample.ts";

const hash = (name: string): Hex => toHex(sample(name));
export const address = (name: string): Hex => toHex(sample(name, 20));

export const DOMAIN: SigningDomain = { chainId: 31337, verifyingContract: address("registry"), salt: hash("registry") };

const successor = { memberId: hash("new member"), batchId: hash("new batch"), index: 9 };
const window = { notBefore: 1_790_000_000, deadline: 1_790_003_600 };
const batch = { memberId: hash("member"), officerEpoch: 3, batchId: hash("batch") };

const seal = { memberId: hash("member"), officerEpoch: 3, sealId: hash("seal") };
const period = { validFrom: 1_790_000_000, validUntil: 1_800_000_000 };

/** One message of every type that is signed. */
export const MESSAGES: { readonly [T in SignedType]: StructOf<T> } = {
  Anchor: { ...batch, root: hash("root"), size: 1024, hashSuite: 2, typeId: hash("type"), ...window },
  Burn: { ...batch, ...window },
  StatusChange: {
    ...batch,
    actingMemberId: hash("acting"),
    ranges: [
      { first: 0, count: 2 },
      { first: 4_294_967_295, count: 1 },
    ],
    to: 3,
    reason: 65_535,
    successor,
    expectedHead: hash("head"),
    ...window,
  },
  CompromiseReport: { memberId: hash("member"), officerEpoch: 0, subject: hash("key"), since: 1, ...window },
  Claim: { nullifier: address("claim key"), commitment: hash("commitment"), ...window },
  SealApplication: { ...seal, maker: hash("maker"), dailyLimit: 4_294_967_295, ...window },
  SealMaking: { ...seal, digest: hash("seal object"), ...period, ...window },
  SealChange: { ...seal, expected: 3, to: 5, since: 1_790_000_000, digest: hash("seal object"), ...window },
  SealDelegation: { ...seal, expected: 4, delegate: hash("delegate"), ...period, ...window },
  SealUse: { ...batch, sealId: hash("seal"), count: 200, ...window },
  Approval: { memberId: hash("member"), typeId: hash("type"), draft: hash("draft"), approvedAt: 1_790_000_000 },
  BatchApproval: {
    memberId: hash("member"),
    typeId: hash("type"),
    draftsRoot: hash("drafts"),
    count: 10_000,
    approvedAt: 1_790_000_000,
  },
  StatusOrder: {
    memberId: hash("member"),
    batchId: hash("batch"),
    index: 7,
    to: 2,
    reason: 1,
    successor,
    expectedHead: hash("head"),
    orderedAt: Number.MAX_SAFE_INTEGER,
  },
  SealOrder: {
    memberId: hash("member"),
    sealId: hash("seal"),
    what: 7,
    digest: hash("seal object"),
    since: 1_790_000_000,
    other: hash("delegate"),
    validFrom: 1_790_000_000,
    validUntil: 1_800_000_000,
    expected: 3,
    orderedAt: Number.MAX_SAFE_INTEGER,
  },
};
