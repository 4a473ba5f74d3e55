import { expect } from "chai";
import { fromHex, toHex } from "../../src/crypto/encoding.ts";
import { sha256 } from "../../src/crypto/hash.ts";
import { parseHeader } from "../../src/crypto/header.ts";
import { anchorLeafData } from "../../src/crypto/log-record.ts";
import { leafHash, rootOf, verifyConsistency, verifyInclusion } from "../../src/crypto/merkle.ts";
import { accountOf, slotOf } from "../../src/crypto/state-proof.ts";
import type { Hex } from "../../src/domain/bytes.ts";
import { INTERFACES } from "../../src/ledger/evm/artifacts.ts";
import type { Evidence } from "../../src/proof/bundle.ts";
import { memberSlot, pauseSlot, recordSlot, statusHeadSlot, statusWordSlot } from "../../src/proof/slots.ts";
import type { Installation } from "./conformance.ts";
import { AGENCY, CHECKER, decided, digest, failure, KEY, MAKER } from "./world.ts";

/** The word that evidence proves of a slot, by our own verifier. */
function proven({ header, accounts }: Evidence, key: Hex): bigint | null {
  const { stateRoot } = parseHeader(fromHex(header));
  for (const { address, proof, slots } of accounts) {
    const slot = slots.find((one) => one.key === key);
    const account = accountOf(stateRoot, fromHex(address), proof.map(fromHex));
    if (slot && account) return slotOf(account.storageRoot, fromHex(key), slot.proof.map(fromHex));
  }
  return null;
}

