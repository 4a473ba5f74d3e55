import { expect } from "chai";
import { keccak256 as ethersKeccak } from "ethers";
import { concat, toHex, utf8 } from "../../src/crypto/encoding.ts";
import { hashOf, keccak256, sha256, sm3, taggedHash } from "../../src/crypto/hash.ts";
import { sample } from "./sample.ts";

describe("hash", () => {
  // FIPS 180-4, examples: https://csrc.nist.gov/projects/cryptographic-standards-and-guidelines/example-values
  it("gives the published SHA-256 of abc and of nothing", () => {
    expect(toHex(sha256(utf8("abc")))).to.equal("0xba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    expect(toHex(sha256())).to.equal("0xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  });

  // GB/T 32905-2016 (GM/T 0004-2012), appendix A, examples 1 and 2
  it("gives the standard's SM3 of abc and of abcd sixteen times", () => {
    expect(toHex(sm3(utf8("abc")))).to.equal("0x66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
    expect(toHex(sm3(utf8("abcd".repeat(16))))).to.equal(
      "0xdebe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732",
    );
  });

  it("gives Ethereum's Keccak-256, not SHA3-256", () => {
    expect(toHex(keccak256())).to.equal("0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470");
    const bytes = sample("keccak", 200);
    expect(toHex(keccak256(bytes))).to.equal(ethersKeccak(bytes));
  });

  it("hashes the concatenation of its parts", () => {
    const [a, b, c] = [sample("a", 5), new Uint8Array(), sample("c", 70)];
    for (const h of [sha256, sm3, keccak256]) expect(h(a, b, c)).to.deep.equal(h(concat(a, b, c)));
  });

  it("names the hash of each batch suite", () => {
    expect(hashOf("sha256")).to.equal(sha256);
    expect(hashOf("sm3")).to.equal(sm3);
  });

  it("separates a tag from its content by a zero byte", () => {
    const body = sample("body");
    expect(taggedHash("yinzheng/member/v1", body)).to.deep.equal(sha256(utf8("yinzheng/member/v1\0"), body));
    expect(taggedHash("a", utf8("b"))).to.not.deep.equal(taggedHash("ab"));
  });
});
