/** Where a process may die: what it does there is counted, so that a point is chosen by what happens, never by time. */
export const PLACES = [
  "service journal",
  "service index",
  "service objects",
  "chain journal",
  "maker's log",
  "checker's log",
  "witness's log",
  "response",
] as const;
export type Place = (typeof PLACES)[number];

/** Just before or just after the n-th time, from 1. */
export interface Point {
  readonly place: Place;
  readonly n: number;
  readonly when: "before" | "after";
}

/** The work of one life comes at least so often to each place. */
const TIMES: Readonly<Record<Place, number>> = {
  "service journal": 60,
  "service index": 60,
  "service objects": 8,
  "chain journal": 20,
  "maker's log": 24,
  "checker's log": 12,
  "witness's log": 10,
  response: 50,
};

/** `count` points, the same for the same seed (mulberry32), the places in turn. */
export function pointsOf(seed: number, count: number): readonly Point[] {
  let state = seed;
  const next = (below: number): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
  return Array.from({ length: count }, (_, i) => {
    const place = PLACES[i % PLACES.length] ?? "response";
    return { place, n: 1 + next(TIMES[place]), when: next(2) === 0 ? "before" : "after" };
  });
}

/** Kills this process, at once and for good, when its point is reached. */
export class Fuse {
  readonly #point: Point | null;
  readonly #counts = { before: 0, after: 0 };

  constructor(point: Point | null) {
    this.#point = point;
  }

  /** Work at a place, between two looks at the fuse. */
  async around<T>(place: Place, work: () => Promise<T>): Promise<T> {
    this.pass(place, "before");
    const result = await work();
    this.pass(place, "after");
    return result;
  }

  pass(place: Place, when: Point["when"]): void {
    if (this.#point?.place !== place || this.#point.when !== when) return;
    this.#counts[when] += 1;
    if (this.#counts[when] !== this.#point.n) return;
    process.kill(process.pid, "SIGKILL");
    // Not one instruction more.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  }
}
