import { expect } from "chai";
import { fromHex, toHex } from "../../src/crypto/encoding.ts";
import type { Bundle } from "../../src/proof/bundle.ts";
import { checkpointBody } from "../../src/proof/checkpoint.ts";
import { slotsOf, subjectOf } from "../../src/proof/slots.ts";
import { faults, judge, summary } from "./judge.ts";
import { noteOf } from "./paper/installation.ts";
import { digest, witnessNamed } from "./paper/keys.ts";
import { CAPTURED, NOW, type Paper } from "./paper/options.ts";
import { paper } from "./paper/world.ts";

const online = { level: "online" } as const;

describe("proof: trust", () => {
  let world: Paper;
  before(async () => {
    world = await paper();
  });

  it("is indeterminate, and checks nothing else, for a network that is not in the trust file", () => {
    const report = judge(world, { trust: { ...world.trust, networks: [] } });
    expect(summary(report)).to.equal("indeterminate | trust.network trust.unknown_network");
    expect(report.checks).to.have.length(1);
  });

  it("believes no state under code that the trust file does not name", async () => {
    const other = await paper({ words: { codeHash: digest("other code") } });
    expect(summary(judge(other))).to.contain("indeterminate | trust.code trust.code_hash");
    const node = world.node({ words: { codeHash: digest("other code") } });
    expect(faults(judge(world, { ...online, facts: node }))).to.include("trust.code trust.code_hash");
  });

  it("is indeterminate where a proof of the evidence is missing, and never fills in zero", () => {
    const slots = world.bundle.evidence.accounts.flatMap(({ address, slots }) =>
      slots.map(({ key }) => ({ address, key })),
    );
    expect(slots).to.have.length(slotsOf(subjectOf(world.bundle, null)).length);
    for (const { address, key } of slots) {
      const bundle = withAccounts(world.bundle, (account) =>
        account.address === address ? { ...account, slots: account.slots.filter((slot) => slot.key !== key) } : account,
      );
      for (const level of ["online", "archival"] as const) {
        const report = judge(world, { bundle, level });
        expect(report.verdict, `${key} at level ${level}`).to.equal("indeterminate");
        expect(faults(report)).to.include("trust.code trust.unproven");
      }
    }
  });

  it("is indeterminate where the exclusion proof of an active cell's word is missing", () => {
    const status = world.network.contracts.statusRegistry.address;
    const bundle = withAccounts(world.bundle, (account) =>
      account.address === status ? { ...account, slots: [] } : account,
    );
    expect(faults(judge(world, { bundle }))).to.include.members([
      "status.cell status.unproven",
      "status.history status.history_missing",
    ]);
  });

  it("takes no proof beside those it asks for, no node beside those on the path, and no other account", () => {
    const { accounts } = world.bundle.evidence;
    const directory = world.network.contracts.directory.address;
    const stranger = digest("stranger").slice(0, 42) as `0x${string}`;
    const [first] = accounts;
    const spoiled: readonly Bundle[] = [
      withAccounts(world.bundle, (account) => ({ ...account, proof: [...account.proof, account.proof[0]!] })),
      withAccounts(world.bundle, (account) => ({ ...account, slots: [...account.slots, account.slots[0]!] })),
      { ...world.bundle, evidence: { ...world.bundle.evidence, accounts: [...accounts, first!] } },
      {
        ...world.bundle,
        evidence: {
          ...world.bundle.evidence,
          accounts: [...accounts, ...world.state.evidence([{ contract: "directory", key: digest("x") }]).accounts],
        },
      },
      withAccounts(world.bundle, (account) => ({
        ...account,
        address: account.address === first!.address ? directory : account.address,
      })),
      withAccounts(world.bundle, (account) => ({
        ...account,
        address: account.address === first!.address ? stranger : account.address,
      })),
    ];
    for (const bundle of spoiled) {
      expect(judge(world, { bundle }).verdict).to.equal("indeterminate");
      expect(judge(world, { bundle, ...online }).verdict).to.equal("indeterminate");
    }
  });

  it("believes no header that nobody vouches for", async () => {
    const other = await paper({ block: { number: 40, time: CAPTURED + 1 } });
    const bundle = { ...other.bundle, checkpoint: world.bundle.checkpoint };
    expect(summary(judge(world, { bundle }))).to.contain("trust.level trust.not_vouched");
    expect(faults(judge(world, { bundle, ...online }))).to.include.members([
      "trust.level trust.not_vouched",
      "trust.history trust.fork",
    ]);
    const broken = { ...world.bundle, evidence: { ...world.bundle.evidence, header: "0xc0" as const } };
    expect(faults(judge(world, { bundle: broken }))).to.include("trust.header trust.missing");
    expect(faults(judge(world, { bundle: broken, ...online }))).to.include("trust.header trust.missing");
  });

  it("believes no head whose header is not the block that the node names", () => {
    const facts = world.node({ facts: { blockHash: digest("another block") } });
    expect(faults(judge(world, { ...online, facts }))).to.include("trust.header trust.header_mismatch");
    expect(judge(world, { ...online, facts }).verdict).to.equal("indeterminate");
  });
});

