import { expect } from "chai";
import { LEVELS } from "../../src/proof/policy.ts";
import { trustDigest } from "../../src/proof/trust.ts";
import { judge, summary } from "./judge.ts";
import { CAPTURED, NOW, type Paper } from "./paper/options.ts";
import { paper } from "./paper/world.ts";

describe("proof: levels", () => {
  let world: Paper;
  before(async () => {
    world = await paper();
  });

  for (const level of LEVELS) {
    it(`finds a certificate with all its evidence valid at level ${level}`, () => {
      expect(summary(judge(world, { level }))).to.equal("valid");
    });
  }

  it("says of which block and instant the verdict is, under which trust file, and who vouched", () => {
    const { asOf, trust, vouchedBy, level, certificate } = judge(world);
    expect(asOf).to.deep.equal({ block: 40, known: CAPTURED, time: NOW });
    expect(trust).to.equal(trustDigest(world.trust));
    expect({ vouchedBy, level }).to.deep.equal({ vouchedBy: ["court"], level: "archival" });
    expect(certificate?.issuer.zh).to.equal("威海市行政审批服务局");
    expect(judge(world, { level: "online" }).asOf.block, "online: of the node's head").to.equal(50);
  });

  it("needs no co-signature online, where the node shows the bundle's block and the log at it", async () => {
    const bare = await paper({ cosigners: [] });
    expect(summary(judge(bare, { level: "online" }))).to.equal("valid");
    for (const level of ["snapshot", "archival"] as const) {
      expect(summary(judge(bare, { level }))).to.contain("trust.level trust.not_vouched");
    }
  });

  it("is indeterminate online, without a co-signature, where the node can't tell the log at the bundle's block", async () => {
    const bare = await paper({ cosigners: [] });
    const ancestor = { hash: bare.state.block.hash, log: null };
    const report = judge(bare, { level: "online", facts: bare.node({ facts: { ancestor } }) });
    expect(summary(report)).to.equal("indeterminate | anchor.log anchor.missing");
    const cosigned = judge(world, { level: "online", facts: world.node({ facts: { ancestor } }) });
    expect(summary(cosigned), "a witness vouches for the log").to.equal("valid");
  });

  it("demands the quorum at level archival and one witness at level snapshot", async () => {
    const witnesses = ["court", "bank"];
    const short = await paper({ witnesses, quorum: 2, cosigners: ["court"] });
    expect(summary(judge(short))).to.contain("indeterminate | trust.level trust.quorum_short");
    expect(summary(judge(short, { level: "snapshot" }))).to.equal("valid");
    const full = await paper({ witnesses, quorum: 2, cosigners: witnesses });
    expect(summary(judge(full))).to.equal("valid");
    expect(judge(full).vouchedBy).to.deep.equal(["court", "bank"]);
  });

  it("is indeterminate online without an answer from the node, and offline does not listen to one", () => {
    const down = { node: { ok: false, code: "chain.unreachable" } } as const;
    for (const facts of [down, { node: null }]) {
      expect(summary(judge(world, { level: "online", facts }))).to.contain("trust.level trust.node_unreachable");
    }
    const revokedThere = world.node({ changes: [{ to: "revoked", time: CAPTURED + 60 }] });
    expect(judge(world, { level: "archival", facts: revokedThere }).verdict).to.equal("valid");
    expect(judge(world, { level: "online", facts: revokedThere }).verdict).to.equal("not_in_force");
  });
});
