import { concat, fromHex, toHex, uintBytes } from "../../crypto/encoding.ts";
import type { Hex } from "../../domain/bytes.ts";
import { YinzhengError } from "../../domain/errors.ts";

/** What is wrong with the bytes of an offline code, or can't be put into one. */
export function fault(expected: string): YinzhengError {
  return new YinzhengError("qr.format", { expected });
}

/** Puts values one behind the other; docs/format/code.md says how each is written. */
export class CodeWriter {
  #bytes: Uint8Array = new Uint8Array();

  get bytes(): Uint8Array {
    return this.#bytes;
  }

  put(bytes: Uint8Array): this {
    this.#bytes = concat(this.#bytes, bytes);
    return this;
  }

  hex(hex: Hex): this {
    return this.put(fromHex(hex));
  }

  byte(value: number): this {
    return this.put(uintBytes(value, 1));
  }

  /** Seven bits a byte, the lowest first; every byte but the last has its highest bit set. */
  uint(value: number): this {
    if (!Number.isSafeInteger(value) || value < 0) throw fault("a whole number");
    const bytes: number[] = [];
    let rest = value;
    for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
    return this.put(Uint8Array.from([...bytes, rest]));
  }

  /** 0, −1, 1, −2 … as 0, 1, 2, 3 … */
  int(value: number): this {
    return this.uint(value < 0 ? -2 * value - 1 : 2 * value);
  }
}

/** Takes values off bytes from outside. Throws `qr.format` where they end too early, or are not in the one form. */
export class CodeReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get ended(): boolean {
    return this.#at === this.#bytes.length;
  }

  take(length: number): Uint8Array {
    const taken = this.#bytes.subarray(this.#at, this.#at + length);
    if (taken.length !== length) throw fault("more bytes");
    this.#at += length;
    return taken;
  }

  rest(): Uint8Array {
    return this.take(this.#bytes.length - this.#at);
  }

  hex(length: number): Hex {
    return toHex(this.take(length));
  }

  /** Up to and including `max`. */
  byte(max = 255): number {
    const [value = 0] = this.take(1);
    if (value > max) throw fault(`a number up to ${max}`);
    return value;
  }

  uint(max = Number.MAX_SAFE_INTEGER): number {
    let [value, scale] = [0, 1];
    for (;;) {
      const byte = this.byte();
      value += (byte % 128) * scale;
      if (value > max) throw fault(`a number up to ${max}`);
      if (byte < 128) {
        if (byte === 0 && scale > 1) throw fault("a number without zeros in front");
        return value;
      }
      scale *= 128;
    }
  }

  int(): number {
    const value = this.uint();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }
}
