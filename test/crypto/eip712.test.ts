import { expect } from "chai";
import { TypedDataEncoder } from "ethers";
import {
  domainSeparator,
  type StructOf,
  signingDigest,
  signingMessage,
  structHash,
  typeString,
} from "../../src/crypto/eip712.ts";
import { concat, toHex } from "../../src/crypto/encoding.ts";
import { keccak256 } from "../../src/crypto/hash.ts";
import { EIP712_TYPES, type SignedType } from "../../src/domain/eip712.ts";
import { DOMAIN, MESSAGES } from "./messages.ts";

const NAMES = Object.keys(MESSAGES) as SignedType[];
const ETHERS_DOMAIN = { name: "Yinzheng", version: "1", ...DOMAIN };

/** structHash for a type and a message that the compiler can't match, or that don't match. */
function hashAny(type: SignedType, message: object): string {
  return toHex(structHash(type as "Anchor", message as StructOf<"Anchor">));
}

/** The type and what it refers to, which is all that ethers lets stand in a message's types. */
function typesFor(type: SignedType): Record<string, { name: string; type: string }[]> {
  const needed = {
    Anchor: [],
    Burn: [],
    CompromiseReport: [],
    Claim: [],
    Approval: [],
    BatchApproval: [],
    StatusChange: ["CellRange", "CellRef"] as const,
    StatusOrder: ["CellRef"] as const,
    SealApplication: [],
    SealMaking: [],
    SealChange: [],
    SealDelegation: [],
    SealUse: [],
    SealOrder: [],
  };
  return Object.fromEntries([type, ...needed[type]].map((name) => [name, [...EIP712_TYPES[name]]]));
}

describe("EIP-712", () => {
  it("has a sample message of every signed type", () => {
    expect([...NAMES, "CellRange", "CellRef"].sort()).to.deep.equal(Object.keys(EIP712_TYPES).sort());
  });

  it("has the domain separator of ethers", () => {
    expect(toHex(domainSeparator(DOMAIN))).to.equal(TypedDataEncoder.hashDomain(ETHERS_DOMAIN));
  });

  it("writes the type string with the structs it refers to in alphabetical order", () => {
    expect(typeString("StatusOrder")).to.equal(
      "StatusOrder(bytes32 memberId,bytes32 batchId,uint32 index,uint8 to,uint16 reason,CellRef successor,bytes32 expectedHead,uint64 orderedAt)" +
        "CellRef(bytes32 memberId,bytes32 batchId,uint32 index)",
    );
  });

  for (const type of NAMES) {
    it(`encodes and hashes ${type} as ethers does`, () => {
      const encoder = TypedDataEncoder.from(typesFor(type));
      const message = { ...MESSAGES[type] };
      expect(typeString(type)).to.equal(encoder.encodeType(type));
      expect(hashAny(type, message)).to.equal(encoder.hash(message));
      expect(toHex(signingDigest(DOMAIN, type as "Anchor", MESSAGES[type] as StructOf<"Anchor">))).to.equal(
        TypedDataEncoder.hash(ETHERS_DOMAIN, typesFor(type), message),
      );
    });

    it(`signs every field of ${type}`, () => {
      const before = hashAny(type, MESSAGES[type]);
      for (const [name, value] of Object.entries(MESSAGES[type])) {
        const other =
          typeof value === "number"
            ? Math.abs(value - 1)
            : typeof value === "string"
              ? `0x${"11".repeat(value.length / 2 - 1)}`
              : null;
        if (other === null) continue;
        expect(hashAny(type, { ...MESSAGES[type], [name]: other }), name).to.not.equal(before);
      }
    });

    it(`refuses ${type} with a field missing`, () => {
      for (const name of Object.keys(MESSAGES[type])) {
        expect(() => hashAny(type, { ...MESSAGES[type], [name]: undefined }), name).to.throw("schema.pattern");
      }
    });
  }

  it("makes a message of 66 bytes, 0x19 0x01 first, whose keccak256 is the digest", () => {
    const message = signingMessage(DOMAIN, "Anchor", MESSAGES.Anchor);
    expect(message).to.deep.equal(
      concat(Uint8Array.of(0x19, 0x01), domainSeparator(DOMAIN), structHash("Anchor", MESSAGES.Anchor)),
    );
    expect(message).to.have.length(66);
    expect(keccak256(message)).to.deep.equal(signingDigest(DOMAIN, "Anchor", MESSAGES.Anchor));
  });

  it("signs the ranges of a status change: their number, order and values", () => {
    const change = MESSAGES.StatusChange;
    const [first = { first: 0, count: 0 }, second = first] = change.ranges;
    const hashes = [[first, second], [second, first], [first], [], [first, { ...second, count: 5 }]].map((ranges) =>
      toHex(structHash("StatusChange", { ...change, ranges })),
    );
    expect(new Set(hashes).size).to.equal(hashes.length);
  });

  it("leaves out fields that are not of the type", () => {
    const more = { ...MESSAGES.Burn, note: "not signed" };
    expect(structHash("Burn", more)).to.deep.equal(structHash("Burn", MESSAGES.Burn));
  });

  it("refuses values that are not of the field's type", () => {
    const bad = [
      { size: -1 },
      { size: 2 ** 32 },
      { size: 1.5 },
      { size: "5" },
      { hashSuite: 256 },
      { notBefore: 2 ** 60 },
      { root: "0x12" },
      { root: `0x${"AB".repeat(32)}` },
      { root: 5 },
      { root: null },
    ];
    for (const change of bad) {
      expect(() => hashAny("Anchor", { ...MESSAGES.Anchor, ...change })).to.throw("schema.pattern");
    }
    for (const change of [
      { ranges: "0x" },
      { ranges: [null] },
      { ranges: [{ first: 1 }] },
      { successor: null },
      { successor: [] },
    ]) {
      expect(() => hashAny("StatusChange", { ...MESSAGES.StatusChange, ...change })).to.throw("schema.pattern");
    }
    for (const change of [
      { chainId: -1 },
      { chainId: 0.5 },
      { verifyingContract: "0x00" as const },
      { salt: "0x00" as const },
    ]) {
      expect(() => domainSeparator({ ...DOMAIN, ...change })).to.throw("schema.pattern");
    }
  });
});
