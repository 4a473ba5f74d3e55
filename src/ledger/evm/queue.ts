import { YinzhengError } from "../../domain/errors.ts";
import type { Outbox, PreparedTransaction } from "../ledger.ts";
import type { Rpc } from "../rpc.ts";
import { heartbeat, type Request } from "./calls.ts";
import type { MessageSigner } from "./council.ts";
import { deliver, feeOf, type Mined, minedOf } from "./delivery.ts";
import { nonceOf } from "./node.ts";
import { requestOfRaw, sign } from "./transaction.ts";
import { type Sleep, Watch } from "./watch.ts";

export interface QueueParts {
  readonly rpc: Rpc;
  readonly relayer: MessageSigner;
  readonly chainId: number;
  readonly outbox: Outbox;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  readonly sleep: Sleep;
  /** How long a caller waits for its transaction to be mined, in milliseconds. */
  readonly patience: number;
}

interface Waiter {
  readonly result: PromiseWithResolvers<Mined>;
  readonly until: number;
}

interface Wanted {
  readonly request: Request;
  readonly waiters: Waiter[];
}

interface Item {
  readonly tx: PreparedTransaction;
  readonly request: Request;
  waiters: Waiter[];
  /** The node has it, as far as we know. */
  sent: boolean;
  /** How often its nonce was spent and there was still no receipt of it. */
  missing: number;
  /** Set when it is off the chain's list and only the outbox has yet to hear. */
  done: boolean;
}

/** Most transactions that are made durable together. */
const GROUP = 64;
/** Looks after which a spent nonce without a receipt means that another transaction took it. */
const LOST_AFTER = 3;
/** Looks after which a transaction that isn't mined is sent again: nodes forget. */
const RESEND_AFTER = 16;

/**
 * The one ordered queue of the relayer's transactions. Each is durable in the outbox before it is sent, sent in nonce
 * order, and the same bytes are sent until its nonce is mined: over outages, restarts and nodes that forget. A caller
 * whose wait ends in `chain.unreachable` or `chain.timeout` doesn't end the transaction's.
 */
export class TransactionQueue {
  readonly #parts: QueueParts;
  readonly #watch: Watch;
  #wanted: Wanted[] = [];
  /** In nonce order. */
  #items: Item[] = [];
  #looks = 0;
  /** A nonce before one of ours may be missing, so that the chain would wait for ever. */
  #gaps = false;

  constructor(parts: QueueParts) {
    this.#parts = parts;
    this.#watch = new Watch(parts.sleep, () => this.#round());
  }

