import { expect } from "chai";
import { NO_FACTS } from "../../src/proof/facts.ts";
import { parseBundle } from "../../src/proof/parse.ts";
import { verify } from "../../src/proof/verify.ts";
import { issued, serve, settled } from "./harness.ts";
import { DAY, openWorld, principal, type World } from "./world.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
/** A quarter of the test network's status age. */
const QUARTER = (7 * DAY) / 4;

describe("service: fresh evidence", () => {
  let world: World;

  before(async () => {
    world = await openWorld();
  });

  after(() => world.close());

  const archival = (text: string) =>
    verify(parseBundle(bytes(text)), NO_FACTS, world.trust, { level: "archival" }, world.clock());

  it("reads the evidence of an old bundle anew when it is asked for", async () => {
    const harness = await serve(world);
    const by = principal(world.licences);
    const view = await issued(harness.service, world);
    const first = await harness.service.bundle(by, view.id);
    expect(await harness.service.bundle(by, view.id)).to.deep.equal(first);
    await harness.timers.set(QUARTER * 1000);
    world.clock.advance(QUARTER + 1);
    await harness.timers.pass(QUARTER * 1000);
    await settled(async () => (await world.ledger().head()).time === world.clock());
    const second = await harness.service.bundle(by, view.id);
    expect(second.etag).to.not.equal(first.etag);
    expect(archival(second.text)).to.deep.include({ verdict: "valid" });
    await harness.close();
  });

  it("answers for the same time as before where the chain has no newer block", async () => {
    const harness = await serve(world);
    const by = principal(world.licences);
    const view = await issued(harness.service, world);
    const first = await harness.service.bundle(by, view.id);
    world.clock.advance(QUARTER + 1);
    expect(await harness.service.bundle(by, view.id)).to.deep.equal(first);
    await harness.close();
  });

  it("gives an idle chain a block at start, and a co-signed one after every quarter of the status age", async () => {
    world.clock.advance(3 * DAY);
    const harness = await serve(world);
    const head = () => world.ledger().head();
    await settled(async () => (await head()).time === world.clock());
    const { number } = await head();
    for (const beats of [1, 2]) {
      await harness.timers.set(QUARTER * 1000);
      world.clock.advance(QUARTER);
      await harness.timers.pass(QUARTER * 1000);
      await settled(async () => (await head()).number === number + beats);
      await settled(async () =>
        (await harness.service.checkpoint(principal(world.licences))).includes(`block ${number + beats} `),
      );
    }
    await harness.close();
  });

  it("stays valid over a weekend without a transaction, online and in the old file too", async () => {
    const harness = await serve(world);
    const by = principal(world.licences);
    const view = await issued(harness.service, world);
    const { text } = await harness.service.bundle(by, view.id);
    await harness.timers.set(QUARTER * 1000);
    world.clock.advance(2.5 * DAY);
    await harness.timers.pass(QUARTER * 1000);
    await settled(async () => (await world.ledger().head()).time === world.clock());
    expect((await harness.service.verify(by, bytes(text))).verdict).to.equal("valid");
    expect(archival(text).verdict).to.equal("valid");
    await harness.close();
  });

  it("goes stale a year later, and says until when it answered", async () => {
    const harness = await serve(world);
    const view = await issued(harness.service, world);
    const { text } = await harness.service.bundle(principal(world.licences), view.id);
    await harness.close();
    const then = world.clock();
    world.clock.advance(365 * DAY);
    const report = archival(text);
    expect(report.verdict).to.equal("indeterminate");
    expect(report.checks.map(({ code }) => code)).to.include("status.stale");
    const asOf = verify(
      parseBundle(bytes(text)),
      NO_FACTS,
      world.trust,
      { level: "archival", asOf: then },
      world.clock(),
    );
    expect(asOf.verdict).to.equal("valid");
  });
});