export function describeEvidence(get: () => Installation): void {
  it("keeps the log that the contract keeps: every leaf, every path, every earlier root", async () => {
    const { ledger, officers, founding } = get();
    const call = await officers.anchor("logged");
    const block = await ledger.submit(call);
    const { size, root } = await ledger.logState();
    const leaves = await ledger.logLeaves(0, size);
    const hashes = leaves.map((data) => leafHash(sha256, fromHex(data)));
    expect(toHex(rootOf(sha256, hashes))).to.equal(root);
    const record = await ledger.anchorOf(AGENCY, call.anchor.batchId);
    if (!record) throw new Error("not anchored");
    expect(leaves[record.logIndex]).to.equal(toHex(anchorLeafData(founding.network.registryId, record)));
    for (const [index, leaf] of hashes.entries()) {
      const path = (await ledger.inclusion(index, size)).map(fromHex);
      expect(verifyInclusion(sha256, { index, size, leaf, path }, fromHex(root))).to.equal(true);
    }
    for (let from = 1; from <= size; from++) {
      const path = (await ledger.consistency(from, size)).map(fromHex);
      const root1 = rootOf(sha256, hashes.slice(0, from));
      const claim = { size1: from, size2: size, root1, root2: fromHex(root), path };
      expect(verifyConsistency(sha256, claim)).to.equal(true);
    }
    expect(await ledger.subtrees(0, 0, size)).to.deep.equal(hashes.map(toHex));
    expect(await ledger.subtrees(2, 1, 2)).to.deep.equal([toHex(rootOf(sha256, hashes.slice(4, 8)))]);
    const signatures = (await ledger.anchorSignatures(0, size)).get(record.logIndex);
    expect(signatures).to.deep.equal(record.signatures.map(({ signature }) => signature));
    const before = await ledger.logState(block.number - 1);
    expect(before.size).to.equal(size - 1);
    expect(before.root).to.equal(toHex(rootOf(sha256, hashes.slice(0, -1))));
    expect(await ledger.logLeaves(size - 1, size)).to.deep.equal(leaves.slice(-1));
    expect(await ledger.logLeaves(3, 3)).to.deep.equal([]);
  });

  it("gives no path of a leaf, and no leaf, that the log doesn't have", async () => {
    const { ledger } = get();
    const { size } = await ledger.logState();
    const attempts = [
      () => ledger.inclusion(0, size + 1),
      () => ledger.inclusion(size, size),
      () => ledger.logLeaves(0, size + 1),
      () => ledger.consistency(1, size + 1),
      () => ledger.consistency(0, size),
      () => ledger.subtrees(0, size, size + 1),
    ];
    for (const attempt of attempts) expect(await failure(attempt())).to.include({ code: "internal" });
  });

  it("tells which types were paused, block by block", async () => {
    const { rpc, ledger, founding } = get();
    const { anchorRegistry } = founding.network.contracts;
    const type = digest("a type that nobody issues");
    const data = INTERFACES.AnchorRegistry.encodeFunctionData("pause", [type]) as Hex;
    const { number: before } = await ledger.head();
    await decided(rpc, founding, [{ to: anchorRegistry, data }]);
    const { number: after } = await ledger.head();
    expect(await ledger.pausedTypes(before, after)).to.deep.equal([type]);
    expect(await ledger.pausedTypes(0, before)).to.deep.equal([]);
    const evidence = await ledger.capture([pauseSlot(type)], after);
    expect(proven(evidence, pauseSlot(type).key)).to.equal(2n ** 40n - 1n);
  });

  it("captures storage that is there and storage that isn't, in the state of one block", async () => {
    const { ledger, officers } = get();
    const call = await officers.anchor("captured");
    const block = await ledger.submit(call);
    const record = recordSlot(AGENCY, call.anchor.batchId);
    const word = statusWordSlot(AGENCY, call.anchor.batchId, 3);
    const member = memberSlot(AGENCY);
    const evidence = await ledger.capture([record, word, member], block.number);
    const header = parseHeader(fromHex(evidence.header));
    expect([toHex(header.hash), header.number, header.time]).to.deep.equal([block.hash, block.number, block.time]);
    const { logIndex } = (await ledger.anchorOf(AGENCY, call.anchor.batchId)) ?? { logIndex: -1 };
    const [data = "0x"] = await ledger.logLeaves(logIndex, logIndex + 1);
    expect(proven(evidence, record.key)).to.equal(BigInt(toHex(leafHash(sha256, fromHex(data)))));
    expect(proven(evidence, word.key)).to.equal(0n);
    expect(proven(evidence, member.key)).to.not.equal(0n);
  });

  it("captures an earlier block as it was then", async () => {
    const { ledger, officers } = get();
    const anchored = await ledger.submit(await officers.anchor("history"));
    const change = await officers.change("history");
    const revoked = await ledger.submit(change);
    const { batchId } = change.change;
    const slots = [statusWordSlot(AGENCY, batchId, 3), statusHeadSlot(AGENCY, batchId), recordSlot(AGENCY, batchId)];
    const [then, now] = [await ledger.capture(slots, anchored.number), await ledger.capture(slots, revoked.number)];
    const [word, head, record] = slots.map(({ key }) => key);
    if (!word || !head || !record) throw new Error("three slots");
    expect([proven(then, word), proven(now, word)]).to.deep.equal([0n, 2n << 6n]);
    expect(proven(then, head)).to.equal(0n);
    expect(proven(now, head)).to.equal(BigInt(await ledger.statusHead(AGENCY, batchId)));
    expect(proven(then, record)).to.equal(proven(now, record));
  });

  it("captures no block that isn't there", async () => {
    const { ledger } = get();
    const { number } = await ledger.head();
    expect(await failure(ledger.capture([memberSlot(AGENCY)], number + 1))).to.include({ code: "chain.unreachable" });
  });

  it("tells a member's officers, and that a stranger is no member", async () => {
    const { ledger } = get();
    const member = await ledger.member(AGENCY);
    expect(member).to.deep.include({ memberId: AGENCY, admitted: true, frozen: false, officerEpoch: 1, threshold: 2 });
    expect(member.officers).to.have.deep.members([
      { address: MAKER.address, role: "maker" },
      { address: CHECKER.address, role: "checker" },
    ]);
    const nobody = await ledger.member(digest("nobody"));
    expect(nobody).to.deep.include({ admitted: false, frozen: false, officers: [] });
  });

  it("tells every key of a member with its purposes, and that a stranger has none", async () => {
    const { ledger } = get();
    const [key, ...more] = await ledger.keys(AGENCY);
    expect(more).to.deep.equal([]);
    expect(key).to.deep.include({
      keyId: KEY.keyId,
      publicKey: KEY.publicKey,
      suite: "eddsa-jcs-2022",
      custody: "hosted",
      purposes: ["credential", "status"],
      compromisedSince: 0,
    });
    expect(await ledger.keys(digest("nobody"))).to.deep.equal([]);
  });
}
