import { SEAL_ACTS } from "../domain/seal-order.ts";
import type { IndexEntry, JournalRecord } from "../store/store.ts";
import { payloadOf, type RecordKind } from "./payloads.ts";

/** Raised when entries change, so that an older index is built anew. */
export const INDEX_VERSION = 4;
export const META_KEY = "meta";

type Mac = (name: string) => string;

/** What one record changes in the index. */
export interface IndexChange {
  readonly puts: readonly IndexEntry[];
  readonly deletes: readonly string[];
}

/** Kinds of work that the journal can leave unfinished. */
export type WorkKind = "place" | "document" | "batch" | "order" | "claim" | "import" | "seal" | "transaction";

/**
 * Keys of the index. Every value is a journal record's number, so that nothing is known without the journal's keys.
 * `mac` hides identifiers; subjects can't be read back from it.
 */
export const KEYS = {
  /** All records of one aggregate, in order. */
  records: (mac: Mac, subject: string) => `r/${mac(subject)}/`,
  /** A member's certificates, by number of the draft's record. */
  ofMember: (mac: Mac, memberId: string) => `l/${mac(memberId)}/`,
  /** `certificate.placed` or `document.placed` of one batch. */
  placed: (mac: Mac, batchId: string) => `p/${mac(batchId)}/`,
  /** The last batch opened for a member and type. */
  lastBatch: (mac: Mac, memberId: string, type: string) => `b/${mac(`${memberId}/${type}`)}`,
  /** All batches opened for a member and type, by number of the record. */
  batches: (mac: Mac, memberId: string, type: string) => `g/${mac(`${memberId}/${type}`)}/`,
  /** A status list as of a block, and as published last. */
  list: (mac: Mac, id: string, block: number | "last") => `s/${mac(`${id}/${block}`)}`,
  /** What a request with an Idempotency-Key led to. */
  answer: (subject: string) => `k/${subject}`,
  draftOf: (mac: Mac, requestKey: string) => `d/${mac(requestKey)}`,
  /** A member's claims, by number of the order's record. */
  claims: (mac: Mac, memberId: string) => `c/${mac(memberId)}/`,
  claimOf: (mac: Mac, requestKey: string) => `q/${mac(requestKey)}`,
  /** Drafts of the same thing, see import/likeness.ts. */
  like: (mac: Mac, likeness: string) => `s/${mac(likeness)}/`,
  /** A member's imports, by number of the record; by its key; and the drafts of one. */
  imports: (mac: Mac, memberId: string) => `i/${mac(memberId)}/`,
  importOf: (mac: Mac, memberId: string, key: string) => `j/${mac(`${memberId}/${key}`)}`,
  draftsIn: (mac: Mac, importId: string) => `t/${mac(importId)}/`,
  /** Codes that a member made, and that a member redeemed, by number of the record; and what a request led to. */
  codes: (mac: Mac, memberId: string) => `m/${mac(memberId)}/`,
  redemptions: (mac: Mac, memberId: string) => `n/${mac(memberId)}/`,
  /** Plates that a member put up, by number of the record. */
  plates: (mac: Mac, memberId: string) => `u/${mac(memberId)}/`,
  redemptionOf: (mac: Mac, requestKey: string) => `o/${mac(requestKey)}`,
  /** Drafts of one holder and type, see copies/holder.ts, and what was asked about a certificate, by number of the record. */
  held: (mac: Mac, holder: string) => `h/${mac(holder)}/`,
  uses: (mac: Mac, certificate: string) => `v/${mac(certificate)}/`,
  /** Seals that a member owns, makes or may use, each once. */
  seals: (mac: Mac, memberId: string) => `e/${mac(memberId)}/`,
  work: (kind: WorkKind) => `w/${kind}/`,
} as const;

