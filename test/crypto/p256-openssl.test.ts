import { createSign, generateKeyPairSync } from "node:crypto";
import { expect } from "chai";
import { fromBase64Url, fromHex, toHex, utf8 } from "../../src/crypto/encoding.ts";
import * as noble from "../../src/crypto/native/noble.ts";
import * as node from "../../src/crypto/native/node.ts";
import { p256Sign } from "../../src/crypto/p256.ts";
import { derOfSignature, signatureOfDer } from "../../src/crypto/signature-der.ts";
import { openssl, opensslVerifies } from "./openssl.ts";
import { flipped, sample } from "./sample.ts";

describe("P-256 and OpenSSL", () => {
  it("OpenSSL verifies our signatures, high s and low, and none that we refuse", function () {
    if (openssl("version").status !== 0) this.skip(); // there is no openssl command
    const [secret, tops] = [sample("secret"), new Set<boolean>()];
    const publicKey = node.p256PublicKey(secret);
    for (let i = 0; i < 6; i++) {
      const message = sample(`message ${i}`, 64);
      const signature = p256Sign(secret, message);
      tops.add((signature[32] ?? 0) >= 0x80);
      expect(opensslVerifies("p256", publicKey, message, signature)).to.equal(true);
      expect(opensslVerifies("p256", publicKey, message, flipped(signature, 40))).to.equal(false);
    }
    expect([...tops].sort()).to.deep.equal([false, true]);
  }).timeout(20_000);

  it("both engines verify signatures that OpenSSL made with keys and nonces of its own, read from strict DER", () => {
    for (let i = 0; i < 20; i++) {
      const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
      const { x = "", y = "" } = publicKey.export({ format: "jwk" });
      const odd = (fromBase64Url(y).at(-1) ?? 0) % 2;
      const key = fromHex(`0x0${2 + odd}${toHex(fromBase64Url(x)).slice(2)}`);
      const message = utf8(`message ${i}`);
      const der = new Uint8Array(createSign("sha256").update(message).sign(privateKey));
      const signature = signatureOfDer(der);
      expect(derOfSignature(signature)).to.deep.equal(der);
      for (const { p256Verify } of [node, noble]) {
        expect(p256Verify(key, message, signature)).to.equal(true);
        expect(p256Verify(key, utf8("another"), signature)).to.equal(false);
      }
    }
  });
});
