import { expect } from "chai";
import { proofMessage } from "../../src/crypto/data-integrity.ts";
import { fromHex, fromMultibase58, multibase58, toHex, utf8 } from "../../src/crypto/encoding.ts";
import { ecdsaJcs2019 as suite } from "../../src/crypto/suites/ecdsa-jcs-2019.ts";
import { canonicalize } from "../../src/domain/canonical.ts";
import { parseJsonObject } from "../../src/domain/json.ts";
import { describeVectors, vectorBytes, vectorText } from "./vectors.ts";

interface KeyPair {
  readonly publicKeyMultibase: string;
  readonly secretKeyMultibase: string;
}

/** Secret Multikey: multicodec p256-priv (0x1306, bytes 0x8626), then 32 bytes. https://www.w3.org/TR/cid-1.0/#Multikey */
function secretOf({ secretKeyMultibase }: KeyPair): Uint8Array {
  const bytes = fromMultibase58(secretKeyMultibase);
  expect([...bytes.subarray(0, 2)]).to.deep.equal([0x86, 0x26]);
  return bytes.slice(2);
}

/** https://www.w3.org/TR/vc-di-ecdsa/#representation-ecdsa-jcs-2019-with-curve-p-256, every intermediate value in order. */
describeVectors("w3c-ecdsa", () => {
  const folder = "ecdsa-jcs-2019-p256";
  const text = (name: string): string => vectorText("w3c-ecdsa", folder, `${name}JCSECDSAP256.txt`).trim();
  const json = (...path: string[]) => parseJsonObject(vectorBytes("w3c-ecdsa", ...path));
  const keyPair = JSON.parse(vectorText("w3c-ecdsa", "p256KeyPair.json")) as KeyPair;
  const publicKey = suite.fromMultikey(keyPair.publicKeyMultibase);
  const document = utf8(text("canonDoc"));
  const config = utf8(text("proofCanon"));
  const message = proofMessage(config, document, suite.hash);

  it("ecdsa-jcs-2019 with P-256: the key pair's secret has that public key as its Multikey", () => {
    expect(suite.multikey(suite.publicKeyOf(secretOf(keyPair)))).to.equal(keyPair.publicKeyMultibase);
  });

  it("step 1: the canonical document", () => {
    expect(canonicalize(json("unsigned.json"))).to.equal(text("canonDoc"));
  });

  it("step 2: the hash of the document", () => {
    expect(toHex(suite.hash(document))).to.equal(`0x${text("docHash")}`);
  });

  it("step 3: the canonical proof configuration", () => {
    expect(canonicalize(json(folder, "proofConfigJCSECDSAP256.json"))).to.equal(text("proofCanon"));
  });

  it("step 4: the hash of the proof configuration", () => {
    expect(toHex(suite.hash(config))).to.equal(`0x${text("proofHash")}`);
  });

  it("step 5: the two hashes together", () => {
    expect(toHex(message)).to.equal(`0x${text("combinedHash")}`);
  });

  it("step 6: the signature, and its form as proofValue", () => {
    const signature = suite.signBytes(secretOf(keyPair), message);
    expect(toHex(signature)).to.equal(`0x${text("sigHex")}`);
    expect(multibase58(signature)).to.equal(text("sigBTC58"));
    expect(suite.verifyBytes(publicKey, message, fromHex(`0x${text("sigHex")}`))).to.equal(true);
  });

  it("step 7: the signed credential verifies, and does not with one letter changed", () => {
    const { proof, ...unsecured } = json(folder, "signedJCSECDSAP256.json");
    const { proofValue, ...options } = proof as Record<string, string>;
    const signature = fromMultibase58(proofValue ?? "");
    const messageOf = (value: object) =>
      proofMessage(utf8(canonicalize(options)), utf8(canonicalize(value)), suite.hash);
    expect(suite.verifyBytes(publicKey, messageOf(unsecured), signature)).to.equal(true);
    expect(suite.verifyBytes(publicKey, messageOf({ ...unsecured, name: "alumni Credential" }), signature)).to.equal(
      false,
    );
  });

  it("leaves the suite's other curve alone: a P-384 key is no Multikey of ours, its signature no proof", () => {
    const other = JSON.parse(vectorText("w3c-ecdsa", "p384KeyPair.json")) as KeyPair;
    expect(() => suite.fromMultikey(other.publicKeyMultibase)).to.throw("schema.pattern");
    const signature = vectorText("w3c-ecdsa", "ecdsa-jcs-2019-p384", "sigHexJCSECDSAP384.txt").trim();
    expect(
      suite.verifyBytes(fromMultibase58(other.publicKeyMultibase).slice(2), message, fromHex(`0x${signature}`)),
    ).to.equal(false);
  });
});
