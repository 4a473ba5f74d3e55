import { expect } from "chai";
import type { Bundle } from "../../src/proof/bundle.ts";
import { NO_FACTS } from "../../src/proof/facts.ts";
import { LEVELS } from "../../src/proof/policy.ts";
import { createVerifier } from "../../src/proof/verifier.ts";
import { judge } from "./judge.ts";
import { NOW, type Paper } from "./paper/options.ts";
import { paper } from "./paper/world.ts";

const GOOD = ["valid", "not_in_force"];

/**
 * The strongest stranger: everything public is the same, registryId, chain id, addresses, code, member, name and witness
 * name, and every secret is another's. What a real chain would make of it can only be less.
 */
describe("proof: a stranger's whole world", () => {
  let ours: Paper;
  let stranger: Paper;
  before(async () => {
    ours = await paper();
    stranger = await paper({ owner: "a stranger" });
  });

  it("is valid in its own trust, and differs from ours in nothing but secrets", () => {
    expect(judge(stranger).verdict).to.equal("valid");
    expect(judge(stranger, { level: "online" }).verdict).to.equal("valid");
    const { witnesses: _, ...own } = ours.network;
    const { witnesses: __, ...theirs } = stranger.network;
    expect(theirs).to.deep.equal(own);
    expect(stranger.bundle.manifest.memberId).to.equal(ours.bundle.manifest.memberId);
  });

  for (const level of LEVELS) {
    it(`never yields valid at level ${level}, also where our own node is asked`, () => {
      const { bundle } = stranger;
      for (const facts of [ours.node(), ours.node({ facts: { ancestor: null } }), NO_FACTS]) {
        expect(judge(ours, { bundle, level, facts }).verdict).to.be.oneOf(["invalid", "indeterminate"]);
        expect(judge(ours, { bundle: { ...bundle, checkpoint: "" }, level, facts }).verdict).to.not.be.oneOf(GOOD);
      }
    });
  }

  it("never yields valid with any part or any two parts of it grafted onto ours, or of ours onto it", () => {
    const verifier = createVerifier(ours.trust);
    const names = Object.keys(ours.bundle) as (keyof Bundle)[];
    const differing = names.filter(
      (name) => JSON.stringify(ours.bundle[name]) !== JSON.stringify(stranger.bundle[name]),
    );
    expect(differing).to.deep.equal(["representations", "anchor", "log", "evidence", "checkpoint", "keys"]);
    for (const [onto, from] of [
      [ours.bundle, stranger.bundle],
      [stranger.bundle, ours.bundle],
    ] as const) {
      for (const one of differing) {
        for (const two of differing) {
          const graft: Bundle = { ...onto, [one]: from[one], [two]: from[two] };
          for (const level of LEVELS) {
            const { verdict } = verifier.verify(graft, level === "online" ? ours.node() : NO_FACTS, { level }, NOW);
            expect(verdict, `${one} and ${two} at level ${level}`).to.not.be.oneOf(GOOD);
          }
        }
      }
    }
  }).timeout(60_000);

  it("is no witness of ours for being called so: our block under the stranger's co-signature is not vouched for", () => {
    const bundle = { ...ours.bundle, checkpoint: stranger.bundle.checkpoint };
    for (const level of LEVELS) expect(judge(ours, { bundle, level }).verdict).to.equal("indeterminate");
  });
});
