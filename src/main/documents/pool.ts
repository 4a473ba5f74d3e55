import { Worker } from "node:worker_threads";
import type { Documents, FontFiles } from "../../documents/documents.ts";
import { YinzhengError } from "../../domain/errors.ts";
import type { Job, Outcome, Reply, WorkerStart } from "./messages.ts";
import { bytesIn, outcomeOf } from "./outcome.ts";

type Callback = (bytes: Uint8Array) => Promise<Uint8Array>;
/** Without what the pool adds. */
type NewJob =
  | Omit<Extract<Job, { kind: "certificate" }>, "id">
  | Omit<Extract<Job, { kind: "certificate ofd" }>, "id">
  | Omit<Extract<Job, { kind: "sign" }>, "id">;

interface Running {
  readonly callbacks: Readonly<Record<"sign" | "timestamp", Callback>>;
  end(outcome: Outcome): void;
}

/** How long one document may take; what takes longer is a fault, and its thread is ended. */
const LONGEST_MS = 30_000;

/** Documents made by threads of their own, so that the service answers meanwhile. */
export interface DocumentPool extends Documents {
  close(): Promise<void>;
}

/** @param threads how many are made, when first needed */
export function openDocumentPool(fonts: FontFiles, threads: number): DocumentPool {
  const members = Array.from({ length: threads }, () => new Thread({ fonts }));
  /** The one with the least to do. */
  const run = (job: NewJob, callbacks: Running["callbacks"]): Promise<Uint8Array> => {
    const [free] = members.toSorted((a, b) => a.busy - b.busy);
    if (free === undefined) throw new YinzhengError("internal", { threads });
    return free.run(job, callbacks);
  };
  const none: Callback = async () => {
    throw new YinzhengError("internal", { expected: "a callback" });
  };
  return {
    certificate: (request) => run({ kind: "certificate", request }, { sign: none, timestamp: none }),
    certificateOfd(request, { key: { sign, ...key }, time }) {
      const callbacks = { sign: (bytes: Uint8Array) => sign(bytes), timestamp: none };
      return run({ kind: "certificate ofd", request, sealing: { key, time } }, callbacks);
    },
    sign(pdf, { signer, timestamper, ...rest }) {
      const { sign, ...shown } = signer;
      const request = { ...rest, signer: shown, stamped: timestamper !== undefined };
      const callbacks = { sign: (bytes: Uint8Array) => sign.call(signer, bytes), timestamp: timestamper ?? none };
      return run({ kind: "sign", pdf, request }, callbacks);
    },
    close: async () => {
      await Promise.all(members.map((member) => member.close()));
    },
  };
}

/** One worker, started when it is first needed and again after it died. */
class Thread {
  readonly #start: WorkerStart;
  readonly #running = new Map<number, Running>();
  #worker: Worker | null = null;
  #jobs = 0;
  #closed = false;

  constructor(start: WorkerStart) {
    this.#start = start;
  }

  get busy(): number {
    return this.#running.size;
  }

  async run(job: NewJob, callbacks: Running["callbacks"]): Promise<Uint8Array> {
    if (this.#closed) throw new YinzhengError("document.stopped");
    const id = this.#jobs++;
    const { promise, resolve } = Promise.withResolvers<Outcome>();
    this.#running.set(id, { callbacks, end: resolve });
    const timer = setTimeout(() => this.#fail(new Error("a document took too long")), LONGEST_MS);
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
    const worker = new Worker(new URL("./worker.ts", import.meta.url), { workerData: this.#start });
    worker.on("message", (reply: Reply) => this.#heard(worker, reply));
    worker.on("error", (error) => this.#fail(error));
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
    outcomeOf(running.callbacks[what](bytes)).then((outcome) => {
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
