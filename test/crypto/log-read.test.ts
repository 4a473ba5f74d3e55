import { expect } from "chai";
import { AbiCoder } from "ethers";
import { type AbiType, abiEncode } from "../../src/crypto/abi.ts";
import { abiDecode } from "../../src/crypto/abi-decode.ts";
import { concat, fromHex, toHex } from "../../src/crypto/encoding.ts";
import { readLogLeaf, readLogRecord } from "../../src/crypto/log-read.ts";
import { anchorLeafData, logLeafData, statusLeafData } from "../../src/crypto/log-record.ts";
import { address, DOMAIN, MESSAGES } from "./messages.ts";
import { sample } from "./sample.ts";

const registryId = DOMAIN.salt;
const moment = { time: 1_790_000_100, parentHash: toHex(sample("parent")) };
const signers = [address("maker"), address("checker")];
const newHead = toHex(sample("new head"));

describe("abi decode", () => {
  const TYPES: readonly AbiType[] = ["uint8", ["bytes32", { arrayOf: ["uint32", "uint256"] }], "bytes", "address"];
  const VALUES = [
    7,
    [
      newHead,
      [
        [1, 2n ** 200n],
        [3, 4],
      ],
    ],
    "0x0102",
    signers[0] ?? "",
  ];

  it("gives what was encoded, also by others", () => {
    expect(abiDecode(TYPES, abiEncode(TYPES, VALUES))).to.deep.equal(VALUES);
    const theirs = AbiCoder.defaultAbiCoder().encode(
      ["uint8", "tuple(bytes32,tuple(uint32,uint256)[])", "bytes", "address"],
      VALUES,
    );
    expect(abiDecode(TYPES, fromHex(theirs))).to.deep.equal(VALUES);
  });

  it("refuses every byte string but the one encoding of its values", () => {
    const bytes = abiEncode(TYPES, VALUES);
    for (const wrong of [bytes.subarray(1), concat(bytes, new Uint8Array(32)), new Uint8Array(32), new Uint8Array()]) {
      expect(() => abiDecode(TYPES, wrong))
        .to.throw()
        .with.property("code", "schema.pattern");
    }
    for (const place of [0, 63, 95, 96, 191]) {
      const flipped = Uint8Array.from(bytes);
      flipped[place] = (flipped[place] ?? 0) ^ 0x80;
      expect(() => abiDecode(TYPES, flipped), String(place))
        .to.throw()
        .with.property("code", "schema.pattern");
    }
  });
});

describe("log records, read", () => {
  it("give anchors, status changes and events of members as they were written", () => {
    const { Anchor: anchor, StatusChange: change } = MESSAGES;
    const signatures = signers.map((signer) => ({ signer, signature: toHex(sample("s", 65)) }));
    const anchored = anchorLeafData(registryId, { ...moment, anchor, signatures, threshold: 2, logIndex: 5, block: 8 });
    expect(readLogRecord(anchored)).to.deep.equal({ kind: "anchor", anchor, threshold: 2, signers });
    const changed = statusLeafData(registryId, { ...moment, change, newHead, signers });
    expect(readLogRecord(changed)).to.deep.equal({ kind: "status", change, newHead, signers });
    const event = `0x${Buffer.from("key-compromised").toString("hex").padEnd(64, "0")}`;
    const member = logLeafData(registryId, "yinzheng/log/member/v1", moment, [anchor.memberId, event, "0x"]);
    expect(readLogRecord(member)).to.deep.equal({
      kind: "member",
      memberId: anchor.memberId,
      event: "key-compromised",
      data: "0x",
    });
    expect(readLogLeaf(member)).to.deep.include({ registryId, ...moment });
  });

  it("give burns, claims and events of the directory", () => {
    const [memberId, batchId, officer = "0x"] = [registryId, newHead, signers[0]];
    const burn = logLeafData(registryId, "yinzheng/log/burn/v1", moment, [memberId, batchId, officer]);
    expect(readLogRecord(burn)).to.deep.equal({ kind: "burn", memberId, batchId, officer });
    const claim = logLeafData(registryId, "yinzheng/log/claim/v1", moment, [officer, newHead]);
    expect(readLogRecord(claim)).to.deep.equal({ kind: "claim", nullifier: officer, commitment: newHead });
    const opened = `0x${Buffer.from("opened").toString("hex").padEnd(64, "0")}`;
    const open = logLeafData(registryId, "yinzheng/log/directory/v1", moment, [opened, "0x"]);
    expect(readLogRecord(open)).to.deep.equal({ kind: "directory", event: "opened", data: "0x" });
  });

  it("name kinds that nobody here knows, and refuse what is no record", () => {
    const burn = logLeafData(registryId, "yinzheng/log/burn/v1", moment, [newHead, newHead, signers[0] ?? ""]);
    const named = Uint8Array.from(burn);
    named.set(new TextEncoder().encode("yinzheng/log/later/v9"), 32);
    expect(readLogRecord(named)).to.deep.equal({ kind: "other", name: "yinzheng/log/later/v9" });
    named.set(fromHex(newHead), 32);
    expect(readLogRecord(named)).to.deep.equal({ kind: "other", name: newHead });
    expect(() => readLogRecord(new Uint8Array(103)))
      .to.throw()
      .with.property("code", "schema.pattern");
  });
});
