import { expect } from "chai";
import { concat, fromHex, toHex, utf8 } from "../../src/crypto/encoding.ts";
import { sha256 } from "../../src/crypto/hash.ts";
import { leafHash, rootOf } from "../../src/crypto/merkle.ts";
import { eddsaJcs2022 } from "../../src/crypto/suites/eddsa-jcs-2022.ts";
import type { Hex } from "../../src/domain/bytes.ts";
import { YinzhengError } from "../../src/domain/errors.ts";
import { CONTRACTS } from "../../src/domain/network.ts";
import type { Signer } from "../../src/keys/keys.ts";
import type { Block, Ledger } from "../../src/ledger/ledger.ts";
import { type Checkpoint, cosigners } from "../../src/proof/checkpoint.ts";
import { registrySlot, type Slot, writerSlot } from "../../src/proof/slots.ts";
import { openWitness, type WitnessProcess } from "../../src/service/witness.ts";
import { openMemoryStore } from "../../src/store/memory/open.ts";
import type { Journal } from "../../src/store/store.ts";
import { digest } from "../proof/paper/keys.ts";
import { type PaperState, stateOf, valuesOf } from "../proof/paper/state.ts";
import { NETWORK, NOW, refusal } from "./signer/office.ts";

/** Data of a leaf: of a kind that nobody knows. */
const leafNamed = (name: string): Hex => {
  const time = NOW.toString(16).padStart(16, "0");
  return `0x${NETWORK.registryId.slice(2)}${digest(name).slice(2)}${time}${digest("parent").slice(2)}`;
};

/** What the Directory holds before anything is registered: itself. */
const DIRECTORY: readonly (readonly [Slot, bigint])[] = [
  [registrySlot(toHex(concat(utf8("directory"), new Uint8Array(23)))), BigInt(NETWORK.contracts.directory)],
  [writerSlot(NETWORK.contracts.directory), 1n],
];

/** What a witness's own node shows: blocks, and how many leaves of the log there were at each. */
class PaperNode {
  readonly leaves: Hex[] = [];
  readonly blocks: (Block & Pick<PaperState, "evidence"> & { readonly size: number })[] = [];
  /** Leaves and root as this node tells them; a lie, where it is one. */
  told: (leaf: Hex) => Hex = (leaf) => leaf;

  mine(name: string, ...leaves: readonly string[]): this {
    this.leaves.push(...leaves.map(leafNamed));
    const at = { number: this.blocks.length, time: NOW + this.blocks.length };
    const contracts = Object.fromEntries(
      CONTRACTS.map((contract) => [contract, { address: NETWORK.contracts[contract], codeHash: digest(name) }]),
    ) as never;
    const { block, evidence } = stateOf(contracts, valuesOf(DIRECTORY), at, 0);
    this.blocks.push({ ...block, evidence, size: this.leaves.length });
    return this;
  }

  /** Another node that shows the same so far. */
  copy(): PaperNode {
    const copy = new PaperNode();
    copy.leaves.push(...this.leaves);
    copy.blocks.push(...this.blocks);
    return copy;
  }

  checkpoint(number: number): Checkpoint {
    const { size, hash } = this.#at(number);
    const leaves = this.leaves.slice(0, size).map((data) => leafHash(sha256, fromHex(data)));
    return { size, root: toHex(rootOf(sha256, leaves)), block: { number, hash } };
  }

