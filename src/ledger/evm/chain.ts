import { concat, keccak256 } from "ethers";
import type { Hex } from "../../domain/bytes.ts";
import { YinzhengError } from "../../domain/errors.ts";
import type { Rpc } from "../rpc.ts";
import { ARTIFACTS, type ArtifactName, INTERFACES } from "./artifacts.ts";

/** `to` null makes a contract. `value` in wei. */
export interface Transaction {
  readonly to: Hex | null;
  readonly data: Hex;
  readonly value?: bigint;
}

/** What a mined transaction did. */
export interface Receipt {
  readonly hash: Hex;
  /** False: it reverted. */
  readonly succeeded: boolean;
  readonly block: number;
  readonly gasUsed: bigint;
  /** Set where the transaction made a contract. */
  readonly contractAddress: Hex | null;
  readonly logs: readonly { readonly address: Hex; readonly topics: readonly Hex[]; readonly data: Hex }[];
}

/** A plain account that pays for transactions (with gas price 0 where the chain allows it) and has no authority. */
export interface Sender {
  readonly address: Hex;
  /** Resolves when mined. */
  send(transaction: Transaction): Promise<Receipt>;
}

/** One deployed contract: what `deployments/<network>/<Contract>.json` holds. */
export interface Deployment {
  readonly contract: ArtifactName;
  readonly address: Hex;
  /** keccak256 of the code at the address. */
  readonly codeHash: Hex;
  readonly block: number;
  readonly transaction: Hex;
  /** Constructor arguments, in order; a contract made by a factory has those of its initializer. */
  readonly args: readonly (string | readonly string[])[];
  readonly layout?: string;
  readonly abi: unknown;
}

/** Sends a transaction that must succeed. Throws `chain.rejected` where it reverted. */
export async function transact(sender: Sender, transaction: Transaction): Promise<Receipt> {
  const receipt = await sender.send(transaction);
  if (receipt.succeeded) return receipt;
  throw new YinzhengError("chain.rejected", { transaction: receipt.hash, to: transaction.to });
}

/** Deploys a contract as the build made it. */
export async function deploy(
  rpc: Rpc,
  sender: Sender,
  contract: ArtifactName,
  ...args: readonly string[]
): Promise<Deployment> {
  const data = concat([ARTIFACTS[contract].bytecode, INTERFACES[contract].encodeDeploy(args)]) as Hex;
  const receipt = await transact(sender, { to: null, data });
  if (receipt.contractAddress === null) throw new YinzhengError("chain.mismatch", { transaction: receipt.hash });
  return await describe(rpc, contract, receipt.contractAddress, receipt, args);
}

/** The deployment record of what stands at `address`. */
export async function describe(
  rpc: Rpc,
  contract: ArtifactName,
  address: Hex,
  receipt: Receipt,
  args: Deployment["args"],
): Promise<Deployment> {
  const { layout, abi } = { layout: undefined, ...ARTIFACTS[contract] };
  const codeHash = await codeHashOf(rpc, address);
  const made = { contract, address, codeHash, block: receipt.block, transaction: receipt.hash, args };
  return { ...made, ...(layout !== undefined && { layout }), abi };
}

/** keccak256 of the code at `address` now. */
export async function codeHashOf(rpc: Rpc, address: Hex): Promise<Hex> {
  return keccak256((await rpc("eth_getCode", [address, "latest"])) as Hex) as Hex;
}

/** Reads a view of a contract; the values in the order of its ABI. */
export async function read(
  rpc: Rpc,
  contract: ArtifactName,
  address: Hex,
  view: string,
  ...args: readonly unknown[]
): Promise<readonly unknown[]> {
  const data = INTERFACES[contract].encodeFunctionData(view, args);
  const answer = await rpc("eth_call", [{ to: address, data }, "latest"]);
  return [...INTERFACES[contract].decodeFunctionResult(view, answer as Hex)];
}
