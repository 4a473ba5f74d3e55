import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PDFDocument } from "@cantoo/pdf-lib";
import { expect } from "chai";
import { ALGORITHM } from "../../src/crypto/certificate-oids.ts";
import { bitStringOf, readDer, sequenceOf } from "../../src/crypto/der.ts";
import { concat, utf8 } from "../../src/crypto/encoding.ts";
import { sm3 } from "../../src/crypto/hash.ts";
import { signatureOfDer } from "../../src/crypto/signature-der.ts";
import { readCertificate } from "../../src/crypto/x509.ts";
import { openDocuments } from "../../src/documents/documents.ts";
import { readSeal } from "../../src/documents/read/ses/seal.ts";
import { readSesSignature } from "../../src/documents/read/ses/signature.ts";
import { makeSeal } from "../../src/documents/seal/make.ts";
import type { SealHolder } from "../../src/documents/seal-key.ts";
import { type SignedBy, sealBytes, sealInfoBytes, sealingBytes, sesSignatureBytes } from "../../src/documents/ses.ts";
import { memoryKeys } from "../../src/keys/memory/open.ts";
import { readFonts } from "../../src/main/documents/fonts.ts";
import { openSealAuthority, type SealAuthority } from "../../src/main/documents/seal-authority.ts";
import { opensslVerifies, SM2_ID } from "../crypto/openssl.ts";
import { ofdOf } from "../documents/ofd/world.ts";
import { AGENCY } from "../documents/paper.ts";
import { PICTURE, scene } from "../documents/read/ses/world.ts";
import { VECTORS } from "../vectors/vectors.ts";
import { describeWithTools, judgedByBouncyCastle, output, temporary } from "./programs.ts";

const OWNER = { code: "11371000004352185C", names: AGENCY };
const MAKER = { code: "113710000043500007", names: { zh: "印章制作单位", en: "Seal Maker" } };
const CODE = `${OWNER.code}001`;
const NOW = Math.floor(Date.now() / 1000);
const CONTENT = utf8("what was sealed");
const SEAL = (version: number): string => `der version=${version} maker maker_usage maker_chain`;
const USE = (version: number): string => `${SEAL(version)} value period listed signer_usage signer_chain content`;