  get ledger(): Ledger {
    const told = {
      network: NETWORK,
      block: async (number: number) => this.blocks[number] ?? null,
      logState: async (number: number) => ({ ...this.checkpoint(number), block: this.#at(number) }),
      logLeaves: async (from: number, to: number) => this.leaves.slice(from, to).map((leaf) => this.told(leaf)),
      capture: async (slots: readonly Slot[], number: number) => this.#at(number).evidence(slots),
    };
    return told as unknown as Ledger;
  }

  #at(number: number) {
    const block = this.blocks[number];
    if (block === undefined) throw new YinzhengError("chain.unreachable", { block: number });
    return block;
  }
}

const SECRET = fromHex(digest("witness"));
const key: Signer = {
  name: "witness",
  algorithm: "ed25519",
  purpose: "witness",
  publicKey: toHex(eddsaJcs2022.publicKeyOf(SECRET)),
  sign: async (message) => eddsaJcs2022.signBytes(SECRET, message),
};
const refused = (reason: string): string => `witness.refused: ${reason}`;
const FORK = refused("the chain shows another history than the one co-signed before");
const NOT_OURS = refused("the block is not on our chain");
const WRONG_ROOT = refused("the log's root is not that of its leaves");

describe("witness", () => {
  let node: PaperNode;
  let journal: Journal;
  const open = (ledger = node.ledger): Promise<WitnessProcess> =>
    openWitness({ name: "court", key, ledger, journal, clock: () => NOW });
  const ask = async (witness: WitnessProcess, number: number, at = node): Promise<string> => {
    const { hash } = at.blocks[number]!;
    return refusal(witness.cosign({ number, hash }));
  };

  beforeEach(() => {
    node = new PaperNode().mine("genesis").mine("one", "a", "b").mine("two").mine("three", "c");
    journal = openMemoryStore().journal;
  });

  it("co-signs the log and the block as its own node has them, in the form that verifiers check", async () => {
    const witness = await open();
    for (const number of [0, 1, 2, 3]) {
      const note = await witness.cosign({ number, hash: node.blocks[number]!.hash });
      const { registryId } = NETWORK;
      expect(cosigners(registryId, note, node.checkpoint(number), [witness.vkey])).to.deep.equal(["court"]);
      expect(cosigners(registryId, note, node.checkpoint((number + 1) % 4), [witness.vkey])).to.equal(null);
    }
  });

  it("refuses a block that its own node does not have, or has with another hash or another header", async () => {
    const witness = await open();
    expect(await refusal(witness.cosign({ number: 2, hash: digest("another block") }))).to.equal(NOT_OURS);
    expect(await refusal(witness.cosign({ number: 9, hash: digest("later") }))).to.equal("chain.unreachable");
    node.blocks[2] = { ...node.blocks[2]!, evidence: node.blocks[1]!.evidence };
    expect(await ask(witness, 2)).to.equal(NOT_OURS);
  });

  it("refuses a root that does not follow from the leaves, and follows anew when the node has mended", async () => {
    const witness = await open();
    node.told = () => leafNamed("a lie");
    expect(await ask(witness, 3)).to.equal(WRONG_ROOT);
    node.told = (leaf) => leaf;
    expect(await ask(witness, 3)).to.equal("signed");
  });

  it("refuses a node that keeps leaves back", async () => {
    const { ledger } = node;
    const witness = await open({ ...ledger, logLeaves: async () => [] });
    expect(await ask(witness, 3)).to.equal(refused("the node does not give the log's leaves"));
  });

  for (const restarted of [false, true]) {
    const when = restarted ? "after a restart" : "while it runs";

    it(`refuses ${when} a chain that does not continue what it co-signed: other block, other leaf, or less`, async () => {
      const forks = {
        "another block": new PaperNode()
          .mine("genesis")
          .mine("one", "a", "b")
          .mine("two")
          .mine("other", "c")
          .mine("four"),
        "another leaf": node.copy(),
        less: new PaperNode().mine("genesis").mine("one", "a", "b"),
      };
      forks["another leaf"].leaves[1] = leafNamed("another leaf");
      for (const [what, fork] of Object.entries(forks)) {
        journal = openMemoryStore().journal;
        let shown = node;
        const ledger = new Proxy(node.ledger, { get: (_, name) => Reflect.get(shown.ledger, name) });
        let witness = await open(ledger);
        expect(await ask(witness, 3)).to.equal("signed");
        shown = fork;
        if (restarted) witness = await open(ledger);
        const number = fork.blocks.length - 1;
        expect(await ask(witness, number, fork), what).to.match(/^witness\.refused/);
        if (restarted && what === "another block") expect(await ask(witness, number, fork)).to.equal(FORK);
        shown = node;
        expect(await ask(witness, 3), "the chain of before").to.equal("signed");
      }
    });
  }

  it("alarms about what it refuses, each by its own code, and about kinds that it does not know", async () => {
    const other = new PaperNode().mine("genesis").mine("one", "a", "b").mine("two").mine("other", "c").mine("four");
    const rewritten = node.copy();
    rewritten.leaves[1] = leafNamed("another leaf");
    const less = new PaperNode().mine("genesis").mine("one", "a", "b");
    const wrongRoot = node.copy();
    wrongRoot.told = () => leafNamed("a lie");
    const elsewhere = new PaperNode().mine("elsewhere");
    for (const [shown, number, at, expected] of [
      [other, 4, other, "witness.fork"],
      [less, 1, less, "witness.behind"],
      [rewritten, 3, rewritten, "witness.rewritten"],
      [node, 0, elsewhere, "witness.other_block"],
    ] as const) {
      journal = openMemoryStore().journal;
      let current: PaperNode = node;
      const ledger = new Proxy(node.ledger, { get: (_, name) => Reflect.get(current.ledger, name) });
      expect(await ask(await open(ledger), 3)).to.equal("signed");
      current = shown;
      const witness = await open(ledger);
      expect(await ask(witness, number, at)).to.match(/^witness\.refused/);
      expect(witness.alarms().map(({ code }) => code)).to.deep.equal([
        expected,
        "log.unknown",
        "log.unknown",
        "log.unknown",
      ]);
    }
    journal = openMemoryStore().journal;
    const witness = await open(wrongRoot.ledger);
    await ask(witness, 3);
    expect(witness.alarms().map(({ code }) => code)).to.deep.equal(["witness.root"]);
  });

  it("co-signs an older block again, and still shows the newest", async () => {
    const witness = await open();
    expect(await witness.latest()).to.equal(null);
    const newest = await witness.cosign({ number: 3, hash: node.blocks[3]!.hash });
    await witness.cosign({ number: 1, hash: node.blocks[1]!.hash });
    expect(await witness.latest()).to.equal(newest);
  });

  it("signs nothing that it could not write down", async () => {
    journal = {
      ...journal,
      scan: (from) => openMemoryStore().journal.scan(from),
      append: () => Promise.reject(new Error("disk full")),
    };
    const witness = await open();
    const error: unknown = await witness
      .cosign({ number: 3, hash: node.blocks[3]!.hash })
      .catch((cause: unknown) => cause);
    expect(error).to.be.an("error").with.property("message", "disk full");
    expect(await witness.latest()).to.equal(null);
  });

  it("answers requests that come at once one after another, each on its own", async () => {
    const witness = await open();
    const asked = [
      ask(witness, 1),
      refusal(witness.cosign({ number: 2, hash: digest("x") })),
      ask(witness, 3),
      ask(witness, 2),
    ];
    expect(await Promise.all(asked)).to.deep.equal(["signed", NOT_OURS, "signed", "signed"]);
  });
});
