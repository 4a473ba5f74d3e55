import { expect } from "chai";
import { dateAt, endOfDay, parseTime, startOfDay } from "../../src/domain/dates.ts";
import { ANONYMOUS } from "../../src/domain/principal.ts";
import type { CellState } from "../../src/domain/status.ts";
import type { CertificateView, Standing } from "../../src/service/service.ts";
import { change, current, failure, type Harness, issued, orderOf, serve } from "./harness.ts";
import { DAY, openWorld, principal, type World } from "./world.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const HOUR = 3600;

describe("service: as of an instant", () => {
  let world: World;
  let harness: Harness;
  let view: CertificateView;
  /** When each state began, by the chain. */
  const began: { state: CellState; time: number }[] = [];
  let anchoredAt: number;

  before(async () => {
    world = await openWorld();
    harness = await serve(world);
    view = await issued(harness.service, world);
    anchoredAt = (await at(world.clock())).anchoredAt!;
    for (const [state, later] of [
      ["suspended", DAY],
      ["active", 2 * DAY],
      ["suspended", HOUR],
      ["active", HOUR],
      ["revoked", 3 * DAY],
    ] as const) {
      world.clock.advance(later);
      began.push({ state, time: (await change(harness.service, world, view, state)).time });
    }
    world.clock.advance(DAY);
  });

  after(async () => {
    await harness.close();
    await world.close();
  });

  const at = async (time: number, dayStart?: number, of = view): Promise<Standing> => {
    const asked = { time, ...(dayStart === undefined ? {} : { dayStart }) };
    return (await harness.service.certificate(ANONYMOUS, of.id, asked)).asOf!;
  };
  const on = (date: string): Promise<Standing> => at(endOfDay(date), startOfDay(date));

  it("tells the state at every turn, to the second", async () => {
    expect(await at(anchoredAt)).to.deep.equal({
      ...{ time: anchoredAt, anchoredAt, state: "active", since: null, reason: null },
    });
    for (const [i, { state, time }] of began.entries()) {
      expect((await at(time - 1)).state).to.equal(began[i - 1]?.state ?? "active");
      expect(await at(time)).to.include({ state, since: time });
    }
    expect(await at(began.at(-1)!.time)).to.include({ reason: "cancelled" });
  });

  it("says that it was not on the chain before it was anchored", async () => {
    expect(await at(anchoredAt - 1)).to.include({ state: "before_anchor", anchoredAt });
    expect((await harness.service.certificate(ANONYMOUS, view.id, { time: 0 })).status).to.equal(null);
  });

  it("means the end of a day in Shanghai, and tells whether the status changed on it", async () => {
    const [suspended, , again, resumed] = began;
    expect(await on(dateAt(suspended!.time))).to.include({ state: "suspended", changedThatDay: true });
    expect(await on(dateAt(suspended!.time + DAY))).to.include({ state: "suspended", changedThatDay: false });
    // Suspended and resumed on one day: in force at its end, and not all day.
    expect(dateAt(again!.time)).to.equal(dateAt(resumed!.time));
    expect(await on(dateAt(again!.time))).to.include({ state: "active", changedThatDay: true });
    const today = dateAt(world.clock());
    expect(await on(today), "today: so far").to.include({
      time: world.clock(),
      state: "revoked",
      changedThatDay: false,
    });
  });

  it("answers what the archival bundle of today proves offline, at every turn and on every day", async () => {
    const { service } = harness;
    const by = principal(world.licences);
    const file = bytes((await service.bundle(by, view.id)).text);
    const instants = [anchoredAt, ...began.flatMap(({ time }) => [time - 1, time]), world.clock()];
    const days = Array.from({ length: 9 }, (_, i) => dateAt(anchoredAt + i * DAY)).filter(
      (day) => startOfDay(day) <= world.clock(),
    );
    const asked = [...instants.map((time) => ({ time })), ...days.map((day) => parseTime(day))];
    for (const instant of asked) {
      const { time, ...day } = instant;
      const { checks } = await service.verify(by, file, { level: "archival", asOf: time, ...day });
      const { code, detail } = checks.find(({ name }) => name === "status.cell")!;
      const told = (await service.certificate(ANONYMOUS, view.id, instant)).asOf!;
      expect(code, String(time)).to.equal(told.state === "active" ? "status.ok" : `status.${told.state}`);
      expect((detail as { changedThatDay?: boolean }).changedThatDay).to.equal(told.changedThatDay);
      expect((detail as { since?: number }).since ?? null).to.equal(told.since);
    }
  });

  it("refuses what is yet to come, before it asks the chain", async () => {
    for (const asked of [{ time: world.clock() + 1 }, parseTime(dateAt(world.clock() + DAY))]) {
      const { code, detail } = await failure(harness.service.certificate(ANONYMOUS, view.id, asked));
      expect([code, detail?.pointer]).to.deep.equal(["schema.value", "/asOf"]);
    }
  });

  it("tells of what was voided that it was never in force, and before its anchoring nothing", async () => {
    const { service } = harness;
    const voided = await issued(service, world);
    const since = (await at(world.clock(), undefined, voided)).anchoredAt!;
    world.clock.advance(DAY);
    await service.changeStatus(
      principal(world.licences),
      voided.id,
      await orderOf(world, voided, "revoked", { reason: "voided" }),
    );
    expect(await at(since, undefined, voided)).to.include({ state: "revoked", since: 0, reason: "voided" });
    expect(await at(since - 1, undefined, voided)).to.include({ state: "before_anchor", since: null });
  });

  it("names a successor to the issuer only from the instant on at which it took the place", async () => {
    const { service } = harness;
    const by = principal(world.licences);
    const first = await issued(service, world);
    const second = await issued(service, world, { supersedes: { id: first.id, kind: "change" } });
    world.clock.advance(HOUR);
    const order = await orderOf(world, await current(service, world, first), "superseded", {
      successor: second,
      reason: "changed",
    });
    const { time } = await service.changeStatus(by, first.id, order);
    const then = await service.certificate(by, first.id, { time: time - 1 });
    expect(then).to.include({ status: "active" }).and.to.not.have.property("successor");
    expect(await service.certificate(by, first.id, { time })).to.deep.include({
      successor: { id: second.id, kind: "change" },
    });
  });
});
