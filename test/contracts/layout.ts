// Storage slots computed by docs/format/chain.md alone, and raw reads of them.

import { concat, keccak256, toBeHex } from "ethers";
import type { Hex } from "../../src/domain/bytes.ts";
import type { ContractName } from "../../src/domain/network.ts";
import { networkHelpers, rpc } from "./chain.ts";
import { storageWritten } from "./replayed.ts";
import type { World } from "./world.ts";

/** keccak256(key ‖ slot), key by key. */
export const mappingSlot = (slot: bigint | number, ...keys: string[]): bigint =>
  keys.reduce((at, key) => BigInt(keccak256(concat([word(BigInt(key)), word(at)]))), BigInt(slot));

export const word = (value: bigint): string => toBeHex(value, 32);

export async function slotOf(world: World, contract: ContractName, slot: bigint | number): Promise<bigint> {
  const address = world.founding.network.contracts[contract];
  return BigInt((await rpc("eth_getStorageAt", [address, word(BigInt(slot)), "latest"])) as Hex);
}

export async function setSlot(world: World, contract: ContractName, slot: bigint, value: bigint): Promise<void> {
  storageWritten();
  await networkHelpers.setStorageAt(world.founding.network.contracts[contract], slot, word(value));
}

/** A packed word taken apart: widths in bits, from the least significant one up. */
export function unpack(value: bigint, ...widths: number[]): bigint[] {
  let rest = value;
  return widths.map((width) => {
    const field = rest & ((1n << BigInt(width)) - 1n);
    rest >>= BigInt(width);
    return field;
  });
}
