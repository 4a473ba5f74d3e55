import type { Bilingual } from "../../domain/bilingual.ts";
import type { Seconds } from "../../domain/bytes.ts";
import { canonicalize, type JsonObject } from "../../domain/canonical.ts";
import { YinzhengError } from "../../domain/errors.ts";
import type { Journal } from "../../store/store.ts";
import type { Heard } from "./replay.ts";

/** What a witness alarms about, by stable code: docs/operations.md, "Run a witness". */
export const ALARMS = {
  "witness.fork": {
    zh: "链上不再有曾副署的区块：历史已被改写或分叉。拒绝副署。",
    en: "The block that was co-signed before has another hash now: history was rewritten, or this is a fork. Co-signing is refused.",
  },
  "witness.behind": {
    zh: "节点上没有曾副署的区块：节点被回退，或尚未同步。拒绝副署。",
    en: "The node has no block of the number that was co-signed before: it was set back, or has not caught up. Co-signing is refused.",
  },
  "witness.rewritten": {
    zh: "曾副署的日志叶子被改写、丢失或扣留。拒绝副署。",
    en: "Leaves of the log that was co-signed before were rewritten, have vanished or are held back. Co-signing is refused.",
  },
  "witness.root": {
    zh: "日志根与其叶子不符。拒绝副署。",
    en: "The log's root is not that of its leaves. Co-signing is refused.",
  },
  "witness.rule": {
    zh: "日志中有不合规则的记录（见 rule）。自该记录起拒绝副署。",
    en: "A record of the log breaks a rule (see rule). Nothing from that record on is co-signed.",
  },
  "witness.state": {
    zh: "登记合约的存储与日志记录推得的状态不符（见 of）。拒绝副署。",
    en: "A registry holds a state that the log's records do not lead to (see of). Co-signing is refused.",
  },
  "witness.other_block": {
    zh: "请求副署的区块与本节点同高度的区块不同：两个节点所见的链不同。",
    en: "Asked to co-sign a block that this node has with another hash: two nodes see two chains.",
  },
  "log.unknown": {
    zh: "日志中有本程序不认识的记录种类或事件；照常副署，但其内容未经核验。请升级。",
    en: "A record of a kind or event that this program does not know. It is co-signed, its content unjudged. Upgrade.",
  },
  "directory.registered": {
    zh: "登记了信任文件中没有的合约，它可以写入日志。",
    en: "A registry that the trust file does not name was registered, and may write into the log.",
  },
} as const satisfies Record<string, Bilingual> & Record<Heard, Bilingual>;
export type AlarmCode = keyof typeof ALARMS;

/** What somebody must look at. `time`: when it was first raised, by the witness's own clock. */
export interface Alarm {
  readonly code: AlarmCode;
  readonly message: Bilingual;
  readonly time: Seconds;
  readonly detail: JsonObject;
}

/** Kind of the journal's records of alarms. */
export const ALARMED = "witness.alarm";
/** The newest ones are kept in memory; all are in the journal. */
const KEPT = 1000;

export interface AlarmParts {
  readonly journal: Journal;
  readonly clock: () => Seconds;
  /** Writes a record into the journal. */
  readonly note: (kind: string, payload: JsonObject) => Promise<unknown>;
  /** Hears of each alarm once while the process runs. */
  readonly tell: (alarm: Alarm) => void;
}

/** Alarms that were raised, each told once a process and journaled once for ever. */
export class Alarms {
  readonly #parts: AlarmParts;
  readonly #known: Map<string, Alarm>;
  readonly #told = new Set<string>();

  private constructor(parts: AlarmParts, known: Map<string, Alarm>) {
    this.#parts = parts;
    this.#known = known;
  }

  static async open(parts: AlarmParts): Promise<Alarms> {
    const known = new Map<string, Alarm>();
    for await (const { kind, payload } of parts.journal.scan(1)) {
      const alarm = payload as unknown as Alarm;
      if (kind === ALARMED) known.set(keyOf(alarm.code, alarm.detail), alarm);
    }
    return new Alarms(parts, known);
  }

  /** Newest first. */
  list(): readonly Alarm[] {
    return [...this.#known.values()].slice(-KEPT).reverse();
  }

  async raise(code: AlarmCode, detail: JsonObject): Promise<void> {
    const key = keyOf(code, detail);
    if (this.#told.has(key)) return;
    const known = this.#known.get(key);
    const alarm = known ?? { code, message: ALARMS[code], time: this.#parts.clock(), detail };
    this.#told.add(key);
    this.#parts.tell(alarm);
    if (known !== undefined) return;
    this.#known.set(key, alarm);
    await this.#parts.note(ALARMED, alarm as unknown as JsonObject);
  }

  /** The alarm that a refusal is, if it is one. */
  async heed(error: unknown): Promise<void> {
    if (!(error instanceof YinzhengError) || error.code !== "witness.refused") return;
    const { alarm, ...detail } = error.detail;
    if (typeof alarm === "string" && Object.hasOwn(ALARMS, alarm))
      await this.raise(alarm as AlarmCode, detail as JsonObject);
  }
}

const keyOf = (code: AlarmCode, detail: JsonObject): string => `${code} ${canonicalize(detail)}`;
