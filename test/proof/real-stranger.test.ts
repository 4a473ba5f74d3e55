import { expect } from "chai";
import type { Bundle } from "../../src/proof/bundle.ts";
import { type Facts, NO_FACTS } from "../../src/proof/facts.ts";
import { LEVELS } from "../../src/proof/policy.ts";
import { verify } from "../../src/proof/verify.ts";
import { openReal, type Real } from "./real.ts";

const GOOD = ["valid", "not_in_force"];

/** Two founded installations with the same chain id, contracts, member code and names, and witness name. */
describe("proof: a stranger's whole world, on a real chain", () => {
  let ours: Real;
  let stranger: Real;
  let own: Bundle;
  let foreign: Bundle;
  before(async () => {
    [ours, stranger] = [await openReal(), await openReal()];
    own = await ours.bundle(await ours.certificate());
    foreign = await stranger.bundle(await stranger.certificate());
  });
  after(async () => {
    await ours.close();
    await stranger.close();
  });

  it("never yields valid at any level, asked of our node, of the stranger's, or of none", async () => {
    expect(stranger.world.network.chainId).to.equal(ours.world.network.chainId);
    expect(foreign.member).to.deep.equal(own.member);
    const answers: readonly Facts[] = [await ours.facts(foreign), await stranger.facts(foreign), NO_FACTS];
    for (const level of LEVELS) {
      for (const facts of answers) {
        const { verdict, checks } = verify(foreign, facts, ours.trust, { level }, ours.now());
        expect(verdict).to.equal("indeterminate");
        expect(checks.map(({ code }) => code)).to.deep.equal(["trust.unknown_network"]);
      }
    }
  });

  it("never yields valid when it calls itself ours, with any one part of either world in the other's bundle", async () => {
    const { registryId } = own;
    const posing: Bundle = { ...foreign, registryId, manifest: { ...foreign.manifest, registryId } };
    const names = Object.keys(own) as (keyof Bundle)[];
    const grafts = names.flatMap((name) => [
      { ...posing, [name]: own[name] },
      { ...own, [name]: posing[name] },
    ]);
    for (const graft of grafts) {
      if (JSON.stringify(graft) === JSON.stringify(own)) continue;
      for (const level of LEVELS) {
        const facts = level === "online" ? await ours.facts(graft) : NO_FACTS;
        expect(verify(graft, facts, ours.trust, { level }, ours.now()).verdict).to.not.be.oneOf(GOOD);
      }
    }
    expect(verify(own, NO_FACTS, ours.trust, { level: "archival" }, ours.now()).verdict).to.equal("valid");
  });
});
