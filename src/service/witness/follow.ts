import type { Hex } from "../../domain/bytes.ts";
import type { JsonObject } from "../../domain/canonical.ts";
import { isYinzhengError } from "../../domain/errors.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import type { Timers } from "../deps.ts";
import type { WitnessProcess } from "../witness.ts";

/** How a witness follows by itself. */
export interface FollowParts {
  readonly witness: Pick<WitnessProcess, "cosign">;
  /** The witness's own node. */
  readonly ledger: Pick<Ledger, "head">;
  readonly timers: Timers;
  /** Between one look at the chain and the next, in milliseconds. */
  readonly everyMs: number;
  /** Hears why it could not look, once until that changes. What is refused is alarmed about by the witness itself. */
  readonly notice?: (code: string, detail: JsonObject) => void;
}

/** Looks at the chain again and again and co-signs every new head, or has it refused. */
export class Follower {
  readonly #parts: FollowParts;
  #last: Hex | null = null;
  #trouble: string | null = null;
  #cancel: (() => void) | null = null;
  #looking: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(parts: FollowParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#looking = this.#look();
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#cancel?.();
    await this.#looking;
  }

  async #look(): Promise<void> {
    const { witness, ledger, timers, everyMs } = this.#parts;
    try {
      const head = await ledger.head();
      if (head.hash !== this.#last) await witness.cosign(head);
      this.#last = head.hash;
      this.#trouble = null;
    } catch (error) {
      this.#tell(error);
    }
    if (this.#closed) return;
    this.#cancel = timers.after(everyMs, () => {
      this.#looking = this.#look();
    });
  }

  /** It is tried again in any case: a refusal is asked about anew, and refused anew. */
  #tell(error: unknown): void {
    const code = isYinzhengError(error) ? error.code : "internal";
    if (code === this.#trouble) return;
    this.#trouble = code;
    if (code !== "witness.refused")
      this.#parts.notice?.(code, isYinzhengError(error) ? (error.detail as JsonObject) : {});
  }
}
