import { expect } from "chai";
import { proofMessage } from "../../../src/crypto/data-integrity.ts";
import { fromHex, multibase58, toHex, utf8 } from "../../../src/crypto/encoding.ts";
import { sm3 } from "../../../src/crypto/hash.ts";
import { sm2Jcs2026 as suite } from "../../../src/crypto/suites/sm2-jcs-2026.ts";
import { shouldBehaveLikeASuite } from "./behaviour.ts";

describe("sm2-jcs-2026", () => {
  shouldBehaveLikeASuite(suite, "zEPJ");

  it("hashes with SM3", () => expect(suite.hash(utf8("abc"))).to.deep.equal(sm3(utf8("abc"))));

  /**
   * The suite's own vector, never regenerated: key of GB/T 32918.5-2017, annex A. The hash of the document and the
   * signature were checked with OpenSSL 3.0: `openssl dgst -sm3`, and `-verify … -sigopt distid:1234567812345678`.
   */
  const secret = fromHex("0x3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8");
  const config = utf8(
    '{"created":"2026-11-01T00:00:00Z","cryptosuite":"sm2-jcs-2026","proofPurpose":"assertionMethod","type":"DataIntegrityProof","verificationMethod":"did:example:issuer#key"}',
  );
  const document = utf8(
    '{"credentialSubject":{"id":"did:example:holder","name":"张三"},"issuer":"did:example:issuer","type":["VerifiableCredential"]}',
  );
  const message = proofMessage(config, document, suite.hash);

  it("step 1: the public key as Multikey", () => {
    expect(suite.multikey(suite.publicKeyOf(secret))).to.equal("zEPJcGHUVYyrGAXXGQhLF39KAny4ojC9RPmA777H2iVztKwBd");
  });

  it("step 2: the two hashes together", () => {
    expect(toHex(message)).to.equal(
      "0x1c2623f73a0b1ff0d04b2fc3f6351c09262026d0a628e608de5e2e4ba6c5dcac9aae00cf0952fc57e3228a4ab0ef271663d2bb634e549dea9b81c662a72b7cdd",
    );
  });

  it("step 3: the signature, and its form as proofValue", () => {
    const signature = suite.signBytes(secret, message);
    expect(toHex(signature)).to.equal(
      "0x2afd633fe1741f8c653794b7d72d0b7eec11860c9ebf257ffbdc4ed416312e629d16390fc2738bcbfe546a6f8ece650680636ca195d8bbed6b07892b04819ebc",
    );
    expect(multibase58(signature)).to.equal(
      "zrrNVJEMS1qM39qwB2BSPs6AxJPqzwjM9hAn1jetx6kG6unVAfxyzvVnSZsmc2JkoXgjBcRwFQBXN3coHHjCvAnF",
    );
  });
});
