import { equal, utf8 } from "../crypto/encoding.ts";
import { SUITES } from "../crypto/suites/table.ts";
import type { Hex } from "../domain/bytes.ts";
import type { JsonObject } from "../domain/canonical.ts";
import { formatInstant } from "../domain/dates.ts";
import { isYinzhengError, YinzhengError } from "../domain/errors.ts";
import type { LogState } from "../ledger/ledger.ts";
import { cosignersOf } from "../proof/checkpoint.ts";
import { addProof } from "../proof/data-integrity.ts";
import { parseStatusList } from "../proof/parse-list.ts";
import { keySlot } from "../proof/slots.ts";
import {
  encodeBits,
  type ListSource,
  listCredential,
  listDigest,
  listNoteBody,
  STATUS_LIST_FORMAT,
  type StatusList,
  statusListText,
} from "../proof/status-list.ts";
import { listVouchers } from "../proof/verify/list-sound.ts";
import { type BatchAt, listBits } from "./cell-book.ts";
import { type Context, memberIn } from "./context.ts";
import type { HostedKey } from "./hosted-keys.ts";
import { SERVICE } from "./outbox.ts";
import { fact } from "./payloads.ts";
import { readBook } from "./read-book.ts";
import { contextResource } from "./resources.ts";
import type { ListPlace } from "./status-list.ts";
import { mergedNote } from "./witnesses.ts";

interface GroupAt {
  readonly memberId: Hex;
  readonly type: string;
  readonly typeId: Hex;
}

/** One list on its way: what it was made from, and its credential. */
interface Made {
  readonly id: string;
  readonly source: ListSource;
  readonly bits: Uint8Array;
  readonly credential: JsonObject;
}

/**
 * Makes all lists of a group at the chain's head, has the witnesses co-sign them together, checks what came of it and
 * publishes it: once in the journal, a list is served. Throws `chain.*`, `witness.*`, `keys.*`. Where the chain holds a batch
 * of which this journal knows nothing, nobody can be told its place, and no witness would sign: a person must look.
 */
export async function makeLists(context: Context, group: GroupAt): Promise<void> {
  const { ledger, lists, records } = context;
  const places = await lists.places(context, group);
  if (places.size === 0) return;
  const log = await ledger.logState();
  await readBook(context, log.size);
  const batches = lists.book.batches(group, log.size);
  const key = memberIn(context, group.memberId).keys.find(({ purpose }) => purpose === "status");
  if (key === undefined) throw new YinzhengError("keys.missing", { memberId: group.memberId, purpose: "status" });
  const byList = placed(batches, places);
  if (byList === null) {
    const where = `status lists ${group.memberId}/${group.type}`;
    return context.notice({ what: "alarm", where, code: "conflict.state", detail: { batches: batches.length } });
  }
  const made = await Promise.all(
    [...byList].map(([id, own]) => makeList(context, { group, log, key, id, own, places })),
  );
  if (made.length === 0) return;
  const evidence = await ledger.capture([keySlot(group.memberId, key.keyId)], log.block.number);
  const notes = await cosigned(context, made);
  const { keyId, suite, signer } = key;
  const files = made.map(
    ({ credential }, i): StatusList => ({
      format: STATUS_LIST_FORMAT,
      credential,
      key: { keyId, suite, publicKey: signer.publicKey },
      evidence,
      checkpoint: notes[i] ?? "",
    }),
  );
  const texts = await Promise.all(files.map((file, i) => checkedText(context, file, made[i]?.bits)));
  const { number: block, time } = log.block;
  const { memberId, typeId } = group;
  const facts = texts.map((text, i) =>
    fact("list.published", made[i]?.id ?? "", { memberId, typeId, block, time, text }),
  );
  for (const record of await records.append(SERVICE, facts)) lists.published(record);
  lists.made(group, log.size);
}

