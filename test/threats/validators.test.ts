import { expect } from "chai";
import { toHex, utf8 } from "../../src/crypto/encoding.ts";
import { anchorLeafData } from "../../src/crypto/log-record.ts";
import type { Signer } from "../../src/keys/keys.ts";
import { memoryKeys } from "../../src/keys/memory/open.ts";
import { INTERFACES } from "../../src/ledger/evm/artifacts.ts";
import type { Ledger } from "../../src/ledger/ledger.ts";
import { toQuantity } from "../../src/ledger/quantity.ts";
import type { Evidence } from "../../src/proof/bundle.ts";
import { NO_FACTS } from "../../src/proof/facts.ts";
import type { Level, SeenLog } from "../../src/proof/policy.ts";
import type { Report } from "../../src/proof/report.ts";
import { type Slot, statusHeadSlot, statusWordSlot } from "../../src/proof/slots.ts";
import type { TrustFile } from "../../src/proof/trust.ts";
import { createVerifier } from "../../src/proof/verifier.ts";
import { gather } from "../../src/service/gather.ts";
import type { Alarm } from "../../src/service/witness/alarms.ts";
import { openWitness, type WitnessProcess } from "../../src/service/witness.ts";
import { openMemoryStore } from "../../src/store/memory/open.ts";
import { groundOn, type Made, openValidated, type Validated } from "../service/forks.ts";
import { change, failure, type Harness, issued, serve } from "../service/harness.ts";
import { openWorld, principal, testClock, type World } from "../service/world.ts";

