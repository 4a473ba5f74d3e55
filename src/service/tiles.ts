import { concat, fromHex, uintBytes } from "../crypto/encoding.ts";
import type { Hex } from "../domain/bytes.ts";
import { YinzhengError } from "../domain/errors.ts";
import type { Ledger } from "../ledger/ledger.ts";

/** Hashes or entries in a full tile, and the levels of the tree that one tile stands for (C2SP tlog-tiles). */
export const TILE_WIDTH = 256;
const TILE_LEVELS = 8;
/** Above this level no tile of a log of fewer than 2^53 leaves holds anything. */
const MAX_LEVEL = 6;

/** Longest leaf that an entry bundle can hold; a longer one has to be read from the chain. */
const MAX_ENTRY = 65_535;

/** A tile of a level, or of entries: the `index`th, with its first `width` hashes or entries; 256: the full one. */
export interface TilePlace {
  readonly index: number;
  readonly width: number;
}

/** The evidence log for whoever keeps watch over it. Everything here is the same for ever once it is there. */
export interface LogReads {
  /** Hashes one after another, 32 bytes each. Throws `http.not_found`, `chain.unreachable`. */
  tile(level: number, place: TilePlace): Promise<Uint8Array>;
  /** Leaf data one after another, each behind its length in two bytes. Throws as `tile` does. */
  entries(place: TilePlace): Promise<Uint8Array>;
  /** RFC 9162 consistency proof, 0 < from ≤ to. Throws as `tile` does. */
  consistency(from: number, to: number): Promise<readonly Hex[]>;
  /** RFC 9162 inclusion proof of leaf `index` in the log of `size` leaves. Throws as `tile` does. */
  inclusion(index: number, size: number): Promise<readonly Hex[]>;
}

export function logReads(ledger: Ledger): LogReads {
  /** Throws where the log has fewer than `leaves` leaves. */
  const reach = async (leaves: number): Promise<void> => {
    if (leaves > (await ledger.logState()).size) throw new YinzhengError("http.not_found");
  };
  return {
    async tile(level, { index, width }) {
      if (level > MAX_LEVEL) throw new YinzhengError("http.not_found");
      const first = index * TILE_WIDTH;
      await reach((first + width) * TILE_WIDTH ** level);
      const hashes = await ledger.subtrees(TILE_LEVELS * level, first, first + width);
      return concat(...hashes.map(fromHex));
    },
    async entries({ index, width }) {
      const first = index * TILE_WIDTH;
      await reach(first + width);
      const leaves = (await ledger.logLeaves(first, first + width)).map(fromHex);
      const long = leaves.findIndex((leaf) => leaf.length > MAX_ENTRY);
      if (long >= 0)
        throw new YinzhengError("http.not_found", { leaf: first + long, expected: `at most ${MAX_ENTRY} bytes` });
      return concat(...leaves.flatMap((leaf) => [uintBytes(leaf.length, 2), leaf]));
    },
    async consistency(from, to) {
      await reach(to);
      return ledger.consistency(from, to);
    },
    async inclusion(index, size) {
      await reach(size);
      return ledger.inclusion(index, size);
    },
  };
}
