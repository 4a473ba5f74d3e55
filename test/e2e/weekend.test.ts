import { expect } from "chai";
import { utf8 } from "../../src/crypto/encoding.ts";
import { NO_FACTS } from "../../src/proof/facts.ts";
import { parseBundle } from "../../src/proof/parse.ts";
import type { TrustFile } from "../../src/proof/trust.ts";
import { verify } from "../../src/proof/verify.ts";
import { issued, serve, settled } from "../service/harness.ts";
import { openWorld, principal, type World } from "../service/world.ts";

const HOUR = 3600;
const MAX_STATUS_AGE = 72 * HOUR;
const HEARTBEAT = MAX_STATUS_AGE / 4;
const WEEKEND = 60 * HOUR;

describe("e2e: a weekend without a transaction", () => {
  let world: World;
  let trust: TrustFile;

  before(async () => {
    world = await openWorld();
    trust = { ...world.trust, networks: world.trust.networks.map((one) => ({ ...one, maxStatusAge: MAX_STATUS_AGE })) };
  });

  after(() => world.close());

  const archival = (text: string) =>
    verify(parseBundle(utf8(text)), NO_FACTS, trust, { level: "archival" }, world.clock());

  it("leaves a bundle of Friday valid on Monday, and one fetched on Monday valid for three days more", async () => {
    const harness = await serve(world, { trust });
    const by = principal(world.licences);
    const { id } = await issued(harness.service, world);
    const friday = (await harness.service.bundle(by, id)).text;
    const head = () => world.ledger().head();
    const { number, time } = await head();
    while (world.clock() + HEARTBEAT <= time + WEEKEND) {
      await harness.timers.set(HEARTBEAT * 1000);
      world.clock.advance(HEARTBEAT);
      await harness.timers.pass(HEARTBEAT * 1000);
      await settled(async () => (await head()).time === world.clock());
    }
    world.clock.advance(time + WEEKEND - world.clock());
    expect((await head()).number - number, "heartbeats").to.equal(Math.floor(WEEKEND / HEARTBEAT));
    const monday = (await harness.service.bundle(by, id)).text;
    await harness.close();

    expect(archival(friday).verdict).to.equal("valid");
    expect(archival(monday).verdict).to.equal("valid");
    world.clock.advance(MAX_STATUS_AGE - WEEKEND + 1);
    expect(archival(friday).checks.map(({ code }) => code)).to.include("status.stale");
    expect(archival(monday).verdict).to.equal("valid");
  });
});
