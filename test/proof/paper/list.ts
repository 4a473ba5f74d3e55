import { utf8 } from "../../../src/crypto/encoding.ts";
import { formatNote } from "../../../src/crypto/note.ts";
import type { Hex, Seconds } from "../../../src/domain/bytes.ts";
import type { JsonObject } from "../../../src/domain/canonical.ts";
import { formatInstant } from "../../../src/domain/dates.ts";
import { KEY_PURPOSES, KEY_SUITES, type KeySuite } from "../../../src/domain/member.ts";
import type { CellState } from "../../../src/domain/status.ts";
import { addProof } from "../../../src/proof/data-integrity.ts";
import type { LogHead } from "../../../src/proof/facts.ts";
import { position } from "../../../src/proof/list-position.ts";
import { parseStatusList } from "../../../src/proof/parse-list.ts";
import { keySlot } from "../../../src/proof/slots.ts";
import {
  encodeBits,
  type ListedBatch,
  type ListSource,
  listCredential,
  listDigest,
  listNoteBody,
  noBits,
  type ReadStatusList,
  type StatusList,
  statusListText,
  writeState,
} from "../../../src/proof/status-list.ts";
import { contextResource } from "../../../src/service/resources.ts";
import { LIST_ID, LIST_URL, listPlace, MEMBER_ID, PROFILE, TYPE_ID } from "./certificate.ts";
import { headAfter } from "./history.ts";
import { digest, issuerKey, witnessNamed } from "./keys.ts";
import { FOUNDED, MAX_STATUS_AGE, NOTHING, NOW, type Paper, type PaperWords } from "./options.ts";
import { type PaperState, stateOf, valuesOf } from "./state.ts";
import { FOREVER, keyWord } from "./words.ts";

/** How a status list on paper differs from one that shows the certificate's cell active at NOW. */
export interface PaperListOptions {
  /** State of the certificate's own cell; others are active. */
  readonly state?: CellState;
  readonly block?: { readonly number: number; readonly time: Seconds };
  readonly log?: LogHead;
  /** Head of the certificate's batch: that of the bundle, or another where the state is another, if absent. */
  readonly statusHead?: Hex;
  readonly batches?: readonly ListedBatch[];
  readonly source?: Partial<ListSource>;
  readonly url?: string;
  readonly issuer?: string;
  readonly validUntil?: Seconds;
  /** Whose status key signs, and with which suite. */
  readonly owner?: string;
  readonly suite?: KeySuite;
  /** What stands on chain of that key. */
  readonly key?: PaperWords["key"];
  readonly keyIs?: PaperWords["keyIs"];
  readonly cosigners?: readonly string[];
  /** Whose witnesses they are. */
  readonly witnessOwner?: string;
  /** A last touch to the signed credential, before witnesses see it; and to the file. */
  readonly touch?: (credential: JsonObject) => JsonObject;
  readonly touchFile?: (file: StatusList) => StatusList;
}

/** A status list with all that proves it, read as a verifier reads it. */
export async function paperList(world: Paper, options: PaperListOptions = {}): Promise<ReadStatusList> {
  return parseStatusList(utf8(await paperListText(world, options)));
}

/** The list as the file that a mirror serves. */
export async function paperListText(world: Paper, options: PaperListOptions = {}): Promise<string> {
  const { owner = "ours", suite = "eddsa-jcs-2022", cosigners = ["court"], witnessOwner = "ours" } = options;
  const key = issuerKey(`status of ${owner}`, suite);
  const state = stateWith(world, key.key.keyId, suite, options);
  const source = sourceOf(world, state, options);
  const bits = bitsOf(world, source, options.state ?? "active");
  const unsigned = listCredential({
    url: options.url ?? LIST_URL,
    issuer: options.issuer ?? PROFILE.issuer,
    context: contextResource().id,
    validFrom: source.block.time,
    validUntil: options.validUntil ?? source.block.time + MAX_STATUS_AGE,
    encodedList: await encodeBits(bits),
    source,
  });
  const signed = await addProof(unsigned, {
    suite: key.suite,
    verificationMethod: `${PROFILE.issuer}#${key.key.keyId}`,
    created: formatInstant(source.block.time),
    sign: key.sign,
  });
  const credential = options.touch?.(signed) ?? signed;
  const body = listNoteBody(source, LIST_ID, listDigest(credential));
  const lines = cosigners.map((name) => witnessNamed(name, witnessOwner).line(body, source.block.time + 1));
  const file: StatusList = {
    format: "yinzheng-status-list/1",
    credential,
    key: key.key,
    evidence: state.evidence([keySlot(MEMBER_ID, key.key.keyId)]),
    checkpoint: lines.length === 0 ? "" : formatNote(body, lines),
  };
  return statusListText(options.touchFile?.(file) ?? file);
}

/** A later state of the world's chain, as far as a list needs it: the status key. */
function stateWith({ network }: Paper, keyId: Hex, suite: KeySuite, options: PaperListOptions): PaperState {
  const term = { notBefore: FOUNDED, notAfter: FOREVER, compromisedSince: 0, ...options.key };
  const is = { suite: KEY_SUITES[suite], purposes: KEY_PURPOSES.status, ...options.keyIs };
  const values = valuesOf([[keySlot(MEMBER_ID, keyId), keyWord(term, is)]]);
  return stateOf(network.contracts, values, options.block ?? { number: 50, time: NOW });
}

function sourceOf({ bundle, network }: Paper, { block }: PaperState, options: PaperListOptions): ListSource {
  const { batchId, size } = bundle.anchor.anchor;
  const { offset, ...list } = listPlace(size);
  const proven = bundle.statusChanges.reduce(headAfter, NOTHING);
  const own: ListedBatch = {
    batchId,
    offset,
    size,
    statusHead: options.statusHead ?? (options.state === undefined ? proven : digest("a later head")),
  };
  const before: ListedBatch = { batchId: digest("batch before"), offset: 0, size: 16, statusHead: NOTHING };
  return {
    registryId: network.registryId,
    memberId: MEMBER_ID,
    typeId: TYPE_ID,
    block,
    log: options.log ?? { size: bundle.log.size + 2, root: digest("a later log") },
    ...list,
    lastCompromise: 0,
    batches: options.batches ?? [...(offset === 0 ? [] : [before]), own],
    ...options.source,
  };
}

function bitsOf({ bundle }: Paper, source: ListSource, state: CellState): Uint8Array {
  const bits = noBits(source.cells);
  const { offset } = listPlace(bundle.anchor.anchor.size);
  writeState(bits, position(source, offset + bundle.manifest.index), state);
  return bits;
}
