import { expect } from "chai";
import { utf8 } from "../../../src/crypto/encoding.ts";
import { isYinzhengError } from "../../../src/domain/errors.ts";
import { bundleText } from "../../../src/proof/build.ts";
import { NO_FACTS } from "../../../src/proof/facts.ts";
import { parseBundle } from "../../../src/proof/parse.ts";
import type { Report } from "../../../src/proof/report.ts";
import type { TrustFile } from "../../../src/proof/trust.ts";
import { verify } from "../../../src/proof/verify.ts";
import { callOf } from "../../../src/service/council/codec.ts";
import { gather } from "../../../src/service/gather.ts";
import { adoptAll } from "../../../src/service/migrate/adopt.ts";
import { checkAll } from "../../../src/service/migrate/check.ts";
import {
  type Continuation,
  originForCouncil,
  parseContinuation,
  treeOf,
} from "../../../src/service/migrate/continuation.ts";
import { planContinuation } from "../../../src/service/migrate/plan.ts";
import { refreshBundle } from "../../../src/service/migrate/refresh.ts";
import { faults } from "../../proof/judge.ts";
import { Attacker, refusalOf } from "../../threats/attack.ts";
import { hashOf } from "../world.ts";
import { type Houses, openHouses } from "./houses.ts";

const failureOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => "",
    (error: unknown) => (isYinzhengError(error) ? error.code : String(error)),
  );

