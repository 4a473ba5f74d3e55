import { expect } from "chai";
import type { Bundle } from "../../src/proof/bundle.ts";
import { faults, judge, summary } from "./judge.ts";
import { digest } from "./paper/keys.ts";
import { ANCHORED, FOUNDED, HOUR, NOW, type Paper, type PaperOptions } from "./paper/options.ts";
import { memberWord } from "./paper/words.ts";
import { paper } from "./paper/world.ts";

const archival = async (options: PaperOptions): Promise<string> => summary(judge(await paper(options)));
const online = { level: "online" } as const;

describe("proof: anchor", () => {
  let world: Paper;
  before(async () => {
    world = await paper();
  });

  it("refuses a batch that is not on chain, or is there with another record", async () => {
    expect(await archival({ words: { record: digest("burned") } })).to.equal(
      "invalid | anchor.record anchor.record_mismatch",
    );
    const zero = `0x${"00".repeat(32)}` as const;
    expect(await archival({ words: { record: zero } })).to.equal("invalid | anchor.record anchor.not_anchored");
  });

  it("needs the record in both states online: in the bundle's and in that of the node's head", () => {
    const facts = world.node({ words: { record: digest("another record") } });
    expect(summary(judge(world, { ...online, facts }))).to.contain("anchor.record anchor.record_mismatch");
  });

  it("refuses a record whose time, threshold, signers or place in the log are not those on chain", () => {
    const { anchor } = world.bundle;
    const [one] = anchor.signatures;
    const spoiled: readonly Partial<Bundle["anchor"]>[] = [
      { time: anchor.time - 1 },
      { threshold: 1 },
      { parentHash: digest("x") },
      { signatures: [one!] },
      { signatures: [] },
    ];
    for (const part of spoiled) {
      const report = judge(world, { bundle: { ...world.bundle, anchor: { ...anchor, ...part } } });
      expect(faults(report)).to.include("anchor.record anchor.record_mismatch");
      expect(report.verdict).to.equal("invalid");
    }
    const elsewhere = judge(world, { bundle: { ...world.bundle, anchor: { ...anchor, logIndex: 2 } } });
    expect(summary(elsewhere)).to.equal("invalid | anchor.log anchor.log_mismatch");
  });

  it("judges the member at the time of anchoring", async () => {
    const cases = [
      [{ admittedAt: 0 }, "anchor.member_unknown"],
      [{ admittedAt: ANCHORED + 1 }, "anchor.member_unknown"],
      [{ closedAt: ANCHORED }, "anchor.member_unknown"],
      [{ closedAt: ANCHORED + 1 }, null],
      [{ admittedAt: ANCHORED }, null],
    ] as const;
    for (const [member, code] of cases) {
      expect(await archival({ words: { member } })).to.equal(
        code === null ? "valid" : `invalid | anchor.member ${code}`,
      );
    }
    expect(memberWord({ admittedAt: 1, closedAt: 0, threshold: 2 })).to.equal(
      1n + (1n << 160n) + (2n << 192n) + (2n << 200n),
    );
  });

  it("judges the scope at the time of anchoring: withdrawn later is no matter, withdrawn before is", async () => {
    const cases = [
      [{ notAfter: ANCHORED }, false],
      [{ notAfter: ANCHORED + 1 }, true],
      [{ notBefore: ANCHORED + 1 }, false],
      [{ notBefore: 0, notAfter: 0 }, false],
    ] as const;
    for (const [scope, good] of cases) {
      expect(await archival({ words: { scope } })).to.equal(
        good ? "valid" : "invalid | anchor.scope anchor.out_of_scope",
      );
    }
  });
});

describe("proof: officers", () => {
  it("counts an officer who was compromised later, and none who was at that second or before", async () => {
    for (const role of ["maker", "checker"]) {
      const since = (compromisedSince: number) => archival({ words: { [role]: { compromisedSince } } });
      expect(await since(ANCHORED + 1)).to.equal("valid");
      expect(await since(ANCHORED)).to.equal("invalid | anchor.officers anchor.officer_compromised");
      expect(await since(FOUNDED)).to.equal("invalid | anchor.officers anchor.officer_compromised");
    }
  });

  it("learns of a compromise from the node where the bundle is older", async () => {
    const world = await paper();
    const facts = world.node({ words: { checker: { compromisedSince: ANCHORED - HOUR } } });
    expect(judge(world).verdict).to.equal("valid");
    expect(summary(judge(world, { ...online, facts }))).to.contain("anchor.officers anchor.officer_compromised");
  });

  it("counts no officer outside his term, nor outside the types he may sign for", async () => {
    const below = "invalid | anchor.officers anchor.below_threshold";
    expect(await archival({ words: { maker: { notAfter: ANCHORED } } })).to.equal(below);
    expect(await archival({ words: { maker: { notBefore: ANCHORED + 1 } } })).to.equal(below);
    const limit = { notBefore: FOUNDED, notAfter: ANCHORED + 1, compromisedSince: 0 };
    expect(await archival({ words: { makerLimit: limit } })).to.equal("valid");
    expect(await archival({ words: { makerLimit: { ...limit, notAfter: ANCHORED } } })).to.equal(below);
  });

  it("needs a maker and a checker, two at least, and as many as the record says were needed", async () => {
    const below = "invalid | anchor.officers anchor.below_threshold";
    expect(await archival({ signers: ["maker"] })).to.contain(below);
    expect(await archival({ signers: ["maker"], record: { threshold: 0 } })).to.contain(below);
    expect(await archival({ signers: ["checker", "nobody"] })).to.contain(below);
    expect(await archival({ words: { roles: { checker: "maker" } } }), "two makers").to.equal(below);
    expect(await archival({ words: { roles: { maker: "checker" } } }), "two checkers").to.equal(below);
    expect(await archival({ words: { roles: { maker: null } } }), "no officer").to.equal(below);
    expect(await archival({ record: { threshold: 3 } })).to.equal(below);
    expect(await archival({ record: { threshold: 1 } })).to.equal("valid");
  });

  it("refuses a signature that is not the named officer's, or is of another message", async () => {
    const world = await paper();
    const { anchor } = world.bundle;
    const [a, b] = anchor.signatures;
    const bad = "anchor.officers anchor.signature_bad";
    const spoiled = [
      [{ ...a!, signature: b!.signature }, b!],
      [b!, a!],
      [a!, a!],
    ];
    for (const signatures of spoiled) {
      expect(faults(judge(world, { bundle: { ...world.bundle, anchor: { ...anchor, signatures } } }))).to.include(bad);
    }
    const other = { ...world.trust, networks: [{ ...world.network, chainId: 1 }] };
    expect(summary(judge(world, { trust: other }))).to.equal(`invalid | ${bad}`);
  });

  it("refuses signatures that were not good for the time of anchoring, whatever the chain let pass", async () => {
    const bad = "invalid | anchor.officers anchor.signature_bad";
    expect(await archival({ anchor: { notBefore: ANCHORED + 1 } })).to.equal(bad);
    expect(await archival({ anchor: { deadline: ANCHORED - 1 } })).to.equal(bad);
    expect(await archival({ anchor: { notBefore: ANCHORED, deadline: ANCHORED + 24 * HOUR + 1 } })).to.equal(bad);
    expect(await archival({ anchor: { notBefore: ANCHORED, deadline: ANCHORED } })).to.equal("valid");
    expect(NOW).to.be.greaterThan(ANCHORED + 24 * HOUR);
  });
});
