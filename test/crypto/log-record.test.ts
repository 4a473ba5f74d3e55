import { expect } from "chai";
import { AbiCoder, concat, encodeBytes32String, sha256, toBeHex } from "ethers";
import { structHash } from "../../src/crypto/eip712.ts";
import { fromHex, toHex } from "../../src/crypto/encoding.ts";
import { anchorLeafData, kindBytes, logLeafData, statusHeadOf, statusLeafData } from "../../src/crypto/log-record.ts";
import { address, DOMAIN, MESSAGES } from "./messages.ts";
import { sample } from "./sample.ts";

const ANCHOR = "tuple(bytes32,uint32,bytes32,bytes32,uint32,uint8,bytes32,uint64,uint64)";
const CHANGE =
  "tuple(bytes32,bytes32,uint32,bytes32,tuple(uint32,uint32)[],uint8,uint16,tuple(bytes32,bytes32,uint32),bytes32,uint64,uint64)";
const coder = AbiCoder.defaultAbiCoder();
const registryId = DOMAIN.salt;
const time = 1_790_000_100;
const parentHash = toHex(sample("parent"));
const signers = [address("maker"), address("checker")];

/** docs/format/chain.md: registryId ‖ kind ‖ uint64 time ‖ blockhash(number − 1) ‖ body, by ethers alone. */
function expected(kind: string, types: string[], values: unknown[]): string {
  return concat([registryId, encodeBytes32String(kind), toBeHex(time, 8), parentHash, coder.encode(types, values)]);
}

describe("log record", () => {
  it("of an anchor is what chain.md says", () => {
    const record = {
      anchor: MESSAGES.Anchor,
      signatures: signers.map((signer) => ({ signer, signature: toHex(sample("s", 65)) })),
      threshold: 2,
      time,
      parentHash,
      logIndex: 5,
      block: 8,
    };
    const a = MESSAGES.Anchor;
    const fields = [
      a.memberId,
      a.officerEpoch,
      a.batchId,
      a.root,
      a.size,
      a.hashSuite,
      a.typeId,
      a.notBefore,
      a.deadline,
    ];
    expect(toHex(anchorLeafData(registryId, record))).to.equal(
      expected("yinzheng/log/anchor/v1", [ANCHOR, "uint8", "address[]"], [fields, 2, signers]),
    );
  });

  for (const list of [signers, []]) {
    it(`of a status change signed by ${list.length || "the council"} is what chain.md says`, () => {
      const c = MESSAGES.StatusChange;
      const newHead = toHex(sample("new head"));
      const fields = [
        c.memberId,
        c.actingMemberId,
        c.officerEpoch,
        c.batchId,
        c.ranges.map((range) => [range.first, range.count]),
        c.to,
        c.reason,
        [c.successor.memberId, c.successor.batchId, c.successor.index],
        c.expectedHead,
        c.notBefore,
        c.deadline,
      ];
      expect(toHex(statusLeafData(registryId, { change: c, newHead, signers: list, time, parentHash }))).to.equal(
        expected("yinzheng/log/status/v1", [CHANGE, "bytes32", "address[]"], [fields, newHead, list]),
      );
    });
  }

  it("takes fields by name, in whatever order they stand in the object", () => {
    const record = { change: MESSAGES.StatusChange, newHead: parentHash, signers, time, parentHash };
    const reversed = Object.fromEntries(
      Object.entries(MESSAGES.StatusChange).reverse(),
    ) as typeof MESSAGES.StatusChange;
    expect(statusLeafData(registryId, { ...record, change: reversed })).to.deep.equal(
      statusLeafData(registryId, record),
    );
  });

  it("of the other kinds is what chain.md says", () => {
    const [member, batch, event] = [
      toHex(sample("member")),
      toHex(sample("batch")),
      encodeBytes32String("frozen") as `0x${string}`,
    ];
    const at = { time, parentHash };
    expect(toHex(logLeafData(registryId, "yinzheng/log/burn/v1", at, [member, batch, address("maker")]))).to.equal(
      expected("yinzheng/log/burn/v1", ["bytes32", "bytes32", "address"], [member, batch, address("maker")]),
    );
    expect(toHex(logLeafData(registryId, "yinzheng/log/claim/v1", at, [address("nullifier"), member]))).to.equal(
      expected("yinzheng/log/claim/v1", ["address", "bytes32"], [address("nullifier"), member]),
    );
    expect(toHex(logLeafData(registryId, "yinzheng/log/member/v1", at, [member, event, "0x1234"]))).to.equal(
      expected("yinzheng/log/member/v1", ["bytes32", "bytes32", "bytes"], [member, event, "0x1234"]),
    );
    expect(toHex(logLeafData(registryId, "yinzheng/log/directory/v1", at, [event, "0x"]))).to.equal(
      expected("yinzheng/log/directory/v1", ["bytes32", "bytes"], [event, "0x"]),
    );
  });

  it("has its kind as ASCII, zero-padded on the right", () => {
    expect(toHex(kindBytes("yinzheng/log/anchor/v1"))).to.equal(encodeBytes32String("yinzheng/log/anchor/v1"));
  });

  it("refuses hashes of other lengths, missing fields and times that are none", () => {
    const record = { change: MESSAGES.StatusChange, newHead: parentHash, signers, time, parentHash };
    for (const change of [
      { parentHash: "0x00" },
      { newHead: "0x00" },
      { time: -1 },
      { time: 0.5 },
      { signers: ["0x00"] },
      { change: { ...record.change, successor: {} } },
      { change: {} },
    ]) {
      expect(() => statusLeafData(registryId, { ...record, ...change } as typeof record)).to.throw("schema.pattern");
    }
    expect(() => statusLeafData("0x00", record)).to.throw("schema.pattern");
  });
});

describe("status head", () => {
  it("is SHA-256(previous ‖ structHash ‖ uint64 time)", () => {
    const change = structHash("StatusChange", MESSAGES.StatusChange);
    const first = statusHeadOf(new Uint8Array(32), change, time);
    expect(toHex(first)).to.equal(sha256(concat([new Uint8Array(32), change, toBeHex(time, 8)])));
    expect(toHex(statusHeadOf(first, change, time + 1))).to.equal(
      sha256(concat([first, change, toBeHex(time + 1, 8)])),
    );
  });

  it("refuses anything but two hashes and whole seconds", () => {
    const hash = sample("hash");
    expect(() => statusHeadOf(fromHex("0x"), hash, 1)).to.throw("schema.pattern");
    expect(() => statusHeadOf(hash, hash.subarray(1), 1)).to.throw("schema.pattern");
    expect(() => statusHeadOf(hash, hash, -1)).to.throw("schema.pattern");
  });
});