/** Lists of a member's records, or of what else is named, and what they hold. */
export const MEMBER_LISTS = {
  /** `certificate.drafted` */
  certificates: KEYS.ofMember,
  /** `claim.ordered` */
  claims: KEYS.claims,
  /** `import.received` */
  imports: KEYS.imports,
  /** `code.made` */
  codes: KEYS.codes,
  /** `code.redeemed` */
  redemptions: KEYS.redemptions,
  /** `plate.made` */
  plates: KEYS.plates,
  /** `certificate.drafted`, of a holder */
  held: KEYS.held,
  /** `copy.ordered` and `holder.sought`, of a certificate */
  uses: KEYS.uses,
} as const satisfies Record<string, (mac: Mac, memberId: string) => string>;
export type MemberList = keyof typeof MEMBER_LISTS;

const NOTHING: IndexChange = { puts: [], deletes: [] };

type Rule = (record: JournalRecord, mac: Mac) => IndexChange;

const put = (key: string, record: JournalRecord): IndexEntry => ({ key, value: String(record.seq) });
const listed = (list: string, record: JournalRecord): IndexEntry => put(`${list}${numbered(record.seq)}`, record);
const begin =
  (kind: WorkKind): Rule =>
  (record, mac) => ({ puts: [put(workKey(kind, record, mac), record)], deletes: [] });
const end =
  (kind: WorkKind): Rule =>
  (record, mac) => ({ puts: [], deletes: [workKey(kind, record, mac)] });

/** The end of that work, since the batch goes on with it. */
function placedAs(kind: "place" | "document"): Rule {
  return (record, mac) => {
    const placed = payloadOf("certificate.placed", record) ?? payloadOf("document.placed", record);
    const puts = placed === null ? [] : [put(`${KEYS.placed(mac, placed.batchId)}${numbered(record.seq)}`, record)];
    return { puts, deletes: end(kind)(record, mac).deletes };
  };
}

function sealOf(memberId: string, record: JournalRecord, mac: Mac): IndexEntry {
  return put(`${KEYS.seals(mac, memberId)}${mac(record.subject)}`, record);
}

function workKey(kind: WorkKind, record: JournalRecord, mac: Mac): string {
  const order = (record.payload as { readonly orderId?: string }).orderId;
  return `${KEYS.work(kind)}${mac(order ?? record.subject)}`;
}

