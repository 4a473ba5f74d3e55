import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { concat, fromHex, utf8 } from "../../src/crypto/encoding.ts";
import { signatureOfDer } from "../../src/crypto/signature-der.ts";
import { sm2PublicKey, sm2Sign, sm2Verify } from "../../src/crypto/sm2.ts";
import { Sm2Point } from "../../src/crypto/sm2-curve.ts";
import { hasSm2, openssl, opensslVerifies, SM2_ID, SM2_SPKI } from "./openssl.ts";
import { flipped, sample } from "./sample.ts";

describe("SM2 and OpenSSL", () => {
  if (!hasSm2) {
    it.skip("skipped: there is no openssl command with SM2");
    return;
  }

  let folder = "";
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "yz-sm2-"));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));
  const file = (name: string): string => join(folder, name);

  it("OpenSSL verifies our signatures, and none that we refuse", () => {
    for (let i = 0; i < 3; i++) {
      const [secret, message] = [sample(`secret ${i}`), sample(`message ${i}`, 64 * i)];
      const signature = sm2Sign(secret, message);
      expect(opensslVerifies("sm2", sm2PublicKey(secret), message, signature)).to.equal(true);
      for (const bad of [flipped(signature, 31), flipped(signature, 63)]) {
        expect(opensslVerifies("sm2", sm2PublicKey(secret), message, bad)).to.equal(false);
        expect(sm2Verify(sm2PublicKey(secret), message, bad)).to.equal(false);
      }
    }
  }).timeout(20_000);

  // One in 256 signatures has such an r, and one in 256 such an s: found by trying "short 0", "short 1", …
  for (const [part, text, at] of [
    ["r", "short 212", 0],
    ["s", "short 22", 32],
  ] as const) {
    it(`OpenSSL verifies our signature with a short ${part}, which DER writes in 31 bytes`, () => {
      const secret = fromHex("0x3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8");
      const signature = sm2Sign(secret, utf8(text));
      expect(signature[at]).to.equal(0);
      expect(opensslVerifies("sm2", sm2PublicKey(secret), utf8(text), signature)).to.equal(true);
    }).timeout(20_000);
  }

  it("we verify OpenSSL's signatures under OpenSSL's keys, and none over another message", () => {
    for (let i = 0; i < 3; i++) {
      const message = sample(`message ${i}`, 64 * i);
      writeFileSync(file("message"), message);
      expect(openssl("genpkey", "-algorithm", "SM2", "-out", file("secret.pem")).status).to.equal(0);
      const der = ["-pubout", "-outform", "DER", "-out", file("public.der")];
      expect(openssl("pkey", "-in", file("secret.pem"), ...der).status).to.equal(0);
      const sign = ["-sm3", "-sign", file("secret.pem"), ...SM2_ID, "-out", file("signature"), file("message")];
      expect(openssl("dgst", ...sign).status).to.equal(0);

      const spki = new Uint8Array(readFileSync(file("public.der")));
      expect(spki.slice(0, SM2_SPKI.length)).to.deep.equal(SM2_SPKI);
      const publicKey = Sm2Point.fromBytes(spki.slice(SM2_SPKI.length)).toBytes(true);
      const signature = signatureOfDer(new Uint8Array(readFileSync(file("signature"))));
      expect(sm2Verify(publicKey, message, signature)).to.equal(true);
      expect(sm2Verify(publicKey, concat(message, Uint8Array.of(0)), signature)).to.equal(false);
    }
  }).timeout(20_000);
});
