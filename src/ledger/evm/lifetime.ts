import type { Network } from "../../domain/network.ts";
import type { Lifetime } from "../ledger.ts";
import { fromData } from "../quantity.ts";
import type { Rpc } from "../rpc.ts";
import { readView } from "./views.ts";

const NOBODY = `0x${"00".repeat(32)}`;

/** What the Directory says of itself now. Throws `chain.mismatch` where it is none of ours. */
export async function lifetimeOf(rpc: Rpc, network: Network): Promise<Lifetime> {
  const [openedAt, closedAt] = await readView(rpc, network, { contract: "directory", name: "lifetime", at: "latest" });
  const named = await readView(rpc, network, { contract: "directory", name: "successor", at: "latest" });
  const successor = fromData(named[0], 32);
  return {
    openedAt: Number(openedAt),
    closedAt: Number(closedAt),
    successor: successor === NOBODY ? null : successor,
  };
}
