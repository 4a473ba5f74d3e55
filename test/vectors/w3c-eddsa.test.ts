import { expect } from "chai";
import { proofMessage } from "../../src/crypto/data-integrity.ts";
import { fromHex, fromMultibase58, multibase58, toHex, utf8 } from "../../src/crypto/encoding.ts";
import { eddsaJcs2022 as suite } from "../../src/crypto/suites/eddsa-jcs-2022.ts";
import { canonicalize } from "../../src/domain/canonical.ts";
import { parseJsonObject } from "../../src/domain/json.ts";
import { describeVectors, vectorBytes, vectorText } from "./vectors.ts";

interface KeyPair {
  readonly publicKeyMultibase: string;
  readonly privateKeyMultibase: string;
}

/** Secret Multikey: multicodec ed25519-priv (0x8026), then 32 bytes. https://www.w3.org/TR/cid-1.0/#Multikey */
function secretOf({ privateKeyMultibase }: KeyPair): Uint8Array {
  const bytes = fromMultibase58(privateKeyMultibase);
  expect([...bytes.subarray(0, 2)]).to.deep.equal([0x80, 0x26]);
  return bytes.slice(2);
}

/** https://www.w3.org/TR/vc-di-eddsa/#representation-eddsa-jcs-2022, every intermediate value in order. */
describeVectors("w3c-eddsa", () => {
  const text = (file: string): string => vectorText("w3c-eddsa", "eddsa-jcs-2022", file).trim();
  const json = (...path: string[]) => parseJsonObject(vectorBytes("w3c-eddsa", ...path));
  const keyPair = JSON.parse(vectorText("w3c-eddsa", "keyPair.json")) as KeyPair;
  const publicKey = suite.fromMultikey(keyPair.publicKeyMultibase);
  const document = utf8(text("canonDocJCS.txt"));
  const config = utf8(text("proofCanonJCS.txt"));
  const message = proofMessage(config, document, suite.hash);

  it("eddsa-jcs-2022, step 1: the canonical document", () => {
    expect(canonicalize(json("unsigned.json"))).to.equal(text("canonDocJCS.txt"));
  });

  it("step 2: the hash of the document", () => {
    expect(toHex(suite.hash(document))).to.equal(`0x${text("docHashJCS.txt")}`);
  });

  it("step 3: the canonical proof configuration", () => {
    expect(canonicalize(json("eddsa-jcs-2022", "proofConfigJCS.json"))).to.equal(text("proofCanonJCS.txt"));
  });

  it("step 4: the hash of the proof configuration", () => {
    expect(toHex(suite.hash(config))).to.equal(`0x${text("proofHashJCS.txt")}`);
  });

  it("step 5: the two hashes together", () => {
    expect(toHex(message)).to.equal(`0x${text("combinedHashJCS.txt")}`);
  });

  it("step 6: the signature, and its form as proofValue", () => {
    const signature = suite.signBytes(secretOf(keyPair), message);
    expect(toHex(signature)).to.equal(`0x${text("sigHexJCS.txt")}`);
    expect(multibase58(signature)).to.equal(text("sigBTC58JCS.txt"));
    expect(suite.verifyBytes(publicKey, message, fromHex(`0x${text("sigHexJCS.txt")}`))).to.equal(true);
  });

  it("step 7: the signed credential verifies, and does not with one letter changed", () => {
    const { proof, ...unsecured } = json("eddsa-jcs-2022", "signedJCS.json");
    const { proofValue, ...options } = proof as Record<string, string>;
    const signature = fromMultibase58(proofValue ?? "");
    const messageOf = (value: object) =>
      proofMessage(utf8(canonicalize(options)), utf8(canonicalize(value)), suite.hash);
    expect(suite.verifyBytes(publicKey, messageOf(unsecured), signature)).to.equal(true);
    expect(suite.verifyBytes(publicKey, messageOf({ ...unsecured, name: "alumni Credential" }), signature)).to.equal(
      false,
    );
  });

  it("every published key pair: the secret has that public key as its Multikey", () => {
    const pairs = JSON.parse(vectorText("w3c-eddsa", "proof-set-chain", "multiKeyPairs.json")) as Record<
      string,
      KeyPair
    >;
    for (const pair of [keyPair, ...Object.values(pairs)]) {
      expect(suite.multikey(suite.publicKeyOf(secretOf(pair)))).to.equal(pair.publicKeyMultibase);
    }
    expect(Object.keys(pairs)).to.have.length(4);
  });
});