/** The batches on chain, by the list in which they stand; null where one stands in none of ours. */
function placed(
  batches: readonly BatchAt[],
  places: ReadonlyMap<Hex, ListPlace>,
): ReadonlyMap<string, readonly BatchAt[]> | null {
  const byList = new Map<string, BatchAt[]>();
  for (const batch of batches) {
    const place = places.get(batch.batchId);
    if (place === undefined) return null;
    byList.set(place.id, [...(byList.get(place.id) ?? []), batch]);
  }
  return byList;
}

interface Making {
  readonly group: GroupAt;
  readonly log: LogState;
  readonly key: HostedKey;
  readonly id: string;
  readonly own: readonly BatchAt[];
  readonly places: ReadonlyMap<Hex, ListPlace>;
}

async function makeList(context: Context, { group, log, key, id, own, places }: Making): Promise<Made> {
  const { ledger, publicUrl, network, clock, lists } = context;
  const { profile } = memberIn(context, group.memberId);
  const offsetOf = ({ batchId }: BatchAt): number => places.get(batchId)?.offset ?? 0;
  const place = places.get(own[0]?.batchId ?? "0x");
  if (place === undefined) throw new YinzhengError("internal", { list: id });
  const { number, hash, time } = log.block;
  const source: ListSource = {
    registryId: ledger.network.registryId,
    memberId: group.memberId,
    typeId: group.typeId,
    block: { number, hash, time },
    log: { size: log.size, root: log.root },
    key: place.key,
    cells: place.cells,
    lastCompromise: lists.book.lastCompromise(group.memberId, log.size),
    batches: own
      .toSorted((a, b) => offsetOf(a) - offsetOf(b))
      .map((batch) => ({
        batchId: batch.batchId,
        offset: offsetOf(batch),
        size: batch.size,
        statusHead: batch.statusHead,
      })),
  };
  const bits = listBits(source, own);
  const unsigned = listCredential({
    url: `${publicUrl}/v1/status-lists/${id}`,
    issuer: profile.issuer,
    context: contextResource().id,
    validFrom: time,
    validUntil: time + network.maxStatusAge,
    encodedList: await encodeBits(bits),
    source,
  });
  const credential = await addProof(unsigned, {
    suite: SUITES[key.suite],
    verificationMethod: `${profile.issuer}#${key.keyId}`,
    created: formatInstant(clock()),
    sign: (message) => key.signer.sign(message),
  });
  return { id, source, bits, credential };
}

/** A note for each list, with the signatures of every witness that answered rightly. Throws where a list would have none. */
async function cosigned({ witnesses, network }: Context, made: readonly Made[]): Promise<readonly string[]> {
  const credentials = made.map(({ credential }) => credential);
  const answers = await Promise.allSettled(witnesses.map((witness) => witness.cosignLists(credentials)));
  return made.map(({ source, id, credential }, i) => {
    const body = listNoteBody(source, id, listDigest(credential));
    const notes = answers.flatMap((answer) => (answer.status === "fulfilled" ? [answer.value[i] ?? ""] : []));
    const good = notes.filter((note) => (cosignersOf(note, body, network.witnesses.keys) ?? []).length > 0);
    if (good.length > 0) return mergedNote(good);
    const refused = answers.find((answer) => answer.status === "rejected" && isYinzhengError(answer.reason));
    throw refused?.status === "rejected" ? refused.reason : new YinzhengError("witness.unreachable", { list: id });
  });
}

/** The file, read again as a verifier reads it. Throws `service.self_check` where that does not find it good. */
async function checkedText(context: Context, file: StatusList, bits: Uint8Array | undefined): Promise<string> {
  const text = statusListText(file);
  const read = await parseStatusList(utf8(text));
  const sound = listVouchers(read.file, read.view, context.network, context.trust) !== null;
  if (sound && bits !== undefined && equal(read.bits, bits)) return text;
  context.notice({ what: "alarm", where: `status list ${read.view.id}`, code: "service.self_check", detail: {} });
  throw new YinzhengError("service.self_check", { list: read.view.id });
}
