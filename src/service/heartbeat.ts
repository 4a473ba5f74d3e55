import type { Seconds } from "../domain/bytes.ts";
import type { Block } from "../ledger/ledger.ts";
import type { Context } from "./context.ts";
import { renewOldLists } from "./lists.ts";
import { cosignedNote } from "./witnesses.ts";
import { retryNotice } from "./work.ts";

/** At start the chain gets a block where its last is older than this: evidence of what is true now needs a block of now. */
const FRESH: Seconds = 60;
const RETRY_MS = 30_000;
const SHORTEST_MS = 1_000;
/** Longest delay that timers can hold. */
const LONGEST_MS = 2 ** 31 - 1;

/**
 * Keeps an idle chain young (design §3.6): a block at start and whenever the last one is older than a quarter of the
 * status age, each co-signed by the witnesses.
 */
export class Heartbeat {
  readonly #context: Context;
  #cancel: (() => void) | null = null;
  #beating: Promise<void> = Promise.resolve();
  #closed = false;
  /** At start the lists are made anew: what happened meanwhile is not known here. */
  #first = true;

  constructor(context: Context) {
    this.#context = context;
  }

  start(): void {
    this.#beating = this.#beat(FRESH);
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#cancel?.();
    await this.#beating;
  }

  async #beat(oldest: Seconds): Promise<void> {
    let delay = RETRY_MS;
    try {
      const head = await this.#youngHead(oldest);
      await this.#cosign(head);
      delay = this.#untilOld(head);
      await renewOldLists(this.#context, this.#first ? 0 : this.#quarter);
      this.#first = false;
    } catch (error) {
      this.#context.notice(retryNotice("heartbeat", error));
    }
    if (this.#closed) return;
    const again = (): void => {
      this.#beating = this.#beat(this.#quarter);
    };
    this.#cancel = this.#context.timers.after(delay, again);
  }

  get #quarter(): Seconds {
    return this.#context.network.maxStatusAge / 4;
  }

  async #youngHead(oldest: Seconds): Promise<Block> {
    const { ledger, clock } = this.#context;
    const head = await ledger.head();
    return clock() - head.time < oldest ? head : ledger.submit({ kind: "heartbeat" });
  }

  async #cosign({ number }: Block): Promise<void> {
    const { ledger, cosigners, network, checkpoints } = this.#context;
    const log = await ledger.logState(number);
    checkpoints.saw(log.block, await cosignedNote(cosigners, network, log));
  }

  #untilOld({ time }: Block): number {
    const left = (time + this.#quarter - this.#context.clock()) * 1000;
    return Math.min(Math.max(left, SHORTEST_MS), LONGEST_MS);
  }
}
