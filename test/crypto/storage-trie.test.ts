import { expect } from "chai";
import { toHex } from "../../src/crypto/encoding.ts";
import { keccak256 } from "../../src/crypto/hash.ts";
import { rlpEncode, uintItem } from "../../src/crypto/rlp.ts";
import { StorageTrie } from "../../src/crypto/storage-trie.ts";
import { EMPTY_TRIE_ROOT } from "../../src/crypto/trie.ts";
import { nibblesOf } from "../../src/crypto/trie-node.ts";
import { sample } from "./sample.ts";
import { buildTrie } from "./trie-builder.ts";

/** The root of the trie of these words, made from nothing. */
const rootOf = (words: ReadonlyMap<Uint8Array, bigint>): string =>
  toHex(
    words.size === 0
      ? EMPTY_TRIE_ROOT
      : buildTrie([...words].map(([key, word]) => [nibblesOf(keccak256(key)), rlpEncode(uintItem(word))])).root,
  );

describe("storage trie", () => {
  const keys = Array.from({ length: 150 }, (_, i) => sample(`key ${i}`, 32));
  /** Small ones, words of 32 bytes, and 0. */
  const word = (i: number): bigint => (i % 5 === 0 ? BigInt(i % 3) : BigInt(toHex(sample(`word ${i}`, 32))));

  it("has the root of a trie made from nothing after every word that is written, overwritten or emptied", () => {
    const trie = new StorageTrie();
    const words = new Map<Uint8Array, bigint>();
    for (let i = 0; i < 600; i++) {
      const key = keys[(i * 37 + (i >> 5)) % keys.length]!;
      trie.set(key, word(i));
      if (word(i) === 0n) words.delete(key);
      else words.set(key, word(i));
      expect(toHex(trie.root()), `step ${i}`).to.equal(rootOf(words));
    }
  });

  it("is as it was before a word, once that is emptied again, down to nothing", () => {
    const trie = new StorageTrie();
    const roots = keys.map((key, i) => {
      const before = toHex(trie.root());
      trie.set(key, BigInt(i + 1));
      return before;
    });
    for (const [i, key] of [...keys.entries()].reverse()) {
      trie.set(key, 0n);
      expect(toHex(trie.root())).to.equal(roots[i]);
    }
    expect(toHex(trie.root())).to.equal(toHex(EMPTY_TRIE_ROOT));
  });

  it("does not mind what is emptied that was never written", () => {
    const trie = new StorageTrie();
    trie.set(keys[0]!, 7n);
    const root = toHex(trie.root());
    for (const key of keys.slice(1)) trie.set(key, 0n);
    expect(toHex(trie.root())).to.equal(root);
  });

  it("refuses a key of another length", () => {
    expect(() => new StorageTrie().set(new Uint8Array(31), 1n)).to.throw("internal");
  });
});
