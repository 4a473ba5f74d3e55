import { expect } from "chai";
import { concat, fromMultibase58, multibase58 } from "../../../src/crypto/encoding.ts";
import type { Suite } from "../../../src/crypto/suites/suite.ts";
import { suiteOf } from "../../../src/crypto/suites/table.ts";
import type { JsonObject } from "../../../src/domain/canonical.ts";
import { addProof, checkProof, readProof } from "../../../src/proof/data-integrity.ts";
import { flipped, sample } from "../sample.ts";

/** What every suite does; `start` is how its Multikeys begin. */
export function shouldBehaveLikeASuite(suite: Suite, start: string): void {
  const secret = sample("suite secret");
  const publicKey = suite.publicKeyOf(secret);
  const message = sample("suite message", 64);
  const signature = suite.signBytes(secret, message);

  it("stands in the table", () => expect(suiteOf(suite.name)).to.equal(suite));

  it("signs what it verifies, with lengths as it says, the same bytes every time", () => {
    expect(publicKey).to.have.length(suite.publicKeyBytes);
    expect(signature).to.have.length(suite.signatureBytes);
    expect(suite.verifyBytes(publicKey, message, signature)).to.equal(true);
    expect(suite.signBytes(secret, message)).to.deep.equal(signature);
    expect(Object.getPrototypeOf(signature)).to.equal(Uint8Array.prototype);
  });

  it("refuses any changed byte, and any other length", () => {
    for (let i = 0; i < signature.length; i++)
      expect(suite.verifyBytes(publicKey, message, flipped(signature, i))).to.equal(false);
    for (let i = 0; i < publicKey.length; i++)
      expect(suite.verifyBytes(flipped(publicKey, i), message, signature)).to.equal(false);
    expect(suite.verifyBytes(publicKey, flipped(message, 63), signature)).to.equal(false);
    for (const length of [0, 1, 31, 32, 33, 63, 64, 65, 96]) {
      expect(suite.verifyBytes(sample("key", length), message, signature)).to.equal(false);
      expect(suite.verifyBytes(publicKey, message, sample("signature", length))).to.equal(false);
    }
  });

  it("throws for secrets of the wrong length", () => {
    for (const length of [0, 31, 33, 64]) {
      expect(() => suite.signBytes(sample("s", length), message)).to.throw("internal");
      expect(() => suite.publicKeyOf(sample("s", length))).to.throw("internal");
    }
  });

  it(`writes a public key as Multikey ${start}…, and reads no other prefix, length or base`, () => {
    const multikey = suite.multikey(publicKey);
    expect(multikey.startsWith(start)).to.equal(true);
    expect(suite.fromMultikey(multikey)).to.deep.equal(publicKey);
    const bytes = fromMultibase58(multikey);
    for (const bad of [
      flipped(bytes, 0),
      flipped(bytes, 1),
      bytes.subarray(0, -1),
      concat(bytes, Uint8Array.of(0)),
      publicKey,
    ])
      expect(() => suite.fromMultikey(multibase58(bad))).to.throw("schema.pattern");
    expect(() => suite.fromMultikey(multikey.slice(1))).to.throw("schema.pattern");
    expect(() => suite.multikey(publicKey.subarray(1))).to.throw("internal");
  });

  it("makes a Data Integrity proof that holds for this document and key alone", async () => {
    const document: JsonObject = { "@context": ["https://www.w3.org/ns/credentials/v2"], name: "不动产权证书" };
    const options = { verificationMethod: "did:example:a#b", created: "2026-11-01T00:00:00Z" };
    const sign = async (bytes: Uint8Array) => suite.signBytes(secret, bytes);
    const signed = await addProof(document, { suite, ...options, sign });
    const proof = readProof(signed.proof as JsonObject);
    if (proof === null) throw new Error("no proof");
    expect(proof.cryptosuite).to.equal(suite.name);
    expect(checkProof(signed, proof, publicKey)).to.equal(true);
    expect(checkProof({ ...signed, name: "不动产权证明" }, proof, publicKey)).to.equal(false);
    expect(checkProof(signed, proof, suite.publicKeyOf(sample("another secret")))).to.equal(false);
  });
}
