// Reads the evidence log as an outsider does: from events, by docs/format/chain.md alone.
import { AbiCoder, concat, dataSlice, decodeBytes32String, sha256, toBeHex, toUtf8Bytes, zeroPadBytes } from "ethers";
import { INTERFACES } from "../../src/ledger/evm/artifacts.ts";
import { provider } from "./chain.ts";
import type { World } from "./world.ts";

export const ABI = AbiCoder.defaultAbiCoder();

/** The tuple of an EIP-712 struct, as ABI type. */
export const ANCHOR_TUPLE = "tuple(bytes32,uint32,bytes32,bytes32,uint32,uint8,bytes32,uint64,uint64)";
export const CHANGE_TUPLE =
  "tuple(bytes32,bytes32,uint32,bytes32,tuple(uint32,uint32)[],uint8,uint16,tuple(bytes32,bytes32,uint32),bytes32,uint64,uint64)";
export const LIMITS = "tuple(bytes32,uint40,uint40)[]";
export const OFFICERS = `tuple(address,uint8,uint40,uint40,${LIMITS})[]`;

export interface Leaf {
  readonly index: bigint;
  readonly kind: string;
  readonly data: string;
}

/** All leaves of the log, in order. */
export async function leavesOf(world: World): Promise<Leaf[]> {
  const { evidenceLog } = world.founding.network.contracts;
  const logs = await provider.getLogs({ address: evidenceLog, fromBlock: 0 });
  return logs.map((log) => {
    const { index, kind, data } = INTERFACES.EvidenceLog.parseLog(log)!.args;
    return { index, kind: decodeBytes32String(kind), data };
  });
}

export const leafHash = (data: string): string => sha256(concat(["0x00", data]));

/** Merkle Tree Hash of RFC 9162 §2.1.1, as it is written there. */
export function treeHash(leaves: readonly string[]): string {
  if (leaves.length === 0) return sha256("0x");
  if (leaves.length === 1) return leafHash(leaves[0]!);
  let k = 1;
  while (k * 2 < leaves.length) k *= 2;
  return sha256(concat(["0x01", treeHash(leaves.slice(0, k)), treeHash(leaves.slice(k))]));
}

/** The newest leaf, and what must stand before its body. */
export async function newest(world: World) {
  const leaf = (await leavesOf(world)).at(-1)!;
  return { ...leaf, body: dataSlice(leaf.data, 32 + 32 + 8 + 32) };
}

export const kindBytes = (kind: string): string => zeroPadBytes(toUtf8Bytes(kind), 32);

/** registryId ‖ kind ‖ uint64 time ‖ blockhash(number − 1) of a leaf appended in `block`. */
export async function prefixOf(world: World, kind: string, blockNumber: number): Promise<string> {
  const block = (await provider.getBlock(blockNumber))!;
  return concat([world.registryId, kindBytes(kind), toBeHex(block.timestamp, 8), block.parentHash]);
}

/** Body of a member record. */
export const memberBody = (memberId: string, event: string, types: string[], values: unknown[]): string =>
  ABI.encode(["bytes32", "bytes32", "bytes"], [memberId, kindBytes(event), ABI.encode(types, values)]);
