import { type AbiType, type AbiValue, abiEncode } from "../../../src/crypto/abi.ts";
import { structHash } from "../../../src/crypto/eip712.ts";
import { concat, fromHex, toHex, utf8 } from "../../../src/crypto/encoding.ts";
import { readLogRecord } from "../../../src/crypto/log-read.ts";
import {
  anchorLeafData,
  type LogKind,
  logLeafData,
  statusHeadOf,
  statusLeafData,
} from "../../../src/crypto/log-record.ts";
import type { Anchor } from "../../../src/domain/anchor.ts";
import type { Hex, Seconds } from "../../../src/domain/bytes.ts";
import type { Adoption } from "../../../src/domain/continuation.ts";
import { CONTRACTS, type Network } from "../../../src/domain/network.ts";
import type { StatusChange } from "../../../src/domain/status.ts";
import type { MessageSigner } from "../../../src/ledger/evm/council.ts";
import { keyIdOf } from "../../../src/proof/ids.ts";
import { anchorMessage } from "../../../src/proof/messages.ts";
import type { Replay } from "../../../src/service/witness/replay.ts";
import { digest, signerOf } from "../../ledger/world.ts";

export const NOW: Seconds = 1_795_000_000;
export const FOREVER = 2 ** 40 - 1;
export const NONE: Hex = `0x${"00".repeat(32)}`;
export const [AGENCY, BANK, TYPE] = ["agency", "bank", "type"].map(digest) as [Hex, Hex, Hex];
export const [MAKER, CHECKER, CLERK] = ["maker", "checker", "clerk"].map(signerOf) as [
  MessageSigner,
  MessageSigner,
  MessageSigner,
];

const address = (name: string): Hex => `0x${digest(name).slice(2, 42)}`;
export const NETWORK: Network = {
  chainId: 20_260,
  genesisHash: digest("genesis"),
  registryId: digest("registry"),
  contracts: Object.fromEntries(
    [...CONTRACTS, "sealRegistry"].map((name) => [name, address(name)]),
  ) as unknown as Network["contracts"],
  deployBlock: 0,
};

/** A leaf, and the signatures of the event that goes with an anchor. */
export interface PaperLeaf {
  readonly data: Hex;
  readonly signatures?: readonly Hex[];
}

const PUBLIC_KEY = fromHex(digest("public key"));
export const KEY_ID = keyIdOf("eddsa-jcs-2022", PUBLIC_KEY);
const LIMITS: AbiType = { arrayOf: ["bytes32", "uint40", "uint40"] };
const TYPES: Readonly<Record<string, readonly AbiType[]>> = {
  admitted: ["bytes32", "uint8", { arrayOf: ["address", "uint8", "uint40", "uint40", LIMITS] }],
  frozen: ["uint40", "address"],
  unfrozen: [],
  closed: [],
  succeeded: ["bytes32"],
  threshold: ["uint8", "uint32"],
  "officer-added": ["address", "uint8", "uint40", "uint40", LIMITS, "uint32"],
  "officer-removed": ["address", "uint32"],
  scope: ["bytes32", "uint40", "uint40"],
  key: ["bytes32", "uint8", "uint16", "uint8", "uint40", "uint40", "bytes", "bytes"],
  "key-retired": ["bytes32"],
  "key-compromised": ["bytes32", "uint40", { arrayOf: "address" }],
  "officer-compromised": ["address", "uint40", "uint32", { arrayOf: "address" }],
};

const word = (text: string): Hex => toHex(concat(utf8(text), new Uint8Array(32 - utf8(text).length)));

/** Any leaf. */
export function leaf(
  kind: LogKind,
  values: readonly AbiValue[],
  time = NOW,
  registryId = NETWORK.registryId,
): PaperLeaf {
  return { data: toHex(logLeafData(registryId, kind, { time, parentHash: digest("parent") }, values)) };
}

export const directory = (event: string, data: Uint8Array = new Uint8Array(), time = NOW): PaperLeaf =>
  leaf("yinzheng/log/directory/v1", [word(event), toHex(data)], time);
export const registered = (name: string, at: Hex = address(name)): PaperLeaf =>
  directory("registered", abiEncode(["bytes32", "address"], [word(name), at]));
export const opened = directory("opened");
export const closed = (successor = NONE): PaperLeaf => directory("closed", abiEncode(["bytes32"], [successor]));

/** An event of a member. */
export function member(event: string, values: readonly AbiValue[], memberId = AGENCY, time = NOW): PaperLeaf {
  const data = toHex(abiEncode(TYPES[event] ?? [], values));
  return leaf("yinzheng/log/member/v1", [memberId, word(event), data], time);
}

export const officer = (who: MessageSigner, role: number, limits: readonly AbiValue[] = [], from = 0, to = FOREVER) =>
  [who.address, role, from, to, limits] as const;
export const admitted = (
  memberId = AGENCY,
  threshold = 2,
  officers: readonly AbiValue[] = [officer(MAKER, 1), officer(CHECKER, 2)],
) => member("admitted", [digest("profile"), threshold, officers], memberId);
export const scope = (memberId = AGENCY, typeId = TYPE, from = NOW, to = FOREVER, time = NOW): PaperLeaf =>
  member("scope", [typeId, from, to], memberId, time);
export const key = (fields: { keyId?: Hex; from?: Seconds; purposes?: number } = {}, memberId = AGENCY): PaperLeaf => {
  const { keyId = KEY_ID, from = NOW, purposes = 1 } = fields;
  return member("key", [keyId, 1, purposes, 1, from, FOREVER, toHex(PUBLIC_KEY), "0x01"], memberId);
};

