import type { FileReading } from "../../../documents/read/file.ts";

/** How long one file may take. */
const LONGEST_MS = 5_000;

/** Reads files of strangers in a worker that may die of them; one file at a time. */
export class Reader {
  readonly #start: () => Worker;
  readonly #longest: number;
  #worker: Promise<Worker> | null = null;
  #last: Promise<unknown> = Promise.resolve();

  constructor(start: () => Worker, longest = LONGEST_MS) {
    this.#start = start;
    this.#longest = longest;
  }

  /** Starts the worker, whose script is fetched: before there is a file, so that the request tells nobody of one. */
  prepare(): void {
    this.#open().catch(() => undefined);
  }

  /** Never rejects for what stands in the file: one that takes too long is `pdf.too_slow`. */
  read(bytes: Uint8Array): Promise<FileReading> {
    const reading = this.#last.then(() => this.#read(bytes));
    this.#last = reading.catch(() => undefined);
    return reading;
  }

  async #read(bytes: Uint8Array): Promise<FileReading> {
    const worker = await this.#open();
    const { promise, resolve } = Promise.withResolvers<FileReading>();
    const giveUp = (): void => {
      worker.terminate();
      this.#worker = null;
      resolve({ fault: "pdf.too_slow" });
    };
    worker.onmessage = ({ data }: MessageEvent<FileReading>) => resolve(data);
    worker.onerror = giveUp;
    // How long a worker takes to start is no fault of the file.
    const timer = setTimeout(giveUp, this.#longest);
    worker.postMessage(bytes);
    return promise.finally(() => clearTimeout(timer));
  }

  #open(): Promise<Worker> {
    this.#worker ??= this.#started().catch((error: unknown) => {
      this.#worker = null;
      throw error;
    });
    return this.#worker;
  }

  async #started(): Promise<Worker> {
    const worker = this.#start();
    const { promise, resolve, reject } = Promise.withResolvers<Worker>();
    worker.onmessage = () => resolve(worker);
    worker.onerror = () => reject(new Error("the reader's worker did not start"));
    return promise;
  }
}
