import type { Runtime } from "../runtime.ts";

const MB = 1_000_000;

/** How much of so many bytes was read, on a line that is written over; only on a terminal, and only once it takes over a second. */
export class ByteProgress {
  readonly #runtime: Pick<Runtime, "stderr" | "clock">;
  readonly #total: number;
  readonly #from: number;
  #read = 0;
  #told = -1;

  constructor(runtime: Pick<Runtime, "stderr" | "clock">, total: number) {
    this.#runtime = runtime;
    this.#total = total;
    this.#from = runtime.clock();
  }

  /** So many bytes were read more. */
  advance(bytes: number): void {
    this.#read += bytes;
    const { stderr, clock } = this.#runtime;
    const percent = Math.floor((100 * this.#read) / Math.max(this.#total, 1));
    if (stderr.columns === undefined || percent === this.#told || clock() - this.#from < 2) return;
    this.#told = percent;
    const done = Math.floor(percent / 5);
    const bar = `${"█".repeat(done)}${"░".repeat(20 - done)}`;
    const size = (n: number): string => Math.round(n / MB).toLocaleString("en-US");
    stderr.write(`\r\u001B[K${bar} ${percent} %  ${size(this.#read)} / ${size(this.#total)} MB`);
  }

  end(): void {
    if (this.#told >= 0) this.#runtime.stderr.write("\n");
  }
}
