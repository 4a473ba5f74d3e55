import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, X509Certificate } from "node:crypto";
import { p256 } from "@noble/curves/nist.js";
import { expect } from "chai";
import { ATTRIBUTE, USAGE } from "../../src/crypto/certificate-oids.ts";
import { rsaVerify } from "../../src/crypto/rsa.ts";
import { Sm2Point } from "../../src/crypto/sm2-curve.ts";
import { isIssuedBy, isSignedWith, readCertificate } from "../../src/crypto/x509.ts";
import { type CertificateRequest, pointInfo, writeCertificate } from "../../src/crypto/x509-write.ts";
import { flipped, sample } from "./sample.ts";

const NOW = Date.UTC(2026, 10, 24) / 1000;

/** A key of each kind, with what a certificate by it needs. */
function pairOf(kind: "p256" | "rsa") {
  const pair =
    kind === "rsa"
      ? generateKeyPairSync("rsa", { modulusLength: 2048 })
      : generateKeyPairSync("ec", { namedCurve: "prime256v1" });
  const algorithm = kind === "rsa" ? ("rsaSha256" as const) : ("ecdsaSha256" as const);
  const info = new Uint8Array(pair.publicKey.export({ format: "der", type: "spki" }));
  const signBytes = async (bytes: Uint8Array) => new Uint8Array(sign("sha256", bytes, pair.privateKey));
  return { info, algorithm, sign: signBytes, key: pair.privateKey };
}

describe("certificates", () => {
  const roots = { p256: pairOf("p256"), rsa: pairOf("rsa") };
  const leaf = pairOf("p256");
  const ROOT = { country: "CN", organisation: "印证", commonName: "Test root" };
  const SUBJECT = {
    country: "CN",
    organisation: "威海市行政审批服务局",
    organisationIdentifier: "NTRCN-11371000004352185C",
    commonName: "威海市行政审批服务局",
  };
  const made = (kind: keyof typeof roots, more: Partial<CertificateRequest>): Promise<Uint8Array> =>
    writeCertificate({
      serial: 2n ** 150n + 3n,
      subject: SUBJECT,
      issuer: ROOT,
      notBefore: NOW,
      notAfter: NOW + 86_400 * 365 * 30,
      publicKey: leaf.info,
      authority: false,
      issuerKey: roots[kind].info,
      algorithm: roots[kind].algorithm,
      sign: roots[kind].sign,
      ...more,
    });
  const rootOf = (kind: keyof typeof roots): Promise<Uint8Array> =>
    made(kind, { serial: 1n, subject: ROOT, publicKey: roots[kind].info, authority: true });

  for (const kind of ["p256", "rsa"] as const) {
    it(`by a key of ${kind} are what OpenSSL reads and verifies, and what we read`, async () => {
      const [root, own] = [await rootOf(kind), await made(kind, {})];
      const foreign = new X509Certificate(own);
      expect(foreign.verify(createPublicKey(roots[kind].key))).to.equal(true);
      expect(foreign.checkIssued(new X509Certificate(root))).to.equal(true);
      expect(foreign.subject).to.include("organizationIdentifier=NTRCN-11371000004352185C");
      expect(new X509Certificate(root).ca).to.equal(true);
      const read = readCertificate(own);
      expect(read.serial).to.equal(2n ** 150n + 3n);
      expect(read.attributes.get(ATTRIBUTE.organisationIdentifier)).to.equal("NTRCN-11371000004352185C");
      expect([read.notBefore, read.notAfter]).to.deep.equal([NOW, NOW + 86_400 * 365 * 30]);
      expect(read.usage).to.deep.equal(new Set([USAGE.digitalSignature, USAGE.nonRepudiation]));
      expect([read.authority, read.unread]).to.deep.equal([false, []]);
      expect(isIssuedBy(read, readCertificate(root))).to.equal(true);
    });
  }

  it("are not issued by who has another key, another name, or no right to issue", async () => {
    const [own, root] = [readCertificate(await made("p256", {})), readCertificate(await rootOf("p256"))];
    const other = readCertificate(await made("rsa", { subject: ROOT, publicKey: roots.rsa.info, authority: true }));
    const plain = readCertificate(await made("p256", { subject: ROOT, publicKey: roots.p256.info }));
    const named = readCertificate(
      await made("p256", { subject: { commonName: "Other" }, publicKey: roots.p256.info, authority: true }),
    );
    expect([root, other, plain, named].map((issuer) => isIssuedBy(own, issuer))).to.deep.equal([
      true,
      false,
      false,
      false,
    ]);
  });

  it("with one bit flipped are none, or not issued by the root", async () => {
    const [own, root] = [await made("p256", {}), readCertificate(await rootOf("p256"))];
    for (let at = 0; at < own.length; at++) {
      let issued = false;
      try {
        issued = isIssuedBy(readCertificate(flipped(own, at)), root);
      } catch (error) {
        expect((error as { code?: string }).code, String(at)).to.equal("schema.pattern");
      }
      expect(issued, String(at)).to.equal(false);
    }
  });

  it("hold a point of their curve, P-256 or SM2, and are none where it is beside it", async () => {
    for (const [kind, point] of [
      ["p256", p256.Point.BASE],
      ["sm2", Sm2Point.BASE],
    ] as const) {
      const bytes = point.toBytes(false);
      const { key } = readCertificate(await made("p256", { publicKey: pointInfo(kind, bytes) }));
      expect(key).to.deep.equal({ kind, point: point.toBytes(true) });
      for (const other of [flipped(bytes, 64), bytes.with(0, 2), point.toBytes(true)]) {
        const wrong = await made("p256", { publicKey: pointInfo(kind, other) });
        expect(() => readCertificate(wrong)).to.throw("schema.pattern");
      }
    }
  });

  it("verify RSA signatures of node:crypto, and nothing that is nearly one", () => {
    const { n = "", e = "" } = createPublicKey(roots.rsa.key).export({ format: "jwk" });
    const number = (text: string): bigint => BigInt(`0x${Buffer.from(text, "base64url").toString("hex")}`);
    const key = { modulus: number(n), exponent: number(e) };
    const message = sample("message", 100);
    const signature = new Uint8Array(sign("sha256", message, roots.rsa.key));
    expect(rsaVerify(key, message, signature)).to.equal(true);
    expect(isSignedWith({ kind: "rsa", ...key }, message, signature)).to.equal(true);
    expect(rsaVerify(key, sample("other", 100), signature)).to.equal(false);
    for (const at of [0, 100, 255]) expect(rsaVerify(key, message, flipped(signature, at))).to.equal(false);
    expect(rsaVerify(key, message, signature.slice(1))).to.equal(false);
    expect(rsaVerify({ ...key, exponent: 1n }, message, signature)).to.equal(false);
    const sha1 = new Uint8Array(sign("sha1", message, roots.rsa.key));
    expect(rsaVerify(key, message, sha1)).to.equal(false);
    const weak = generateKeyPairSync("rsa", { modulusLength: 1024 });
    const short = createPublicKey(createPrivateKey(weak.privateKey.export({ format: "pem", type: "pkcs8" })));
    const jwk = short.export({ format: "jwk" });
    const weakKey = { modulus: number(jwk.n ?? ""), exponent: number(jwk.e ?? "") };
    expect(rsaVerify(weakKey, message, new Uint8Array(sign("sha256", message, weak.privateKey)))).to.equal(false);
  });
});
