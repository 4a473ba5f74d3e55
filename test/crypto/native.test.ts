import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { ed25519 } from "@noble/curves/ed25519.js";
import { expect } from "chai";
import { concat, fromHex, toHex, utf8 } from "../../src/crypto/encoding.ts";
import { mayBePublicKey } from "../../src/crypto/native/ed25519-rules.ts";
import * as noble from "../../src/crypto/native/noble.ts";
import * as node from "../../src/crypto/native/node.ts";
import { flipped, sample } from "./sample.ts";

const ENGINES = { node, noble };
const { Point } = ed25519;
const L = Point.Fn.ORDER;
/** A point of order 8, https://eprint.iacr.org/2020/1244 table 5. */
const TORSION = Point.fromHex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a");

function scalar(...parts: Uint8Array[]): bigint {
  const digest = createHash("sha512")
    .update(concat(...parts))
    .digest();
  return digest.reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n) % L;
}

function scalarBytes(value: bigint): Uint8Array {
  return Uint8Array.from({ length: 32 }, (_, i) => Number((value >> BigInt(8 * i)) & 255n));
}

/** What both engines say; fails when they differ. */
function verdict(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  const [first, second] = [node, noble].map((engine) => engine.ed25519Verify(publicKey, message, signature));
  expect(first, "node and noble agree").to.equal(second);
  return first === true;
}

describe("native", () => {
  it("offers the same functions from both engines", () => {
    expect(Object.keys(node).sort()).to.deep.equal(Object.keys(noble).sort());
  });

  it("finds the first place of some bytes in others from either engine", () => {
    const bytes = utf8("abcabcabd");
    const cases: readonly (readonly [string, number, number])[] = [
      ["abc", 0, 0],
      ["abc", 1, 3],
      ["abd", 0, 6],
      ["abd", 7, -1],
      ["abe", 0, -1],
      ["abcabcabdd", 0, -1],
    ];
    for (const [part, from, place] of cases) {
      for (const [name, engine] of Object.entries(ENGINES)) {
        expect(engine.indexOfBytes(bytes, utf8(part), from), `${name}: ${part} from ${from}`).to.equal(place);
      }
    }
  });

  it("hashes bytes given in hex from either engine, and refuses what is no hex", () => {
    for (const engine of Object.values(ENGINES)) {
      for (const length of [0, 1, 65, 300]) {
        const bytes = sample("hex", length);
        expect(engine.sha256OfHex(toHex(bytes).slice(2))).to.equal(engine.sha256Hex(bytes));
      }
      for (const bad of ["0", "0g", "00 1", "é0"])
        expect(() => engine.sha256OfHex(bad), bad).to.throw("schema.pattern");
    }
  });

  it("is chosen by package.json: browsers get noble, all else node", () => {
    const { imports } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as {
      imports: Record<string, unknown>;
    };
    expect(imports["#native"]).to.deep.equal({
      browser: "./src/crypto/native/noble.ts",
      default: "./src/crypto/native/node.ts",
    });
  });

  it("hashes to the same bytes at every length around a block", () => {
    for (let length = 0; length <= 200; length++) {
      const bytes = sample("hash", length);
      expect(noble.sha256(bytes)).to.deep.equal(node.sha256(bytes));
      expect(noble.sm3(bytes)).to.deep.equal(node.sm3(bytes));
    }
  });

  it("gives plain Uint8Arrays that own their memory", () => {
    for (const engine of [node, noble]) {
      for (const bytes of [engine.sha256(utf8("a")), engine.sm3(utf8("a")), engine.ed25519PublicKey(sample("k"))]) {
        expect(Object.getPrototypeOf(bytes)).to.equal(Uint8Array.prototype);
        expect(bytes.buffer.byteLength).to.equal(32);
      }
    }
  });
});

for (const [name, engine] of Object.entries(ENGINES)) {
  describe(`native Ed25519 (${name})`, () => {
    // RFC 8032 §7.1, tests 1, 2 and 3
    const PUBLISHED = [
      {
        secret: "0x9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        publicKey: "0xd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        message: "0x",
        signature:
          "0xe5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
      },
      {
        secret: "0x4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        publicKey: "0x3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        message: "0x72",
        signature:
          "0x92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
      },
      {
        secret: "0xc5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        publicKey: "0xfc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        message: "0xaf82",
        signature:
          "0x6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
      },
    ];

    PUBLISHED.forEach(({ secret, publicKey, message, signature }, i) => {
      it(`gives RFC 8032 §7.1 test ${i + 1}`, () => {
        expect(toHex(engine.ed25519PublicKey(fromHex(secret)))).to.equal(publicKey);
        expect(toHex(engine.ed25519Sign(fromHex(secret), fromHex(message)))).to.equal(signature);
        expect(engine.ed25519Verify(fromHex(publicKey), fromHex(message), fromHex(signature))).to.equal(true);
      });
    });

    it("refuses a signature with any byte changed, and any other message or key", () => {
      const secret = sample("secret");
      const message = sample("message", 64);
      const publicKey = engine.ed25519PublicKey(secret);
      const signature = engine.ed25519Sign(secret, message);
      for (let i = 0; i < 64; i++)
        expect(engine.ed25519Verify(publicKey, message, flipped(signature, i))).to.equal(false);
      for (let i = 0; i < 64; i++)
        expect(engine.ed25519Verify(publicKey, flipped(message, i), signature)).to.equal(false);
      for (let i = 0; i < 32; i++)
        expect(engine.ed25519Verify(flipped(publicKey, i), message, signature)).to.equal(false);
    });

    it("answers false to keys and signatures of the wrong length, and throws for such secrets", () => {
      const [key, signature] = [engine.ed25519PublicKey(sample("s")), engine.ed25519Sign(sample("s"), utf8("m"))];
      for (const length of [0, 31, 33, 64])
        expect(engine.ed25519Verify(sample("k", length), utf8("m"), signature)).to.equal(false);
      for (const length of [0, 63, 65])
        expect(engine.ed25519Verify(key, utf8("m"), sample("s", length))).to.equal(false);
      for (const length of [0, 31, 33, 64]) {
        expect(() => engine.ed25519Sign(sample("s", length), utf8("m"))).to.throw("internal");
        expect(() => engine.ed25519PublicKey(sample("s", length))).to.throw("internal");
      }
    });
  });
}

