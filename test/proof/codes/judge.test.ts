import { expect } from "chai";
import { utf8 } from "../../../src/crypto/encoding.ts";
import { readRecord, recordText } from "../../../src/proof/compact/record.ts";
import { readSnapshot } from "../../../src/proof/open-snapshot.ts";
import { type Snapshot, snapshotText } from "../../../src/proof/snapshot.ts";
import { caught } from "../../domain/caught.ts";
import { summary } from "../judge.ts";
import { SUBJECT } from "../paper/certificate.ts";
import { digest } from "../paper/keys.ts";
import { CAPTURED, DAY, HOUR, MAX_STATUS_AGE, NOW, type Paper } from "../paper/options.ts";
import { paper } from "../paper/world.ts";
import { codeOf, judged, SAMPLES, sampled, snapshotIn } from "./coded.ts";

describe("proof: judging offline codes", () => {
  let world: Paper;
  before(async () => {
    world = await paper();
  });

  it("finds a certificate valid by a vouched snapshot, at both offline levels, as of the snapshot's block", () => {
    for (const level of ["snapshot", "archival"] as const) {
      const report = judged(world, { level });
      expect(summary(report)).to.equal("valid");
      expect(report.asOf).to.deep.equal({ block: 40, known: CAPTURED, time: NOW });
      expect(report.vouchedBy).to.deep.equal(["court"]);
    }
  });

  it("calls not in force what the snapshot shows revoked, and indeterminate what it is too old for", async () => {
    const revoked = await paper({ changes: [{ to: "revoked", time: CAPTURED - HOUR }] });
    expect(summary(judged(revoked))).to.equal("not_in_force | status.cell status.revoked");
    const late = { now: CAPTURED + MAX_STATUS_AGE + DAY };
    expect(summary(judged(world, late))).to.equal("indeterminate | time.evidence status.stale");
  });

  it("calls the code of a revoked certificate valid by no newer snapshot, whatever an older one said", async () => {
    const revoked = await paper({ changes: [{ to: "revoked", time: CAPTURED - HOUR }] });
    expect(codeOf(revoked.bundle)).to.equal(codeOf(world.bundle));
    expect(judged(world, { snapshot: snapshotIn(revoked.bundle) }).verdict).to.equal("not_in_force");
  });

  it("is indeterminate, and says what to get, where the snapshot lacks what the code names", async () => {
    const snapshot = snapshotIn(world.bundle);
    const other = await paper({ registryId: digest("another network") });
    const cases: readonly [string, Partial<Snapshot>][] = [
      ["qr.batch_unknown", { batches: [] }],
      ["qr.batch_unknown", { members: [] }],
      ["qr.type_unknown", { types: [] }],
      ["qr.type_unknown", { contexts: [] }],
      ["qr.key_unknown", { members: snapshot.members.map(({ profile }) => ({ profile, keys: [] })) }],
    ];
    for (const [code, parts] of cases)
      expect(summary(judged(world, { snapshot: { ...snapshot, ...parts } }))).to.equal(
        `indeterminate | qr.code ${code}`,
      );
    expect(summary(judged(world, { snapshot: snapshotIn(other.bundle), trust: other.trust }))).to.equal(
      "indeterminate | qr.code qr.other_network",
    );
    expect(summary(judged(world, { trust: other.trust }))).to.equal(
      "indeterminate | trust.network trust.unknown_network",
    );
  });

  it("is indeterminate where nobody vouches for the snapshot, or it lacks proofs", async () => {
    const quiet = await paper({ cosigners: [] });
    expect(judged(quiet).verdict).to.equal("indeterminate");
    const snapshot = snapshotIn(world.bundle);
    for (const [i] of snapshot.nodes.entries()) {
      const without = { ...snapshot, nodes: snapshot.nodes.filter((_, at) => at !== i) };
      expect(judged(world, { snapshot: without }).verdict, `node ${i}`).to.equal("indeterminate");
    }
    expect(judged(world, { snapshot: { ...snapshot, header: "0x00" } }).verdict).to.equal("indeterminate");
    expect(
      judged(world, { snapshot: { ...snapshot, nodes: [...snapshot.nodes, "0xff" as const].toSorted() } }).verdict,
    ).to.equal("valid");
  });

  it("believes nothing of a stranger's snapshot", async () => {
    const stranger = await paper({ owner: "a stranger" });
    const report = judged(stranger, { trust: world.trust });
    expect(report.verdict).to.not.equal("valid");
    const { checkpoint } = snapshotIn(stranger.bundle);
    expect(judged(world, { snapshot: { ...snapshotIn(world.bundle), checkpoint } }).verdict).to.equal("indeterminate");
  });

  it("refuses altered fields, salts, signatures, indices and terms", () => {
    const record = readRecord(codeOf(world.bundle));
    const [proof] = record.proofs;
    const flip = (hex: string): `0x${string}` => `${hex.slice(0, -1)}${hex.endsWith("0") ? "1" : "0"}` as `0x${string}`;
    const altered = record.subject.slice();
    altered[altered.length - 4] = (altered.at(-4) ?? 0) ^ 1;
    const others = [
      { salt: flip(record.salt) },
      { proofs: [{ ...proof!, signature: flip(proof!.signature) }] },
      { proofs: [] },
      { index: record.index + 1 },
      { position: record.position + 1 },
      { validFrom: record.validFrom + 1 },
      { validUntil: NOW + 100 * DAY },
      { version: 2 },
      { serial: record.serial.replace("0", "1") },
      { path: record.path.toSpliced(0, 1, flip(record.path[0]!)) },
      { path: record.path.slice(1) },
      { subject: altered },
    ];
    for (const other of others)
      expect(judged(world, { code: recordText({ ...record, ...other }) }).verdict, Object.keys(other)[0]).to.equal(
        "invalid",
      );
  });

  it("refuses a certificate with the path, cell and batch of another", async () => {
    const victim = await paper({ batchId: digest("another batch"), index: 7 });
    const { batch, index, position, path, salt, proofs } = readRecord(codeOf(victim.bundle));
    expect(judged(victim).verdict).to.equal("valid");
    const forger = await paper({ owner: "a forger", draft: { subject: { ...SUBJECT, name: "另一家" } } });
    const record = { ...readRecord(codeOf(forger.bundle)), batch, index, position };
    for (const stolen of [{ path }, { path, salt }])
      expect(judged(victim, { code: recordText({ ...record, proofs, ...stolen }) }).verdict).to.equal("invalid");
  });

  it("gives a code without a path no more than indeterminate, and less where its signature is wrong", () => {
    const record = { ...readRecord(codeOf(world.bundle)), path: [] };
    expect(summary(judged(world, { code: recordText(record) }))).to.equal("indeterminate | qr.code qr.signature_only");
    const [proof] = record.proofs;
    const forged = { ...record, proofs: [{ ...proof!, signature: `0x${"11".repeat(64)}` as const }] };
    expect(judged(world, { code: recordText(forged) }).verdict).to.equal("invalid");
  });

  it("judges by the snapshot's batch signature where that is the issuer's only one", async () => {
    const sample = SAMPLES.find(({ type }) => type.batchSuites !== undefined && type.claimable !== true)!;
    const signed = await sampled({ ...sample, type: { ...sample.type, suites: [] } });
    expect(judged(signed).verdict).to.equal("valid");
    const snapshot = snapshotIn(signed.bundle);
    const unsigned = { ...snapshot, batches: snapshot.batches.map((batch) => ({ ...batch, batchSignatures: [] })) };
    expect(judged(signed, { snapshot: unsigned }).verdict).to.equal("invalid");
  });
});

