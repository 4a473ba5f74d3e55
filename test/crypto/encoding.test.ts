import { expect } from "chai";
import { decodeBase58, hexlify } from "ethers";
import {
  concat,
  equal,
  fromBase58,
  fromBase64,
  fromBase64Url,
  fromHex,
  fromMultibase58,
  multibase58,
  toBase58,
  toBase64,
  toBase64Url,
  toHex,
  uintBytes,
  utf8,
} from "../../src/crypto/encoding.ts";
import { sample } from "./sample.ts";

const LENGTHS = [0, 1, 2, 3, 4, 5, 31, 32, 33, 255, 1000];

describe("encoding", () => {
  it("reads back what it wrote, at every length", () => {
    for (const length of LENGTHS) {
      const bytes = sample("round trip", length);
      expect(fromHex(toHex(bytes))).to.deep.equal(bytes);
      expect(fromBase64(toBase64(bytes))).to.deep.equal(bytes);
      expect(fromBase64Url(toBase64Url(bytes))).to.deep.equal(bytes);
      expect(fromBase58(toBase58(bytes))).to.deep.equal(bytes);
      expect(fromMultibase58(multibase58(bytes))).to.deep.equal(bytes);
    }
  });

  it("writes hex as ethers does and base64 as Node does", () => {
    const bytes = sample("other libraries", 300);
    expect(toHex(bytes)).to.equal(hexlify(bytes));
    expect(toBase64(bytes)).to.equal(Buffer.from(bytes).toString("base64"));
    expect(toBase64Url(bytes)).to.equal(Buffer.from(bytes).toString("base64url"));
  });

  it("reads and writes a megabyte", () => {
    const bytes = new Uint8Array(2 ** 20).fill(0xa5);
    expect(equal(fromHex(toHex(bytes)), bytes)).to.equal(true);
    expect(equal(fromBase64(toBase64(bytes)), bytes)).to.equal(true);
  });

  for (const hex of ["", "00", "0x0", "0X00", "0xAB", "0x0g", "0x00 ", " 0x00", "0x00\n"]) {
    it(`refuses ${JSON.stringify(hex)} as hex`, () => expect(() => fromHex(hex)).to.throw("schema.pattern"));
  }

  for (const text of ["A", "AA", "AAA", "AA=", "A===", "====", "AB==", "AAB=", "AA-_", "AA AA", "AAAA\n", "AA==AAAA"]) {
    it(`refuses ${JSON.stringify(text)} as base64`, () => expect(() => fromBase64(text)).to.throw("schema.pattern"));
  }

  for (const text of ["A", "AA==", "AB", "AAB", "AA+/", "AA AA", "AAAA\n"]) {
    it(`refuses ${JSON.stringify(text)} as base64url`, () =>
      expect(() => fromBase64Url(text)).to.throw("schema.pattern"));
  }

  // https://datatracker.ietf.org/doc/html/draft-msporny-base58-03#section-5
  it("gives the base58 test vectors of the draft", () => {
    expect(toBase58(utf8("Hello World!"))).to.equal("2NEpo7TZRRrLZSi2U");
    expect(toBase58(utf8("The quick brown fox jumps over the lazy dog."))).to.equal(
      "USm3fpXnKG5EUBx2ndxBDMPVciP5hGey2Jh4NDv6gmeo1LkMeiKrLJUUBk6Z",
    );
    expect(toBase58(fromHex("0x0000287fb4cd"))).to.equal("11233QC4");
  });

  it("agrees with ethers on base58", () => {
    const bytes = sample("base58", 34);
    expect(decodeBase58(toBase58(bytes))).to.equal(BigInt(toHex(bytes)));
  });

  it("keeps leading zeros in base58", () => {
    expect(fromBase58("111")).to.deep.equal(new Uint8Array(3));
    expect(toBase58(new Uint8Array(3))).to.equal("111");
  });

  for (const text of ["0", "O", "I", "l", "2 3", "2\n"]) {
    it(`refuses ${JSON.stringify(text)} as base58`, () => expect(() => fromBase58(text)).to.throw("schema.pattern"));
  }

  it("refuses base58 beyond 1,024 bytes, whose cost would be quadratic", () => {
    expect(fromBase58("1".repeat(1024))).to.have.length(1024);
    expect(fromBase58(toBase58(new Uint8Array(1024).fill(255)))).to.have.length(1024);
    expect(() => fromBase58(`11${toBase58(new Uint8Array(1023).fill(255))}`)).to.throw("schema.pattern");
    expect(() => fromBase58("2".repeat(100_000))).to.throw("schema.pattern");
    expect(() => fromBase58("1".repeat(1025))).to.throw("schema.pattern");
    expect(() => toBase58(new Uint8Array(1025))).to.throw("schema.pattern");
  });

  it("refuses any multibase but base58btc", () => {
    for (const text of ["", "Z2", "uAAAA", "2NEpo7TZRRrLZSi2U"]) {
      expect(() => fromMultibase58(text)).to.throw("schema.pattern");
    }
  });

  it("refuses a lone surrogate, which would otherwise become U+FFFD", () => {
    expect(() => utf8("\ud800")).to.throw("schema.pattern");
    expect(utf8("印证")).to.deep.equal(fromHex("0xe58db0e8af81"));
  });

  it("compares by content and joins in order", () => {
    expect(equal(concat(Uint8Array.of(1), Uint8Array.of(), Uint8Array.of(2, 3)), Uint8Array.of(1, 2, 3))).to.equal(
      true,
    );
    expect(equal(Uint8Array.of(1), Uint8Array.of(1, 0))).to.equal(false);
    expect(equal(Uint8Array.of(1, 2), Uint8Array.of(1, 3))).to.equal(false);
  });

  it("writes whole numbers in a fixed length and refuses what does not fit", () => {
    expect(uintBytes(0, 2)).to.deep.equal(Uint8Array.of(0, 0));
    expect(uintBytes(258, 4)).to.deep.equal(Uint8Array.of(0, 0, 1, 2));
    expect(uintBytes(2n ** 64n - 1n, 8)).to.deep.equal(new Uint8Array(8).fill(255));
    for (const value of [-1, 256, 65_535, 1.5, Number.NaN, 2 ** 60, -1n, 256n]) {
      expect(() => uintBytes(value, 1)).to.throw("schema.pattern");
    }
  });
});
