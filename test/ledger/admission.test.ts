import { expect } from "chai";
import { getBytes, Transaction, type TransactionLike } from "ethers";
import { toHex } from "../../src/crypto/encoding.ts";
import { admit } from "../../src/ledger/embedded/admission.ts";
import { CHAIN_ID, openAutomaticNode } from "./interval.ts";
import { failure, RELAYER, STRANGER, testClock } from "./world.ts";

const BASE = { chainId: CHAIN_ID, nonce: 0, to: STRANGER.address, data: "0x", gasLimit: 21_000 };
const FREE = { type: 2, maxFeePerGas: 0, maxPriorityFeePerGas: 0 };
const LISTED = [{ address: STRANGER.address, storageKeys: [`0x${"00".repeat(32)}`] }];

async function signed(fields: TransactionLike<string>): Promise<string> {
  const tx = Transaction.from({ ...BASE, ...fields });
  tx.signature = toHex(await RELAYER.sign(getBytes(tx.unsignedSerialized)));
  return tx.serialized;
}

/** Data, and the least gas that a transaction with it needs. */
const LEAST: readonly (TransactionLike<string> & { readonly gasLimit: number })[] = [
  { ...FREE, gasLimit: 21_000 },
  { ...FREE, data: "0x00000000", gasLimit: 21_040 },
  { ...FREE, data: "0xffff", gasLimit: 21_080 },
  { ...FREE, data: "0x", accessList: LISTED, gasLimit: 25_300 },
  { type: 0, gasPrice: 0, gasLimit: 21_000 },
  { type: 1, gasPrice: 0, accessList: LISTED, gasLimit: 25_300 },
  { ...FREE, to: null, data: "0x5f5ff3", gasLimit: 21_000 + 32_000 + 2 + 48 },
  { ...FREE, to: null, data: `0x${"00".repeat(49_152)}`, gasLimit: 21_000 + 10 * 49_152 },
];

const REFUSED: Record<string, TransactionLike<string>> = {
  "of another chain": { ...FREE, chainId: 1 },
  "of no chain": { type: 0, gasPrice: 0, chainId: 0 },
  "with value": { ...FREE, value: 1 },
  "with a fee": { ...FREE, maxFeePerGas: 1 },
  "with a gas price": { type: 0, gasPrice: 1 },
  "with more gas than one may have": { ...FREE, gasLimit: 2 ** 24 + 1 },
  "with too much init code": { ...FREE, to: null, data: `0x${"00".repeat(49_153)}`, gasLimit: 2 ** 24 },
};

describe("admission to an embedded chain", () => {
  const onEngine = async (raw: string) => {
    const engine = await openAutomaticNode(testClock());
    const result = await engine.rpc("eth_sendRawTransaction", [raw]).catch((cause: unknown) => cause);
    await engine.close();
    return result;
  };

  for (const [i, fields] of LEAST.entries()) {
    it(`knows the least gas to the unit, as the engine does (${i + 1})`, async () => {
      const [enough, less] = [await signed(fields), await signed({ ...fields, gasLimit: fields.gasLimit - 1 })];
      expect(admit(enough, CHAIN_ID)).to.deep.include({ sender: RELAYER.address, nonce: 0, raw: enough });
      expect(await onEngine(enough)).to.equal(admit(enough, CHAIN_ID).hash);
      expect(() => admit(less, CHAIN_ID)).to.throw("intrinsic gas too low");
      expect(await onEngine(less)).to.be.instanceOf(Error);
    });
  }

  for (const [what, fields] of Object.entries(REFUSED)) {
    it(`refuses a transaction ${what}, as the engine does`, async () => {
      const raw = await signed(fields);
      expect(() => admit(raw, CHAIN_ID)).to.throw();
      if (what !== "of no chain") expect(await onEngine(raw)).to.be.instanceOf(Error);
    });
  }

  it("refuses what isn't a signed transaction of a type that has a use here", async () => {
    const unsigned = Transaction.from({ ...BASE, ...FREE }).unsignedSerialized;
    const blob = `0x03${(await signed(FREE)).slice(4)}`;
    for (const raw of [unsigned, blob, "0x", "0xzz", 7, null, `0x${"00".repeat(128 * 1024 + 1)}`]) {
      const caught = await failure(Promise.resolve().then(() => admit(raw, CHAIN_ID)));
      expect(caught).to.have.property("name", "JsonRpcError");
    }
  });
});
