import { expect } from "chai";
import { proofMessage } from "../../src/crypto/data-integrity.ts";
import { concat, fromHex, multibase58, toHex, utf8 } from "../../src/crypto/encoding.ts";
import { sha256, sm3 } from "../../src/crypto/hash.ts";
import { eddsaJcs2022 as suite } from "../../src/crypto/suites/eddsa-jcs-2022.ts";
import { SUITES, suiteOf } from "../../src/crypto/suites/table.ts";
import { sample } from "./sample.ts";

describe("suites", () => {
  it("stand in the table under their own names", () => {
    for (const [name, entry] of Object.entries(SUITES)) {
      expect(entry.name).to.equal(name);
      expect(suiteOf(name)).to.equal(entry);
    }
  });

  it("are undefined where this version does not implement them", () => {
    for (const name of ["ecdsa-rdfc-2019", "eddsa-rdfc-2022", "sm2-jcs-2025", "toString", "__proto__", ""]) {
      expect(suiteOf(name)).to.equal(undefined);
    }
  });
});

describe("eddsa-jcs-2022", () => {
  const secret = sample("secret");
  const publicKey = suite.publicKeyOf(secret);

  it("signs what it verifies, with lengths as it says", () => {
    const message = sample("message", 64);
    const signature = suite.signBytes(secret, message);
    expect(publicKey).to.have.length(suite.publicKeyBytes);
    expect(signature).to.have.length(suite.signatureBytes);
    expect(suite.verifyBytes(publicKey, message, signature)).to.equal(true);
    expect(suite.verifyBytes(publicKey, sample("other", 64), signature)).to.equal(false);
  });

  it("hashes with SHA-256", () => expect(suite.hash(utf8("abc"))).to.deep.equal(sha256(utf8("abc"))));

  // https://www.w3.org/TR/vc-di-eddsa/#representation-eddsa-jcs-2022, key pair of the examples; seed of RFC 8032 test 1 below
  it("writes a public key as Multikey z6Mk…", () => {
    const key = fromHex("0xd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
    expect(suite.multikey(key)).to.match(/^z6Mk/);
    expect(suite.fromMultikey(suite.multikey(key))).to.deep.equal(key);
    expect(toHex(suite.fromMultikey("z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2"))).to.match(/^0x[0-9a-f]{64}$/);
  });

  it("refuses Multikeys of other types, lengths and bases", () => {
    const good = concat(Uint8Array.of(0xed, 0x01), publicKey);
    for (const bytes of [
      concat(Uint8Array.of(0xec, 0x01), publicKey),
      concat(Uint8Array.of(0xed, 0x02), publicKey),
      concat(Uint8Array.of(0x80, 0x26), publicKey),
      good.subarray(0, 33),
      concat(good, Uint8Array.of(0)),
      publicKey,
      new Uint8Array(),
    ]) {
      expect(() => suite.fromMultikey(multibase58(bytes))).to.throw("schema.pattern");
    }
    expect(() => suite.fromMultikey(multibase58(good).slice(1))).to.throw("schema.pattern");
    expect(() => suite.multikey(publicKey.subarray(1))).to.throw("internal");
  });
});

describe("data integrity", () => {
  it("signs the hash of the configuration, then that of the document: 64 bytes", () => {
    const [config, document] = [utf8('{"type":"DataIntegrityProof"}'), utf8("{}")];
    expect(proofMessage(config, document, suite.hash)).to.deep.equal(concat(sha256(config), sha256(document)));
    expect(proofMessage(config, document, (bytes) => sm3(bytes))).to.deep.equal(concat(sm3(config), sm3(document)));
  });
});
