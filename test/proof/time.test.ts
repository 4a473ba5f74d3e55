import { expect } from "chai";
import { detailOf, judge, summary } from "./judge.ts";
import { ANCHORED, CAPTURED, DAY, HOUR, MAX_STATUS_AGE, NOW, type Paper } from "./paper/options.ts";
import { paper } from "./paper/world.ts";

describe("proof: time", () => {
  const stale = "indeterminate | time.evidence status.stale";
  const LAST = CAPTURED + MAX_STATUS_AGE;
  let world: Paper;
  before(async () => {
    world = await paper();
  });

  it("is stale a second after the status age has passed, and names the last instant it answers", () => {
    expect(summary(judge(world, { now: LAST }))).to.equal("valid");
    expect(summary(judge(world, { now: LAST + 1 }))).to.equal(stale);
    expect(detailOf(judge(world, { now: LAST + 1 }), "time.evidence")).to.deep.equal({ answersUntil: LAST });
  });

  it("answers for the past a year later, and online for now", () => {
    const now = NOW + 365 * DAY;
    expect(summary(judge(world, { now }))).to.equal(stale);
    expect(summary(judge(world, { now, asOf: CAPTURED }))).to.equal("valid");
    const facts = world.node({ block: { number: 1_000_000, time: now - HOUR } });
    expect(summary(judge(world, { now, level: "online", facts }))).to.equal("valid");
  });

  it("is stale online where the node stands still, since its head is all it can tell", () => {
    const facts = world.node({ block: { number: 50, time: NOW } });
    expect(summary(judge(world, { level: "online", facts, now: NOW + MAX_STATUS_AGE }))).to.equal("valid");
    expect(summary(judge(world, { level: "online", facts, now: NOW + MAX_STATUS_AGE + 1 }))).to.equal(stale);
  });

  it("tells nothing of what is yet to come, however fresh the evidence", () => {
    expect(summary(judge(world, { asOf: NOW }))).to.equal("valid");
    expect(summary(judge(world, { asOf: NOW + 1 }))).to.equal(stale);
    expect(detailOf(judge(world, { asOf: NOW + 1 }), "time.evidence")).to.deep.equal({ answersUntil: NOW });
    expect(summary(judge(world, { now: CAPTURED - 60, asOf: CAPTURED })), "a clock behind the chain's").to.equal(
      "valid",
    );
  });

  it("is not in force before it was anchored, whatever it says of itself", () => {
    const before = "not_in_force | time.validity time.before_anchor";
    expect(summary(judge(world, { asOf: ANCHORED - 1 }))).to.equal(before);
    expect(summary(judge(world, { asOf: 0 }))).to.equal(before);
    expect(summary(judge(world, { asOf: ANCHORED }))).to.equal("valid");
  });

  it("is in force from its first second to its last, both included", async () => {
    const term = await paper({ draft: { validFrom: "2026-11-24T00:00:00Z", validUntil: "2026-11-24T23:59:59+08:00" } });
    const at = (instant: string): string => summary(judge(term, { asOf: Date.parse(instant) / 1000 }));
    expect(at("2026-11-23T23:59:59Z")).to.equal("not_in_force | time.validity time.not_yet_valid");
    expect(at("2026-11-24T00:00:00Z")).to.equal("valid");
    expect(at("2026-11-24T15:59:59Z")).to.equal("valid");
    expect(at("2026-11-24T16:00:00Z")).to.equal("not_in_force | time.validity time.expired");
  });

  it("never throws for an instant, and finds none that is no instant", () => {
    for (const time of [Number.NaN, Number.POSITIVE_INFINITY, 1e300, 8.64e12 + 1, 253_402_300_799, 2 ** 53]) {
      expect(summary(judge(world, { asOf: time })), `as of ${time}`).to.equal(stale);
      expect(summary(judge(world, { now: time })), `now ${time}`).to.equal(stale);
      expect(summary(judge(world, { now: time, asOf: time, dayStart: time })), `${time}`).to.equal(stale);
      expect(judge(world, { now: time, level: "online" }).verdict).to.equal("indeterminate");
    }
    for (const asOf of [Number.NEGATIVE_INFINITY, -1e300, -1, -62_135_596_800]) {
      expect(judge(world, { asOf }).verdict, `as of ${asOf}`).to.equal("not_in_force");
    }
  });
});
