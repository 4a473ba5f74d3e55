import { expect } from "chai";
import { AbiCoder, keccak256 as ethersKeccak } from "ethers";
import { fromHex, toHex } from "../../src/crypto/encoding.ts";
import { keccak256 } from "../../src/crypto/hash.ts";
import { encodeHeader, parseHeader } from "../../src/crypto/header.ts";
import { type RlpItem, rlpEncode, uintItem } from "../../src/crypto/rlp.ts";
import { accountOf, mappingSlot, slotOf } from "../../src/crypto/state-proof.ts";
import { EMPTY_TRIE_ROOT } from "../../src/crypto/trie.ts";
import { type Chain, nodesOf, type RpcProof, slotHex, startChain } from "./chain.ts";
import { flipped, sample } from "./sample.ts";
import { buildTrie } from "./trie-builder.ts";

/** Slots as our registries have them: small ones in a row, one hashed, of one byte to thirty-two. */
const HASHED = BigInt(toHex(sample("slot")));
const SLOTS = new Map([
  ...Array.from({ length: 40 }, (_, i) => [BigInt(i), BigInt(i + 1) ** 30n] as const),
  [HASHED, 2n ** 256n - 1n],
  [77n, 1n],
]);
const ABSENT = [40n, 78n, HASHED + 1n, 2n ** 256n - 1n];

describe("state proof, as a Hardhat node gives it", () => {
  let chain: Chain;
  let stateRoot: Uint8Array;
  let contract: string;
  let single: string;
  let proof: RpcProof;

  before(async function () {
    this.timeout(60_000);
    chain = await startChain();
    single = await chain.store(new Map([[1n, 42n]]));
    contract = await chain.store(SLOTS);
    stateRoot = parseHeader(encodeHeader(await chain.block("latest"))).stateRoot;
    proof = await chain.proof(contract, [...SLOTS.keys(), ...ABSENT]);
  });

  after(async () => chain.close());

  it("gives storage root and code hash of a contract, from the block header's state root", () => {
    const account = accountOf(stateRoot, fromHex(contract), nodesOf(proof.accountProof));
    expect(account).to.deep.equal({ storageRoot: fromHex(proof.storageHash), codeHash: fromHex(proof.codeHash) });
    expect(account?.codeHash).to.deep.equal(keccak256(Uint8Array.of(0)));
  });

  it("shows that there is no account at other addresses", async () => {
    for (const name of ["a", "b", "c", "d"]) {
      const address = toHex(sample(name, 20));
      const { accountProof } = await chain.proof(address, []);
      expect(accountOf(stateRoot, fromHex(address), nodesOf(accountProof))).to.equal(null);
    }
  });

  it("gives the word of every slot, and zero for slots that were never set", () => {
    const root = fromHex(proof.storageHash);
    expect(proof.storageProof).to.have.length(SLOTS.size + ABSENT.length);
    for (const { key, proof: nodes } of proof.storageProof) {
      expect(slotOf(root, fromHex(slotHex(BigInt(key))), nodesOf(nodes)), key).to.equal(SLOTS.get(BigInt(key)) ?? 0n);
    }
  });

  it("shows presence and absence where storage holds one slot, and none", async () => {
    const one = await chain.proof(single, [1n, 2n]);
    const [present, absent] = one.storageProof.map((slot) => nodesOf(slot.proof));
    expect(slotOf(fromHex(one.storageHash), fromHex(slotHex(1n)), present!)).to.equal(42n);
    expect(slotOf(fromHex(one.storageHash), fromHex(slotHex(2n)), absent!)).to.equal(0n);
    const none = await chain.proof(toHex(sample("a", 20)), [1n]);
    expect(slotOf(EMPTY_TRIE_ROOT, fromHex(slotHex(1n)), nodesOf(none.storageProof[0]!.proof))).to.equal(0n);
  });

  it("is never accepted with a byte changed: account, present slot and absent slot", () => {
    const root = fromHex(proof.storageHash);
    const slots = proof.storageProof.filter(({ key }) => [0n, 40n, HASHED].includes(BigInt(key)));
    const cases: [string, Uint8Array[], (nodes: Uint8Array[]) => unknown][] = [
      ["account", nodesOf(proof.accountProof), (nodes) => accountOf(stateRoot, fromHex(contract), nodes)],
      ...slots.map((slot): [string, Uint8Array[], (nodes: Uint8Array[]) => unknown] => [
        slot.key,
        nodesOf(slot.proof),
        (nodes) => slotOf(root, fromHex(slotHex(BigInt(slot.key))), nodes),
      ]),
    ];
    expect(cases).to.have.length(4);
    for (const [name, nodes, read] of cases) {
      expect(() => read(nodes), name).to.not.throw();
      nodes.forEach((node, n) => {
        for (let i = 0; i < node.length; i++) {
          const changed = nodes.with(n, flipped(node, i, (i + n) % 8));
          expect(() => read(changed), `${name} node ${n} byte ${i}`).to.throw("schema.pattern");
        }
        expect(() => read(nodes.toSpliced(n, 1)), `${name} without node ${n}`).to.throw("schema.pattern");
      });
      expect(() => read([...nodes, nodes[0]!]), `${name} with one more`).to.throw("schema.pattern");
    }
  });

  it("of one slot is never accepted as another's, present or absent", () => {
    const root = fromHex(proof.storageHash);
    const nodes = nodesOf(proof.storageProof[0]!.proof);
    for (const other of [1n, 2n, 77n, HASHED]) {
      expect(() => slotOf(root, fromHex(slotHex(other)), nodes)).to.throw("schema.pattern");
    }
  });
});

