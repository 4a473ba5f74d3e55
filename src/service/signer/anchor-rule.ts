import { fromHex } from "../../crypto/encoding.ts";
import { type Anchor, BATCH_SIZE, type HashSuite } from "../../domain/anchor.ts";
import type { Hex, Seconds } from "../../domain/bytes.ts";
import type { JsonObject } from "../../domain/canonical.ts";
import { CONTEXT_DOCUMENT } from "../../domain/context.ts";
import { allocationOf, isDraftPlusCell, parseCredential } from "../../domain/credential.ts";
import { draftIssues, parseDraft } from "../../domain/draft.ts";
import { YinzhengError } from "../../domain/errors.ts";
import { hashSuiteOf, type TypeDefinition } from "../../domain/types/definition.ts";
import { BUILT_IN } from "../../domain/types/table.ts";
import { batchTree } from "../../proof/batch.ts";
import { CREDENTIAL_MEDIA_TYPE } from "../../proof/bundle.ts";
import { draftDigest, jcsBytes, memberIdOf, sriOf, typeIdOf } from "../../proof/ids.ts";
import { entryOf, hashSuiteName, leafOf, voidLeaf } from "../../proof/leaf.ts";
import type { AnchorRequest, BatchDocument } from "../officers.ts";
import type { SignerConfig } from "./config.ts";
import { type ConsentRule, consentRule } from "./consent-rule.ts";
import { checkWindow, refuse } from "./rule.ts";
import { documentJudge } from "./rules/judge.ts";
import type { RatedBatch } from "./rules/rates.ts";
import type { SignedPlaces } from "./sign-log.ts";

/** What a batch puts where, and what it counts. */
export interface CheckedBatch extends SignedPlaces {
  readonly counts: RatedBatch;
}

interface CheckedDocument {
  readonly draft: Hex;
  readonly subject: JsonObject;
  readonly statusList: { readonly url: string; readonly position: number };
}

/** Bytes of a salt, and of the value of void leaves. */
const SALT_BYTES = 16;

/**
 * Refuses unless the anchor's root follows from approved drafts in their cells, and from nothing else. Goes through the
 * documents once and keeps none of them; gives the place of each draft by its digest, and what the batch counts. Each
 * document is within the limits of this officer's own rules. Throws `signer.refused`, `signer.root_mismatch`, and
 * `schema.*` for a draft or document that is none.
 */
export async function checkAnchorRequest(
  config: SignerConfig,
  request: AnchorRequest,
  now: Seconds,
): Promise<CheckedBatch> {
  const { anchor } = request;
  const type = checkHead(config, anchor, now);
  const suite = hashSuiteName(anchor.hashSuite) ?? refuse("the hash suite is not known");
  const leaves = new Map<number, Uint8Array>();
  const drafts = new Map<Hex, { readonly index: number; readonly position: number }>();
  const positions = new Set<number>();
  let list: string | undefined;
  const consent = consentRule(config, anchor, now);
  const own = documentJudge(config.rules ?? {}, type, now);
  for await (const document of request.documents) {
    const at = `documents/${document.index}`;
    if (!("draft" in document)) refuse("the document is no certificate", at);
    if (leaves.has(document.index)) refuse("two documents in one cell", at);
    const { draft, subject, statusList } = checkDocument(config, anchor, document, consent);
    if (drafts.has(draft)) refuse("one draft in two cells", at);
    list ??= statusList.url;
    if (statusList.url !== list) refuse("the documents name several status lists", at);
    if (positions.has(statusList.position)) refuse("two documents in one position of a status list", at);
    positions.add(statusList.position);
    own.judge({ subject, at });
    leaves.set(document.index, leafOfDocument(config, anchor, document, suite));
    drafts.set(draft, { index: document.index, position: statusList.position });
  }
  if (list === undefined) refuse("the batch is empty");
  checkRoot(config, request, leaves, suite);
  const { batchId, typeId } = anchor;
  const amount = own.amount();
  const counts = { batchId, typeId, type, documents: drafts.size, ...(amount === undefined ? {} : { amount }) };
  return { list, drafts, counts };
}