for (const [where, same] of [
  ["on the same chain", true],
  ["on another chain", false],
] as const) {
  describe(`service: moving house to registries ${where}`, () => {
    let houses: Houses;
    let note: string;
    let continuation: Continuation;
    let trust: TrustFile;

    before(async () => {
      houses = await openHouses(same);
    });
    after(() => houses.leave());

    const network = () => houses.old.trust.networks[0]!;
    const freshNetwork = () => trust.networks[1]!;
    const plan = (more: object = {}) =>
      planContinuation({
        ledger: houses.oldLedger,
        network: network(),
        to: houses.fresh.network.registryId,
        note,
        ...more,
      });
    const online = async (text: string): Promise<Report> => {
      const bundle = parseBundle(utf8(text));
      const facts = await gather(houses.freshLedger, bundle, { trust });
      return verify(bundle, facts, trust, { level: "online" }, houses.old.clock());
    };
    const offline = (text: string, at = houses.old.clock()) =>
      verify(parseBundle(utf8(text)), NO_FACTS, trust, { level: "archival" }, at);
    const officers = () => {
      const { licences } = houses.fresh;
      return new Attacker(houses.fresh, licences, licences.officerKeys.maker, licences.officerKeys.checker);
    };

    it("refuses to plan while the old installation is open, or closed for another", async () => {
      note = await houses.old.witness.cosign(await houses.oldLedger.head());
      expect(await failureOf(plan())).to.equal("migrate.open");
      note = await houses.close();
      expect(await failureOf(plan({ to: hashOf("another") }))).to.equal("migrate.open");
    });

    it("refuses a final checkpoint that the quorum did not co-sign, or that is of another network", async () => {
      const demanding = { ...network(), witnesses: { ...network().witnesses, quorum: 2 } };
      expect(await failureOf(plan({ network: demanding }))).to.equal("migrate.unwitnessed");
      const other = houses.fresh.trust.networks[0]!;
      expect(await failureOf(plan({ network: other }))).to.equal("migrate.unwitnessed");
      expect(await failureOf(plan({ note: note.replace("block", "bl0ck") }))).to.equal("migrate.unwitnessed");
    });

    it("plans the same from every node, and reads its own file, but none that was altered", async () => {
      continuation = await plan();
      expect(await plan()).to.deep.equal(continuation);
      const text = JSON.stringify(continuation);
      expect(parseContinuation(utf8(text))).to.deep.equal(continuation);
      const forged = structuredClone(continuation) as unknown as { adoptions: { adoption: { record: string } }[] };
      forged.adoptions[0]!.adoption.record = hashOf("forged");
      expect(() => parseContinuation(utf8(JSON.stringify(forged))))
        .to.throw()
        .with.property("code", "migrate.file");
      trust = houses.trust(continuation);
    });

    it("writes the origin as the council proposes it", () => {
      const { contracts } = houses.fresh.network;
      const origin = originForCouncil(continuation);
      const call = callOf({ ...contracts, safe: houses.fresh.founding.council.safe }, { act: "continue-from", origin });
      const direct = houses.fresh.council.call("statusRegistry", "continueFrom", Object.values(origin));
      expect(call).to.deep.equal(direct);
    });

    it("refreshes no bundle of a batch that is not adopted yet", async () => {
      const bundle = parseBundle(utf8(houses.texts.active));
      const cosigned = await houses.fresh.witness.cosign(await houses.freshLedger.head());
      const refreshed = refreshBundle(houses.freshLedger, freshNetwork(), bundle, cosigned);
      expect(await failureOf(refreshed)).to.equal("migrate.not_adopted");
    });

    it("adopts nothing that the council did not continue", async () => {
      expect(await failureOf(adoptAll(houses.freshLedger, continuation))).to.equal("chain.rejected");
      expect((await online(houses.texts.active)).verdict).to.equal("indeterminate");
      expect(faults(await online(houses.texts.active))).to.include("trust.continuation trust.not_continued");
      await houses.proceed(continuation);
      const [first] = continuation.adoptions;
      const { registryId: from } = continuation.origin;
      const { path } = treeOf(from, continuation.adoptions);
      const forged = { ...first!, adoption: { ...first!.adoption, record: hashOf("forged") } };
      const call = { kind: "adopt", from, index: 0 } as const;
      const refused = (more: object) =>
        refusalOf(houses.freshLedger, { ...call, path: path(0), adopted: first!, ...more });
      expect(await refused({ adopted: forged })).to.equal("StatusRegistryAdoption");
      expect(await refused({ path: [...path(0)].reverse().concat(hashOf("x")) })).to.equal("StatusRegistryAdoption");
      expect(await refused({ from: hashOf("another") })).to.equal("StatusRegistryAdoption");
    });

    it("adopts every batch, and again is nothing new", async () => {
      const told: number[] = [];
      await adoptAll(houses.freshLedger, continuation, (done) => told.push(done));
      expect(told).to.deep.equal(continuation.adoptions.map((_, i) => i + 1));
      const { size } = await houses.freshLedger.logState();
      await adoptAll(houses.freshLedger, continuation);
      expect((await houses.freshLedger.logState()).size).to.equal(size);
      const checked = await checkAll(houses.freshLedger, freshNetwork(), continuation);
      expect(checked).to.deep.equal({ batches: 3, faults: [] });
    });

    it("old bundles verify by the new chain as they are: valid stays valid, revoked revoked, suspended suspended", async () => {
      const found = await online(houses.texts.active);
      expect(found.verdict, faults(found).join()).to.equal("valid");
      expect(found.vouchedBy).to.include.members(["court", "node"]);
      expect(faults(await online(houses.texts.revoked))).to.deep.equal(["status.cell status.revoked"]);
      expect(faults(await online(houses.texts.suspended))).to.deep.equal(["status.cell status.suspended"]);
    });

    it("without the new network in the trust file the new chain answers nothing", async () => {
      const bundle = parseBundle(utf8(houses.texts.active));
      const facts = await gather(houses.freshLedger, bundle, { trust: houses.old.trust });
      const found = verify(bundle, facts, houses.old.trust, { level: "online" }, houses.old.clock());
      expect(faults(found)).to.include("trust.level trust.node_unreachable");
    });

    it("status changes go to the new installation, on the same heads, and a revocation is never lifted", async () => {
      const both = officers();
      const { revoked, suspended, active } = houses.certificates;
      const cell = (view: typeof active) => [view.cell!.batchId, view.cell!.index] as const;
      const resume = await both.change(...cell(revoked), 0, { reason: 11 });
      expect(await refusalOf(houses.freshLedger, resume)).to.equal("StatusRegistryTransition");
      const council = houses.fresh.council;
      const lifted = { ...resume.change, actingMemberId: `0x${"00".repeat(32)}`, officerEpoch: 0 };
      const decided = council.decide(council.call("statusRegistry", "councilChange", lifted));
      expect(await failureOf(decided)).to.equal("chain.rejected");
      await houses.freshLedger.submit(await both.change(...cell(suspended), 0, { reason: 11 }));
      await houses.freshLedger.submit(await both.change(...cell(active), 2, { reason: 1 }));
      expect((await online(houses.texts.suspended)).verdict).to.equal("valid");
      expect(faults(await online(houses.texts.active))).to.deep.equal(["status.cell status.revoked"]);
      expect(await checkAll(houses.freshLedger, freshNetwork(), continuation)).to.deep.equal({
        batches: 3,
        faults: [],
      });
    });

    it("what the old chain shows after the final block counts for nothing", async () => {
      const { licences } = houses.old;
      const both = new Attacker(houses.old, licences, licences.officerKeys.maker, licences.officerKeys.checker);
      const { batchId, index } = houses.certificates.suspended.cell!;
      await houses.oldLedger.submit(await both.change(batchId, index, 2, { reason: 1 }));
      const bundle = parseBundle(utf8(houses.texts.suspended));
      const facts = await gather(houses.oldLedger, bundle);
      const node = facts.node?.ok ? facts.node.facts : null;
      const head = await houses.oldLedger.logState();
      const checkpoint = await houses.old.witness.cosign(head.block);
      const { size, root } = head;
      const path = await houses.oldLedger.inclusion(bundle.anchor.logIndex, size);
      const { evidence, statusChanges } = node!;
      const later = bundleText({ ...bundle, evidence, statusChanges, checkpoint, log: { size, root, path } });
      expect(
        verify(parseBundle(utf8(later)), NO_FACTS, houses.old.trust, { level: "archival" }, houses.old.clock()).verdict,
      ).to.equal("not_in_force");
      for (const found of [offline(later), await online(later)]) {
        expect(found.verdict).to.equal("indeterminate");
        expect(faults(found)).to.include("trust.continuation trust.after_final");
      }
      expect((await online(houses.texts.suspended)).verdict).to.equal("valid");
    });

    it("is not planned from a checkpoint that a change of status follows, unless that is left out on purpose", async () => {
      expect(await failureOf(plan())).to.equal("migrate.later");
      expect(await plan({ leaveOutLater: true })).to.deep.equal(continuation);
    });

    it("offline, a bundle as it was answers for a while, and a refreshed one by the new witnesses", async () => {
      const { maxStatusAge } = network();
      const { time } = await houses.freshLedger.head();
      const stale = time + maxStatusAge;
      expect(faults(offline(houses.texts.suspended, stale))).to.include("time.evidence status.stale");
      const cosigned = await houses.fresh.witness.cosign(await houses.freshLedger.head());
      const refreshed = async (text: string) =>
        bundleText(await refreshBundle(houses.freshLedger, freshNetwork(), parseBundle(utf8(text)), cosigned));
      const lifted = offline(await refreshed(houses.texts.suspended), stale);
      expect(lifted.verdict, faults(lifted).join()).to.equal("valid");
      expect(faults(offline(await refreshed(houses.texts.active), stale))).to.deep.equal([
        "status.cell status.revoked",
      ]);
      expect(faults(offline(await refreshed(houses.texts.revoked), stale))).to.deep.equal([
        "status.cell status.revoked",
      ]);
    });
  });
}