describe("state proof of what no chain holds", () => {
  const key = sample("key");
  const path = [...keccak256(key)].flatMap((byte) => [byte >> 4, byte & 15]);
  const address = sample("address", 20);
  const accountPath = [...keccak256(address)].flatMap((byte) => [byte >> 4, byte & 15]);

  it("is refused: a slot whose value is zero, has a leading zero, is a list, or is more than one word", () => {
    const read = (value: Uint8Array): bigint => {
      const trie = buildTrie([[path, value]]);
      return slotOf(trie.root, key, trie.proof(path));
    };
    expect(read(rlpEncode(uintItem(258n)))).to.equal(258n);
    for (const item of [
      new Uint8Array(),
      Uint8Array.of(0),
      Uint8Array.of(0, 1),
      [],
      new Uint8Array(33).fill(1),
    ] as RlpItem[]) {
      expect(() => read(rlpEncode(item))).to.throw("schema.pattern");
    }
    expect(() => read(Uint8Array.of(0x82, 1))).to.throw("schema.pattern");
  });

  it("is refused: an account of other than four fields, or with hashes of other lengths", () => {
    const read = (item: RlpItem): unknown => {
      const trie = buildTrie([[accountPath, rlpEncode(item)]]);
      return accountOf(trie.root, address, trie.proof(accountPath));
    };
    const [root, code] = [sample("root"), sample("code")];
    const zero = new Uint8Array();
    expect(read([zero, uintItem(5n), root, code])).to.deep.equal({ storageRoot: root, codeHash: code });
    for (const item of [
      [zero, zero, root],
      [zero, zero, root, code, zero],
      [zero, zero, root.subarray(1), code],
      [zero, zero, root, zero],
      [zero, Uint8Array.of(0, 5), root, code],
      [[], zero, root, code],
      root,
    ] as RlpItem[]) {
      expect(() => read(item)).to.throw("schema.pattern");
    }
  });

  it("is not asked for with keys and addresses of other lengths", () => {
    expect(() => slotOf(EMPTY_TRIE_ROOT, sample("k", 31), [])).to.throw("internal");
    expect(() => accountOf(EMPTY_TRIE_ROOT, sample("a", 32), [])).to.throw("internal");
  });
});

describe("mapping slot", () => {
  const [one, two] = [sample("one"), sample("two")];
  const solidity = (key: Uint8Array, slot: string): string =>
    ethersKeccak(AbiCoder.defaultAbiCoder().encode(["bytes32", "bytes32"], [key, slot]));

  it("nests as Solidity does: keccak256(key ‖ slot), the first key innermost", () => {
    expect(toHex(mappingSlot(5))).to.equal(slotHex(5n));
    expect(toHex(mappingSlot(5, one))).to.equal(solidity(one, slotHex(5n)));
    expect(toHex(mappingSlot(5n, one, two))).to.equal(solidity(two, solidity(one, slotHex(5n))));
  });

  it("takes keys of one word only", () => {
    expect(() => mappingSlot(0, sample("address", 20))).to.throw("internal");
    expect(() => mappingSlot(-1, one)).to.throw("schema.pattern");
  });
});
