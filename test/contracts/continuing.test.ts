import { expect } from "chai";
import { id, ZeroHash } from "ethers";
import { failureOf, loadFixture, time } from "./chain.ts";
import {
  ADOPTION_TUPLE,
  type Adopted,
  continueCall,
  originOf,
  PAST_TUPLE,
  pathOf,
  twoInstallations,
  values,
} from "./continuing.ts";
import { ABI, newest, prefixOf } from "./records.ts";
import { AGENCY, anchorNow, CHECKER, callOf, changeNow, council, HOUR, MAKER, signed, widen } from "./world.ts";

const BATCH = id("batch");

/** Two installations, the council of the second having continued the first. */
async function continued() {
  const made = await twoInstallations();
  const origin = await originOf(made.old, made.leaves);
  const tx = await widen(made.fresh, continueCall(made.fresh, origin));
  return { ...made, origin, tx };
}

type Made = Awaited<ReturnType<typeof continued>>;

/** Relays the `index`th adoption with its changes; `rest` says what is other than it should be. */
async function adopt(
  made: Made,
  index: number,
  rest: { adoption?: Partial<Adopted>; path?: string[]; changes?: object[] } = {},
) {
  const changes = [made.changes.slice(0, 1), made.changes.slice(1), []][index] ?? [];
  const adoption = { ...made.adoptions[index]!, ...rest.adoption };
  const path = rest.path ?? pathOf(made.leaves, index);
  return await made.fresh.statuses.adopt(
    made.old.registryId,
    index,
    path,
    adoption,
    (rest.changes ?? changes) as never,
  );
}

const statesOf = async ({ fresh }: Made) =>
  await Promise.all([2, 3, 4, 202, 203].map((index) => fresh.statuses.statusOf(AGENCY, BATCH, index)));

describe("StatusRegistry: continueFrom", () => {
  it("records the final state of the installation and what is adopted of it", async () => {
    const { old, fresh, origin, tx } = await loadFixture(continued);
    await expect(tx).to.emit(fresh.statuses, "Continued").withArgs(old.registryId, 3, origin.root);
    expect(await fresh.statuses.continuedFrom(old.registryId)).to.deep.equal([3n, origin.root]);
    const { body, data } = await newest(fresh);
    expect(data.startsWith(await prefixOf(fresh, "yinzheng/log/continue/v1", tx.blockNumber!))).to.equal(true);
    const tuple = "tuple(bytes32,uint64,uint64,bytes32,uint64,bytes32,uint64,uint64,bytes32)";
    expect(body).to.equal(ABI.encode([tuple], [Object.values(origin)]));
  });

  it("needs the council and 48 hours", async () => {
    const { old, fresh, leaves } = await loadFixture(twoInstallations);
    const origin = await originOf(old, leaves);
    await expect(fresh.statuses.continueFrom(origin)).to.be.revertedWithCustomError(
      fresh.statuses,
      "GovernedUnauthorized",
    );
    expect(await failureOf(council(fresh, continueCall(fresh, origin)))).to.include("reverted");
    expect(await fresh.statuses.continuedFrom(old.registryId)).to.deep.equal([0n, ZeroHash]);
  });

  it("is made once for an installation, for another one, and not for nothing", async () => {
    const { old, fresh, leaves } = await loadFixture(continued);
    const again = await originOf(old, leaves);
    expect(await failureOf(widen(fresh, continueCall(fresh, again)))).to.include("reverted");
    for (const rest of [
      { registryId: fresh.registryId },
      { registryId: ZeroHash },
      { registryId: id("third"), size: 0 },
    ]) {
      const refused = failureOf(widen(fresh, continueCall(fresh, { ...again, ...rest })));
      expect(await refused, JSON.stringify(rest)).to.include("reverted");
    }
  });
});