/** The code of the anchor's type; refuses an anchor that is another's, of another type, or not for now. */
export function checkHead(config: SignerConfig, anchor: Anchor, now: Seconds): string {
  if (anchor.memberId !== memberIdOf(config.profile.code)) refuse("the anchor is another member's");
  const type = config.types.find((code) => typeIdOf(code) === anchor.typeId);
  if (type === undefined) refuse("the type is not one this officer signs for");
  if (!isBatchSize(anchor.size)) refuse("the size is not a batch's");
  checkWindow(anchor, now);
  return type;
}

const isBatchSize = (size: number): boolean =>
  size >= BATCH_SIZE.min && size <= BATCH_SIZE.max && Number.isInteger(Math.log2(size));

function leafOfDocument(
  config: SignerConfig,
  { memberId, typeId, batchId }: Anchor,
  { index, credential, salt }: BatchDocument,
  suite: HashSuite,
): Uint8Array {
  const { registryId } = config.network;
  const entry = entryOf(CREDENTIAL_MEDIA_TYPE, jcsBytes(credential), saltOf(salt), suite);
  const kind = { format: "yinzheng-manifest/1", kind: "certificate" } as const;
  return leafOf({ ...kind, registryId, memberId, typeId, batchId, index, entries: [entry] }, suite);
}

/** Throws `signer.root_mismatch` unless the root follows from these leaves in their cells, all other cells being void. */
export function checkRoot(
  config: SignerConfig,
  { anchor, voidValue }: AnchorRequest,
  leaves: ReadonlyMap<number, Uint8Array>,
  suite: HashSuite,
): void {
  const { registryId } = config.network;
  const { memberId, typeId, batchId, size, root } = anchor;
  saltOf(voidValue);
  const empty = voidLeaf({ registryId, memberId, typeId, batchId }, voidValue, suite);
  if (batchTree({ size, suite, leaves, voidLeaf: empty }).root !== root)
    throw new YinzhengError("signer.root_mismatch", { batchId });
}

/** The bytes of a salt; refuses what is none. */
export function saltOf(hex: Hex): Uint8Array {
  const bytes = fromHex(hex);
  return bytes.length === SALT_BYTES ? bytes : refuse("a salt that is not 16 bytes");
}

/** Refuses a document that is not an approved draft plus its cell; the draft's digest, and the place in the status list. */
function checkDocument(
  config: SignerConfig,
  anchor: Anchor,
  document: BatchDocument,
  consent: ConsentRule,
): CheckedDocument {
  const at = `documents/${document.index}`;
  const draft = parseDraft(document.draft);
  if (draft.registryId !== config.network.registryId) refuse("the draft is of another installation", at);
  if (draft.memberId !== anchor.memberId || draft.typeId !== anchor.typeId)
    refuse("the draft is of another member or type", at);
  const digest = draftDigest(draft);
  consent(document.approval, digest, at);
  if (!isDraftPlusCell(draft, document.credential)) refuse("the document is not the approved draft plus its cell", at);
  const { type, statusList } = checkAllocation(config, anchor, document, at);
  if (draftIssues(draft, type).length > 0) refuse("the draft is not one that its type allows", at);
  return { draft: digest, subject: draft.subject, statusList };
}

/** Refuses a document whose cell, issuer, type definition or vocabulary is not the one this signer knows. */
function checkAllocation(
  config: SignerConfig,
  anchor: Anchor,
  document: BatchDocument,
  at: string,
): Pick<CheckedDocument, "statusList"> & { readonly type: TypeDefinition } {
  const { profile, cell, type, typeDefinition, context, statusList } = allocationOf(
    parseCredential(document.credential).credential,
  );
  const { batchId, size, typeId } = anchor;
  if (cell.batchId !== batchId || cell.index !== document.index) refuse("the document names another cell", at);
  if (document.index >= size) refuse("the cell is outside the batch", at);
  if (profile.issuer !== config.profile.issuer || profile.code !== config.profile.code)
    refuse("the issuer is another", at);
  const known = (config.definitions ?? BUILT_IN).find(type.code, type.version);
  if (known === undefined || typeIdOf(type.code) !== typeId) refuse("the type is another", at);
  if (hashSuiteName(anchor.hashSuite) !== hashSuiteOf(known)) refuse("the hash suite is not the type's", at);
  if (typeDefinition.digestSRI !== sriOf(known as unknown as JsonObject)) refuse("the type definition is another", at);
  if (context.digestSRI !== sriOf(CONTEXT_DOCUMENT)) refuse("the vocabulary is another", at);
  return { type: known, statusList };
}
