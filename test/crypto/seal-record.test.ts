import { expect } from "chai";
import { AbiCoder, concat, encodeBytes32String, toBeHex } from "ethers";
import { toHex } from "../../src/crypto/encoding.ts";
import { readLogLeaf, readLogRecord } from "../../src/crypto/log-read.ts";
import { logLeafData } from "../../src/crypto/log-record.ts";
import { type SealFact, sealLeafData } from "../../src/crypto/seal-record.ts";
import { EIP712_TYPES } from "../../src/domain/eip712.ts";
import { address, DOMAIN, MESSAGES } from "./messages.ts";
import { sample } from "./sample.ts";

type Known = Exclude<SealFact, { readonly what: "other" }>;

const registryId = DOMAIN.salt;
const at = { time: 1_790_000_100, parentHash: toHex(sample("parent")) };
const sealId = toHex(sample("seal"));
const signers = [address("maker"), address("checker")];
const coder = AbiCoder.defaultAbiCoder();

const FACTS: readonly (readonly [fact: Known, types: readonly string[], values: readonly unknown[]])[] = [
  [
    { what: "applied", application: MESSAGES.SealApplication, signers },
    ["SealApplication", "address[]"],
    [MESSAGES.SealApplication, signers],
  ],
  [{ what: "made", making: MESSAGES.SealMaking, signers }, ["SealMaking", "address[]"], [MESSAGES.SealMaking, signers]],
  [
    { what: "changed", change: MESSAGES.SealChange, signers },
    ["SealChange", "address[]"],
    [MESSAGES.SealChange, signers],
  ],
  [
    { what: "delegated", delegation: MESSAGES.SealDelegation, signers },
    ["SealDelegation", "address[]"],
    [MESSAGES.SealDelegation, signers],
  ],
  [
    { what: "used", use: MESSAGES.SealUse, first: 41, signers },
    ["SealUse", "uint64", "address[]"],
    [MESSAGES.SealUse, 41, signers],
  ],
  [{ what: "changed-by-council", to: 5, since: 1_789_000_000 }, ["uint8", "uint64"], [5, 1_789_000_000]],
];

/** docs/format/chain.md, by ethers alone. */
function encoded(types: readonly string[], values: readonly unknown[]): string {
  const fieldsOf = (type: string) => EIP712_TYPES[type as "SealUse"];
  const abi = types.map((type) =>
    type.startsWith("Seal") ? `tuple(${fieldsOf(type).map((field) => `${field.type} ${field.name}`)})` : type,
  );
  return coder.encode(abi, values);
}

describe("log records of seals", () => {
  for (const [fact, types, values] of FACTS) {
    const leaf = sealLeafData(registryId, at, sealId, fact);

    it(`write "${fact.what}" as chain.md says, and read what was written`, () => {
      const what = encodeBytes32String(fact.what);
      const body = coder.encode(["bytes32", "bytes32", "bytes"], [sealId, what, encoded(types, values)]);
      const head = [registryId, encodeBytes32String("yinzheng/log/seal/v1"), toBeHex(at.time, 8), at.parentHash];
      expect(toHex(leaf)).to.equal(concat([...head, body]));
      expect(readLogLeaf(leaf)).to.deep.equal({ registryId, ...at, record: { kind: "seal", sealId, fact } });
    });

    it(`read "${fact.what}" from nothing but its own data`, () => {
      const what = encodeBytes32String(fact.what);
      const data = encoded(types, values);
      const last = data.slice(0, -2);
      for (const wrong of [
        "0x",
        `${data}00`,
        `${data}${"00".repeat(32)}`,
        last,
        `${data.slice(0, 66)}01${data.slice(68)}`,
      ]) {
        const other = logLeafData(registryId, "yinzheng/log/seal/v1", at, [sealId, what, wrong]);
        expect(() => readLogRecord(other), `${wrong.length} ${wrong.slice(60, 70)}`)
          .to.throw()
          .with.property("code", "schema.pattern");
      }
    });
  }

  it("name what nobody here knows, also by a name that every object has", () => {
    for (const name of ["renamed", "constructor", "other"]) {
      const leaf = logLeafData(registryId, "yinzheng/log/seal/v1", at, [sealId, encodeBytes32String(name), "0x01"]);
      expect(readLogRecord(leaf)).to.deep.equal({ kind: "seal", sealId, fact: { what: "other", name } });
    }
  });

  it("hold no number that can't be told from its neighbours", () => {
    const huge = { ...MESSAGES.SealUse, notBefore: 2n ** 60n };
    const data = encoded(["SealUse", "uint64", "address[]"], [huge, 0, signers]);
    const leaf = logLeafData(registryId, "yinzheng/log/seal/v1", at, [sealId, encodeBytes32String("used"), data]);
    expect(() => readLogRecord(leaf))
      .to.throw()
      .with.property("code", "schema.pattern");
  });
});
