import { createHardhatRuntimeEnvironment } from "hardhat/hre";
import { fromHex } from "../../src/crypto/encoding.ts";

/** What `eth_getProof` answers, EIP-1186. */
export interface RpcProof {
  readonly storageHash: string;
  readonly codeHash: string;
  readonly accountProof: readonly string[];
  readonly storageProof: readonly { readonly key: string; readonly value: string; readonly proof: readonly string[] }[];
}

export interface RpcBlock {
  readonly hash: string;
  readonly parentHash: string;
  readonly stateRoot: string;
  readonly number: string;
  readonly timestamp: string;
}

export interface Chain {
  /** Runs init code that stores these slots; gives the new contract's address. */
  store(slots: ReadonlyMap<bigint, bigint>): Promise<string>;
  proof(address: string, slots: readonly bigint[]): Promise<RpcProof>;
  block(tag: string): Promise<RpcBlock>;
  close(): Promise<void>;
}

export const slotHex = (slot: bigint): string => `0x${slot.toString(16).padStart(64, "0")}`;
export const nodesOf = (proof: readonly string[]): Uint8Array[] => proof.map(fromHex);

/** A Hardhat network in this process, of a hard fork by name; the newest it knows by default. */
export async function startChain(hardfork?: string): Promise<Chain> {
  const { network } = await createHardhatRuntimeEnvironment({});
  const { provider, close } = await network.create(hardfork === undefined ? {} : { override: { hardfork } });
  const call = async (method: string, params: unknown[]): Promise<unknown> => provider.request({ method, params });
  const [from] = (await call("eth_accounts", [])) as string[];
  return {
    async store(slots) {
      // PUSH32 value PUSH32 slot SSTORE …, then return one byte of code
      const stores = [...slots].map(([slot, value]) => `7f${slotHex(value).slice(2)}7f${slotHex(slot).slice(2)}55`);
      const data = `0x${stores.join("")}60016000f3`;
      const hash = await call("eth_sendTransaction", [{ from, data, gas: "0x989680" }]);
      const receipt = (await call("eth_getTransactionReceipt", [hash])) as { contractAddress: string; status: string };
      if (receipt.status !== "0x1") throw new Error("the test contract was not deployed");
      return receipt.contractAddress;
    },
    proof: async (address, slots) => (await call("eth_getProof", [address, slots.map(slotHex), "latest"])) as RpcProof,
    block: async (tag) => (await call("eth_getBlockByNumber", [tag, false])) as RpcBlock,
    close,
  };
}
