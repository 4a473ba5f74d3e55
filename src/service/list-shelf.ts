import { toBase64Url, utf8 } from "../crypto/encoding.ts";
import { sha256 } from "../crypto/hash.ts";
import type { Hex } from "../domain/bytes.ts";
import { canonicalize, type JsonObject } from "../domain/canonical.ts";
import { typeIdOf } from "../proof/ids.ts";
import type { JournalRecord } from "../store/store.ts";
import { CellBook } from "./cell-book.ts";
import { payloadOf } from "./payloads.ts";
import type { Records } from "./records.ts";
import type { StatusListFile } from "./service.ts";
import type { ListPlace } from "./status-list.ts";

/** What is published of one member and type: one list, or several where the first are full. */
export interface Group {
  readonly memberId: Hex;
  /** Code of the type. */
  readonly type: string;
}

interface Places {
  readonly of: Map<Hex, ListPlace>;
  /** Number of the last record that was read. */
  seq: number;
}

/** What the service remembers of its status lists; all of it is in the journal or on chain. */
export class ListShelf {
  /** The log as the service's own node gives it. */
  readonly book = new CellBook();
  readonly #places = new Map<string, Places>();
  readonly #last = new Map<string, StatusListFile>();
  readonly #made = new Map<string, number>();

  /** Places of all batches that were opened for a group. */
  async places(
    { records }: { readonly records: Records },
    { memberId, type }: Group,
  ): Promise<ReadonlyMap<Hex, ListPlace>> {
    const key = `${memberId}/${type}`;
    const known = this.#places.get(key) ?? { of: new Map(), seq: 0 };
    this.#places.set(key, known);
    for (const record of await records.batches(memberId, type, known.seq)) {
      const opened = payloadOf("batch.opened", record);
      if (opened?.list !== undefined) known.of.set(record.subject as Hex, opened.list);
      known.seq = Math.max(known.seq, record.seq);
    }
    return known.of;
  }

  /** The list as it was published last; null: never. */
  async last({ records }: { readonly records: Records }, id: string): Promise<StatusListFile | null> {
    const known = this.#last.get(id);
    if (known !== undefined) return known;
    const file = fileOf(await records.list(id, "last"));
    if (file !== null) this.#last.set(id, file);
    return file;
  }

  /** Says up to which log the lists of a group were made. */
  made({ memberId, type }: Group, size: number): void {
    this.#made.set(`${memberId}/${type}`, size);
  }

  /** Does the book, which is of a log of `size` leaves, know more than the lists of a group tell? */
  isBehind({ memberId, type }: Group, size: number): boolean {
    const made = this.#made.get(`${memberId}/${type}`) ?? 0;
    return this.book.lastNews({ memberId, typeId: typeIdOf(type) }, size) > made;
  }

  /** Takes in what was published now. */
  published(record: JournalRecord): void {
    const file = fileOf(record);
    if (file !== null) this.#last.set(file.id, file);
  }
}

/** What a record of publishing holds, as it is served; null for any other record, and for one that was erased. */
export function fileOf(record: JournalRecord | null): StatusListFile | null {
  const list = record === null ? null : payloadOf("list.published", record);
  if (record === null || list === null) return null;
  const { credential } = JSON.parse(list.text) as { credential: JsonObject };
  const etag = `"${toBase64Url(sha256(utf8(list.text)))}"`;
  return { ...list, id: record.subject, credential: canonicalize(credential), etag };
}
