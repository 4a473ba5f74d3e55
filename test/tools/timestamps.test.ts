import { randomBytes, X509Certificate } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { fromHex } from "../../src/crypto/encoding.ts";
import { sha256 } from "../../src/crypto/hash.ts";
import { type Certificate, readCertificate } from "../../src/crypto/x509.ts";
import { openDocuments, type Timestamper } from "../../src/documents/documents.ts";
import { readCms, signedDataOf } from "../../src/documents/read/cms.ts";
import { sealLines } from "../../src/documents/read/lines.ts";
import { readDocument } from "../../src/documents/read/read.ts";
import { takeApart } from "../../src/documents/read/sealed.ts";
import { isVouchedFor, readTimestamp } from "../../src/documents/read/timestamp.ts";
import type { Hex } from "../../src/domain/bytes.ts";
import { readFonts } from "../../src/main/documents/fonts.ts";
import { timestamperAt } from "../../src/main/documents/timestamps.ts";
import { paperOf, TODAY, testSigner } from "../documents/paper.ts";
import { refused } from "../keys/sample.ts";
import { type Served, type StampAuthority, serveStamps, stampAuthority } from "./authority.ts";
import { describeWithTools, output, run, signaturesOf, temporary, trusting } from "./programs.ts";
import { filedSigner, toolSigner } from "./signers.ts";

const now = (): number => Math.floor(Date.now() / 1000);
const DIGEST = sha256(new Uint8Array(8));
const read = (path: string): Uint8Array => new Uint8Array(readFileSync(path));

