import { expect } from "chai";
import { fromHex, toHex } from "../../src/crypto/encoding.ts";
import { ORDER, signDigest } from "../../src/crypto/secp256k1.ts";
import { claimKeyOf, commitmentOf, nullifierOf, opens } from "../../src/proof/claim.ts";
import { readDocument } from "../../src/proof/document.ts";
import { claimSlot, claimTimeSlot } from "../../src/proof/slots.ts";
import { detailOf, faults, judge, summary } from "./judge.ts";
import { CLAIMABLE, MEMBER_ID } from "./paper/certificate.ts";
import { digest } from "./paper/keys.ts";
import { ANCHORED, CAPTURED, HOUR, NOW, REGISTRY_ID } from "./paper/options.ts";
import { paper } from "./paper/world.ts";

const TIME = CAPTURED - HOUR;
const claim = { commitment: digest("commitment"), time: TIME };
const bill = { type: CLAIMABLE };
const line = (report: ReturnType<typeof judge>) => report.checks.find(({ name }) => name === "status.claim");

describe("proof: claims", () => {
  it("does not call for one where the type is not claimable", async () => {
    const world = await paper();
    expect(line(judge(world))).to.include({ result: "skipped", code: "status.skipped" });
    expect(readDocument(world.bundle).nullifier).to.equal(null);
  });

  it("is valid while nobody has claimed it, at every level", async () => {
    const world = await paper(bill);
    for (const level of ["online", "snapshot", "archival"] as const) {
      expect(summary(judge(world, { level }))).to.equal("valid");
      expect(line(judge(world, { level }))).to.include({ result: "valid", code: "status.ok" });
    }
  });

  it("is not in force once it is claimed, and says since when and not by whom", async () => {
    const world = await paper({ ...bill, words: { claim } });
    for (const level of ["online", "snapshot", "archival"] as const) {
      expect(summary(judge(world, { level }))).to.equal("not_in_force | status.claim status.claimed");
    }
    const report = judge(world);
    expect(detailOf(report, "status.claim")).to.deep.equal({ since: TIME });
    expect(JSON.stringify(report)).not.to.include(claim.commitment.slice(2));
    expect(JSON.stringify(report)).not.to.include(digest("claim secret").slice(2));
  });

  it("was valid until the second of the claim", async () => {
    const world = await paper({ ...bill, words: { claim } });
    expect(summary(judge(world, { asOf: TIME - 1 }))).to.equal("valid");
    expect(detailOf(judge(world, { asOf: TIME - 1 }), "status.claim")).to.deep.equal({ claimedLater: TIME });
    expect(summary(judge(world, { asOf: TIME }))).to.equal("not_in_force | status.claim status.claimed");
  });

  it("hears online of a claim that came after the bundle", async () => {
    const world = await paper(bill);
    const facts = world.node({ words: { claim: { ...claim, time: CAPTURED + 60 } } });
    expect(summary(judge(world, { level: "online", facts }))).to.equal("not_in_force | status.claim status.claimed");
    expect(summary(judge(world))).to.equal("valid");
  });

  it("is indeterminate where the node shows no claim, or another, of what the bundle shows claimed", async () => {
    const world = await paper({ ...bill, words: { claim } });
    for (const words of [{}, { claim: { ...claim, commitment: digest("another") } }]) {
      const report = judge(world, { level: "online", facts: world.node({ words }) });
      expect(summary(report)).to.equal("indeterminate | status.claim status.claim_unproven");
    }
  });

  it("is indeterminate where one of its two slots is not proven", async () => {
    const world = await paper(bill);
    const nullifier = readDocument(world.bundle).nullifier!;
    for (const { key } of [claimSlot(nullifier), claimTimeSlot(nullifier)]) {
      const accounts = world.bundle.evidence.accounts.map((account) => ({
        ...account,
        slots: account.slots.filter((slot) => slot.key !== key),
      }));
      const bundle = { ...world.bundle, evidence: { ...world.bundle.evidence, accounts } };
      const report = judge(world, { bundle });
      expect(report.verdict).to.equal("indeterminate");
      expect(faults(report)).to.deep.equal(["trust.code trust.unproven", "status.claim status.claim_unproven"]);
    }
  });

  it("takes no claim proof where the type is not claimable: nothing is proven that nobody reads", async () => {
    const world = await paper(bill);
    const plain = await paper();
    const evidence = { ...plain.bundle.evidence, accounts: world.bundle.evidence.accounts };
    expect(faults(judge(plain, { bundle: { ...plain.bundle, evidence } }))).to.include("trust.code trust.unproven");
  });

  it("is invalid without a secret where the type is claimable, and with one where it is not", async () => {
    const without = await paper({ ...bill, draft: { claimSecret: undefined } as object });
    expect(summary(judge(without))).to.equal(
      "invalid | integrity.subject integrity.subject_invalid | status.claim status.claim_unproven",
    );
    expect(detailOf(judge(without), "integrity.subject")).to.deep.equal({ pointers: ["/claimSecret"] });
    const stray = await paper({ draft: { claimSecret: digest("claim secret") } });
    expect(summary(judge(stray))).to.equal("invalid | integrity.subject integrity.subject_invalid");
  });

  it("is claimed by the secret alone: a certificate with another secret is another claim", async () => {
    const world = await paper({ ...bill, draft: { claimSecret: digest("another secret") } });
    expect(readDocument(world.bundle).nullifier).to.equal(nullifierOf(REGISTRY_ID, digest("another secret")));
    expect(readDocument(world.bundle).nullifier).not.to.equal(nullifierOf(REGISTRY_ID, digest("claim secret")));
  });

  it("counts a claim that is older than the certificate's anchor: another with the same secret was used", async () => {
    const world = await paper({ ...bill, words: { claim: { ...claim, time: ANCHORED - HOUR } } });
    expect(summary(judge(world, { asOf: NOW }))).to.equal("not_in_force | status.claim status.claimed");
  });
});

