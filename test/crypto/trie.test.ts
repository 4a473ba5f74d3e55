import { expect } from "chai";
import { fromHex } from "../../src/crypto/encoding.ts";
import { keccak256 } from "../../src/crypto/hash.ts";
import { type RlpItem, rlpDecode, rlpEncode, rlpList } from "../../src/crypto/rlp.ts";
import { EMPTY_TRIE_ROOT, followPath, type TrieResult, verifyTrieProof } from "../../src/crypto/trie.ts";
import { flipped, sample } from "./sample.ts";
import { buildTrie, hexPrefix } from "./trie-builder.ts";

const nothing = new Uint8Array();
const nibbles = (key: Uint8Array): number[] => [...keccak256(key)].flatMap((byte) => [byte >> 4, byte & 15]);

/** The result, or null where the proof is refused. */
function attempt(run: () => TrieResult): TrieResult | null {
  try {
    return run();
  } catch (error) {
    expect(String(error)).to.include("schema.pattern");
    return null;
  }
}

/** The root that a node makes, and the proof that is this node alone. */
function rooted(node: RlpItem): { root: Uint8Array; nodes: Uint8Array[] } {
  const bytes = rlpEncode(node);
  return { root: keccak256(bytes), nodes: [bytes] };
}

describe("trie proof", () => {
  const keys = Array.from({ length: 300 }, (_, i) => sample(`key ${i}`, 20));
  const values = keys.map((_, i) => sample(`value ${i}`, (i % 70) + 1));
  const trie = buildTrie(keys.map((key, i) => [nibbles(key), values[i]!]));

  it("gives the value of every key in a trie of 300", () => {
    keys.forEach((key, i) => {
      expect(verifyTrieProof(trie.root, key, trie.proof(nibbles(key)))).to.deep.equal({ value: values[i] });
    });
  });

  it("shows the absence of keys that are not there", () => {
    for (let i = 0; i < 300; i++) {
      const key = sample(`absent ${i}`, 20);
      expect(verifyTrieProof(trie.root, key, trie.proof(nibbles(key)))).to.deep.equal({ absent: true });
    }
  });

  it("is refused with a node missing, repeated, swapped or left over, for present and absent keys", () => {
    for (const key of [keys[0]!, keys[1]!, sample("absent 1", 20)]) {
      const nodes = trie.proof(nibbles(key));
      const holds = (changed: Uint8Array[]): boolean =>
        attempt(() => verifyTrieProof(trie.root, key, changed)) !== null;
      expect(holds(nodes)).to.equal(true);
      expect(holds([])).to.equal(false);
      expect(holds([...nodes, nodes.at(-1)!])).to.equal(false);
      expect(holds([...nodes, nothing])).to.equal(false);
      expect(holds([...nodes, rlpEncode(nothing)])).to.equal(false);
      expect(holds(nodes.toReversed())).to.equal(false);
      nodes.forEach((node, i) => {
        expect(holds(nodes.toSpliced(i, 1))).to.equal(false);
        expect(holds(nodes.toSpliced(i, 0, node))).to.equal(false);
      });
    }
  });

  it("is refused with any byte of any node changed", () => {
    for (const key of [keys[2]!, sample("absent 2", 20)]) {
      const nodes = trie.proof(nibbles(key));
      nodes.forEach((node, n) => {
        for (let i = 0; i < node.length; i++) {
          const changed = nodes.with(n, flipped(node, i, i % 8));
          expect(
            attempt(() => verifyTrieProof(trie.root, key, changed)),
            `node ${n} byte ${i}`,
          ).to.equal(null);
        }
      });
    }
  });

  it("of one key does not serve another, nor another root", () => {
    const nodes = trie.proof(nibbles(keys[0]!));
    for (const key of keys.slice(1, 40)) {
      const result = attempt(() => verifyTrieProof(trie.root, key, nodes));
      expect(result?.value).to.equal(undefined);
      expect(result, "a way past present keys").to.equal(null);
    }
    expect(attempt(() => verifyTrieProof(sample("root"), keys[0]!, nodes))).to.equal(null);
  });
});

