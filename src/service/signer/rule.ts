import { fromHex } from "../../crypto/encoding.ts";
import { keccak256 } from "../../crypto/hash.ts";
import { recoverAddress } from "../../crypto/secp256k1.ts";
import { type Anchor, SIGNING_WINDOW } from "../../domain/anchor.ts";
import type { Hex, Seconds } from "../../domain/bytes.ts";
import type { JsonObject } from "../../domain/canonical.ts";
import { CONTEXT_DOCUMENT } from "../../domain/context.ts";
import { allocationOf, isDraftPlusCell, parseCredential } from "../../domain/credential.ts";
import { parseDraft } from "../../domain/draft.ts";
import { YinzhengError } from "../../domain/errors.ts";
import type { StatusChange } from "../../domain/status.ts";
import { typeByCode } from "../../domain/types/table.ts";
import { batchTree } from "../../proof/batch.ts";
import { CREDENTIAL_MEDIA_TYPE } from "../../proof/bundle.ts";
import { draftDigest, jcsBytes, memberIdOf, sriOf, typeIdOf } from "../../proof/ids.ts";
import { entryOf, hashSuiteName, leafOf, voidLeaf } from "../../proof/leaf.ts";
import { approvalMessage, orderMessage } from "../../proof/messages.ts";
import type { AnchorRequest, BatchDocument, StatusRequest } from "../officers.ts";
import type { SignerConfig } from "./config.ts";

/** How far another party's clock may be from ours, in seconds. */
export const SKEW: Seconds = 300;

export function refuse(reason: string, at?: string): never {
  throw new YinzhengError("signer.refused", at === undefined ? { reason } : { reason, at });
}

/** Refuses unless the anchor's root follows from approved drafts in their cells, and from nothing else. */
export function checkAnchorRequest(config: SignerConfig, request: AnchorRequest, now: Seconds): void {
  const { anchor, documents } = request;
  const memberId = memberIdOf(config.profile.code);
  if (anchor.memberId !== memberId) refuse("the anchor is another member's");
  if (!config.types.some((code) => typeIdOf(code) === anchor.typeId))
    refuse("the type is not one this officer signs for");
  checkWindow(anchor, now);
  const suite = hashSuiteName(anchor.hashSuite) ?? refuse("the hash suite is not known");
  if (documents.length === 0) refuse("the batch is empty");
  const leaves = new Map<number, Uint8Array>();
  for (const document of documents) {
    if (leaves.has(document.index)) refuse("two documents in one cell", `documents/${document.index}`);
    checkDocument(config, anchor, document, now);
    const entry = entryOf(CREDENTIAL_MEDIA_TYPE, jcsBytes(document.credential), fromHex(document.salt), suite);
    const { batchId, typeId } = anchor;
    const cell = { registryId: config.network.registryId, memberId, typeId, batchId };
    const manifest = {
      format: "yinzheng-manifest/1",
      ...cell,
      kind: "certificate",
      index: document.index,
      entries: [entry],
    } as const;
    leaves.set(document.index, leafOf(manifest, suite));
  }
  const empty = voidLeaf({ registryId: config.network.registryId, ...anchor }, request.voidValue, suite);
  const { root } = batchTree({ size: anchor.size, suite, leaves, voidLeaf: empty });
  if (root !== anchor.root) throw new YinzhengError("signer.root_mismatch", { batchId: anchor.batchId });
}

/** Refuses a document that is not an approved draft plus its cell. */
function checkDocument(config: SignerConfig, anchor: Anchor, document: BatchDocument, now: Seconds): void {
  const at = `documents/${document.index}`;
  const draft = parseDraft(document.draft);
  const { approval, officer, signature } = document.approval;
  if (draft.registryId !== config.network.registryId) refuse("the draft is of another installation", at);
  if (draft.memberId !== anchor.memberId || draft.typeId !== anchor.typeId)
    refuse("the draft is of another member or type", at);
  if (approval.memberId !== anchor.memberId || approval.typeId !== anchor.typeId)
    refuse("the approval is for another type", at);
  if (approval.draft !== draftDigest(draft)) refuse("the approval is for another draft", at);
  if (approval.approvedAt > now + SKEW) refuse("the approval is dated in the future", at);
  checkMaker(config, approvalMessage(config.network, approval), officer, signature, at);
  if (!isDraftPlusCell(draft, document.credential)) refuse("the document is not the approved draft plus its cell", at);
  checkAllocation(config, anchor, document, at);
}

/** Refuses a document whose cell, issuer, type definition or vocabulary is not the one this signer knows. */
function checkAllocation(config: SignerConfig, anchor: Anchor, document: BatchDocument, at: string): void {
  const { profile, cell, type, typeDefinition, context } = allocationOf(
    parseCredential(document.credential).credential,
  );
  if (cell.batchId !== anchor.batchId || cell.index !== document.index) refuse("the document names another cell", at);
  if (profile.issuer !== config.profile.issuer || profile.code !== config.profile.code)
    refuse("the issuer is another", at);
  const known = typeByCode(type.code, type.version);
  if (known === undefined || typeIdOf(type.code) !== anchor.typeId) refuse("the type is another", at);
  if (typeDefinition.digestSRI !== sriOf(known as unknown as JsonObject)) refuse("the type definition is another", at);
  if (context.digestSRI !== sriOf(CONTEXT_DOCUMENT)) refuse("the vocabulary is another", at);
}

/** Refuses unless a maker ordered exactly these cells to change exactly so. */
export function checkStatusRequest(config: SignerConfig, { change, orders }: StatusRequest, now: Seconds): void {
  const memberId = memberIdOf(config.profile.code);
  if (change.memberId !== memberId || change.actingMemberId !== memberId) refuse("the cells are another member's");
  checkWindow(change, now);
  const cells = cellsOf(change, orders.length);
  const ordered = new Set(orders.map(({ order }) => order.index));
  if (cells.length !== ordered.size || !cells.every((index) => ordered.has(index)))
    refuse("not every cell was ordered");
  for (const { order, officer, signature } of orders) {
    const same =
      order.memberId === memberId &&
      order.batchId === change.batchId &&
      order.to === change.to &&
      order.reason === change.reason &&
      order.expectedHead === change.expectedHead &&
      order.successor.memberId === change.successor.memberId &&
      order.successor.batchId === change.successor.batchId &&
      order.successor.index === change.successor.index;
    if (!same) refuse("the change is not the one that was ordered", `cells/${order.index}`);
    if (order.orderedAt > now + SKEW) refuse("the order is dated in the future", `cells/${order.index}`);
    checkMaker(config, orderMessage(config.network, order), officer, signature, `cells/${order.index}`);
  }
}

function cellsOf(change: StatusChange, most: number): readonly number[] {
  const total = change.ranges.reduce((sum, { count }) => sum + count, 0);
  if (total !== most) refuse("not every cell was ordered");
  return change.ranges.flatMap(({ first, count }) => Array.from({ length: count }, (_, i) => first + i));
}

function checkMaker(config: SignerConfig, message: Uint8Array, officer: Hex, signature: Hex, at: string): void {
  if (!config.makers.includes(officer)) refuse("the signature is not a maker's of this member", at);
  if (recoverAddress(keccak256(message), fromHex(signature)) !== officer) refuse("the maker's signature is wrong", at);
}

function checkWindow({ notBefore, deadline }: { notBefore: Seconds; deadline: Seconds }, now: Seconds): void {
  if (deadline <= notBefore || deadline - notBefore > SIGNING_WINDOW)
    refuse("the signing window is longer than 24 hours");
  if (now > deadline || notBefore > now + SKEW) refuse("the signing window is not now");
}
