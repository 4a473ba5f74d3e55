import { Worker } from "node:worker_threads";
import type { FileReading } from "../../documents/read/file.ts";
import { MAX_DOCUMENT } from "../../documents/read/sealed.ts";
import { YinzhengError } from "../../domain/errors.ts";

/** Reads files of strangers, each in a thread that may die of it. */
export interface DocumentReader {
  /**
   * Never throws for what stands in the file: one that takes too long, or too much memory, is `pdf.too_slow`. Throws
   * `http.rate` where too many wait already.
   */
  read(bytes: Uint8Array): Promise<FileReading>;
  close(): Promise<void>;
}

export interface ReaderOptions {
  readonly threads?: number;
  /** How long one file may take. */
  readonly longestMs?: number;
  /** Of one thread, beside the file and what is in it. */
  readonly heapMb?: number;
  /** Script of a thread: posts "ready", then a FileReading for each file. */
  readonly script?: URL;
}

const SCRIPT = new URL("./read-worker.ts", import.meta.url);
/** Files that wait for a thread, each up to 20 MiB; whoever comes then is told to come later. */
const MOST_WAITING = 16;
const LIMITS = { threads: 1, longestMs: 5_000, heapMb: 256, script: SCRIPT } as const;

interface Job {
  readonly bytes: Uint8Array;
  resolve(reading: FileReading): void;
  reject(error: unknown): void;
}

/** Threads are started when they are first needed, and again when one died; a thread reads one file at a time. */
export function openReader(options: ReaderOptions = {}): DocumentReader {
  const limits = { ...LIMITS, ...options };
  const waiting: Job[] = [];
  const threads = Array.from({ length: limits.threads }, () => new Thread(limits, () => waiting.shift()));
  let closed = false;
  return {
    read(bytes) {
      if (bytes.length > MAX_DOCUMENT) return Promise.resolve({ fault: "pdf.too_large" });
      if (closed) return Promise.reject(new YinzhengError("document.stopped"));
      if (waiting.length >= MOST_WAITING) return Promise.reject(new YinzhengError("http.rate"));
      const { promise, resolve, reject } = Promise.withResolvers<FileReading>();
      waiting.push({ bytes, resolve, reject });
      threads.find(({ busy }) => !busy)?.begin();
      return promise;
    },
    async close() {
      closed = true;
      for (const { reject } of waiting.splice(0)) reject(new YinzhengError("document.stopped"));
      await Promise.all(threads.map((thread) => thread.close()));
    },
  };
}

let own: DocumentReader | undefined;

/** For a command, which ends when it has nothing left to do: its thread keeps it from nothing. */
export function readAtOnce(bytes: Uint8Array): Promise<FileReading> {
  own ??= openReader();
  return own.read(bytes);
}

class Thread {
  readonly #limits: Required<ReaderOptions>;
  readonly #next: () => Job | undefined;
  #worker: Worker | null = null;
  #job: Job | null = null;
  #timer: NodeJS.Timeout | undefined;
  #ready = false;

  constructor(limits: Required<ReaderOptions>, next: () => Job | undefined) {
    this.#limits = limits;
    this.#next = next;
  }

  get busy(): boolean {
    return this.#job !== null;
  }

  begin(): void {
    const job = this.#next();
    if (job === undefined) return;
    this.#job = job;
    this.#worker ??= this.#open();
    // A command ends when nothing is left to read, and not before.
    this.#worker.ref();
    if (this.#ready) this.#send(job);
  }

  async close(): Promise<void> {
    const job = this.#job;
    this.#job = null;
    job?.reject(new YinzhengError("document.stopped"));
    await this.#end();
  }

  #open(): Worker {
    const { heapMb, script } = this.#limits;
    const resourceLimits = { maxOldGenerationSizeMb: heapMb, maxYoungGenerationSizeMb: 32, stackSizeMb: 4 };
    const worker = new Worker(script, { resourceLimits, stdout: true, stderr: true });
    worker.on("message", (message: FileReading | "ready") => {
      if (message !== "ready") this.#done((job) => job.resolve(message));
      else {
        this.#ready = true;
        if (this.#job !== null) this.#send(this.#job);
      }
    });
    worker.on("error", (error) => {
      // A thread that died of a file, as of too little memory, is the file's fault; one that never began is ours.
      const began = this.#ready;
      void this.#end();
      this.#done((job) => (began ? job.resolve({ fault: "pdf.too_slow" }) : job.reject(error)));
    });
    return worker;
  }

  /** The clock starts when the thread has the file: how long a thread takes to start is no fault of the file. */
  #send({ bytes }: Job): void {
    this.#timer = setTimeout(() => {
      void this.#end();
      this.#done((job) => job.resolve({ fault: "pdf.too_slow" }));
    }, this.#limits.longestMs);
    this.#worker?.postMessage(bytes);
  }

  #done(settle: (job: Job) => void): void {
    clearTimeout(this.#timer);
    const job = this.#job;
    this.#job = null;
    this.#worker?.unref();
    if (job !== null) settle(job);
    this.begin();
  }

  async #end(): Promise<void> {
    const worker = this.#worker;
    this.#worker = null;
    this.#ready = false;
    clearTimeout(this.#timer);
    worker?.removeAllListeners();
    // Killed in the middle of an allocation, it may still complain.
    worker?.on("error", () => undefined);
    await worker?.terminate();
  }
}
