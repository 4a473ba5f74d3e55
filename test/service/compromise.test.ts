import { expect } from "chai";
import { type CompromiseReport, officerSubject } from "../../src/domain/compromise.ts";
import { ANONYMOUS } from "../../src/domain/principal.ts";
import { signingWindow } from "../../src/service/anchoring.ts";
import { hostedKey } from "../../src/service/hosted-keys.ts";
import { failure, type Harness, issued, serve } from "./harness.ts";
import { DAY, openWorld, principal, type World } from "./world.ts";

describe("service: a member reports a compromise", () => {
  let world: World;
  let harness: Harness;
  before(async () => {
    world = await openWorld();
    harness = await serve(world);
    await issued(harness.service, world);
    world.clock.advance(40 * DAY);
  });
  after(async () => {
    await harness.close();
    await world.close();
  });

  const reportOf = (subject: `0x${string}`, since = 0): CompromiseReport => {
    const { memberId } = world.licences;
    return { memberId, officerEpoch: 1, subject, since, ...signingWindow(world.clock()) };
  };
  const relay = (...given: Parameters<Harness["service"]["reportCompromise"]>) =>
    harness.service.reportCompromise(...given);
  const keyIds = () => world.licences.keys.map(hostedKey).map(({ keyId }) => keyId);
  const sinceOf = async (keyId: string): Promise<number | undefined> => {
    const ledger = world.ledger();
    const key = (await ledger.keys(world.licences.memberId)).find((one) => one.keyId === keyId);
    await ledger.close();
    return key?.compromisedSince;
  };

  it("one officer of a key from now on, whoever relays it, and nobody without an API key", async () => {
    const [first] = keyIds();
    const report = reportOf(first ?? "0x");
    const signed = { report, signatures: [await world.licences.checker.report(report)] };
    expect((await failure(relay(ANONYMOUS, signed))).code).to.equal("auth.missing");
    const { time } = await relay(principal(world.identities, "verifier"), signed);
    expect(await sinceOf(first ?? "")).to.equal(time);
  });

  it("both officers of one up to 30 days back, and one alone not", async () => {
    const [, second] = keyIds();
    const since = world.clock() - 29 * DAY;
    const report = reportOf(second ?? "0x", since);
    const [maker, checker] = [await world.licences.maker.report(report), await world.licences.checker.report(report)];
    const alone = await failure(relay(principal(world.licences), { report, signatures: [maker] }));
    expect(alone).to.have.nested.property("detail.error", "MemberRegistryTooFewSigners");
    await relay(principal(world.licences), { report, signatures: [maker, checker] });
    expect(await sinceOf(second ?? "")).to.equal(since);
  });

  it("an officer of himself, which ends what he signs; the epoch that the next report names is told", async () => {
    const report = reportOf(officerSubject(world.licences.checker.address));
    await relay(principal(world.licences), { report, signatures: [await world.licences.checker.report(report)] });
    const [member] = await harness.service.members(principal(world.licences));
    expect(member?.officerEpoch).to.equal(2);
  });

  it("but an officer's signer signs no other member's report, none that is too old, and none for another time", async () => {
    const [first = "0x"] = keyIds();
    const { maker } = world.licences;
    const wrong = [
      { ...reportOf(first), memberId: world.identities.memberId },
      reportOf(first, world.clock() - 31 * DAY),
      reportOf(first, world.clock() + 60),
      { ...reportOf(first), notBefore: world.clock() + DAY, deadline: world.clock() + DAY + 60 },
    ];
    for (const report of wrong) expect((await failure(maker.report(report))).code).to.equal("signer.refused");
  });
});
