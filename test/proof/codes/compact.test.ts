import { expect } from "chai";
import { fromBase45, toBase45 } from "../../../src/crypto/base45.ts";
import { CodeReader, CodeWriter } from "../../../src/proof/compact/bytes.ts";
import { readRecord, recordText } from "../../../src/proof/compact/record.ts";
import { readText, writeText } from "../../../src/proof/compact/text.ts";
import { compactCode, MAX_OFFLINE_CHARACTERS, readCompact } from "../../../src/proof/compact.ts";
import { verify } from "../../../src/proof/verify.ts";
import { caught } from "../../domain/caught.ts";
import { CLAIMABLE } from "../paper/certificate.ts";
import { digest } from "../paper/keys.ts";
import { paper } from "../paper/world.ts";
import { codeOf, judged, SAMPLES, sampled, snapshotIn } from "./coded.ts";

const PREFIX = "YZ1:";
const bytesIn = (code: string): Uint8Array => fromBase45(code.slice(PREFIX.length));
const codeWith = (bytes: Uint8Array): string => PREFIX + toBase45(bytes);
const faultOf = (read: () => unknown): unknown => caught(read).code;

describe("proof: offline codes", () => {
  for (const sample of SAMPLES.filter(({ type }) => type.claimable !== true)) {
    it(`makes a ${sample.type.names.en} again, byte for byte, and judges it as its bundle`, async () => {
      const world = await sampled(sample);
      const code = codeOf(world.bundle);
      expect(code).to.match(/^YZ1:[0-9A-Z $%*+./:-]+$/);
      const read = readCompact(code, snapshotIn(world.bundle));
      if (!read.ok) throw new Error(read.code);
      const { representation, manifest, path, keys } = read.certificate;
      expect(representation).to.deep.equal(world.bundle.representations[0]);
      expect({ manifest, path, keys }).to.deep.equal({
        manifest: world.bundle.manifest,
        path: world.bundle.path,
        keys: world.bundle.keys,
      });
      const report = judged(world);
      expect(report.verdict).to.equal("valid");
      const whole = verify(world.bundle, { node: null }, world.trust, { level: "archival" }, report.asOf.time);
      expect(report.checks.filter(({ family }) => family !== "qr")).to.deep.equal(whole.checks);
    });

    it(`keeps a ${sample.type.names.en} within version 30 in the largest batch`, async () => {
      const { bundle } = await sampled(sample, { size: 2 ** 20 });
      expect(codeOf(bundle).length).to.be.at.most(MAX_OFFLINE_CHARACTERS);
    });
  }

  it("has a term, and what the certificate replaces, in it", async () => {
    const supersedes = {
      memberId: (await paper()).bundle.manifest.memberId,
      batchId: digest("old"),
      index: 9,
      kind: "renewal",
    } as const;
    const world = await paper({ draft: { validUntil: "2036-01-01T00:00:00Z", supersedes } });
    expect(judged(world).certificate?.replaces).to.deep.equal(supersedes);
    expect(judged(world, { now: Date.UTC(2036, 0, 2) / 1000, asOf: Date.UTC(2036, 0, 2) / 1000 }).verdict).to.not.equal(
      "valid",
    );
  });

  it("gives no code to what can be claimed once, which no snapshot answers for", async () => {
    const { bundle } = await paper({ type: CLAIMABLE });
    expect(compactCode(bundle)).to.equal(null);
  });

  it("gives no code to what is too large", async () => {
    const [sample] = SAMPLES;
    const subject = { ...sample!.subject, businessScope: "水产品批发".repeat(140) };
    expect(compactCode((await sampled({ type: sample!.type, subject })).bundle)).to.equal(null);
    const smaller = { ...sample!.subject, businessScope: "水产品批发".repeat(80) };
    expect(compactCode((await sampled({ type: sample!.type, subject: smaller })).bundle)).to.not.equal(null);
  });

  it("gives no code to what would not come out again as it went in", async () => {
    const { bundle } = await paper();
    const [only] = bundle.representations;
    const offset = await paper({ draft: { validFrom: "2020-01-01T08:00:00+08:00" } });
    const foreign = await paper({ touch: (credential) => ({ ...credential, proof: { type: "Other" } }) });
    const another = { ...bundle, manifest: { ...bundle.manifest, kind: "evidence" as const } };
    const salted = { ...bundle, representations: [{ ...only!, salt: digest("salt").slice(0, 34) as `0x${string}` }] };
    for (const one of [offset.bundle, foreign.bundle, another, salted, { ...bundle, representations: [only!, only!] }])
      expect(compactCode(one)).to.equal(null);
  });

  it("refuses a code that is cut short anywhere, and one with anything behind it", async () => {
    const { bundle } = await paper();
    const known = snapshotIn(bundle);
    const bytes = bytesIn(codeOf(bundle));
    for (let length = 0; length < bytes.length; length++)
      expect(
        faultOf(() => readCompact(codeWith(bytes.subarray(0, length)), known)),
        `${length} bytes`,
      ).to.equal("qr.format");
    const longer = codeWith(Uint8Array.from([...bytes, 0]));
    expect(faultOf(() => readCompact(longer, known))).to.equal("qr.format");
    for (const text of [`${codeOf(bundle)}\n`, codeOf(bundle).toLowerCase(), codeOf(bundle).slice(4), ""])
      expect(faultOf(() => readCompact(text, known))).to.equal("qr.format");
  });

  it("has one form only: no other bytes that are read mean the same certificate", async () => {
    const { bundle } = await paper();
    const known = snapshotIn(bundle);
    const code = codeOf(bundle);
    const meant = JSON.stringify(readCompact(code, known));
    const bytes = bytesIn(code);
    // Each bit of what is not hashed or signed material.
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const other = bytes.slice();
      other[bit >> 3] = (other[bit >> 3] ?? 0) ^ (0x80 >> (bit & 7));
      let read: string;
      try {
        read = JSON.stringify(readCompact(codeWith(other), known));
        expect(recordText(readRecord(codeWith(other)))).to.equal(codeWith(other));
      } catch (error) {
        expect((error as { code?: string }).code, `bit ${bit}`).to.equal("qr.format");
        continue;
      }
      expect(read, `bit ${bit}`).to.not.equal(meant);
    }
  });

  it("writes text in its shortest form and reads no other", () => {
    const texts = ["", "ABC", "环翠区葛󠄀记面馆", "𠮷田丽", "示例·王五", "é“”—…〔2026〕（Ａ）", "\u{10ffff}", "က"];
    for (const text of texts) {
      const writer = new CodeWriter();
      writeText(writer, text);
      const reader = new CodeReader(writer.bytes);
      expect(readText(reader)).to.equal(text);
      expect(reader.ended).to.equal(true);
    }
    const refused = [
      [2, 0x80],
      [1, 0x80],
      [4, 0xff, 0x80, 0x00, 0x41],
      [4, 0xff, 0x80, 0x4e, 0x00],
      [4, 0xff, 0x80, 0xd8, 0x00],
      [4, 0xff, 0x91, 0, 0],
      [2, 0xfe, 0x80],
      [0x81, 0x00, 0x41],
    ];
    for (const bytes of refused)
      expect(
        faultOf(() => readText(new CodeReader(Uint8Array.from(bytes)))),
        String(bytes),
      ).to.equal("qr.format");
  });

  it("reads numbers without zeros in front alone", () => {
    const read = (...bytes: number[]): number => new CodeReader(Uint8Array.from(bytes)).uint();
    for (const value of [0, 1, 127, 128, 16_383, 2 ** 31, Number.MAX_SAFE_INTEGER])
      expect(new CodeReader(new CodeWriter().uint(value).bytes).uint()).to.equal(value);
    for (const value of [0, -1, 1, -62_135_596_800])
      expect(new CodeReader(new CodeWriter().int(value).bytes).int()).to.equal(value);
    for (const bytes of [[0x80, 0], [0xff, 0x80, 0], [0x80], Array(9).fill(0xff)])
      expect(faultOf(() => read(...bytes))).to.equal("qr.format");
  });
});