describe("trie proof of the empty trie", () => {
  it("is no node or the node 0x80, and nothing else", () => {
    const key = sample("key");
    expect(EMPTY_TRIE_ROOT).to.deep.equal(keccak256(Uint8Array.of(0x80)));
    expect(buildTrie([]).root).to.deep.equal(EMPTY_TRIE_ROOT);
    expect(verifyTrieProof(EMPTY_TRIE_ROOT, key, [])).to.deep.equal({ absent: true });
    expect(verifyTrieProof(EMPTY_TRIE_ROOT, key, [Uint8Array.of(0x80)])).to.deep.equal({ absent: true });
    for (const nodes of [
      [nothing],
      [Uint8Array.of(0xc0)],
      [Uint8Array.of(0x80), Uint8Array.of(0x80)],
      [sample("node")],
    ]) {
      expect(attempt(() => verifyTrieProof(EMPTY_TRIE_ROOT, key, nodes))).to.equal(null);
    }
  });

  it("is needed: no node proves nothing of another root", () => {
    expect(attempt(() => verifyTrieProof(sample("root"), sample("key"), []))).to.equal(null);
    expect(attempt(() => verifyTrieProof(sample("root"), sample("key"), [Uint8Array.of(0x80)]))).to.equal(null);
  });
});

describe("trie proof of short paths, where nodes stand inside their parents", () => {
  const entries = [
    [[1, 2, 3, 4], Uint8Array.of(1)],
    [[1, 2, 3, 5], Uint8Array.of(2)],
    [[1, 2, 9, 9], sample("long", 40)],
    [[7, 0, 0, 0], Uint8Array.of(4)],
  ] as const;
  const trie = buildTrie(entries.map(([path, value]) => [path, value]));

  it("follows embedded leaves, branches and extensions, which are no nodes of the proof", () => {
    for (const [path, value] of entries) {
      expect(followPath(trie.root, path, trie.proof(path))).to.deep.equal({ value });
    }
    expect(trie.proof([1, 2, 3, 4]).length).to.be.lessThan(4);
  });

  it("shows absence at an empty branch place, at a leaf and at an extension", () => {
    for (const path of [
      [0, 0, 0, 0],
      [1, 2, 3, 6],
      [1, 2, 4, 0],
      [7, 0, 0, 1],
      [1, 3, 0, 0],
    ]) {
      expect(followPath(trie.root, path, trie.proof(path)), String(path)).to.deep.equal({ absent: true });
    }
  });

  it("follows an extension whose branch stands inside it", () => {
    const two = buildTrie([
      [[1, 2, 3, 4], Uint8Array.of(1)],
      [[1, 2, 3, 5], Uint8Array.of(2)],
      [[7, 0, 0, 0], sample("long", 40)],
    ]);
    const proof = two.proof([1, 2, 3, 5]);
    expect(proof).to.have.length(1);
    expect(followPath(two.root, [1, 2, 3, 5], proof)).to.deep.equal({ value: Uint8Array.of(2) });
    expect(followPath(two.root, [1, 2, 3, 6], proof)).to.deep.equal({ absent: true });
    expect(followPath(two.root, [1, 2, 4, 5], proof)).to.deep.equal({ absent: true });
  });

  it("is refused when an embedded node is given as a node of the proof", () => {
    const path = [7, 0, 0, 0];
    const nodes = trie.proof(path);
    const embedded = rlpEncode([hexPrefix([0, 0, 0], true), Uint8Array.of(4)]);
    expect(attempt(() => followPath(trie.root, path, nodes))).to.deep.equal({ value: Uint8Array.of(4) });
    expect(attempt(() => followPath(trie.root, path, [...nodes, embedded]))).to.equal(null);
  });
});