describe("proof: claim keys and commitments", () => {
  const registryId = `0x${"11".repeat(32)}` as const;

  it("are what docs/format/certificate.md says, with the values that stand there", () => {
    const secret = `0x${"22".repeat(32)}` as const;
    const memberId = `0x${"33".repeat(32)}` as const;
    const random = `0x${"44".repeat(32)}` as const;
    expect(toHex(claimKeyOf(registryId, secret))).to.equal(
      "0xe321ab554711e365a1f71c0695effa2729bd1ccb65ec6caa0fe1d011830c606c",
    );
    const nullifier = nullifierOf(registryId, secret);
    expect(nullifier).to.equal("0xaff8e0675fd6cc000d529ac13de8e1f7a3950fbb");
    expect(commitmentOf({ nullifier, memberId, random })).to.equal(
      "0xf7c26a234902fa44fae10ad9852984265cd8725e0265158266850ad2d8adae7f",
    );
  });

  it("are keys for any secret", () => {
    for (let i = 0; i < 64; i++) {
      const key = claimKeyOf(registryId, digest(`secret ${i}`));
      expect(BigInt(toHex(key)) > 0n && BigInt(toHex(key)) < ORDER).to.equal(true);
      expect(signDigest(key, fromHex(digest("message")))).to.have.length(65);
    }
  });

  it("open by member and random bytes of this claim, and by nothing else", () => {
    const opening = { nullifier: nullifierOf(registryId, digest("s")), memberId: MEMBER_ID, random: digest("r") };
    const commitment = commitmentOf(opening);
    expect(opens(opening, commitment)).to.equal(true);
    const otherNullifier = nullifierOf(registryId, digest("t"));
    for (const other of [
      { ...opening, memberId: digest("another member") },
      { ...opening, random: digest("another random") },
      { ...opening, nullifier: otherNullifier },
      { ...opening, random: `${opening.random}00` as const },
    ]) {
      expect(opens(other, commitment)).to.equal(false);
    }
  });

  it("read no boundary otherwise: 20, 32 and 32 bytes and no others", () => {
    const opening = { nullifier: nullifierOf(registryId, digest("s")), memberId: MEMBER_ID, random: digest("r") };
    const bytes = `${opening.nullifier}${opening.memberId.slice(2)}${opening.random.slice(2)}`;
    const shifted = {
      nullifier: bytes.slice(0, 44) as `0x${string}`,
      memberId: `0x${bytes.slice(44, 106)}` as `0x${string}`,
      random: `0x${bytes.slice(106)}` as `0x${string}`,
    };
    expect(opens(shifted, commitmentOf(opening))).to.equal(false);
  });
});