describe("StatusRegistry: adopt", () => {
  it("lets a batch stand with the record, states and head that it had", async () => {
    const made = await loadFixture(continued);
    const { old, fresh } = made;
    const tx = await adopt(made, 2);
    const { batchId, record } = made.adoptions[2]!;
    await expect(tx).to.emit(fresh.anchors, "AnchorAdopted").withArgs(AGENCY, batchId, record);
    await expect(tx).to.emit(fresh.statuses, "Adopted").withArgs(old.registryId, AGENCY, batchId, ZeroHash, true);
    expect(await fresh.anchors.anchored(AGENCY, batchId)).to.equal(true);
    const { body } = await newest(fresh);
    expect(body).to.equal(
      ABI.encode(["bytes32", ADOPTION_TUPLE, PAST_TUPLE], [old.registryId, values(made.adoptions[2]!), []]),
    );
  });

  it("replays changes part by part, and the batch stands with the last", async () => {
    const made = await loadFixture(continued);
    const { old, fresh, adoptions } = made;
    await expect(adopt(made, 0))
      .to.emit(fresh.statuses, "StatusChanged")
      .withArgs(AGENCY, BATCH, 3, 200, 1, 10, adoptions[0]!.headAfter);
    expect(await fresh.anchors.anchored(AGENCY, BATCH)).to.equal(false);
    await adopt(made, 1);
    expect(await fresh.anchors.record(AGENCY, BATCH)).to.equal(adoptions[1]!.record);
    expect(await fresh.statuses.statusHead(AGENCY, BATCH)).to.equal(await old.statuses.statusHead(AGENCY, BATCH));
    expect(await statesOf(made)).to.deep.equal([0n, 2n, 1n, 1n, 0n]);
  });

  it("goes on with the same chain of heads, and revoked stays revoked", async () => {
    const made = await loadFixture(continued);
    const { fresh } = made;
    await adopt(made, 0);
    await adopt(made, 1);
    const resume = await changeNow(fresh, { ranges: [{ first: 3, count: 1 }], to: 0, reason: 11 });
    await expect(fresh.statuses.change(resume, await signed(fresh, "StatusChange", resume, MAKER, CHECKER)))
      .to.be.revertedWithCustomError(fresh.statuses, "StatusRegistryTransition")
      .withArgs(3, 2, 0);
    const lift = await changeNow(fresh, { ranges: [{ first: 4, count: 1 }], to: 0, reason: 11 });
    expect(lift.expectedHead).to.equal(made.adoptions[1]!.headAfter);
    await fresh.statuses.change(lift, await signed(fresh, "StatusChange", lift, MAKER, CHECKER));
    expect(await statesOf(made)).to.deep.equal([0n, 2n, 0n, 1n, 0n]);
  });

  it("refuses a second time, a part out of its order, and changes before the batch stands", async () => {
    const made = await loadFixture(continued);
    const { fresh, adoptions } = made;
    await expect(adopt(made, 1)).to.be.revertedWithCustomError(fresh.statuses, "StatusRegistryHead");
    await adopt(made, 0);
    await expect(adopt(made, 0)).to.be.revertedWithCustomError(fresh.statuses, "StatusRegistryHead");
    const early = await changeNow(fresh);
    await expect(
      fresh.statuses.change(early, await signed(fresh, "StatusChange", early, MAKER, CHECKER)),
    ).to.be.revertedWithCustomError(fresh.statuses, "StatusRegistryNotAnchored");
    await adopt(made, 1);
    await expect(adopt(made, 1))
      .to.be.revertedWithCustomError(fresh.statuses, "StatusRegistryAdopted")
      .withArgs(AGENCY, BATCH, adoptions[1]!.record);
  });

  it("refuses what the council did not continue: another record, head, order, path or installation", async () => {
    const made = await loadFixture(continued);
    const { fresh, old } = made;
    for (const adoption of [
      { record: id("forged") },
      { headAfter: id("forged") },
      { last: false },
      { batchId: id("new") },
    ]) {
      await expect(adopt(made, 2, { adoption }), JSON.stringify(adoption))
        .to.be.revertedWithCustomError(fresh.statuses, "StatusRegistryAdoption")
        .withArgs(old.registryId, 2);
    }
    for (const path of [[], [id("wrong")], [...pathOf(made.leaves, 2), id("more")], pathOf(made.leaves, 1)]) {
      await expect(adopt(made, 2, { path })).to.be.revertedWithCustomError(fresh.statuses, "StatusRegistryAdoption");
    }
    await expect(
      fresh.statuses.adopt(id("third"), 2, pathOf(made.leaves, 2), made.adoptions[2]!, []),
    ).to.be.revertedWithCustomError(fresh.statuses, "StatusRegistryAdoption");
    await expect(
      fresh.statuses.adopt(old.registryId, 3, pathOf(made.leaves, 2), made.adoptions[2]!, []),
    ).to.be.revertedWithCustomError(fresh.statuses, "StatusRegistryAdoption");
  });

  it("refuses changes that are not those which lead to the head", async () => {
    const made = await loadFixture(continued);
    const { fresh, changes } = made;
    const [first] = changes;
    await expect(adopt(made, 0, { changes: [] })).to.be.revertedWithCustomError(fresh.statuses, "StatusRegistryHead");
    const milder = { ...first!, change: { ...first!.change, ranges: [{ first: 3, count: 1 }] } };
    await expect(adopt(made, 0, { changes: [milder] })).to.be.revertedWithCustomError(
      fresh.statuses,
      "StatusRegistryHead",
    );
    const foreign = { ...first!, change: { ...first!.change, memberId: id("other") } };
    const later = { ...first!, time: (await time.latest()) + 1000 };
    for (const change of [foreign, later, { ...first!, change: { ...first!.change, to: 4 } }]) {
      await expect(adopt(made, 0, { changes: [change] }))
        .to.be.revertedWithCustomError(fresh.statuses, "StatusRegistryPastChange")
        .withArgs(0);
    }
    const many = Array.from({ length: 65 }, () => first!);
    await expect(adopt(made, 0, { changes: many }))
      .to.be.revertedWithCustomError(fresh.statuses, "StatusRegistryPastChangeCount")
      .withArgs(65);
  });

  it("takes a batch whose id an officer burned here, also between its parts and while everything is paused", async () => {
    const made = await loadFixture(continued);
    const { fresh, adoptions } = made;
    await council(fresh, callOf(fresh, "AnchorRegistry", "pause", ZeroHash));
    await adopt(made, 0);
    for (const index of [1, 2]) {
      const { batchId, record } = adoptions[index]!;
      const now = await time.latest();
      const burn = { memberId: AGENCY, officerEpoch: 1, batchId, notBefore: now, deadline: now + HOUR };
      const [signature] = await signed(fresh, "Burn", burn, MAKER);
      await fresh.anchors.burn(burn, signature!);
      await adopt(made, index);
      expect(await fresh.anchors.record(AGENCY, batchId)).to.equal(record);
      expect(await fresh.anchors.anchored(AGENCY, batchId)).to.equal(true);
    }
    const lift = await changeNow(fresh, { ranges: [{ first: 4, count: 1 }], to: 0, reason: 11 });
    await fresh.statuses.change(lift, await signed(fresh, "StatusChange", lift, MAKER, CHECKER));
    expect(await statesOf(made)).to.deep.equal([0n, 2n, 0n, 1n, 0n]);
  });

  it("refuses a batch whose id is anchored, and spends the id of one that it adopted", async () => {
    const made = await loadFixture(continued);
    const { fresh } = made;
    const own = await anchorNow();
    await fresh.anchors.anchor(own, await signed(fresh, "Anchor", own, MAKER, CHECKER));
    await expect(adopt(made, 0)).to.be.revertedWithCustomError(fresh.statuses, "StatusRegistryAdopted");
    await adopt(made, 2);
    const again = await anchorNow({ batchId: made.adoptions[2]!.batchId });
    await expect(
      fresh.anchors.anchor(again, await signed(fresh, "Anchor", again, MAKER, CHECKER)),
    ).to.be.revertedWithCustomError(fresh.anchors, "AnchorRegistryBatchUsed");
  });
});

describe("AnchorRegistry: adopt", () => {
  it("is the StatusRegistry's alone", async () => {
    const { fresh } = await loadFixture(continued);
    await expect(fresh.anchors.adopt(AGENCY, id("batch"), id("record"))).to.be.revertedWithCustomError(
      fresh.anchors,
      "AnchorRegistryNotAdopter",
    );
  });
});