const RULES: Readonly<Partial<Record<RecordKind, Rule>>> = {
  "certificate.drafted": (record, mac) => {
    const drafted = payloadOf("certificate.drafted", record);
    if (drafted === null) return NOTHING;
    const { memberId, request, likeness, holder, import: from } = drafted;
    const lists = [KEYS.ofMember(mac, memberId), KEYS.like(mac, likeness)];
    if (holder !== undefined) lists.push(KEYS.held(mac, holder));
    if (from !== undefined) lists.push(KEYS.draftsIn(mac, from.id));
    const puts = lists.map((list) => listed(list, record));
    return { puts: request === undefined ? puts : [...puts, put(KEYS.draftOf(mac, request.key), record)], deletes: [] };
  },
  "certificate.approved": begin("place"),
  "certificate.placed": placedAs("place"),
  "document.ordered": begin("document"),
  "document.placed": placedAs("document"),
  "document.failed": end("document"),
  "batch.opened": (record, mac) => {
    const opened = payloadOf("batch.opened", record);
    const { puts } = begin("batch")(record, mac);
    if (opened === null) return { puts, deletes: [] };
    const { memberId, type } = opened;
    const own = listed(KEYS.batches(mac, memberId, type), record);
    return { puts: [...puts, put(KEYS.lastBatch(mac, memberId, type), record), own], deletes: [] };
  },
  "batch.finished": end("batch"),
  "status.ordered": begin("order"),
  "status.changed": end("order"),
  "status.failed": end("order"),
  "claim.ordered": (record, mac) => {
    const ordered = payloadOf("claim.ordered", record);
    if (ordered === null) return NOTHING;
    const own = listed(KEYS.claims(mac, ordered.memberId), record);
    const requested = put(KEYS.claimOf(mac, ordered.request), record);
    return { puts: [...begin("claim")(record, mac).puts, own, requested], deletes: [] };
  },
  "claim.made": end("claim"),
  "claim.refused": end("claim"),
  "import.received": (record, mac) => {
    const received = payloadOf("import.received", record);
    if (received === null) return NOTHING;
    const { memberId, key } = received;
    const own = listed(KEYS.imports(mac, memberId), record);
    const named = put(KEYS.importOf(mac, memberId, key), record);
    return { puts: [own, named, ...begin("import")(record, mac).puts], deletes: [] };
  },
  "import.checked": (record, mac) => {
    const refused = payloadOf("import.checked", record)?.refused === true;
    return refused ? end("import")(record, mac) : NOTHING;
  },
  "import.drafted": end("import"),
  "import.approved": begin("import"),
  "import.returned": begin("import"),
  "import.placed": end("import"),
  "code.made": (record, mac) => {
    const made = payloadOf("code.made", record);
    return made === null ? NOTHING : { puts: [listed(KEYS.codes(mac, made.memberId), record)], deletes: [] };
  },
  "code.redeemed": (record, mac) => {
    const redeemed = payloadOf("code.redeemed", record);
    if (redeemed === null) return NOTHING;
    const own = listed(KEYS.redemptions(mac, redeemed.memberId), record);
    return { puts: [own, put(KEYS.redemptionOf(mac, redeemed.request), record)], deletes: [] };
  },
  "plate.made": (record, mac) => {
    const made = payloadOf("plate.made", record);
    return made === null ? NOTHING : { puts: [listed(KEYS.plates(mac, made.memberId), record)], deletes: [] };
  },
  "seal.applied": (record, mac) => {
    const applied = payloadOf("seal.applied", record);
    const members = applied === null ? [] : [applied.memberId, applied.maker];
    return { puts: members.map((memberId) => sealOf(memberId, record, mac)), deletes: [] };
  },
  "seal.ordered": (record, mac) => {
    const ordered = payloadOf("seal.ordered", record);
    const { puts, deletes } = begin("seal")(record, mac);
    const delegates = ordered === null || SEAL_ACTS[ordered.order.what] !== "delegate" ? [] : [ordered.order.other];
    return { puts: [...puts, ...delegates.map((memberId) => sealOf(memberId, record, mac))], deletes };
  },
  "seal.changed": end("seal"),
  "seal.failed": end("seal"),
  "copy.ordered": (record, mac) => {
    const ordered = payloadOf("copy.ordered", record);
    return ordered === null ? NOTHING : { puts: [listed(KEYS.uses(mac, ordered.certificate), record)], deletes: [] };
  },
  "holder.sought": (record, mac) => {
    const told = payloadOf("holder.sought", record)?.certificates ?? [];
    return { puts: told.map((id) => listed(KEYS.uses(mac, id), record)), deletes: [] };
  },
  "transaction.prepared": begin("transaction"),
  "transaction.settled": end("transaction"),
  "list.published": (record, mac) => {
    const list = payloadOf("list.published", record);
    const keys = list === null ? [] : (["last", list.block] as const);
    return { puts: keys.map((block) => put(KEYS.list(mac, record.subject, block), record)), deletes: [] };
  },
  "answer.kept": (record) => ({ puts: [put(KEYS.answer(record.subject), record)], deletes: [] }),
};

/** The index as a function of the journal: this, for record after record. */
export function indexChange(record: JournalRecord, mac: Mac): IndexChange {
  const own = put(`${KEYS.records(mac, record.subject)}${numbered(record.seq)}`, record);
  const rule = Object.hasOwn(RULES, record.kind) ? RULES[record.kind as RecordKind] : undefined;
  const { puts, deletes } = rule?.(record, mac) ?? NOTHING;
  return { puts: [own, ...puts], deletes };
}

/** A record's number so that keys sort as numbers do. */
export function numbered(seq: number): string {
  return String(seq).padStart(16, "0");
}