  /** Takes up what an earlier process left in the outbox; resolves when it was sent once, or the node was out of reach. */
  async resume(): Promise<void> {
    const pending = await this.#parts.outbox.pending();
    this.#items = pending.map((tx) => itemOf(tx, requestOfRaw(tx.raw), []));
    if (this.#items.length === 0) return;
    this.#gaps = true;
    await this.#round();
    this.#watch.wake();
  }

  /**
   * Resolves when the request is mined. One that is on its way already is waited for, not sent twice. Throws
   * `chain.unreachable`, `chain.timeout` (both: it goes on), `chain.rejected` (the node will never take it), and what
   * the outbox throws.
   */
  send(request: Request): Promise<Mined> {
    const waiter = { result: Promise.withResolvers<Mined>(), until: this.#parts.clock() + this.#parts.patience };
    const underWay = [...this.#items.filter(({ done }) => !done), ...this.#wanted];
    const same = underWay.find((other) => isSame(other.request, request));
    if (same !== undefined) same.waiters.push(waiter);
    else this.#wanted.push({ request, waiters: [waiter] });
    this.#watch.wake();
    return waiter.result.promise;
  }

  async close(): Promise<void> {
    await this.#watch.stop();
    this.#disappoint(() => new YinzhengError("chain.unreachable", { what: "closed" }));
  }

  /** One look at everything; true while there is something left to look at. */
  async #round(): Promise<boolean> {
    try {
      await this.#prepare();
      if (this.#gaps) await this.#fillGaps();
      await this.#sendAll();
      await this.#settleMined();
    } catch (cause) {
      this.#disappoint(() => cause);
      for (const item of this.#items) item.sent = false;
    }
    const now = this.#parts.clock();
    this.#disappoint(({ until }) =>
      now < until ? null : new YinzhengError("chain.timeout", { patience: this.#parts.patience }),
    );
    // More than one group was wanted: no pause before the next.
    if (this.#wanted.length > 0) this.#watch.wake();
    return this.#items.length > 0;
  }

  /** Gives nonces to what is wanted, signs it, and makes it durable. */
  async #prepare(): Promise<void> {
    if (this.#wanted.length === 0) return;
    const terms = await this.#terms();
    const first = this.#nextNonce(terms.mined);
    const group = this.#wanted.splice(0, GROUP);
    await Promise.all(group.map((wanted, i) => this.#prepareOne(wanted, first + i, terms.fee)));
  }

  /** What the outbox didn't take isn't sent; false then. */
  async #prepareOne({ request, waiters }: Wanted, nonce: number, fee: bigint): Promise<boolean> {
    const { relayer, chainId, outbox } = this.#parts;
    try {
      const tx = await sign(relayer, request, { chainId, nonce, fee });
      await outbox.prepared(tx);
      this.#items.push(itemOf(tx, request, waiters));
      this.#items.sort((a, b) => a.tx.nonce - b.tx.nonce);
      return true;
    } catch (cause) {
      for (const { result } of waiters) result.reject(cause);
      this.#gaps = true;
      return false;
    }
  }

  /** Takes the nonces that are missing before one of ours with transactions that do nothing. */
  async #fillGaps(): Promise<void> {
    const { mined, fee } = await this.#terms();
    this.#gaps = false;
    const taken = new Set(this.#items.map(({ tx }) => tx.nonce));
    const last = this.#items.at(-1)?.tx.nonce ?? mined;
    const filler = { request: heartbeat(this.#parts.relayer.address), waiters: [] };
    for (let nonce = mined; nonce < last; nonce++) {
      if (!taken.has(nonce)) await this.#prepareOne(filler, nonce, fee);
    }
    for (const item of this.#items) item.sent = false;
  }

  /** Sends what the node doesn't have, in nonce order. */
  async #sendAll(): Promise<void> {
    for (const item of this.#items) {
      if (item.sent || item.done) continue;
      const { kind, says } = await deliver(this.#parts.rpc, item.tx.raw);
      if (kind === "later") throw new YinzhengError("chain.unreachable", { answer: says });
      item.sent = kind === "taken" || kind === "spent";
      if (kind === "refused") await this.#giveUp(item, says);
      if (item.sent) continue;
      this.#gaps = true;
      return;
    }
  }

  /** A transaction that no node will take: its nonce is free again. */
  async #giveUp(item: Item, says: string): Promise<void> {
    for (const { result } of item.waiters) result.reject(new YinzhengError("chain.rejected", { error: says }));
    item.waiters = [];
    item.done = true;
    await this.#forgetDone();
  }

  async #settleMined(): Promise<void> {
    if (this.#items.length === 0) return;
    const mined = await nonceOf(this.#parts.rpc, this.#parts.relayer.address);
    const passed = this.#items.filter((item) => !item.done && item.tx.nonce < mined);
    await Promise.all(passed.map((item) => this.#settle(item)));
    for (const item of passed) if (item.missing >= LOST_AFTER) await this.#replace(item);
    await this.#forgetDone();
    this.#looks = passed.length > 0 ? 0 : this.#looks + 1;
    if (this.#looks % RESEND_AFTER === RESEND_AFTER - 1) this.#gaps = true;
  }

  async #settle(item: Item): Promise<void> {
    const mined = await minedOf(this.#parts.rpc, item.tx.hash);
    item.done = mined !== null;
    if (mined === null) item.missing++;
    else for (const { result } of item.waiters) result.resolve(mined);
  }

  /** Another transaction has its nonce: what was asked for takes a new one, durable before the old one is forgotten. */
  async #replace(item: Item): Promise<void> {
    const { mined, fee } = await this.#terms();
    const again = item.request.data !== "0x" || item.waiters.length > 0;
    item.done = !again || (await this.#prepareOne(item, this.#nextNonce(mined), fee));
    item.waiters = [];
  }

  async #forgetDone(): Promise<void> {
    const done = this.#items.filter((item) => item.done);
    await Promise.all(done.map(({ tx }) => this.#parts.outbox.settled(tx.hash)));
    this.#items = this.#items.filter((item) => !done.includes(item));
  }

  async #terms(): Promise<{ readonly mined: number; readonly fee: bigint }> {
    const { rpc, relayer } = this.#parts;
    const [mined, fee] = await Promise.all([nonceOf(rpc, relayer.address), feeOf(rpc)]);
    return { mined, fee };
  }

  #nextNonce(mined: number): number {
    return Math.max(mined, (this.#items.at(-1)?.tx.nonce ?? -1) + 1);
  }

  /** Ends the waits for which there is an error; the transactions stay. */
  #disappoint(errorFor: (waiter: Waiter) => unknown): void {
    const keep = (waiter: Waiter) => {
      const error = errorFor(waiter);
      if (error !== null) waiter.result.reject(error);
      return error === null;
    };
    for (const item of this.#items) item.waiters = item.waiters.filter(keep);
    this.#wanted = this.#wanted.flatMap(({ request, waiters }) => {
      const left = waiters.filter(keep);
      return left.length > 0 ? [{ request, waiters: left }] : [];
    });
  }
}

function itemOf(tx: PreparedTransaction, request: Request, waiters: Waiter[]): Item {
  return { tx, request, waiters, sent: false, missing: 0, done: false };
}

function isSame(a: Request, b: Request): boolean {
  return a.to === b.to && a.data === b.data;
}
