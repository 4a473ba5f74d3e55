import type { Hex, Seconds } from "../../domain/bytes.ts";
import { YinzhengError } from "../../domain/errors.ts";
import { fromData, fromObject, fromQuantity, toQuantity } from "../quantity.ts";
import { JsonRpcError, RPC_CODES, type Rpc } from "../rpc.ts";
import { type Admitted, admit, checkNonce } from "./admission.ts";
import type { ChainJournal } from "./journal.ts";
import type { Entry } from "./line.ts";

type BlockEntry = Entry & { readonly kind: "block" };
type Outcome = Exclude<Entry, BlockEntry>;

/** What the miner is made of. `engine` is bare; `clock` gives milliseconds since 1970. */
export interface MinerParts {
  readonly engine: Rpc;
  readonly chainId: number;
  readonly journal: ChainJournal;
  readonly clock: () => number;
}

/** How far a replay has come: blocks mined so far, and which part of the journal was read, 0 to 1. */
export interface Progress {
  readonly blocks: number;
  readonly part: number;
}

interface Job {
  readonly input: unknown;
  readonly settle: PromiseWithResolvers<Hex>;
}

type Candidate = Admitted & { readonly job: Job };

/** Most transactions that share one fsync. */
const GROUP = 64;

/** The only writer of an embedded chain: takes transactions in order, journals each with its time, then mines it as a block. */
export class Miner {
  readonly #parts: MinerParts;
  readonly #jobs: Job[] = [];
  #tail: Promise<unknown> = Promise.resolve();
  /** Outcomes that could not be noted yet, because the disk was full. */
  #unnoted: Outcome[] = [];
  #seq = 0;
  #time: Seconds;

  constructor(parts: MinerParts, initialTime: Seconds) {
    this.#parts = parts;
    this.#time = initialTime;
  }

  /** Mines again what the journal holds. Throws `chain.mismatch` where a block comes out with another hash. */
  async replay(onProgress: (progress: Progress) => void): Promise<void> {
    const open = new Map<number, Outcome>();
    let part = 0;
    const entries = this.#parts.journal.entries((read) => {
      part = read;
    });
    for await (const entry of entries) {
      if (entry.kind === "block") {
        open.set(entry.seq, await this.#mine(entry));
        this.#seq = entry.seq;
        this.#time = entry.time;
        onProgress({ blocks: entry.seq, part });
      } else {
        expectSame(open.get(entry.seq), entry);
        open.delete(entry.seq);
      }
    }
    await this.#parts.journal.note([...open.values()]);
  }

  /** Resolves with the hash of the transaction when it is mined. Throws JsonRpcError where it is refused. */
  submit(input: unknown): Promise<Hex> {
    const settle = Promise.withResolvers<Hex>();
    this.#jobs.push({ input, settle });
    void this.#exclusively(() => this.#mineGroup()).catch(() => {});
    return settle.promise;
  }

  /** Asks the engine about the block that would be mined now. */
  askPending(method: string, params: readonly unknown[]): Promise<unknown> {
    return this.#exclusively(async () => {
      await this.#setTime(this.#now());
      return this.#parts.engine(method, params);
    });
  }

  /** Resolves when everything submitted so far is done with. */
  async idle(): Promise<void> {
    await this.#exclusively(async () => {});
  }

  #exclusively<T>(task: () => Promise<T>): Promise<T> {
    const run = this.#tail.then(task);
    this.#tail = run.catch(() => {});
    return run;
  }

  async #mineGroup(): Promise<void> {
    const jobs = this.#jobs.splice(0, GROUP);
    try {
      await this.#mineAll(await this.#admitAll(jobs));
    } catch (cause) {
      for (const job of jobs) job.settle.reject(cause);
    }
  }

  async #mineAll(group: readonly Candidate[]): Promise<void> {
    const time = this.#now();
    const entries = group.map(({ raw }, i): BlockEntry => ({ kind: "block", seq: this.#seq + 1 + i, time, raw }));
    if (entries.length === 0) return;
    await this.#parts.journal.commit([...this.#unnoted, ...entries]);
    this.#seq += entries.length;
    this.#time = time;
    const outcomes: Outcome[] = [];
    for (const entry of entries) outcomes.push(await this.#mine(entry));
    this.#unnoted = await this.#parts.journal.note(outcomes).then(
      () => [],
      () => outcomes,
    );
    for (const [i, { job, hash }] of group.entries()) answer(job, hash, outcomes[i]);
  }

  async #admitAll(jobs: readonly Job[]): Promise<Candidate[]> {
    const next = new Map<string, number>();
    const admitted: Candidate[] = [];
    for (const job of jobs) {
      try {
        const tx = admit(job.input, this.#parts.chainId);
        const expected = next.get(tx.sender) ?? (await this.#nonceOf(tx.sender));
        checkNonce(tx.nonce, expected);
        next.set(tx.sender, expected + 1);
        admitted.push({ ...tx, job });
      } catch (cause) {
        job.settle.reject(cause);
      }
    }
    return admitted;
  }

  async #nonceOf(sender: string): Promise<number> {
    return fromQuantity(await this.#parts.engine("eth_getTransactionCount", [sender, "latest"]));
  }

  /** One block of one transaction; no block where the engine refuses it. */
  async #mine({ seq, time, raw }: BlockEntry): Promise<Outcome> {
    await this.#setTime(time);
    try {
      await this.#parts.engine("eth_sendRawTransaction", [raw]);
    } catch (cause) {
      if (cause instanceof JsonRpcError) return { kind: "void", seq };
      throw cause;
    }
    const block = fromObject(await this.#parts.engine("eth_getBlockByNumber", ["latest", false]));
    return { kind: "mined", seq, number: fromQuantity(block?.number), hash: fromData(block?.hash, 32) };
  }

  async #setTime(time: Seconds): Promise<void> {
    await this.#parts.engine("evm_setNextBlockTimestamp", [toQuantity(time)]);
  }

  /** Block time never goes back, whatever the clock does. */
  #now(): Seconds {
    return Math.max(this.#time, Math.floor(this.#parts.clock() / 1000));
  }
}

function answer(job: Job, hash: Hex, outcome: Outcome | undefined): void {
  if (outcome?.kind === "mined") job.settle.resolve(hash);
  else job.settle.reject(new JsonRpcError(RPC_CODES.refused, "the transaction can't be mined"));
}

function expectSame(found: Outcome | undefined, recorded: Outcome): void {
  const same = found?.kind === recorded.kind && JSON.stringify(found) === JSON.stringify(recorded);
  if (same) return;
  const [expected, got] = [recorded, found].map((outcome) => (outcome?.kind === "mined" ? outcome.hash : "no block"));
  throw new YinzhengError("chain.mismatch", {
    what: "replayed block",
    seq: recorded.seq,
    expected: expected ?? "",
    found: got ?? "",
  });
}