describe("proof: one history", () => {
  let world: Paper;
  before(async () => {
    world = await paper();
  });
  const seenBy = (size: number, root = digest("a later log")) => ({ ...online, seen: { size, root } });

  it("refuses a node that shows less than was seen before, or than the bundle has", () => {
    const cases = [
      judge(world, seenBy(9)),
      judge(world, { ...online, facts: world.node({ facts: { log: { size: 5, root: digest("x") } } }) }),
      judge(world, { ...online, facts: world.node({ facts: { ancestor: null } }) }),
      judge(world, { ...online, facts: world.node({ block: { number: 39, time: CAPTURED - 1 } }) }),
    ];
    for (const report of cases) expect(summary(report)).to.contain("indeterminate | trust.history trust.node_behind");
    expect(judge(world, seenBy(8)).verdict).to.equal("valid");
  });

  it("refuses two histories: another block of the bundle's number, another root of a size seen, another log at the block", () => {
    const { hash } = world.state.block;
    const log = { size: 6, root: digest("another log") };
    expect(summary(judge(world, seenBy(8, digest("x"))))).to.contain("indeterminate | trust.history trust.fork");
    const elsewhere = world.node({ facts: { ancestor: { hash: digest("another block"), log } } });
    expect(summary(judge(world, { ...online, facts: elsewhere }))).to.contain("trust.history trust.fork");
    const otherLog = world.node({ facts: { ancestor: { hash, log } } });
    expect(summary(judge(world, { ...online, facts: otherLog }))).to.equal("invalid | anchor.log anchor.log_mismatch");
  });
});

describe("proof: witnesses", () => {
  let world: Paper;
  before(async () => {
    world = await paper({ witnesses: ["court", "bank"], cosigners: ["court"] });
  });

  const lines = (...more: readonly string[]): Bundle => ({
    ...world.bundle,
    checkpoint: world.bundle.checkpoint + more.join(""),
  });
  const body = (): string =>
    checkpointBody(world.network.registryId, { ...world.bundle.log, block: world.state.block });

  it("passes over the line of a witness that it does not know, as C2SP demands", () => {
    expect(judge(world, { bundle: lines(witnessNamed("insurer", "ours").line(body(), NOW)) }).verdict).to.equal(
      "valid",
    );
  });

  it("refuses a line in the name of a known witness that does not hold, and a second one that does", () => {
    const spoiled = [
      witnessNamed("bank", "a stranger").line(body(), NOW),
      witnessNamed("bank", "ours").line(`${body()}x`, NOW),
      witnessNamed("court", "ours").line(body(), NOW),
      witnessNamed("court", "a stranger").line(body(), NOW),
    ];
    for (const line of spoiled) {
      for (const level of ["online", "snapshot", "archival"] as const) {
        expect(faults(judge(world, { bundle: lines(line), level })), line).to.include("trust.level trust.not_vouched");
      }
    }
  });

  it("counts no co-signature of another block, another log or another installation", async () => {
    const { registryId } = world.network;
    const log = world.bundle.log;
    const other = await paper({ block: { number: 41, time: CAPTURED + 15 } });
    const notes = [
      noteOf(registryId, log, other.state, ["court"]),
      noteOf(registryId, { ...log, size: 7 }, world.state, ["court"]),
      noteOf(registryId, { ...log, root: digest("x") }, world.state, ["court"]),
      noteOf(digest("another registry"), log, world.state, ["court"]),
    ];
    for (const checkpoint of notes) {
      for (const level of ["online", "snapshot", "archival"] as const) {
        expect(faults(judge(world, { bundle: { ...world.bundle, checkpoint }, level }))).to.include(
          "trust.level trust.not_vouched",
        );
      }
    }
  });

  it("takes the log from what is co-signed, not from the bundle", () => {
    const root = toHex(fromHex(world.bundle.log.root).map((byte) => byte ^ 1));
    const bundle = { ...world.bundle, log: { ...world.bundle.log, root } };
    expect(judge(world, { bundle }).verdict).to.not.be.oneOf(["valid", "not_in_force"]);
  });
});

function withAccounts(
  bundle: Bundle,
  change: (account: Bundle["evidence"]["accounts"][number]) => Bundle["evidence"]["accounts"][number],
): Bundle {
  return { ...bundle, evidence: { ...bundle.evidence, accounts: bundle.evidence.accounts.map(change) } };
}