describe("a trie node that no honest trie holds", () => {
  const value = sample("value", 40);
  const leaf = (path: number[], item: RlpItem = value): RlpItem => [hexPrefix(path, true), item];
  const branch = (children: Record<number, RlpItem>, item: RlpItem = nothing): RlpItem => [
    ...Array.from({ length: 16 }, (_, i) => children[i] ?? nothing),
    item,
  ];
  const hash = (node: RlpItem): Uint8Array => keccak256(rlpEncode(node));

  const path = [1, 2, 3, 4];
  const other = hash(leaf([9]));
  const below = branch({ 2: hash(leaf([3, 4])), 5: other });
  const chain = (top: RlpItem, ...rest: RlpItem[]) => ({
    ...rooted(top),
    nodes: [top, ...rest].map((node) => rlpEncode(node)),
  });

  it("is told from these honest ones", () => {
    const good = [
      chain(leaf(path)),
      chain(branch({ 1: hash(leaf([2, 3, 4])), 2: other }), leaf([2, 3, 4])),
      chain([hexPrefix([1], false), hash(below)], below, leaf([3, 4])),
    ];
    for (const { root, nodes } of good) expect(attempt(() => followPath(root, path, nodes))).to.deep.equal({ value });
  });

  const exactly32 = leaf([2, 3, 4], sample("value", 27));
  it("has its hash in the parent from 32 bytes on", () => {
    expect(rlpEncode(exactly32)).to.have.length(32);
    const { root, nodes } = chain(branch({ 1: hash(exactly32), 2: other }), exactly32);
    expect(attempt(() => followPath(root, path, nodes))).to.deep.equal({ value: sample("value", 27) });
  });

  const extension = (stretch: number[], child: RlpItem): RlpItem => [hexPrefix(stretch, false), child];
  const BAD: Record<string, { root: Uint8Array; nodes: Uint8Array[] }> = {
    "a leaf whose path is too short": chain(leaf([1, 2])),
    "a leaf whose path is too long": chain(leaf([1, 2, 3, 4, 5, 6])),
    "a leaf without a value": chain(leaf(path, nothing)),
    "a leaf whose value is a list": chain(leaf(path, [value])),
    "a leaf with flag 4": chain([fromHex("0x401234"), value]),
    "a leaf with a padding nibble": chain([fromHex("0x211234"), value]),
    "a leaf without a flag": chain([nothing, value]),
    "a node of three items": chain([hexPrefix(path, true), value, nothing]),
    "a node of one item": chain([hexPrefix(path, true)]),
    "an empty list": chain([]),
    "a byte string": chain(sample("bytes", 40)),
    "a branch with a value": chain(branch({ 1: hash(leaf([2, 3, 4])), 2: other }, value), leaf([2, 3, 4])),
    "a branch with one child": chain(branch({ 1: hash(leaf([2, 3, 4])) }), leaf([2, 3, 4])),
    "a branch without children": chain(branch({})),
    "a branch with a child of 31 bytes": chain(branch({ 1: sample("c", 31), 2: other })),
    "a branch with a child of 33 bytes": chain(
      branch({ 1: hash(leaf([2, 3, 4])), 2: sample("c", 33) }),
      leaf([2, 3, 4]),
    ),
    "a node of 32 bytes inside its parent": chain(branch({ 1: exactly32, 2: other })),
    "a long node inside its parent": chain(branch({ 1: leaf([2, 3, 4]), 2: other })),
    "a short node by its hash": chain(
      branch({ 1: hash(leaf([2, 3, 4], Uint8Array.of(1))), 2: other }),
      leaf([2, 3, 4], Uint8Array.of(1)),
    ),
    "an extension of no nibbles": chain(
      extension([], hash(branch({ 1: hash(leaf([2, 3, 4])), 2: other }))),
      branch({ 1: hash(leaf([2, 3, 4])), 2: other }),
      leaf([2, 3, 4]),
    ),
    "an extension to the end of the path": chain(extension(path, hash(leaf([]))), leaf([])),
    "an extension beyond the end of the path": chain(extension([...path, 5], other)),
    "an extension to nothing": chain(extension([1], nothing)),
    "an extension to a leaf by hash": chain(extension([1], hash(leaf([2, 3, 4]))), leaf([2, 3, 4])),
    "an extension to a leaf inside it": chain(extension([1], leaf([2, 3, 4], Uint8Array.of(1)))),
    "an extension to an extension": chain(extension([1], hash(extension([2], other))), extension([2], other)),
    "branches below the end of the path": (() => {
      const five = branch({ 0: other, 1: other });
      const four = branch({ 4: hash(five), 0: other });
      const three = branch({ 3: hash(four), 0: other });
      const two = branch({ 2: hash(three), 0: other });
      return chain(branch({ 1: hash(two), 0: other }), two, three, four, five);
    })(),
  };
  for (const [name, { root, nodes }] of Object.entries(BAD)) {
    it(`is refused: ${name}`, () => expect(attempt(() => followPath(root, path, nodes))).to.equal(null));
  }

  it("is refused where its RLP is not canonical, though its hash is right", () => {
    const good = rlpEncode(leaf(path, Uint8Array.of(5)));
    expect(rlpList(rlpDecode(good))).to.have.length(2);
    const bad = Uint8Array.of(0xc6, ...good.subarray(1, 5), 0x81, 0x05);
    expect(attempt(() => followPath(keccak256(good), path, [good]))).to.deep.equal({ value: Uint8Array.of(5) });
    expect(attempt(() => followPath(keccak256(bad), path, [bad]))).to.equal(null);
  });
});
