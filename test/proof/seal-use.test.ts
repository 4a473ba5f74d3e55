import { expect } from "chai";
import { utf8 } from "../../src/crypto/encoding.ts";
import { memberIdOf } from "../../src/proof/ids.ts";
import { judgeDocument } from "./judge-document.ts";
import { judgeStamped, type StampedQuestion, wrongIn } from "./judge-stamped.ts";
import { paperDocument } from "./paper/document.ts";
import { digest } from "./paper/keys.ts";
import { ANCHORED, CAPTURED, DAY, HOUR, MAX_STATUS_AGE, NOW } from "./paper/options.ts";
import { OTHER_OWNER, paperStamped, STAMPED, type StampedOptions, sealOf, USED, usedLeaf } from "./paper/stamped.ts";
import { paper } from "./paper/world.ts";

const wrong = (options: StampedOptions = {}, question: StampedQuestion = {}) =>
  wrongIn(judgeStamped(paperStamped(options), question));
const detailOf = (options: StampedOptions, name: string, question: StampedQuestion = {}) =>
  judgeStamped(paperStamped(options), question).checks.find((line) => line.name === name)?.detail;

describe("proof: uses of seals", () => {
  it("are valid offline, by SM3 too, with several seals, and say who put which on when", () => {
    for (const options of [{}, { suite: "sm3" }, { seals: [sealOf(1), sealOf(2)] }] as const)
      expect(wrong(options)).to.deep.equal(["valid"]);
    const { stamped, asOf, vouchedBy } = judgeStamped(paperStamped());
    expect(stamped?.seals).to.deep.equal([{ code: sealOf(1).code, name: sealOf(1).name }]);
    expect([stamped?.usedAt, asOf.known, vouchedBy]).to.deep.equal([USED, CAPTURED, ["court"]]);
    expect(stamped?.member?.names.zh).to.be.a("string");
  });

  it("are valid online, where the node shows what is now", () => {
    const world = paperStamped();
    const facts = world.node();
    expect(wrongIn(judgeStamped(world, { level: "online", facts }))).to.deep.equal(["valid"]);
  });

  it("count one seal once that signs in several places", () => {
    const world = paperStamped();
    const file = { ...world.file, seals: [sealOf(1), sealOf(1)] };
    expect(wrongIn(judgeStamped(world, { file }))).to.deep.equal(["valid"]);
  });

  it("are no uses of another object under a registered seal's code, wherever it stands among the seals", () => {
    const world = paperStamped();
    const forged = { ...sealOf(1), digest: digest("forged object") };
    for (const seals of [
      [sealOf(1), forged],
      [forged, sealOf(1)],
    ])
      expect(wrongIn(judgeStamped(world, { file: { ...world.file, seals } }))).to.deep.equal([
        "invalid",
        "seal.registered seal.other_object",
      ]);
  });

  it("are not those of other bytes, or of an OFD that says the same", () => {
    const { file, ...world } = paperStamped();
    for (const content of [
      { mediaType: "application/pdf", bytes: utf8("another file") },
      { mediaType: "application/ofd", bytes: STAMPED },
      null,
    ] as const)
      expect(wrongIn(judgeStamped({ file, ...world }, { file: { ...file, content } }))).to.deep.equal([
        "invalid",
        "seal.stamped seal.other_document",
      ]);
  });

  it("are not those of other seals, of more seals, or of fewer", () => {
    const world = paperStamped({ seals: [sealOf(1), sealOf(2)] });
    for (const seals of [[sealOf(1)], [sealOf(2), sealOf(1)]])
      expect(wrongIn(judgeStamped(world, { file: { ...world.file, seals } }))).to.deep.equal([
        "invalid",
        "seal.stamped seal.other_seals",
      ]);
    const more = wrongIn(judgeStamped(world, { file: { ...world.file, seals: [sealOf(1), sealOf(2), sealOf(3)] } }));
    expect(more).to.include.members(["invalid", "seal.stamped seal.other_seals", "seal.use seal.use_missing"]);
  });

  it("count only where the chain counted them, at the node too", () => {
    expect(wrong({ chain: { used: 0 } })).to.deep.equal(["invalid", "seal.use seal.not_counted"]);
    expect(wrong({ chain: { used: digest("another use") } })).to.deep.equal(["invalid", "seal.use seal.use_mismatch"]);
    const world = paperStamped({ later: { used: 0 } });
    expect(wrongIn(judgeStamped(world, { level: "online", facts: world.node() }))).to.deep.equal([
      "invalid",
      "seal.use seal.not_counted",
    ]);
  });

  it("are those of this seal, member, batch and installation, to the letter", () => {
    for (const use of [{ sealId: digest("x") }, { memberId: digest("x") }, { batchId: digest("x") }])
      expect(wrong({ use })).to.deep.equal(["invalid", "seal.use seal.use_mismatch"]);
    expect(wrong({ usedIn: digest("x") })).to.deep.equal(["invalid", "seal.use seal.use_mismatch"]);
    const { uses } = paperStamped().proof;
    const leaf = usedLeaf(digest("x"), sealOf(1).code, USED);
    expect(wrong({ proof: { uses: [{ sealId: uses[0]!.sealId, leaf }] } })[1]).to.equal("seal.use seal.use_mismatch");
    const garbage = wrong({ proof: { uses: [{ sealId: uses[0]!.sealId, leaf: "0x00" }] } });
    expect(garbage).to.deep.equal(["invalid", "seal.use seal.use_mismatch"]);
  });

  it("are counted after the file was put on chain", () => {
    expect(wrong({ usedAt: ANCHORED - 1 })).to.deep.equal(["invalid", "seal.use seal.use_before_anchor"]);
    expect(wrong({ usedAt: ANCHORED })).to.deep.equal(["valid"]);
  });

  it("are of a seal that is registered, with this very object, for the owner that its code names", () => {
    expect(wrong({ chain: { owner: 0 } })).to.include.members(["invalid", "seal.registered seal.unregistered"]);
    expect(wrong({ chain: { digest: digest("x") } })).to.deep.equal(["invalid", "seal.registered seal.other_object"]);
    const owner = memberIdOf(OTHER_OWNER);
    expect(wrong({ chain: { owner, delegated: true } })).to.deep.equal(["invalid", "seal.registered seal.other_owner"]);
  });

  it("are its owner's, or those of a member that was let use it, which the detail tells", () => {
    const seals = [sealOf(1, OTHER_OWNER)];
    expect(wrong({ seals })).to.deep.equal(["invalid", "seal.use seal.user_unknown"]);
    expect(wrong({ seals, chain: { delegated: true } })).to.deep.equal(["valid"]);
    expect(detailOf({ seals, chain: { delegated: true } }, "seal.use")).to.include({ delegated: true, time: USED });
  });

  it("stay good where the seal was lost, suspended or destroyed later, and the report says so", () => {
    for (const state of ["suspended", "destroyed", "lost"] as const) {
      const chain = { state, ...(state === "lost" ? { lostSince: USED + 1 } : {}) };
      expect(wrong({ chain })).to.deep.equal(["valid"]);
      expect(detailOf({ chain }, "seal.lost")).to.include({ state, block: 41, known: CAPTURED });
    }
    expect(detailOf({ chain: { state: "lost", lostSince: USED + 1 } }, "seal.lost")).to.include({
      lostLater: USED + 1,
    });
  });

  it("are worth nothing from the second on in which the seal was lost, also where only the node knows", () => {
    const lost = { state: "lost", lostSince: USED } as const;
    expect(wrong({ chain: lost })).to.deep.equal(["invalid", "seal.lost seal.lost"]);
    expect(wrong({ chain: { ...lost, state: "destroyed" } })).to.deep.equal(["invalid", "seal.lost seal.lost"]);
    const world = paperStamped({ later: lost });
    expect(wrongIn(judgeStamped(world))).to.deep.equal(["valid"]);
    expect(wrongIn(judgeStamped(world, { level: "online", facts: world.node() }))).to.deep.equal([
      "invalid",
      "seal.lost seal.lost",
    ]);
  });

  it("tell which seal it was, where one of several fares worse", () => {
    const world = paperStamped({ seals: [sealOf(1), sealOf(2)] });
    const second = { ...sealOf(2), digest: digest("x") };
    const { checks } = judgeStamped(world, { file: { ...world.file, seals: [sealOf(1), second] } });
    const line = checks.find(({ name }) => name === "seal.registered");
    expect(line?.code).to.equal("seal.other_object");
    expect(line?.detail).to.deep.equal({ code: second.code, seal: 2, of: 2 });
  });

  it("are put on chain by the member that the file names", () => {
    const { member } = paperStamped().proof;
    const named = { ...member, names: { ...member.names, zh: "别的机构" } };
    expect(wrong({ proof: { member: named } })).to.deep.equal(["invalid", "seal.user seal.name_mismatch"]);
    const other = wrong({ proof: { member: { ...member, code: OTHER_OWNER } } });
    expect(other).to.deep.equal(["invalid", "seal.user seal.name_mismatch"]);
  });

  it("pass all that an anchor has to pass", () => {
    expect(wrong({ words: { record: digest("x") } })).to.include("seal.anchor seal.anchor_refused");
    expect(wrong({ words: { checker: { compromisedSince: ANCHORED } } })[1]).to.equal(
      "seal.anchor seal.anchor_refused",
    );
    expect(wrong({ words: { scope: { notAfter: ANCHORED } } })[1]).to.equal("seal.anchor seal.anchor_refused");
    expect(wrong({ cosigners: [] })[1]).to.equal("seal.anchor seal.not_vouched");
    expect(wrong({ manifest: { typeId: digest("x") } })[1]).to.equal("seal.stamped seal.wrong_kind");
    expect(wrong({ manifest: { index: 4 } })[1]).to.equal("seal.stamped seal.path_mismatch");
  });

  it("are stale after a while, and unproven where nobody answers", () => {
    expect(wrong({}, { now: CAPTURED + MAX_STATUS_AGE + 1 })).to.deep.equal([
      "indeterminate",
      "seal.anchor seal.stale",
    ]);
    const online = wrong({}, { level: "online" });
    expect(online[0]).to.equal("indeterminate");
    expect(online).to.include.members(["seal.anchor seal.not_vouched", "seal.user seal.profile_unproven"]);
  });

  it("prove nothing where the trust file names no registry of seals, or no such network", () => {
    const world = paperStamped();
    const { sealRegistry: _, ...contracts } = world.network.contracts;
    const trust = { ...world.trust, networks: [{ ...world.network, contracts }] };
    expect(wrongIn(judgeStamped(world, { trust }))).to.include.members(["indeterminate", "seal.use seal.use_unproven"]);
    const none = wrongIn(judgeStamped(world, { trust: { ...world.trust, networks: [] } }));
    expect(none).to.include.members(["indeterminate", "seal.anchor seal.not_vouched", "seal.lost seal.state_unproven"]);
  });

  it("are never more than indeterminate without a proof, and invalid where it can't be read", () => {
    const world = paperStamped();
    const missing = { ...world.file, proof: "seal.proof_missing" } as const;
    expect(wrongIn(judgeStamped(world, { file: missing }))).to.deep.equal([
      "indeterminate",
      "seal.stamped seal.proof_missing",
    ]);
    const unreadable = { ...world.file, proof: "seal.proof_unreadable" } as const;
    expect(wrongIn(judgeStamped(world, { file: unreadable }))[0]).to.equal("invalid");
    expect(wrong({}, { found: [] })).to.deep.equal(["indeterminate"]);
  });

  it("are needed of every seal that a sealed document bears, and of none that it does not", async () => {
    const world = await paper();
    const { document } = paperDocument(world);
    expect(judgeDocument(world, document).verdict).to.equal("valid");
    const sealed = wrongIn(judgeDocument(world, { ...document, seals: [sealOf(1)] }));
    expect(sealed).to.include.members(["indeterminate", "seal.use seal.use_missing"]);
    const bare = { ...document, seals: [sealOf(1)], proof: "seal.proof_missing" } as const;
    expect(wrongIn(judgeDocument(world, bare))).to.include("seal.use seal.use_missing");
  });

  it("answer for an instant up to their block and some time after, not for one to come", () => {
    expect(wrong({}, { now: NOW, asOf: NOW + DAY })).to.deep.equal(["indeterminate", "seal.anchor seal.stale"]);
    expect(wrong({}, { now: NOW + HOUR })).to.deep.equal(["valid"]);
  });
});
