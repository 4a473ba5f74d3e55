import { fromHex } from "../../../src/crypto/encoding.ts";
import { type Anchor, HASH_SUITES } from "../../../src/domain/anchor.ts";
import type { StatusOrder } from "../../../src/domain/approval.ts";
import type { Hex, Seconds } from "../../../src/domain/bytes.ts";
import type { JsonObject } from "../../../src/domain/canonical.ts";
import { credentialOf } from "../../../src/domain/credential.ts";
import { DRAFT_FORMAT, type Draft } from "../../../src/domain/draft.ts";
import { isYinzhengError } from "../../../src/domain/errors.ts";
import { buildIdentifier } from "../../../src/domain/identifier.ts";
import type { OfficerRole } from "../../../src/domain/member.ts";
import type { Network } from "../../../src/domain/network.ts";
import type { StatusChange } from "../../../src/domain/status.ts";
import { BUSINESS_LICENCE } from "../../../src/domain/types/business-licence.ts";
import type { TypeDefinition } from "../../../src/domain/types/definition.ts";
import type { TypeTable } from "../../../src/domain/types/table.ts";
import type { Signer } from "../../../src/keys/keys.ts";
import { batchTree } from "../../../src/proof/batch.ts";
import { CREDENTIAL_MEDIA_TYPE } from "../../../src/proof/bundle.ts";
import { draftDigest, jcsBytes } from "../../../src/proof/ids.ts";
import { entryOf, leafOf, voidLeaf } from "../../../src/proof/leaf.ts";
import { approvalMessage, orderMessage } from "../../../src/proof/messages.ts";
import type { AnchorRequest, BatchDocument, SignedApproval, SignedOrder } from "../../../src/service/officers.ts";
import { contextResource, pinned, typeResource } from "../../../src/service/resources.ts";
import type { SignerConfig } from "../../../src/service/signer/config.ts";
import { createSigner, type OfficerProcess } from "../../../src/service/signer/process.ts";
import type { SignerRules } from "../../../src/service/signer/rules/rules.ts";
import { openSignLog } from "../../../src/service/signer/sign-log.ts";
import { openMemoryStore } from "../../../src/store/memory/open.ts";
import type { Journal } from "../../../src/store/store.ts";
import { MEMBER_ID, PROFILE, SUBJECT, TYPE_ID } from "../../proof/paper/certificate.ts";
import { digest, officerNamed } from "../../proof/paper/keys.ts";

export const NOW: Seconds = 1_795_420_800;
export const HOUR: Seconds = 3600;
export const NOTHING: Hex = `0x${"00".repeat(32)}`;
export const NO_CELL = { memberId: NOTHING, batchId: NOTHING, index: 0 };
export const BATCH_ID = digest("batch");
export const MAKER = officerNamed("maker of an agency");
export const CHECKER = officerNamed("checker of an agency");
export const STRANGER = officerNamed("a stranger");

const address = (name: string): Hex => `0x${digest(name).slice(26)}`;
export const NETWORK: Network = {
  chainId: 31_337,
  genesisHash: digest("genesis"),
  registryId: digest("registry"),
  contracts: {
    directory: address("directory"),
    evidenceLog: address("log"),
    memberRegistry: address("members"),
    anchorRegistry: address("anchors"),
    statusRegistry: address("statuses"),
    claimRegistry: address("claims"),
  },
  deployBlock: 1,
};

/** An officer's signer, by default the checker's, over a journal of its own. */
export async function signer(
  options: {
    role?: OfficerRole;
    journal?: Journal;
    now?: () => Seconds;
    definitions?: TypeTable;
    rules?: SignerRules;
    predecessors?: readonly string[];
  } = {},
): Promise<OfficerProcess> {
  const {
    role = "checker",
    journal = openMemoryStore().journal,
    now = () => NOW,
    definitions,
    rules,
    predecessors,
  } = options;
  const officer = role === "maker" ? MAKER : CHECKER;
  const key: Signer = {
    name: role,
    algorithm: "secp256k1",
    purpose: "officer",
    address: officer.address,
    publicKey: "0x",
    sign: async (message: Uint8Array) => fromHex(officer.sign(message).signature),
  };
  const config: SignerConfig = {
    role,
    network: NETWORK,
    profile: PROFILE,
    types: [BUSINESS_LICENCE.code],
    makers: [MAKER.address],
    ...(definitions === undefined ? {} : { definitions }),
    ...(rules === undefined ? {} : { rules }),
    ...(predecessors === undefined ? {} : { predecessors }),
  };
  return createSigner({ key, config, log: await openSignLog(journal, role, now), clock: now });
}