/** Everything up to an open installation with two members, whose scope is one type. */
export const FOUNDING: readonly PaperLeaf[] = [
  ...CONTRACTS.filter((name) => name !== "directory").map((name) => registered(name)),
  admitted(),
  admitted(BANK, 2, [officer(signerOf("bank maker"), 1), officer(signerOf("bank checker"), 2)]),
  scope(),
  scope(BANK),
  key(),
  opened,
];

const ascending = (who: readonly MessageSigner[]) => who.toSorted((a, b) => (a.address < b.address ? -1 : 1));

/** An anchor of a batch, signed by the agency's maker and checker unless others are named. */
export async function anchored(
  name: string,
  fields: Partial<Anchor> = {},
  more: { signers?: readonly MessageSigner[]; threshold?: number; time?: Seconds; forged?: boolean } = {},
): Promise<PaperLeaf> {
  const { signers = [MAKER, CHECKER], threshold = 2, time = NOW } = more;
  const ids = { memberId: AGENCY, batchId: digest(name), root: digest("root"), typeId: TYPE };
  const anchor: Anchor = {
    ...ids,
    officerEpoch: 1,
    size: 16,
    hashSuite: 1,
    notBefore: time,
    deadline: time + 60,
    ...fields,
  };
  const signed = more.forged ? { ...anchor, root: digest("another root") } : anchor;
  const signatures = await Promise.all(
    ascending(signers).map(async ({ address: signer, sign }) => ({
      signer,
      signature: toHex(await sign(anchorMessage(NETWORK, signed))),
    })),
  );
  const record = { anchor, signatures, threshold, time, parentHash: digest("parent"), logIndex: 0, block: 1 };
  return {
    data: toHex(anchorLeafData(NETWORK.registryId, record)),
    signatures: signatures.map(({ signature }) => signature),
  };
}

export const burned = (name: string, who = MAKER): PaperLeaf =>
  leaf("yinzheng/log/burn/v1", [AGENCY, digest(name), who.address]);
export const claimed = (name: string, commitment = digest(name)): PaperLeaf =>
  leaf("yinzheng/log/claim/v1", [address(name), commitment]);

export const ORIGIN = digest("origin");
export const continued = (fields: { registryId?: Hex; size?: number } = {}): PaperLeaf => {
  const { registryId = ORIGIN, size = 3 } = fields;
  const origin = [registryId, 1, 9, digest("log"), 5, digest("block"), NOW - 9, size, digest("tree")];
  return leaf("yinzheng/log/continue/v1", [origin]);
};

/** A change that an origin made; `values` are those of its struct. */
export function pastChange(name: string, fields: Partial<StatusChange> = {}, time = NOW - 9) {
  const { data, head } = changed(name, fields, { time, signers: [] });
  const record = readLogRecord(fromHex(data));
  if (record.kind !== "status") throw new Error("a change");
  return { change: record.change, head, time };
}

/** An adoption of the whole of a batch, with these changes; of one without changes unless some are given. */
export function adopted(
  fields: Partial<Adoption>,
  changes: readonly { change: StatusChange; time: Seconds }[] = [],
): PaperLeaf {
  const whole = {
    memberId: AGENCY,
    batchId: digest("batch"),
    record: digest("record"),
    headBefore: NONE,
    headAfter: NONE,
  };
  const { memberId, batchId, record, headBefore, headAfter, last } = { ...whole, last: true, ...fields };
  const adoption = [memberId, batchId, record, headBefore, headAfter, last ? 1 : 0];
  const past = changes.map(({ change, time }): AbiValue => {
    const { ranges, successor, ...rest } = change;
    const { actingMemberId, officerEpoch, to, reason, expectedHead, notBefore, deadline } = rest;
    const cells = ranges.map(({ first, count }) => [first, count]);
    const next = [successor.memberId, successor.batchId, successor.index];
    const struct = [
      rest.memberId,
      actingMemberId,
      officerEpoch,
      rest.batchId,
      cells,
      to,
      reason,
      next,
      expectedHead,
      notBefore,
      deadline,
    ];
    return [struct, time];
  });
  return leaf("yinzheng/log/adopt/v1", [ORIGIN, adoption, past]);
}

/** A change of a batch's first cell to revoked, by maker and checker, on the head given, unless fields say otherwise. */
export function changed(
  name: string,
  fields: Partial<StatusChange> = {},
  more: { signers?: readonly MessageSigner[]; time?: Seconds; newHead?: Hex } = {},
): PaperLeaf & { readonly head: Hex } {
  const { signers = [MAKER, CHECKER], time = NOW } = more;
  const successor = { memberId: NONE, batchId: NONE, index: 0 };
  const change: StatusChange = {
    ...{ memberId: AGENCY, actingMemberId: AGENCY, officerEpoch: 1, batchId: digest(name) },
    ...{ ranges: [{ first: 0, count: 1 }], to: 2, reason: 1, successor, expectedHead: NONE },
    ...{ notBefore: time, deadline: time + 60, ...fields },
  };
  const head = toHex(statusHeadOf(fromHex(change.expectedHead), structHash("StatusChange", change), time));
  const moment = { time, parentHash: digest("parent") };
  const record = {
    ...moment,
    change,
    newHead: more.newHead ?? head,
    signers: ascending(signers).map((one) => one.address),
  };
  return { data: toHex(statusLeafData(NETWORK.registryId, record)), head };
}

/** Lets a model take these leaves. */
export function takeAll(replay: Replay, leaves: readonly PaperLeaf[]): void {
  for (const { data, signatures } of leaves) replay.take(data, signatures ?? []);
}