describe("proof: snapshot file", () => {
  it("reads what it wrote, and says whose block it is", async () => {
    const { bundle, trust } = await paper();
    const snapshot = snapshotIn(bundle);
    const { file, about } = readSnapshot(utf8(snapshotText(snapshot)), trust);
    expect(file).to.deep.equal(snapshot);
    expect(about).to.deep.equal({
      network: { zh: "纸上网络", en: "Paper network" },
      block: { number: 40, time: CAPTURED },
      vouchedBy: ["court"],
      batches: 1,
    });
    const other = await paper({ registryId: digest("another network") });
    expect(readSnapshot(utf8(snapshotText(snapshot)), other.trust).about).to.deep.include({
      network: null,
      block: null,
    });
  });

  it("refuses what is no snapshot, unknown members, and parts that are twice or out of order", async () => {
    const { bundle, trust } = await paper();
    const snapshot = snapshotIn(bundle);
    const [batch, member] = [snapshot.batches[0]!, snapshot.members[0]!];
    const refused = [
      {},
      { ...snapshot, format: "yinzheng-snapshot/2" },
      { ...snapshot, more: 1 },
      { ...snapshot, nodes: snapshot.nodes.toReversed() },
      { ...snapshot, nodes: [...snapshot.nodes, snapshot.nodes.at(-1)!] },
      { ...snapshot, batches: [batch, batch] },
      { ...snapshot, members: [member, member] },
      { ...snapshot, types: [...snapshot.types, ...snapshot.types] },
      { ...snapshot, batches: [{ ...batch, logPath: ["0x00"] }] },
    ];
    for (const one of refused)
      expect(caught(() => readSnapshot(utf8(JSON.stringify(one)), trust)).code).to.equal("snapshot.format");
    expect(caught(() => readSnapshot(utf8("{"), trust)).code).to.equal("json.syntax");
  });
});