export function draftOf(serial: string, fields: Partial<Draft> = {}): Draft {
  const { code, version } = BUSINESS_LICENCE;
  return {
    format: DRAFT_FORMAT,
    identifier: buildIdentifier({
      typeCode: code,
      issuerCode: PROFILE.code,
      serial: serial.padStart(20, "0"),
      version: fields.supersedes === undefined ? 1 : 2,
    }),
    registryId: NETWORK.registryId,
    memberId: MEMBER_ID,
    typeId: TYPE_ID,
    typeVersion: version,
    subject: SUBJECT,
    validFrom: "2020-01-01T00:00:00Z",
    ...fields,
  };
}

export function approvalOf(
  draft: Draft,
  officer = MAKER,
  fields: Partial<SignedApproval["approval"]> = {},
): SignedApproval {
  const { memberId, typeId } = draft;
  const approval = { memberId, typeId, draft: draftDigest(draft), approvedAt: NOW - 60, ...fields };
  return { approval, officer: officer.address, signature: officer.sign(approvalMessage(NETWORK, approval)).signature };
}

const LISTS = "https://demo.yinzheng.example/v1/status-lists";
/** A place of its own for every cell of every batch. */
const placeOf = (batchId: Hex, index: number) => ({
  url: `${LISTS}/1`,
  position: 16 * Number(BigInt(batchId) % 65_521n) + index,
});

/** A draft in its cell, as the service shows it to a signer. */
export function documentOf(
  draft: Draft,
  index: number,
  batchId = BATCH_ID,
  type: TypeDefinition = BUSINESS_LICENCE,
  statusList = placeOf(batchId, index),
): BatchDocument {
  const credential = credentialOf(draft, {
    profile: PROFILE,
    type,
    cell: { batchId, index },
    statusList,
    context: pinned(contextResource()),
    typeDefinition: pinned(typeResource(type)),
  }) as unknown as JsonObject;
  const salt: Hex = `0x${"5a".repeat(16)}`;
  return { index, draft: draft as unknown as JsonObject, approval: approvalOf(draft), credential, salt };
}

/** A request whose root follows from its documents, whatever they are, unless `anchor` says otherwise. */
export function requestOf(documents: readonly BatchDocument[], fields: Partial<Anchor> = {}): AnchorRequest {
  const cell = { registryId: NETWORK.registryId, memberId: MEMBER_ID, typeId: TYPE_ID, batchId: BATCH_ID, ...fields };
  const voidValue: Hex = `0x${"0d".repeat(16)}`;
  const { registryId, memberId, typeId, batchId } = cell;
  const batch = { registryId, memberId, typeId, batchId };
  const leaves = new Map(
    documents.map(({ index, credential, salt }) => {
      const entries = [entryOf(CREDENTIAL_MEDIA_TYPE, jcsBytes(credential), fromHex(salt), "sha256")];
      const manifest = { format: "yinzheng-manifest/1", kind: "certificate", ...batch, index, entries } as const;
      return [index, leafOf(manifest, "sha256")];
    }),
  );
  const tree = batchTree({ size: 16, suite: "sha256", leaves, voidLeaf: voidLeaf(batch, voidValue, "sha256") });
  const anchor: Anchor = {
    memberId: MEMBER_ID,
    officerEpoch: 1,
    batchId: BATCH_ID,
    root: tree.root,
    size: 16,
    hashSuite: HASH_SUITES.sha256,
    typeId: TYPE_ID,
    notBefore: NOW - HOUR,
    deadline: NOW + HOUR,
    ...fields,
  };
  return { anchor, voidValue, documents };
}

export function changeOf(fields: Partial<StatusChange> = {}): StatusChange {
  return {
    memberId: MEMBER_ID,
    actingMemberId: MEMBER_ID,
    officerEpoch: 1,
    batchId: BATCH_ID,
    ranges: [{ first: 5, count: 1 }],
    to: 2,
    reason: 1,
    successor: NO_CELL,
    expectedHead: NOTHING,
    notBefore: NOW - HOUR,
    deadline: NOW + HOUR,
    ...fields,
  };
}

/** A maker's order that the change of `changeOf` carries out. */
export function orderOf(fields: Partial<StatusOrder> = {}, officer = MAKER): SignedOrder {
  const { memberId, batchId, to, reason, successor, expectedHead } = changeOf();
  const order = { memberId, batchId, index: 5, to, reason, successor, expectedHead, orderedAt: NOW - 60, ...fields };
  return { order, officer: officer.address, signature: officer.sign(orderMessage(NETWORK, order)).signature };
}

/** Code and rule with which a signer refuses; "signed" where it does not. */
export async function refusal(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return "signed";
  } catch (error) {
    if (!isYinzhengError(error)) throw error;
    const { reason } = error.detail;
    return typeof reason === "string" ? `${error.code}: ${reason}` : error.code;
  }
}