describeWithTools("tools: electronic seals", () => {
  const dir = temporary();
  let authority: SealAuthority;
  let maker: SealHolder;
  let signer: SealHolder;
  let list: Uint8Array;
  const seals = new Map<4 | 5, Uint8Array>();
  const uses = new Map<4 | 5, Uint8Array>();
  const written = (name: string, bytes: Uint8Array): string => {
    const path = join(dir, name);
    writeFileSync(path, bytes);
    return path;
  };
  const bytesOf = (of: ReadonlyMap<4 | 5, Uint8Array>, version: 4 | 5): Uint8Array =>
    of.get(version) ?? new Uint8Array();

  before(async () => {
    const random = (bytes: number): Uint8Array => new Uint8Array(randomBytes(bytes));
    const keys = memoryKeys({ random });
    authority = await openSealAuthority({
      dir: join(dir, "authority"),
      keys,
      network: "tools",
      clock: () => NOW,
      random,
    });
    [maker, signer] = [await authority.maker(MAKER), await authority.signer(CODE, OWNER)];
    seals.set(
      4,
      await makeSeal(
        {
          code: CODE,
          name: AGENCY.zh,
          type: "organisation",
          picture: { type: "PNG", data: PICTURE, width: 42, height: 42 },
          signers: [signer.certificate],
          created: NOW,
          validFrom: NOW,
          validUntil: NOW + 86_400,
        },
        maker,
      ),
    );
    // The key in the keystore signs seals of version 5 as well; only nobody makes them here yet.
    const info = sealInfoBytes({ ...readSeal(bytesOf(seals, 4)).info, version: 5 });
    seals.set(5, sealBytes(info, await signedBy(maker, info)));
    for (const [version, seal] of seals) {
      const sealing = sealingBytes({ version, seal, time: NOW, dataHash: sm3(CONTENT), property: "[0 10 20 30]" });
      uses.set(version, sesSignatureBytes(sealing, await signedBy(signer, sealing)));
    }
    list = (await authority.revocations())[0] ?? new Uint8Array();
  });

  const signedBy = async ({ certificate, sign }: SealHolder, bytes: Uint8Array): Promise<SignedBy> => ({
    certificate,
    algorithm: ALGORITHM.sm2Sm3,
    signature: await sign(bytes),
  });
  const judged = (files: readonly string[], revocations = list): ReadonlyMap<string, string> =>
    judgedByBouncyCastle(files, {
      root: written("root.der", authority.certificate),
      list: written("list.crl", revocations),
      content: written("content", CONTENT),
    });

  it("of versions 4 and 5 are DER to BouncyCastle, and pass all of its checks: seals, uses, chains, periods, lists", () => {
    const files = [...seals].map(([version, seal]) => written(`seal${version}.esl`, seal));
    const both = [...files, ...[...uses].map(([version, use]) => written(`use${version}.dat`, use))];
    expect(Object.fromEntries([...judged(both)].filter(([name]) => name !== ""))).to.deep.equal({
      "seal4.esl": SEAL(4),
      "seal5.esl": SEAL(5),
      "use4.dat": USE(4),
      "use5.dat": USE(5),
    });
  }).timeout(60_000);

  it("don't pass with BouncyCastle with any of 300 bits flipped", () => {
    const use = bytesOf(uses, 4);
    const files = Array.from({ length: 300 }, (_, i) => {
      const at = Math.floor((i * use.length) / 300);
      return written(
        `flipped-${i}.dat`,
        use.map((byte, k) => (k === at ? byte ^ (1 << (i % 8)) : byte)),
      );
    });
    const found = judged(files);
    expect(files.map((_, i) => found.get(`flipped-${i}.dat`)).filter((words) => words === undefined)).to.deep.equal([]);
    expect([...found].filter(([, words]) => words === USE(4))).to.deep.equal([]);
  }).timeout(60_000);

  it("don't pass with BouncyCastle over other content, or once the signer is revoked", async () => {
    const file = written("use.dat", bytesOf(uses, 4));
    writeFileSync(join(dir, "other"), "another");
    const files = { root: join(dir, "root.der"), list: join(dir, "list.crl"), content: join(dir, "other") };
    expect(judgedByBouncyCastle([file], files).get("use.dat")).to.equal(USE(4).replace(" content", ""));
    await authority.revoke(signer.certificate, NOW);
    const [revoked = new Uint8Array()] = await authority.revocations();
    expect(judged([file], revoked).get("use.dat")).to.equal(USE(4).replace(" signer_chain", ""));
  }).timeout(60_000);

  it("are signed as OpenSSL verifies: seal, use, certificates and list", () => {
    const { point: makers } = readCertificate(maker.certificate).key as { point: Uint8Array };
    const { point: signers } = readCertificate(signer.certificate).key as { point: Uint8Array };
    const { point: roots } = readCertificate(authority.certificate).key as { point: Uint8Array };
    const [seal, use] = [readSeal(bytesOf(seals, 4)), readSesSignature(bytesOf(uses, 4))];
    const issued = [authority.certificate, maker.certificate, signer.certificate, list].map((bytes) => {
      const [tbs, , signature] = sequenceOf(readDer(bytes));
      return { key: roots, signed: tbs?.whole ?? new Uint8Array(), signature: bitStringOf(signature) };
    });
    const all = [{ key: makers, ...seal }, { key: signers, ...use }, ...issued];
    for (const [i, { key, signed, signature }] of all.entries()) {
      const raw = signatureOfDer(signature);
      expect(opensslVerifies("sm2", key, signed, raw), `signature ${i}`).to.equal(true);
      const other = signed.map((byte, k) => (k === 40 ? byte ^ 1 : byte));
      expect(opensslVerifies("sm2", key, other, raw), `signature ${i}`).to.equal(false);
    }
  }).timeout(60_000);

  it("have certificates that OpenSSL takes for what they are, under their root", () => {
    const pem = (name: string, der: Uint8Array): string => {
      output("openssl", [
        "x509",
        "-inform",
        "DER",
        "-in",
        written(`${name}.der`, der),
        "-out",
        join(dir, `${name}.pem`),
      ]);
      return join(dir, `${name}.pem`);
    };
    const root = pem("root", authority.certificate);
    for (const [name, holder, code] of [
      ["maker", maker, MAKER.code],
      ["signer", signer, OWNER.code],
    ] as const) {
      const path = pem(name, holder.certificate);
      const said = output("openssl", ["verify", "-CAfile", root, "-vfyopt", SM2_ID[1] ?? "", path]);
      expect(said).to.equal(`${path}: OK\n`);
      const shown = output("openssl", [
        "x509",
        "-in",
        path,
        "-noout",
        "-subject",
        "-ext",
        "keyUsage",
        "-nameopt",
        "utf8",
      ]);
      expect(shown).to.include(`NTRCN-${code}`).and.to.include("Digital Signature, Non Repudiation");
    }
  });

  it("in an OFD of a certificate are over its description, to the JDK's own archiver and BouncyCastle", async () => {
    const { root, list: listed } = await scene();
    mkdirSync(join(dir, "ofd"));
    output("jar", ["--extract", "--file", written("certificate.ofd", await ofdOf())], join(dir, "ofd"));
    const signed = join(dir, "ofd", "Doc_0", "Signs", "Sign_0");
    const paths = { root: written("world.der", root), list: written("world.crl", listed) };
    const use = join(signed, "SignedValue.dat");
    const found = judgedByBouncyCastle([use], { ...paths, content: join(signed, "Signature.xml") });
    expect(found.get("SignedValue.dat")).to.equal(USE(4));
  }).timeout(60_000);

  it("in somebody's PDF are over its byte range to BouncyCastle, qpdf finds nothing wrong, and poppler shows them", async () => {
    const paper = await PDFDocument.create();
    paper.addPage([595, 842]);
    const documents = openDocuments(await readFonts());
    const key = { ...signer, seal: bytesOf(seals, 4) };
    const placements = [{ kind: "at", page: 1, x: 100, y: 150 }] as const;
    const stamped = await documents.stamp(new Uint8Array(await paper.save()), { key, placements, time: NOW });
    const path = written("stamped.pdf", stamped);
    expect(output("qpdf", ["--check", path])).to.include("No syntax or stream encoding errors found");
    const text = Buffer.from(stamped).toString("latin1");
    const range = /\/ByteRange ?\[ *(\d+) +(\d+) +(\d+) +(\d+)/.exec(text)?.slice(1).map(Number) ?? [];
    const [a = 0, b = 0, c = 0, d = 0] = range;
    const value = Buffer.from(text.slice(a + b + 1, c - 1), "hex");
    const use = written("stamped.dat", new Uint8Array(value.subarray(0, 4 + value.readUInt16BE(2))));
    const content = written("range", concat(stamped.subarray(a, a + b), stamped.subarray(c, c + d)));
    const files = { root: written("root.der", authority.certificate), list: written("list.crl", list), content };
    expect(judgedByBouncyCastle([use], files).get("stamped.dat")).to.equal(USE(4));
    const rendered = (pdf: string): string => {
      output("pdftoppm", ["-r", "50", "-singlefile", pdf, join(dir, "page")]);
      return readFileSync(join(dir, "page.ppm"), "latin1");
    };
    expect(rendered(path)).to.not.equal(rendered(written("paper.pdf", new Uint8Array(await paper.save()))));
  }).timeout(60_000);

  it("of others, as they were published, are to BouncyCastle what they are to us", function () {
    const folder = join(VECTORS, "gb38540");
    if (!existsSync(folder)) this.skip(); // no published test data: YZ_VECTORS
    const names = ["UserV1.esl", "UserV4.esl", "UserV5.esl", "UserV5_ts.esl", "SignedValueV4.dat", "SignedValueV5.dat"];
    const found = judgedByBouncyCastle(names.map((name) => join(folder, name)));
    expect(names.map((name) => found.get(name))).to.deep.equal([
      ...[1, 4, 5, 5].map((version) => `der version=${version} maker maker_usage`),
      ...[4, 5].map((version) => `der version=${version} maker maker_usage value period listed signer_usage`),
    ]);
  }).timeout(60_000);
});
