import { Worker } from "node:worker_threads";
import { YinzhengError } from "../../domain/errors.ts";
import type { Asked, Job, Outcome, Reply } from "./messages.ts";
import { bytesIn, outcomeOf } from "./outcome.ts";

export type Callback = (bytes: Uint8Array) => Promise<Uint8Array>;
/** What a job may ask for. */
export type Answers = (what: Asked) => Callback | undefined;
/** Without what the thread adds. */
export type NewJob =
  Exclude<Job, { kind: "answer" }> extends infer J ? (J extends unknown ? Omit<J, "id"> : never) : never;

interface Running {
  readonly answers: Answers;
  end(outcome: Outcome): void;
}

/** How long one document may take; what takes longer is a fault, and its thread is ended. */
const LONGEST_MS = 30_000;

/** How a thread is started. */
export interface ThreadStart {
  readonly script: URL;
  readonly data?: unknown;
  /** Of the thread, MiB; what needs more ends it. */
  readonly heapMb?: number;
  /** What a job fails with that took too long, or ended its thread. */
  readonly fault?: YinzhengError;
  readonly longestMs?: number;
}

/** One worker, started when it is first needed and again after it died. */
export class Thread {
  readonly #start: ThreadStart;
  readonly #running = new Map<number, Running>();
  #worker: Worker | null = null;
  #jobs = 0;
  #closed = false;

  constructor(start: ThreadStart) {
    this.#start = start;
  }

  get busy(): number {
    return this.#running.size;
  }

  async run(job: NewJob, answers: Answers): Promise<Uint8Array> {
    if (this.#closed) throw new YinzhengError("document.stopped");
    const id = this.#jobs++;
    const { promise, resolve } = Promise.withResolvers<Outcome>();
    this.#running.set(id, { answers, end: resolve });
    const { fault = new Error("a document took too long"), longestMs = LONGEST_MS } = this.#start;
    const timer = setTimeout(() => this.#fail(fault), longestMs);
    this.#open().postMessage({ ...job, id });
    try {
      return bytesIn(await promise);
    } finally {
      clearTimeout(timer);
      this.#running.delete(id);
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#fail(new YinzhengError("document.stopped"));
  }

  #open(): Worker {
    if (this.#worker !== null) return this.#worker;
    const { script, data, heapMb, fault } = this.#start;
    const limits = heapMb === undefined ? {} : { resourceLimits: { maxOldGenerationSizeMb: heapMb } };
    const worker = new Worker(script, { workerData: data, ...limits });
    worker.on("message", (reply: Reply) => this.#heard(worker, reply));
    worker.on("error", (error) => this.#fail(fault ?? error));
    worker.unref();
    this.#worker = worker;
    return worker;
  }

  #heard(worker: Worker, reply: Reply): void {
    const running = this.#running.get(reply.id);
    if (reply.kind === "done") {
      running?.end(reply.outcome);
      return;
    }
    const { id, call, what, bytes } = reply;
    if (running === undefined) return;
    const callback = running.answers(what) ?? none;
    outcomeOf(callback(bytes)).then((outcome) => {
      worker.postMessage({ id, kind: "answer", call, outcome } satisfies Job);
    });
  }

  /** All that it had to do ends with this error, and the thread with it. */
  async #fail(error: Error): Promise<void> {
    const worker = this.#worker;
    this.#worker = null;
    worker?.removeAllListeners();
    const code = error instanceof YinzhengError ? error.code : null;
    for (const { end } of this.#running.values()) end({ ok: false, code, detail: {}, message: error.message });
    this.#running.clear();
    await worker?.terminate();
  }
}

const none: Callback = async () => {
  throw new YinzhengError("internal", { expected: "a callback" });
};
