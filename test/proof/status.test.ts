import { expect } from "chai";
import { parseTime } from "../../src/domain/dates.ts";
import type { StatusEvent } from "../../src/domain/status.ts";
import type { Report } from "../../src/proof/report.ts";
import { detailOf, faults, judge, summary } from "./judge.ts";
import { MEMBER_ID } from "./paper/certificate.ts";
import { digest } from "./paper/keys.ts";
import { ANCHORED, CAPTURED, HOUR, NOW, type Paper, type PaperChange } from "./paper/options.ts";
import { paper } from "./paper/world.ts";

const SUSPENDED = ANCHORED + 6 * HOUR;
const RESUMED = ANCHORED + 30 * HOUR;
const suspension: PaperChange = { to: "suspended", time: SUSPENDED, reason: "investigation" };
const resumption: PaperChange = { to: "active", time: RESUMED, reason: "lifted" };
const cell = (report: Report): string => `${report.verdict} ${faults(report).join()}`;

describe("proof: status", () => {
  it("is not in force while suspended, and in force again when resumed", async () => {
    expect(summary(judge(await paper({ changes: [suspension] })))).to.equal(
      "not_in_force | status.cell status.suspended",
    );
    const world = await paper({ changes: [suspension, resumption] });
    expect(summary(judge(world))).to.equal("valid");
    const at = (asOf: number): string => judge(world, { asOf }).verdict;
    expect([SUSPENDED - 1, SUSPENDED, RESUMED - 1, RESUMED].map(at)).to.deep.equal([
      "valid",
      "not_in_force",
      "not_in_force",
      "valid",
    ]);
  });

  it("knows a revocation from block time on, and says since when and why", async () => {
    const world = await paper({ changes: [{ to: "revoked", time: SUSPENDED, reason: "penalty" }] });
    expect(summary(judge(world))).to.equal("not_in_force | status.cell status.revoked");
    expect(detailOf(judge(world), "status.cell")).to.deep.equal({ since: SUSPENDED, reason: "penalty" });
    expect(summary(judge(world, { asOf: SUSPENDED - 1 }))).to.equal("valid");
  });

  it("knows what was voided (撤销) as never in force, at every instant", async () => {
    const world = await paper({
      changes: [suspension, resumption, { to: "revoked", time: RESUMED + 1, reason: "voided" }],
    });
    for (const asOf of [ANCHORED, SUSPENDED - 1, RESUMED, NOW]) {
      expect(summary(judge(world, { asOf })), String(asOf)).to.equal("not_in_force | status.cell status.revoked");
    }
    expect(detailOf(judge(world), "status.cell")).to.include({ since: 0 });
    const before = await paper();
    const facts = before.node({ changes: [{ to: "revoked", time: CAPTURED + 1, reason: "voided" }] });
    expect(judge(before, { level: "online", facts, asOf: ANCHORED + 1 }).verdict).to.equal("not_in_force");
  });

  it("names the kind of its end in words, and holds before it but for 撤销", async () => {
    for (const [reason, zh, en, before] of [
      ["cancelled", "已注销", "cancelled", "valid"],
      ["lapsed", "已失效", "lapsed", "valid"],
      ["penalty", "已被吊销", "penalty", "valid"],
      ["transferred_out", "已转出", "transferred out", "valid"],
      ["voided", "自始无效", "voided", "not_in_force"],
      ["unspecified", "已被撤销、吊销或注销", "revoked for good", "valid"],
    ] as const) {
      const world = await paper({ changes: [{ to: "revoked", time: SUSPENDED, reason }] });
      const at = (asOf: number): Report => judge(world, { asOf });
      expect(
        [SUSPENDED - 1, SUSPENDED, SUSPENDED + 1].map((time) => at(time).verdict),
        reason,
      ).to.deep.equal([before, "not_in_force", "not_in_force"]);
      const message = at(SUSPENDED).checks.find(({ name }) => name === "status.cell")?.message;
      expect(message?.zh).to.include(zh);
      expect(message?.en).to.include(en);
    }
  });

  it("says whether the newer one is a change, a reissue or a renewal, and reads as active before it", async () => {
    const successor = { memberId: MEMBER_ID, batchId: digest("next batch"), index: 9 };
    for (const [reason, zh] of [
      ["changed", "已变更"],
      ["reissued", "已补发"],
      ["renewed", "已延续"],
    ] as const) {
      const world = await paper({ changes: [{ to: "superseded", time: SUSPENDED, reason, successor }] });
      const line = judge(world).checks.find(({ name }) => name === "status.cell");
      expect(line?.message.zh).to.include(zh);
      expect(line?.detail).to.deep.include({ reason, successor });
      expect(judge(world, { asOf: SUSPENDED - 1 }).verdict).to.equal("valid");
    }
  });

  it("tells of a successor whose place it takes, and how", async () => {
    const supersedes = { memberId: MEMBER_ID, batchId: digest("batch before"), index: 3, kind: "renewal" } as const;
    const world = await paper({ draft: { supersedes } });
    expect(judge(world).certificate?.replaces).to.deep.equal(supersedes);
    expect(judge(await paper()).certificate).to.not.have.property("replaces");
  });

  it("names the successor of a certificate that was superseded", async () => {
    const successor = { memberId: MEMBER_ID, batchId: digest("next batch"), index: 9 };
    const world = await paper({ changes: [{ to: "superseded", time: SUSPENDED, reason: "renewed", successor }] });
    expect(summary(judge(world))).to.equal("not_in_force | status.cell status.superseded");
    expect(detailOf(judge(world), "status.cell")).to.deep.include({ successor });
  });

  it("takes a bare date for its end, says whether the status changed that day, and of today means so far", async () => {
    const world = await paper({ changes: [suspension, resumption] });
    const on = (date: string, now = NOW): Report => {
      const { time, dayStart } = parseTime(date);
      return judge(world, { asOf: time, dayStart: dayStart!, now });
    };
    const changed = (report: Report): unknown =>
      (detailOf(report, "status.cell") as { changedThatDay: boolean }).changedThatDay;
    expect(cell(on("2026-11-23"))).to.equal("not_in_force status.cell status.suspended");
    expect([changed(on("2026-11-23")), changed(on("2026-11-24")), changed(on("2026-11-25"))]).to.deep.equal([
      true,
      true,
      false,
    ]);
    expect(on("2026-11-24").verdict).to.equal("valid");
    expect(on("2026-11-25").asOf.time, "today").to.equal(NOW);
    expect(summary(on("2026-11-26")), "tomorrow").to.equal("indeterminate | time.evidence status.stale");
  });

  it("does not mix up cells: another cell's change is not ours, and its word is", async () => {
    const world = await paper({ index: 5, changes: [{ to: "revoked", time: SUSPENDED, index: 6 }] });
    expect(summary(judge(world))).to.equal("valid");
    const high = await paper({
      size: 256,
      index: 200,
      changes: [{ to: "revoked", time: SUSPENDED, index: 200 - 128 }],
    });
    expect(summary(judge(high))).to.equal("valid");
    expect(summary(judge(await paper({ size: 256, index: 200, changes: [suspension] })))).to.contain(
      "status.suspended",
    );
  });
});