describeWithTools("tools: time-stamps", () => {
  const dir = temporary();
  let authority: StampAuthority;
  let roots: readonly Certificate[];
  let served: Served;
  before(async () => {
    authority = stampAuthority(dir, { read });
    roots = [readCertificate(new Uint8Array(new X509Certificate(readFileSync(authority.root)).raw))];
    served = await serveStamps((query) => authority.answer(query));
  });
  after(() => served.close());

  const asking = (url: string, authorities = roots, clock = now, timeoutMs = 10_000): Timestamper =>
    timestamperAt({ url, authorities, clock, timeoutMs, random: (n) => new Uint8Array(randomBytes(n)) });

  it("are asked for, checked, and put into the document, where OpenSSL verifies them", async () => {
    const documents = openDocuments(await readFonts());
    const rendered = await documents.certificate(paperOf("11100000000013338W011"));
    const { signer, authority: ca } = await toolSigner(dir);
    const pdf = await documents.sign(rendered, { signer, time: TODAY, timestamper: asking(served.url) });
    const apart = takeApart(pdf);
    if ("fault" in apart) throw new Error(apart.fault);
    const hex = apart.signatures[0]?.contents ?? "";
    const length = 4 + Number.parseInt(hex.slice(4, 8), 16);
    const cms = readCms(fromHex(`0x${hex.slice(0, 2 * length).toLowerCase()}` as Hex));
    const token = cms.timestamp ?? new Uint8Array();
    const stamp = readTimestamp(token);
    expect(stamp.digest).to.deep.equal(sha256(cms.value));
    expect(isVouchedFor(stamp, roots)).to.equal(true);
    const [data, tokenFile, path] = ["value", "token", "stamped.pdf"].map((name) => join(dir, name)) as [
      string,
      string,
      string,
    ];
    writeFileSync(data, cms.value);
    writeFileSync(tokenFile, token);
    writeFileSync(path, pdf);
    const verify = ["ts", "-verify", "-data", data, "-in", tokenFile, "-token_in", "-CAfile", authority.root];
    expect(output("openssl", verify)).to.include("Verification: OK");
    writeFileSync(data, cms.value.slice(1));
    expect(run("openssl", verify).text).to.include("Verification: FAILED");
    mkdirSync(join(dir, "nss"));
    writeFileSync(join(dir, "ca.der"), ca);
    const said = signaturesOf(path, trusting(join(dir, "nss"), [join(dir, "ca.der")]));
    expect(said).to.deep.equal([{ value: "Signature is Valid.", chain: "Certificate is Trusted." }]);
    expect(run("qpdf", ["--check", path])).to.include({ code: 0 });
  });

  it("count for whoever trusts their authority, and neither help nor harm elsewhere", async () => {
    const documents = openDocuments(await readFonts());
    const { signer, authority: ca } = await toolSigner(dir);
    const rendered = await documents.certificate(paperOf("11100000000013338W011"));
    const pdf = await documents.sign(rendered, { signer, time: TODAY, timestamper: asking(served.url) });
    const read = await readDocument(pdf);
    if ("fault" in read) throw new Error(read.fault);
    const own = readCertificate(ca);
    const said = (authorities: readonly Certificate[] | null, anchoredAt: number) =>
      sealLines(read.seals, { issuer: "11371000004352185C", authorities, anchoredAt })
        .filter(({ name }) => name === "seal.chain" || name === "seal.timestamp")
        .map(({ result, code }) => `${result} ${code}`);
    // Anchored when the signer's certificate had long ended: only a time-stamp shows that it sealed in time.
    const late = now() + 50 * 365 * 86_400;
    expect(said([own, ...roots], late)).to.deep.equal(["valid seal.ok", "valid seal.ok"]);
    expect(said([own], late)).to.deep.equal(["invalid seal.certificate_period", "skipped seal.timestamp_untrusted"]);
    expect(said([own], now())).to.deep.equal(["valid seal.ok", "skipped seal.timestamp_untrusted"]);
    expect(said(null, now())).to.deep.equal(["skipped seal.skipped", "skipped seal.timestamp_untrusted"]);
    expect(said(roots, now())).to.deep.equal(["error seal.untrusted", "valid seal.ok"]);
  });

  it("are refused with one bit flipped, unless they say the same", async () => {
    const whole = await asking(served.url)(DIGEST);
    const { digest, time, serial, nonce } = readTimestamp(whole);
    for (let at = 0; at < whole.length; at++) {
      const other = whole.slice();
      other[at] = (other[at] ?? 0) ^ 0x04;
      try {
        const said = readTimestamp(other);
        expect([said.digest, said.time, said.serial, said.nonce], String(at)).to.deep.equal([
          digest,
          time,
          serial,
          nonce,
        ]);
      } catch (error) {
        expect((error as { code?: string }).code, String(at)).to.equal("schema.pattern");
      }
    }
  });

  it("are refused for another question, another time, and another authority", async () => {
    let first: Uint8Array | undefined;
    const again = await serveStamps((query) => {
      first ??= authority.answer(query);
      return first;
    });
    try {
      await asking(again.url)(DIGEST);
      await refused("document.timestamp_refused", asking(again.url)(DIGEST));
      await refused("document.timestamp_refused", asking(again.url)(sha256(DIGEST)));
    } finally {
      await again.close();
    }
    await refused("document.timestamp_refused", asking(served.url, roots, () => now() + 3600)(DIGEST));
    const stranger = readCertificate((await testSigner()).authority);
    await refused("document.timestamp_refused", asking(served.url, [stranger])(DIGEST));
  });

  it("are refused by a certificate that is not for time-stamps alone", async () => {
    const info = join(dir, "info");
    writeFileSync(info, signedDataOf(await asking(served.url)(DIGEST)).content?.bytes ?? new Uint8Array());
    const tokenBy = (certificate: string, key: string): Uint8Array => {
      const type = ["-econtent_type", "1.2.840.113549.1.9.16.1.4", "-cades", "-nosmimecap", "-md", "sha256"];
      const files = ["-in", info, "-signer", certificate, "-inkey", key, "-outform", "DER", "-out", join(dir, "by")];
      output("openssl", ["cms", "-sign", "-binary", "-nodetach", ...type, ...files]);
      return read(join(dir, "by"));
    };
    expect(readTimestamp(tokenBy(authority.certificate, authority.key)).digest).to.deep.equal(DIGEST);
    mkdirSync(join(dir, "other"));
    await filedSigner(join(dir, "other"), "P-256");
    const [certificate, key] = ["own.pem", "own.key"].map((name) => join(dir, "other", name)) as [string, string];
    expect(() => readTimestamp(tokenBy(certificate, key)))
      .to.throw()
      .with.nested.property("detail.expected", "a certificate for time-stamps alone");
  });

  it("are refused where the answer is none", async () => {
    const answers: readonly Uint8Array[] = [
      new Uint8Array(),
      // A refusal: badRequest.
      fromHex("0x30053003020102"),
      new Uint8Array(5000).fill(0x30),
    ];
    for (const answer of answers) {
      const wrong = await serveStamps(() => answer);
      await refused("document.timestamp_refused", asking(wrong.url)(DIGEST)).finally(() => wrong.close());
    }
  });

  it("are given up where nobody answers, in another type, or too much", async () => {
    const silent = await serveStamps(() => new Uint8Array());
    await silent.close();
    await refused("document.timestamp_unreachable", asking(silent.url)(DIGEST));
    const page = await serveStamps(() => new Uint8Array(), "text/html");
    await refused("document.timestamp_unreachable", asking(page.url)(DIGEST)).finally(() => page.close());
    const much = await serveStamps(() => new Uint8Array(100_000));
    await refused("document.timestamp_unreachable", asking(much.url)(DIGEST)).finally(() => much.close());
    const hung = await serveStamps(() => new Promise(() => {}));
    await refused("document.timestamp_unreachable", asking(hung.url, roots, now, 50)(DIGEST)).finally(() =>
      hung.close(),
    );
  });
});
