import { fromHex, toHex } from "../../crypto/encoding.ts";
import { keccak256 } from "../../crypto/hash.ts";
import type { Hex } from "../../domain/bytes.ts";
import { YinzhengError } from "../../domain/errors.ts";
import { type Network, type PerRegistry, registriesIn } from "../../domain/network.ts";
import { fromData, fromQuantity } from "../quantity.ts";
import type { Rpc } from "../rpc.ts";
import { ask, blockAt } from "./node.ts";
import { readView } from "./views.ts";

/**
 * Throws `chain.mismatch` unless the node's chain is the one that was founded: chain id, genesis hash, the code of every
 * registry and the Directory's registryId. `detail.what` names the first that differs.
 */
export async function checkIdentity(rpc: Rpc, network: Network, codeHashes: PerRegistry<Hex>): Promise<void> {
  expectEqual("chain id", network.chainId, fromQuantity(await ask(rpc, "eth_chainId")));
  expectEqual("genesis", network.genesisHash, (await blockAt(rpc, 0))?.hash ?? "none");
  for (const contract of registriesIn(network.contracts)) {
    const code = fromData(await ask(rpc, "eth_getCode", network.contracts[contract], "latest"));
    expectEqual(`code of ${contract}`, codeHashes[contract] ?? "none", toHex(keccak256(fromHex(code))));
  }
  const [registryId] = await readView(rpc, network, { contract: "directory", name: "registryId", at: "latest" });
  expectEqual("registryId", network.registryId, String(registryId));
}

function expectEqual(what: string, expected: string | number, found: string | number): void {
  if (found !== expected)
    throw new YinzhengError("chain.mismatch", { what, expected: String(expected), found: String(found) });
}
