// The one chain of all contract tests: base fee 0, and every transaction of ours has gas price 0.

import { type BaseWallet, getBytes, id, keccak256, Wallet } from "ethers";
import { network } from "hardhat";
import type { Hex } from "../../src/domain/bytes.ts";
import type { Receipt, Sender, Transaction } from "../../src/ledger/evm/chain.ts";
import type { MessageSigner } from "../../src/ledger/evm/council.ts";
import type { Rpc } from "../../src/ledger/rpc.ts";

const connection = await network.create({ override: { initialBaseFeePerGas: 0n, blockGasLimit: 60_000_000n } });
export const { ethers, networkHelpers } = connection;
export const { loadFixture, time } = networkHelpers;
export const provider = ethers.provider;

export const rpc: Rpc = (method, params) => connection.provider.request({ method, params: [...params] });

/** A key that is the same in every run. */
export const wallet = (name: string): BaseWallet => new Wallet(id(`yinzheng test ${name}`));

export const lower = (address: string): Hex => address.toLowerCase() as Hex;

/** A key as the keys port shows it: only messages are signed, and only their keccak256. */
export function messageSigner({ address, signingKey }: BaseWallet): MessageSigner {
  return {
    address: lower(address),
    sign: async (message) => getBytes(signingKey.sign(keccak256(message)).serialized),
  };
}

/** Sends from an account that owns nothing, with gas price 0. */
export function poorSender(account: BaseWallet): Sender {
  const connected = new Wallet(account.signingKey, provider);
  const send = async ({ to, data, value }: Transaction): Promise<Receipt> => {
    const nonce = await provider.getTransactionCount(account.address);
    const fees = { type: 0, gasPrice: 0, gasLimit: 2n ** 24n, chainId: await chainId() };
    const raw = await connected.signTransaction({ to, data, value: value ?? 0n, nonce, ...fees });
    const sent = await provider.broadcastTransaction(raw);
    const receipt = await provider.getTransactionReceipt(sent.hash);
    if (receipt === null) throw new Error("not mined");
    return {
      hash: receipt.hash as Hex,
      succeeded: receipt.status === 1,
      block: receipt.blockNumber,
      gasUsed: receipt.gasUsed,
      contractAddress: receipt.contractAddress === null ? null : lower(receipt.contractAddress),
      logs: receipt.logs.map(({ address, topics, data }) => ({
        address: lower(address),
        topics: topics as Hex[],
        data: data as Hex,
      })),
    };
  };
  return { address: lower(account.address), send };
}

export const chainId = async (): Promise<number> => Number((await provider.getNetwork()).chainId);

/** What a promise was rejected with; "" where it was not. */
export const failureOf = (work: Promise<unknown>): Promise<string> => work.then(() => "", String);