/** What the validators of a chain can do who all agree: make any block, in the place of those that there were. */
describe("the validators of the chain agree", () => {
  let world: World;
  let chain: Validated;
  let trust: TrustFile;
  let key: Signer;
  let harness: Harness;
  const { journal } = openMemoryStore();
  const alarms: Alarm[] = [];
  /** Blocks: the first certificate's anchor, and the second one's revocation. */
  const blocks = { first: 0, revoked: 0 };
  /** Bundles from before the rewriting: the first, the second while it was good, the second when it was revoked. */
  const bundles = { first: "", good: "", revoked: "" };
  let seen: SeenLog;

  const witnessOver = (node: Validated): Promise<WitnessProcess> =>
    openWitness({
      name: "bank",
      key,
      ledger: world.ledger(node.chain.rpc),
      journal,
      clock: world.clock,
      alarm: (alarm) => alarms.push(alarm),
    });
  const bundleOf = async (id: string): Promise<string> =>
    (await harness.service.bundle(principal(world.licences), id)).text;

  const anchorOf = (text: string, { chain: { rpc } }: Validated) => {
    const { memberId, batchId } = createVerifier(trust).parse(utf8(text)).anchor.anchor;
    return world.ledger(rpc).anchorOf(memberId, batchId);
  };
  const anchoredIn = async (text: string): Promise<number> => (await anchorOf(text, chain))?.block ?? 0;

  before(async () => {
    const clock = testClock();
    chain = await openValidated(clock.ms);
    world = await openWorld(undefined, groundOn(chain, clock));
    key = await memoryKeys({ random: (n) => new Uint8Array(n).fill(5) }).create("witness", "ed25519", "witness");
    const witness = await witnessOver(chain);
    const [network] = world.trust.networks;
    if (network === undefined) throw new Error("a network");
    trust = { ...world.trust, networks: [{ ...network, witnesses: { quorum: 1, keys: [witness.vkey] } }] };
    const { cosign, cosignLists } = witness;
    harness = await serve(world, { trust, witnesses: [{ name: "bank", cosign, cosignLists }] });
    await issued(harness.service, world);
    clock.advance(120);
    const one = await issued(harness.service, world);
    bundles.first = await bundleOf(one.id);
    blocks.first = await anchoredIn(bundles.first);
    clock.advance(60);
    const two = await issued(harness.service, world);
    bundles.good = await bundleOf(two.id);
    clock.advance(60);
    await change(harness.service, world, two, "revoked");
    blocks.revoked = chain.made.length;
    bundles.revoked = await bundleOf(two.id);
    const { size, root, block } = await world.ledger().logState();
    await witness.cosign(block);
    seen = { size, root, block: { number: block.number, hash: block.hash } };
  });
  beforeEach(() => {
    alarms.length = 0;
  });
  after(async () => {
    await harness.close();
    await world.close();
  });

  const made = (number: number): Made => chain.made[number - 1] as Made;
  const verified = async (text: string, level: Level, node?: Validated): Promise<Report> => {
    const verifier = createVerifier(trust);
    const bundle = verifier.parse(utf8(text));
    if (node === undefined) return verifier.verify(bundle, NO_FACTS, { level }, world.clock());
    const facts = await gather(world.ledger(node.chain.rpc), bundle, { seen: seen.block });
    return verifier.verify(bundle, facts, { level, seen }, world.clock());
  };
  const codes = ({ checks }: Report): readonly string[] => checks.map(({ code }) => code);

  /** Nothing of what was co-signed goes on in the rewritten chain, and nobody takes it for the one it was. */
  async function isNoticed(fork: Validated): Promise<void> {
    const head = await world.ledger(fork.chain.rpc).head();
    expect(head.number, "longer than what there was").to.be.greaterThan(seen.block?.number ?? 0);
    // The witness, restarted over the rewritten chain, and its own journal.
    const witness = await witnessOver(fork);
    expect(await failure(witness.cosign(head))).to.have.property("code", "witness.refused");
    expect(alarms.map(({ code }) => code)).to.deep.equal(["witness.fork"]);
    // A client that has seen the chain before.
    for (const text of Object.values(bundles)) {
      const report = await verified(text, "online", fork);
      expect(report.verdict).to.not.equal("valid");
      expect(codes(report)).to.include("trust.fork");
    }
    // What was co-signed before stands, without any chain.
    expect((await verified(bundles.first, "archival")).verdict).to.equal("valid");
    expect((await verified(bundles.good, "archival")).verdict).to.equal("valid");
    expect((await verified(bundles.revoked, "archival")).verdict).to.equal("not_in_force");
    // What is issued on the rewritten chain gets no co-signature, so it is archival nowhere.
    const { cosign, cosignLists } = witness;
    const other = await serve(world, {
      trust,
      ledger: world.ledger(fork.chain.rpc),
      witnesses: [{ name: "bank", cosign, cosignLists }],
    });
    const view = await issued(other.service, world);
    const { text } = await other.service.bundle(principal(world.licences), view.id);
    const report = await verified(text, "archival");
    expect(report.verdict).to.equal("indeterminate");
    expect(codes(report)).to.include("trust.not_vouched");
    await other.close();
    await fork.chain.close();
  }

  it("validators cannot rewrite unnoticed", async () => {
    const fork = await chain.fork(blocks.first - 1);
    // In the place of the first certificate's batch stands none, and the second one's comes first.
    const ledger = world.ledger(fork.chain.rpc);
    await ledger.start({ prepared: async () => {}, settled: async () => {}, pending: async () => [] });
    const record = await anchorOf(bundles.good, chain);
    if (record === null) throw new Error("an anchor");
    await ledger.submit({ kind: "anchor", anchor: record.anchor, signatures: record.signatures });
    await ledger.close();
    await fork.mine(9);
    expect(await anchorOf(bundles.good, fork), "the second stands").to.not.equal(null);
    expect(await anchorOf(bundles.first, fork), "the first never was").to.equal(null);
    await isNoticed(fork);
  });

  it("and drop a revocation: the same", async () => {
    const fork = await chain.fork(blocks.revoked - 1);
    await fork.mine(9);
    await isNoticed(fork);
  });

  it("and date a block back: the same", async () => {
    const fork = await chain.fork(blocks.first - 1);
    const block = made(blocks.first);
    await fork.put({ ...block, time: block.time - 60_000 });
    for (let number = blocks.first + 1; number <= chain.made.length; number++) await fork.put(made(number));
    await fork.mine(9);
    const [back, then] = [await anchorOf(bundles.first, fork), await anchorOf(bundles.first, chain)];
    expect(back?.time, "the anchor holds, and is older").to.equal((then?.time ?? 0) - 60);
    await isNoticed(fork);
  });

  it("and go on from what was co-signed with an anchor that no officer signed: no rule lets it pass", async () => {
    const fork = await chain.fork(chain.made.length);
    const { anchor } = createVerifier(trust).parse(utf8(bundles.first));
    const forged = { ...anchor.anchor, batchId: toHex(new Uint8Array(32).fill(1)) };
    const leaf = anchorLeafData(world.network.registryId, { ...anchor, anchor: forged, block: 0 });
    await writtenBy(fork, leaf.subarray(104));
    const ledger = world.ledger(fork.chain.rpc);
    const head = await ledger.head();
    expect((await ledger.logState()).size).to.equal(seen.size + 1);
    expect(await failure((await witnessOver(fork)).cosign(head))).to.have.property("code", "witness.refused");
    expect(alarms.map(({ code, detail }) => [code, detail.rule])).to.deep.equal([
      ["witness.rule", "signers.signature"],
    ]);
    await fork.chain.close();
  });

  it("and undo a revocation in the state alone, with no record in the log: no witness co-signs it", async () => {
    const fork = await chain.fork(chain.made.length);
    const { memberId, batchId } = createVerifier(trust).parse(utf8(bundles.revoked)).anchor.anchor;
    const witness = await witnessOver(fork);
    await witness.cosign(await world.ledger(fork.chain.rpc).head());
    const { statusRegistry } = world.network.contracts;
    const index = createVerifier(trust).parse(utf8(bundles.revoked)).manifest.index;
    for (const { key: slot } of [statusHeadSlot(memberId, batchId), statusWordSlot(memberId, batchId, index)])
      await fork.engine("hardhat_setStorageAt", [statusRegistry, slot, toHex(new Uint8Array(32))]);
    world.clock.advance(60);
    await fork.mine(1);
    const ledger = world.ledger(fork.chain.rpc);
    expect(await ledger.statusHead(memberId, batchId), "as if it had never been").to.equal(toHex(new Uint8Array(32)));
    const head = await ledger.head();
    // While it runs, and after a restart.
    for (const one of [witness, await witnessOver(fork)]) {
      expect(await failure(one.cosign(head))).to.have.property("code", "witness.refused");
      expect(alarms.splice(0).map(({ code, detail }) => [code, detail.of])).to.deep.equal([
        ["witness.state", `batch ${memberId}/${batchId}`],
      ]);
    }
    await fork.chain.close();
  });

  it("and do so for one block only, which is asked about when the next one was co-signed: the same", async () => {
    const fork = await chain.fork(chain.made.length);
    const { anchor, manifest } = createVerifier(trust).parse(utf8(bundles.revoked));
    const { memberId, batchId } = anchor.anchor;
    const { statusRegistry } = world.network.contracts;
    const ledger = world.ledger(fork.chain.rpc);
    const kept = new Map<number, Promise<Evidence>>();
    // The development chain gives no proofs of a block in which storage was set by hand but while it is the newest.
    const archive: Ledger = new Proxy(ledger, {
      get: (of, name) => {
        if (name === "capture")
          return (slots: readonly Slot[], number: number) => kept.get(number) ?? of.capture(slots, number);
        const member: unknown = Reflect.get(of, name);
        return typeof member === "function" ? member.bind(of) : member;
      },
    });
    const own = openMemoryStore().journal;
    const witness = await openWitness({ name: "bank", key, ledger: archive, journal: own, clock: world.clock });
    await witness.cosign(await ledger.head());
    const slots = [statusHeadSlot(memberId, batchId), statusWordSlot(memberId, batchId, manifest.index)];
    const held = await Promise.all(
      slots.map(({ key: slot }) => fork.engine("eth_getStorageAt", [statusRegistry, slot, "latest"])),
    );
    const put = async (values: readonly unknown[]): Promise<void> => {
      for (const [i, { key: slot }] of slots.entries())
        await fork.engine("hardhat_setStorageAt", [statusRegistry, slot, values[i]]);
    };
    await put(slots.map(() => toHex(new Uint8Array(32))));
    world.clock.advance(60);
    await fork.mine(1);
    const undone = await ledger.head();
    const ofAll = (["memberRegistry", "statusRegistry", "claimRegistry"] as const).map((contract) => ({
      ...statusHeadSlot(memberId, batchId),
      contract,
    }));
    kept.set(undone.number, ledger.capture(ofAll, undone.number));
    await kept.get(undone.number);
    await put(held);
    const other = await serve(world, { trust, ledger: world.ledger(fork.chain.rpc), witnesses: [] });
    await issued(other.service, world);
    await witness.cosign(await ledger.head());
    expect(await failure(witness.cosign(undone))).to.have.property("code", "witness.refused");
    await other.close();
    await fork.chain.close();
  });

  /** The log of a chain whose validators make its state: AnchorRegistry wrote this record, though nobody asked it to. */
  async function writtenBy({ engine }: Validated, body: Uint8Array): Promise<void> {
    const { anchorRegistry, evidenceLog } = world.network.contracts;
    const kind = toHex(Uint8Array.from({ length: 32 }, (_, i) => "yinzheng/log/anchor/v1".charCodeAt(i) || 0));
    await engine("hardhat_impersonateAccount", [anchorRegistry]);
    const data = INTERFACES.EvidenceLog.encodeFunctionData("append", [kind, body]);
    await engine("eth_sendTransaction", [
      { from: anchorRegistry, to: evidenceLog, data, gas: toQuantity(5_000_000), gasPrice: "0x0" },
    ]);
  }
});
