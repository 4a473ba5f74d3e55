import type { Hex } from "../../src/domain/bytes.ts";
import { sign } from "../../src/ledger/evm/transaction.ts";
import { RELAYER, STRANGER } from "./world.ts";

/** A signed transaction that does nothing but be there. */
export async function plainTransaction(chainId: number, nonce: number, data: Hex = "0x"): Promise<Hex> {
  const request = { to: STRANGER.address, data, gas: 200_000 };
  return (await sign(RELAYER, request, { chainId, nonce, fee: 0n })).raw;
}
