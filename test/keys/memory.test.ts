import { createHash } from "node:crypto";
import { expect } from "chai";
import { fromHex, toHex, utf8 } from "../../src/crypto/encoding.ts";
import { keccak256 } from "../../src/crypto/hash.ts";
import { memoryKeys } from "../../src/keys/memory/open.ts";
import { keysConformance } from "./conformance.ts";
import { fixedRandom } from "./sample.ts";

describe("keys/memory", () => {
  keysConformance(async () => ({ keys: memoryKeys({ random: fixedRandom("memory") }), done: async () => {} }));

  it("makes the same keys of the same random bytes", async () => {
    const [a, b] = [memoryKeys({ random: fixedRandom("same") }), memoryKeys({ random: fixedRandom("same") })];
    expect({ ...(await a.create("k", "secp256k1", "officer")), sign: null }).to.deep.equal({
      ...(await b.create("k", "secp256k1", "officer")),
      sign: null,
    });
  });

  // https://github.com/ethereum/EIPs/blob/master/assets/eip-712/Example.js: Cow's mail to Bob
  it("signs the example of EIP-712 as published", async () => {
    const keys = memoryKeys({ random: () => keccak256(utf8("cow")) });
    const cow = await keys.create("cow", "secp256k1", "officer");
    expect(cow.address).to.equal("0xcd2a3d9f938e13cd947ec05abc7fe734df8dd826");
    const message = fromHex(
      "0x1901f2cee375fa42b42143804025fc449deafd50cc031ca257e0b194a650a912090fc52c0ee5d84264471806290a3f2c4cecfc5490626bf912d01f240d7a274b371e",
    );
    expect(toHex(keccak256(message))).to.equal("0xbe609aee343fb3c4b28e1df9e632fca64fcfaede20f02e86244efddf30957bd2");
    expect(toHex(await cow.sign(message))).to.equal(
      "0x4355c47d63924e8a72e509b65029052eb6c299d53a04e167c5775fd466751c9d07299936d304c153f6443dfa05f40ff007d72911b6f72307f996231605b915621c",
    );
  });

  // https://www.rfc-editor.org/rfc/rfc8032#section-7.1, TEST SHA(abc): a message of 64 bytes, as a Data Integrity proof's
  it("signs 64 bytes with Ed25519 as RFC 8032 does", async () => {
    const secret = fromHex("0x833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42");
    const key = await memoryKeys({ random: () => secret }).create("abc", "ed25519", "credential");
    expect(key.publicKey).to.equal("0xec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf");
    const message = createHash("sha512").update("abc").digest();
    expect(toHex(await key.sign(message))).to.equal(
      "0xdc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704",
    );
  });
});
