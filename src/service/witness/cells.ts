import { CELL_STATES, CELLS_PER_WORD, type CellRange, TRANSITIONS } from "../../domain/status.ts";

/** Cells in one piece, of whole words; most batches have cells that changed in none. */
const PIECE = 8 * CELLS_PER_WORD;

/** Whether a cell in state `from` may move to `to`, both by their numbers on chain. */
const MAY: readonly (readonly boolean[])[] = CELL_STATES.map((from) =>
  CELL_STATES.map((to) => TRANSITIONS[from].includes(to)),
);

/** The states of a batch's cells, of which hardly any is ever not active. */
export class Cells {
  readonly #pieces = new Map<number, Uint8Array>();

  /** Whether all cells of the ranges may move to this state. */
  mayMove(ranges: readonly CellRange[], to: number): boolean {
    for (const [piece, from, end] of spansOf(ranges)) {
      const states = this.#pieces.get(piece);
      if (states === undefined && MAY[0]?.[to] !== true) return false;
      for (let i = from; states !== undefined && i < end; i++) if (MAY[states[i] ?? 0]?.[to] !== true) return false;
    }
    return true;
  }

  /** The ranges in which anything ever changed. */
  touched(): readonly CellRange[] {
    return [...this.#pieces.keys()].map((piece) => ({ first: piece * PIECE, count: PIECE }));
  }

  /** Words of storage that hold the cells of the ranges, by their index: two bits a cell, the first one lowest. */
  words(ranges: readonly CellRange[]): ReadonlyMap<number, bigint> {
    const words = new Map<number, bigint>();
    for (const [piece, from, end] of spansOf(ranges)) {
      const states = this.#pieces.get(piece) ?? new Uint8Array(PIECE);
      for (let word = Math.floor(from / CELLS_PER_WORD); word * CELLS_PER_WORD < end; word++) {
        const cells = states.subarray(word * CELLS_PER_WORD, (word + 1) * CELLS_PER_WORD);
        words.set(
          (piece * PIECE) / CELLS_PER_WORD + word,
          cells.reduceRight((bits, state) => (bits << 2n) | BigInt(state), 0n),
        );
      }
    }
    return words;
  }

  copy(): Cells {
    const copy = new Cells();
    for (const [piece, states] of this.#pieces) copy.#pieces.set(piece, Uint8Array.from(states));
    return copy;
  }

  move(ranges: readonly CellRange[], to: number): void {
    for (const [piece, from, end] of spansOf(ranges)) {
      const states = this.#pieces.get(piece) ?? new Uint8Array(PIECE);
      this.#pieces.set(piece, states.fill(to, from, end));
    }
  }
}

/** The ranges piece by piece: which piece, and from where to before where in it. */
function* spansOf(ranges: readonly CellRange[]): Generator<readonly [piece: number, from: number, end: number]> {
  for (const { first, count } of ranges) {
    for (let at = first; at < first + count; ) {
      const piece = Math.floor(at / PIECE);
      const end = Math.min(first + count, (piece + 1) * PIECE);
      yield [piece, at - piece * PIECE, end - piece * PIECE];
      at = end;
    }
  }
}