describe("proof: status history", () => {
  let world: Paper;
  before(async () => {
    world = await paper({ changes: [suspension, resumption] });
  });
  const told = (statusChanges: readonly StatusEvent[]) => judge(world, { bundle: { ...world.bundle, statusChanges } });

  it("is never satisfied with a part of it, another order, another time, or a history of its own", async () => {
    const [first, second] = world.bundle.statusChanges as readonly [StatusEvent, StatusEvent];
    const other = await paper({ changes: [{ ...suspension, reason: "court_order" }, resumption] });
    const histories: readonly (readonly StatusEvent[])[] = [
      [],
      [first],
      [second],
      [second, first],
      [first, second, second],
      [{ ...first, time: first.time - 1 }, second],
      [first, { ...second, time: second.time + 1 }],
      [first, { ...second, change: { ...second.change, to: 1 } }],
      [first, { ...second, change: { ...second.change, batchId: digest("x") } }],
      other.bundle.statusChanges,
    ];
    for (const history of histories) expect(told(history).verdict).to.be.oneOf(["invalid", "indeterminate"]);
    expect(told(world.bundle.statusChanges).verdict).to.equal("valid");
  });

  it("refuses a second history where the node's is another than the bundle's", () => {
    const online = (changes: readonly PaperChange[]): string =>
      summary(judge(world, { level: "online", facts: world.node({ changes }) }));
    const mismatch = "invalid | status.cell status.unproven | status.history status.history_mismatch";
    expect(online([{ ...suspension, reason: "court_order" }, resumption])).to.equal(mismatch);
    expect(online([])).to.equal(mismatch);
    expect(online([suspension])).to.equal(mismatch);
    expect(online([suspension, resumption, { to: "revoked", time: CAPTURED + 1 }])).to.contain("status.revoked");
    const [first] = world.bundle.statusChanges;
    const short = world.node({ facts: { statusChanges: [first!] } });
    expect(faults(judge(world, { level: "online", facts: short }))).to.include("status.history status.history_missing");
    const silent = world.node({ facts: { statusChanges: [] } });
    expect(judge(world, { level: "online", facts: silent }).verdict).to.equal("indeterminate");
  });

  it("refuses bits that the history does not lead to, whichever of them says revoked", async () => {
    const mismatch = "invalid | status.cell status.unproven | status.history status.history_mismatch";
    expect(summary(judge(await paper({ words: { statusWord: 2n << 10n } })))).to.equal(mismatch);
    expect(summary(judge(await paper({ changes: [suspension], words: { statusWord: 0n } })))).to.equal(mismatch);
  });

  it("refuses moves that no contract allows, and changes of before the anchor or after the evidence", async () => {
    const unlawful: readonly (readonly PaperChange[])[] = [
      [{ to: "revoked", time: SUSPENDED }, resumption],
      [resumption],
      [suspension, suspension],
      [{ ...suspension, time: ANCHORED - 1 }, resumption],
      [suspension, { ...resumption, time: CAPTURED + 1 }],
      [{ ...suspension, index: 9, time: CAPTURED + 1 }],
      [{ ...suspension, index: 9, fields: { batchId: digest("another batch") } }],
      [{ ...suspension, index: 9, fields: { memberId: digest("another member") } }],
      [{ ...suspension, index: 9, fields: { expectedHead: digest("another head") } }],
      [
        { ...suspension, time: RESUMED },
        { ...resumption, time: SUSPENDED },
      ],
    ];
    for (const changes of unlawful) {
      expect(summary(judge(await paper({ changes })))).to.contain("status.history status.history_mismatch");
    }
  });
});
