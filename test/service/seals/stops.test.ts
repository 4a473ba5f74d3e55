import { expect } from "chai";
import { YinzhengError } from "../../../src/domain/errors.ts";
import type { Officer } from "../../../src/service/officers.ts";
import { documentOf } from "../documents/desk.ts";
import { failure, type Harness, issued, serve } from "../harness.ts";
import { DAY, openWorld, type World } from "../world.ts";
import { active, delegated, ordered, seen } from "./desk.ts";

describe("service: seals that are stopped, or not to be used yet", function () {
  this.timeout(60_000);
  let world: World;
  let harness: Harness;
  let away: boolean;
  beforeEach(async () => {
    world = await openWorld();
    away = false;
    const { licences, identities } = world;
    const troubled = (officer: Officer): Officer => ({
      ...officer,
      signSeal: async (request) => {
        if (away && officer.address === licences.checker.address) throw new YinzhengError("signer.unreachable");
        return officer.signSeal(request);
      },
    });
    harness = await serve(world, { officers: [...licences.officers, ...identities.officers].map(troubled) });
  });
  afterEach(async () => {
    await harness.close();
    await world.close();
  });

  it("are suspended by one officer although an order that gives waits for the others, and that is given up", async () => {
    const { service } = harness;
    const seal = await active(service, world);
    away = true;
    const waiting = await failure(delegated(service, world, seal, world.clock() + DAY));
    expect(waiting.code).to.equal("signer.unreachable");
    world.clock.advance(1);
    expect((await ordered(service, world, seal, "suspend")).state).to.equal("suspended");
    away = false;
    await harness.timers.pass(1000);
    const { state, delegates } = await seen(service, world, seal);
    expect([state, delegates]).to.deep.equal(["suspended", []]);
  });

  it("are passed over for documents while another of the owner's is within its period", async () => {
    const { service } = harness;
    await active(service, world, { validFrom: world.clock() + 30 * DAY });
    const second = await active(service, world, { code: `${world.licences.profile.code}002` });
    await documentOf(service, world, await issued(service, world), { languages: "zh", carrier: "ofd" });
    expect(await seen(service, world, second)).to.include({ uses: 1 });
  });
});