describe("native Ed25519 at the edges, where libraries differ", () => {
  const message = utf8("edge");

  it("agrees on keys and signatures of random bytes", () => {
    for (let i = 0; i < 100; i++) verdict(sample(`key ${i}`), message, sample(`signature ${i}`, 64));
  });

  it("refuses S + L, which would make a second signature of the first", () => {
    const [publicKey, signature] = [node.ed25519PublicKey(sample("s")), node.ed25519Sign(sample("s"), message)];
    const s = signature.subarray(32).reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n);
    expect(verdict(publicKey, message, signature)).to.equal(true);
    for (const other of [s + L, L, L + 1n, 2n ** 256n - 1n]) {
      expect(verdict(publicKey, message, concat(signature.subarray(0, 32), scalarBytes(other)))).to.equal(false);
    }
  });

  it("refuses all eight keys of small order, in every encoding, though the equation holds", () => {
    let point = TORSION;
    for (let i = 0; i < 8; i++, point = point.add(TORSION)) {
      const key = point.toBytes();
      // R = [r]B and S = r hold for half or more of all messages under such a key: try until one does.
      const r = 5n;
      const signature = concat(Point.BASE.multiply(r).toBytes(), scalarBytes(r));
      for (let m = 0; m < 16; m++) expect(verdict(key, Uint8Array.of(m), signature)).to.equal(false);
      expect(mayBePublicKey(key)).to.equal(false);
    }
    // y = 1 and y = −1 with the sign bit, and y = p and p + 1: encodings of small-order points that are not canonical.
    const p = 2n ** 255n - 19n;
    for (const y of [1n, p - 1n, p, p + 1n]) {
      for (const sign of [0n, 1n]) expect(mayBePublicKey(scalarBytes(y | (sign << 255n)))).to.equal(false);
    }
  });

  it("takes the equation without the cofactor: a key with a torsion part verifies only where [S]B − [k]A is R itself", () => {
    const a = 12345n;
    const key = Point.BASE.multiply(a).add(TORSION).toBytes();
    const r = 777n;
    const rBytes = Point.BASE.multiply(r).toBytes();
    const seen = new Set<boolean>();
    for (let m = 0; m < 64; m++) {
      const text = Uint8Array.of(m);
      const k = scalar(rBytes, key, text);
      const signature = concat(rBytes, scalarBytes((r + k * a) % L));
      // Cofactored verification accepts all of these.
      expect(ed25519.verify(signature, text, key, { zip215: true })).to.equal(true);
      const holds = verdict(key, text, signature);
      expect(holds).to.equal(k % 8n === 0n);
      seen.add(holds);
    }
    expect(seen.size, "both cases occur").to.equal(2);
  });

  it("refuses an R with a torsion part, which cofactored verification accepts", () => {
    const a = 999n;
    const key = Point.BASE.multiply(a).toBytes();
    const rBytes = Point.BASE.multiply(31n).add(TORSION).toBytes();
    const signature = concat(rBytes, scalarBytes((31n + scalar(rBytes, key, message) * a) % L));
    expect(ed25519.verify(signature, message, key, { zip215: true })).to.equal(true);
    expect(verdict(key, message, signature)).to.equal(false);
  });

  it("refuses a key whose y is p or more, and one that is on no point", () => {
    const p = 2n ** 255n - 19n;
    for (let i = 0n; i < 19n; i++) expect(mayBePublicKey(scalarBytes(p + i))).to.equal(false);
    for (const length of [0, 31, 33]) expect(mayBePublicKey(sample("key", length))).to.equal(false);
    for (let y = 2; y < 12; y++) {
      const key = scalarBytes(BigInt(y));
      expect(verdict(key, message, sample("signature", 64))).to.equal(false);
    }
  });

  it("keeps verifying right when more keys come than the cache holds", () => {
    const signers = Array.from({ length: 1100 }, (_, i) => sample(`signer ${i}`));
    const [first = sample("none")] = signers;
    const signature = node.ed25519Sign(first, message);
    const check = (): boolean => node.ed25519Verify(node.ed25519PublicKey(first), message, signature);
    expect(check()).to.equal(true);
    for (const signer of signers)
      expect(node.ed25519Verify(sample(`key of ${toHex(signer)}`), message, signature)).to.equal(false);
    expect(check()).to.equal(true);
  });
});
