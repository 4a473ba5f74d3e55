import { SERIAL_ALPHABET, SERIAL_LENGTH } from "../domain/identifier.ts";

type Random = (n: number) => Uint8Array;

/** A whole number below `n` (at most 2^32), each with the same chance. */
export function drawBelow(n: number, random: Random): number {
  const limit = 2 ** 32 - (2 ** 32 % n);
  for (;;) {
    const bytes = random(4);
    const value = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0);
    if (value < limit) return value % n;
  }
}

/** A serial of 20 characters, each of the 36 with the same chance: about 103 random bits. */
export function drawSerial(random: Random): string {
  const characters = Array.from({ length: SERIAL_LENGTH }, () => drawBelow(SERIAL_ALPHABET.length, random));
  return characters.map((place) => SERIAL_ALPHABET.charAt(place)).join("");
}

/** Cells of a batch that are still empty; drawn without replacement. */
export class Pool {
  readonly #free: number[];

  constructor(capacity: number, taken: ReadonlySet<number>) {
    this.#free = Array.from({ length: capacity }, (_, index) => index).filter((index) => !taken.has(index));
  }

  get left(): number {
    return this.#free.length;
  }

  /** A free cell; it stays free until it is taken. Throws RangeError where none is left. */
  draw(random: Random): { readonly index: number; readonly take: () => void } {
    const place = drawBelow(this.#free.length || 1, random);
    const index = this.#free[place];
    if (index === undefined) throw new RangeError("no free cell");
    const take = (): void => {
      const last = this.#free.pop();
      if (last !== undefined && last !== index) this.#free[place] = last;
    };
    return { index, take };
  }
}
