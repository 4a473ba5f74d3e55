import { fromHex, toHex } from "../../crypto/encoding.ts";
import { sha256 } from "../../crypto/hash.ts";
import { appendLeaf, emptyLog, type LogState, logRoot } from "../../crypto/log.ts";
import type { LogRecord } from "../../crypto/log-read.ts";
import { kindBytes } from "../../crypto/log-record.ts";
import { leafHash } from "../../crypto/merkle.ts";
import type { Hex, Seconds } from "../../domain/bytes.ts";
import { isYinzhengError, YinzhengError } from "../../domain/errors.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import { CellBook } from "../cell-book.ts";
import type { Expected } from "./expected.ts";
import { type Heard, Replay } from "./replay.ts";
import { broken } from "./rules.ts";

/** Most leaves asked for at once. */
const CHUNK = 1000;
/** Most leaves judged in one go: signatures take time, and whoever asks meanwhile waits. */
const JUDGED = 200;
/** `0x`, registryId: where the kind stands in leaf data. */
const KIND_AT = 2 + 64;
const ANCHOR = toHex(kindBytes("yinzheng/log/anchor/v1")).slice(2);

/** A leaf that somebody should hear of. */
export interface HeardLeaf {
  readonly heard: Heard;
  readonly index: number;
  /** Kind of the record, or event. */
  readonly name: string;
}

/** A witness's own copy of the log: first its leaves, hashed; then what they say, judged record by record. */
export class LogCopy {
  readonly #ledger: Ledger;
  /** Leaves below this one were judged in an earlier run, signatures included. */
  readonly #checkedTo: number;
  #log: LogState = emptyLog();
  #roots: Hex[] = [rootHex(emptyLog())];
  /** Leaves that are hashed and not judged yet. */
  #pending: Hex[] = [];
  #replay: Replay;
  #book = new CellBook();
  #heard: HeardLeaf[] = [];

  constructor(ledger: Ledger, checkedTo: number) {
    this.#ledger = ledger;
    this.#checkedTo = checkedTo;
    this.#replay = new Replay(ledger.network);
  }

  /** The cells of all batches, as far as leaves have been judged. */
  get book(): CellBook {
    return this.#book;
  }

  /** Root of the first `size` leaves; undefined where there are not as many. */
  root(size: number): Hex | undefined {
    return this.#roots[size];
  }

  /** Reads leaves until there are `size`. Throws `chain.unreachable`, `chain.mismatch`; `witness.refused` where the node gives others. */
  async extend(size: number): Promise<void> {
    while (this.#log.size < size) {
      const to = Math.min(size, this.#log.size + CHUNK);
      const leaves = await this.#ledger.logLeaves(this.#log.size, to);
      if (leaves.length !== to - this.#log.size) {
        const reason = "the node does not give the log's leaves";
        throw new YinzhengError("witness.refused", { reason, alarm: "witness.rewritten", size });
      }
      for (const data of leaves) {
        this.#log = appendLeaf(this.#log, leafHash(sha256, fromHex(data)));
        this.#roots.push(rootHex(this.#log));
        this.#pending.push(data);
      }
    }
  }

  /** What a wrong node told is forgotten, so that a right one is followed anew. */
  forget(): void {
    this.#log = emptyLog();
    this.#roots = [rootHex(emptyLog())];
    this.#pending = [];
    this.#replay = new Replay(this.#ledger.network);
    this.#book = new CellBook();
  }

  /**
   * Judges the first `size` leaves, in a block of time `latest`. Throws `witness.refused` with `detail.rule` and
   * `detail.index` at the first that breaks a rule, now and whenever asked again.
   */
  async judge(size: number, latest: Seconds): Promise<void> {
    while (this.#replay.size < size) {
      const from = this.#replay.size;
      const leaves = this.#pending.slice(0, Math.min(size - from, JUDGED));
      const signatures = await this.#signatures(from, leaves);
      try {
        for (const leaf of leaves) this.#take(leaf, signatures);
      } finally {
        this.#pending.splice(0, this.#replay.size - from);
      }
    }
    if (size > 0 && this.#replay.size === size && this.#replay.time > latest) throw at(broken("log.time"), size - 1);
  }

  /** What the registries must hold after the leaves judged, and how many these are. */
  get expected(): { readonly of: Expected; readonly size: number } {
    return { of: this.#replay.expected, size: this.#replay.size };
  }

  /** Leaves judged since it was asked last that somebody should hear of. */
  heard(): readonly HeardLeaf[] {
    return this.#heard.splice(0);
  }

  #take(leaf: Hex, signatures: ReadonlyMap<number, readonly Hex[]> | null): void {
    const index = this.#replay.size;
    try {
      const under = index < this.#checkedTo ? null : (signatures?.get(index) ?? []);
      const { record, heard } = this.#replay.take(leaf, under);
      this.#book.take(record);
      if (heard !== null) this.#heard.push({ heard, index, name: nameOf(record) });
    } catch (cause) {
      throw isYinzhengError(cause, "witness.refused") ? at(cause, index) : cause;
    }
  }

  /** Signatures under the anchors among these leaves; null where there is none that was not checked before. */
  async #signatures(from: number, leaves: readonly Hex[]): Promise<ReadonlyMap<number, readonly Hex[]> | null> {
    const fresh = leaves.slice(Math.max(0, this.#checkedTo - from));
    if (!fresh.some((leaf) => leaf.startsWith(ANCHOR, KIND_AT))) return null;
    return this.#ledger.anchorSignatures(from, from + leaves.length);
  }
}

const at = (error: YinzhengError, index: number): YinzhengError =>
  new YinzhengError(error.code, { ...error.detail, index }, error);

const nameOf = (record: LogRecord): string => {
  if ("event" in record) return `${record.kind} ${record.event}`;
  return "name" in record ? record.name : record.kind;
};

const rootHex = (log: LogState): Hex => toHex(logRoot(log));
