import type { Seconds } from "../domain/bytes.ts";
import type { JournalRecord } from "../store/store.ts";

type Seen = Pick<JournalRecord, "seq" | "time">;

/** The latest time that was seen, and the journal's last record then. */
export class LatestTime {
  readonly #clock: () => Seconds;
  readonly #head: () => number;
  #latest: Seen = { seq: 0, time: 0 };

  constructor(clock: () => Seconds, head: () => number) {
    this.#clock = clock;
    this.#head = head;
  }

  see({ seq, time }: Seen): void {
    if (time >= this.#latest.time) this.#latest = { seq, time };
  }

  /**
   * Whether it is this late, or was when somebody looked after record `seq` was journaled: a clock that is set back brings nothing
   * that has ended to life again, and one that was ahead for a while ends nothing that is made afterwards.
   */
  isPast(time: Seconds, { seq }: Pick<Seen, "seq">): boolean {
    const now = this.#clock();
    this.see({ seq: this.#head(), time: now });
    return now >= time || (this.#latest.seq >= seq && this.#latest.time >= time);
  }
}
