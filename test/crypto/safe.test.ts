import { expect } from "chai";
import { concat as join, TypedDataEncoder, toBeHex, ZeroAddress } from "ethers";
import { toHex } from "../../src/crypto/encoding.ts";
import {
  callsInMultiSend,
  executionOf,
  isOwnersSignature,
  multiSendData,
  safeHash,
  safeMessage,
} from "../../src/crypto/safe.ts";
import { addressOf, signDigest } from "../../src/crypto/secp256k1.ts";
import type { Hex } from "../../src/domain/bytes.ts";
import type { SafeTransaction } from "../../src/domain/council.ts";
import { INTERFACES } from "../../src/ledger/evm/artifacts.ts";

const to = (digit: string): Hex => `0x${digit.repeat(40)}`;
const TX: SafeTransaction = {
  safe: to("a"),
  chainId: 31_337,
  to: to("b"),
  data: "0x12345678",
  operation: 0,
  nonce: 7n,
};
const CALLS = [
  { to: to("1"), data: "0x" },
  { to: to("2"), data: `0x${"cd".repeat(100)}` },
] as const;

/** What is packed, in the contract's own encoding. */
const packed = (...parts: readonly string[]): Hex =>
  INTERFACES.MultiSendCallOnly.encodeFunctionData("multiSend", [join([...parts])]) as Hex;
const part = (operation: number, value: number, length: number, data: string): string =>
  join([toBeHex(operation, 1), to("1"), toBeHex(value, 32), toBeHex(length, 32), data]);

describe("crypto/safe", () => {
  it("hashes a transaction as EIP-712 has it", () => {
    const types = {
      SafeTx: [
        "address to",
        "uint256 value",
        "bytes data",
        "uint8 operation",
        "uint256 safeTxGas",
        "uint256 baseGas",
        "uint256 gasPrice",
        "address gasToken",
        "address refundReceiver",
        "uint256 nonce",
      ].map((field) => {
        const [type = "", name = ""] = field.split(" ");
        return { type, name };
      }),
    };
    const unpaid = {
      value: 0,
      safeTxGas: 0,
      baseGas: 0,
      gasPrice: 0,
      gasToken: ZeroAddress,
      refundReceiver: ZeroAddress,
    };
    for (const operation of [0, 1] as const) {
      const domain = { chainId: TX.chainId, verifyingContract: TX.safe };
      const expected = TypedDataEncoder.hash(domain, types, { ...TX, ...unpaid, operation });
      expect(toHex(safeHash({ ...TX, operation }))).to.equal(expected);
    }
    expect(safeMessage(TX)).to.have.length(66);
  });

  it("knows an owner's signature of exactly this transaction", () => {
    const secret = new Uint8Array(32).fill(5);
    const owner = addressOf(secret);
    const signature = toHex(signDigest(secret, safeHash(TX)));
    expect(isOwnersSignature(TX, { owner, signature })).to.equal(true);
    expect(isOwnersSignature(TX, { owner: to("c"), signature })).to.equal(false);
    for (const change of [
      { safe: to("d") },
      { chainId: 1 },
      { nonce: 8n },
      { operation: 1 as const },
      { data: "0x12345679" as const },
    ]) {
      expect(isOwnersSignature({ ...TX, ...change }, { owner, signature })).to.equal(false);
    }
  });

  it("orders signatures as the Safe wants them", () => {
    const signatures = [
      { owner: to("b"), signature: `0x${"bb".repeat(65)}` as Hex },
      { owner: to("a"), signature: `0x${"aa".repeat(65)}` as Hex },
    ];
    const { to: safe, data } = executionOf(TX, signatures);
    const decoded = INTERFACES.Safe.decodeFunctionData("execTransaction", data);
    expect(safe).to.equal(TX.safe);
    expect(decoded.signatures).to.equal(`0x${"aa".repeat(65)}${"bb".repeat(65)}`);
    expect(decoded[2]).to.equal(TX.data);
  });

  it("reads the calls of a MultiSend back", () => {
    expect(callsInMultiSend(multiSendData(CALLS))).to.deep.equal(CALLS);
  });

  it("reads nothing that is not whole calls without value", () => {
    expect(callsInMultiSend(packed(part(0, 0, 2, "0x1234")))).to.have.length(1);
    const wrong = {
      delegatecall: packed(part(1, 0, 2, "0x1234")),
      value: packed(part(0, 1, 2, "0x1234")),
      short: packed(part(0, 0, 3, "0x1234")),
      endless: packed(part(0, 0, 2 ** 40, "0x1234")),
      "something left over": packed(part(0, 0, 2, "0x1234"), "0x00"),
      nothing: packed(),
    };
    for (const [name, data] of Object.entries(wrong)) expect(callsInMultiSend(data), name).to.equal(null);
    expect(callsInMultiSend("0x12345678")).to.equal(null);
  });
});
