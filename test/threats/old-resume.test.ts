import { expect } from "chai";
import type { StatusChange } from "../../src/domain/status.ts";
import type { Call, Ledger } from "../../src/ledger/ledger.ts";
import type { Bundle } from "../../src/proof/bundle.ts";
import { NO_FACTS } from "../../src/proof/facts.ts";
import { LEVELS } from "../../src/proof/policy.ts";
import { verify } from "../../src/proof/verify.ts";
import { faults } from "../proof/judge.ts";
import { openReal, type Real } from "../proof/real.ts";
import { Attacker, openRelay, refusalOf } from "./attack.ts";

describe("threat: an order is kept and sent again", () => {
  let real: Real;
  let relay: Ledger;
  /** Suspended, resumed, and suspended again. */
  let bundle: Bundle;
  /** What the officers signed to resume it, as the chain's own history has it. */
  let resume: Call & { kind: "status" };

  before(async () => {
    real = await openReal();
    relay = await openRelay(real.world);
    const view = await real.certificate("suspended");
    if (view.cell === null) throw new Error("not issued");
    const { batchId, index } = view.cell;
    const { licences } = real.world;
    const both = new Attacker(real.world, licences, licences.officerKeys.maker, licences.officerKeys.checker);
    resume = await both.change(batchId, index, 0, { reason: 12 });
    await relay.submit(resume);
    await relay.submit(await both.change(batchId, index, 1, { reason: 11 }));
    // The service makes the bundle anew, since the status has changed.
    bundle = await real.bundle(view);
  });

  after(async () => {
    await relay.close();
    await real.close();
  });

  const judged = async (changed: Bundle, level: (typeof LEVELS)[number]) =>
    verify(changed, level === "online" ? await real.facts(changed) : NO_FACTS, real.trust, { level }, real.now());

  it("an old resume cannot be replayed", async () => {
    const { memberId, batchId } = resume.change;
    const head = await relay.statusHead(memberId, batchId);
    const { size } = await relay.logState();
    // Within the window of its signatures, by anybody: the head it was signed for is no longer the batch's.
    expect(real.now()).to.be.lessThan(resume.change.deadline);
    const again = { ...resume, change: { ...resume.change } };
    const another = real.world.ledger();
    await another.start({ prepared: async () => {}, settled: async () => {}, pending: async () => [] });
    // A ledger that finds the change on chain says where; it sends nothing.
    await another.submit(again);
    await another.close();
    expect(await relay.statusHead(memberId, batchId), "nothing was changed").to.equal(head);
    expect((await relay.logState()).size).to.equal(size);
    const { licences } = real.world;
    const anybody = new Attacker(real.world, licences, licences.officerKeys.maker);
    const signatures = resume.signatures.map(({ signature }) => signature);
    expect(await anybody.call("statusRegistry", "change", resume.change, signatures)).to.equal("StatusRegistryHead");
    const moved: StatusChange = { ...resume.change, expectedHead: head };
    expect(
      await refusalOf(relay, { ...resume, change: moved }),
      "for the new head, the signatures are of another order",
    ).to.be.oneOf(["MemberRegistryOfficerNotValid", "MemberRegistrySignerOrder"]);
  });

  it("a verifier follows the heads: a history that ends with the old resume, or repeats it, is not believed", async () => {
    const { statusChanges } = bundle;
    expect(statusChanges.map(({ change }) => change.to)).to.deep.equal([1, 0, 1]);
    const old = statusChanges[1];
    if (old === undefined) throw new Error("no resume");
    const last = statusChanges[2]?.change.expectedHead ?? old.change.expectedHead;
    for (const level of LEVELS) {
      expect((await judged(bundle, level)).verdict, level).to.equal("not_in_force");
      const histories = [
        statusChanges.slice(0, 2),
        [...statusChanges, old],
        [...statusChanges, { ...old, time: real.now() }],
        [...statusChanges, { ...old, change: { ...old.change, expectedHead: last } }],
      ];
      for (const history of histories) {
        const report = await judged({ ...bundle, statusChanges: history }, level);
        // Online the node's own history answers; offline only this one is there.
        expect(report.verdict, level).to.not.equal("valid");
        if (level !== "online") expect(faults(report).join()).to.include("status.history");
      }
    }
  });
});
