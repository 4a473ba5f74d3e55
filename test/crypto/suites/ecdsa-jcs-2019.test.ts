import { expect } from "chai";
import { toHex, utf8 } from "../../../src/crypto/encoding.ts";
import { sha256 } from "../../../src/crypto/hash.ts";
import { ecdsaJcs2019 as suite } from "../../../src/crypto/suites/ecdsa-jcs-2019.ts";
import { shouldBehaveLikeASuite } from "./behaviour.ts";

describe("ecdsa-jcs-2019", () => {
  shouldBehaveLikeASuite(suite, "zDn");

  it("hashes with SHA-256", () => expect(suite.hash(utf8("abc"))).to.deep.equal(sha256(utf8("abc"))));

  // https://www.w3.org/TR/vc-di-ecdsa/#representation-ecdsa-jcs-2019-with-curve-p-256: key pair of the examples
  it("reads the Multikey of the W3C examples", () => {
    const key = suite.fromMultikey("zDnaepBuvsQ8cpsWrVKw8fbpGpvPeNSjVPTWoq6cRqaYzBKVP");
    expect(toHex(key)).to.equal("0x0360fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6");
  });
});
