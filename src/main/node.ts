import type { ChainStatus } from "../cli/runtime.ts";
import type { Hex } from "../domain/bytes.ts";
import { YinzhengError } from "../domain/errors.ts";
import { type Network, type PerRegistry, perRegistry } from "../domain/network.ts";
import { REGISTRY_ARTIFACTS } from "../ledger/evm/artifacts.ts";
import type { MessageSigner } from "../ledger/evm/council.ts";
import { readFounding } from "../ledger/evm/deployment.ts";
import type { Founding } from "../ledger/evm/found.ts";
import { httpRpc } from "../ledger/evm/http-rpc.ts";
import { openEvmLedger } from "../ledger/evm/ledger.ts";
import type { Ledger, Outbox } from "../ledger/ledger.ts";
import type { Rpc } from "../ledger/rpc.ts";

/** Nothing is ever sent. */
const NO_OUTBOX: Outbox = { prepared: async () => undefined, settled: async () => undefined, pending: async () => [] };
const NOBODY = {
  address: `0x${"00".repeat(20)}` as Hex,
  sign: async () => {
    throw new YinzhengError("keys.missing", { expected: "a relayer; this ledger only reads" });
  },
};

export type CodeHashes = PerRegistry<Hex>;

/** A ledger that only reads, after it has checked that it is on the right chain. */
export async function openReader(rpc: Rpc, network: Network, codeHashes: CodeHashes): Promise<Ledger> {
  const ledger = openEvmLedger({ rpc, network, codeHashes, relayer: NOBODY, clock: Date.now });
  await ledger.start(NO_OUTBOX);
  return ledger;
}

export const openNode = (url: string, network: Network, codeHashes: CodeHashes): Promise<Ledger> =>
  openReader(httpRpc({ url }), network, codeHashes);

/** A ledger that sends as well. What was sent and not mined is sent again by whoever starts over. */
export async function openRelay(
  url: string,
  network: Network,
  codeHashes: CodeHashes,
  relayer: MessageSigner,
): Promise<Ledger> {
  const ledger = openEvmLedger({ rpc: httpRpc({ url }), network, codeHashes, relayer, clock: Date.now });
  await ledger.start(NO_OUTBOX);
  return ledger;
}

/** Code hashes of the registries as they were recorded at the founding. */
export function codeHashesOf({ network, deployments }: Founding): CodeHashes {
  return perRegistry(network.contracts, (_, name) => {
    const artifact = REGISTRY_ARTIFACTS[name];
    const deployment = deployments.find(({ contract }) => contract === artifact);
    if (deployment === undefined) throw new YinzhengError("store.damaged", { contract: artifact });
    return deployment.codeHash;
  });
}

/** What the node at `url` shows, and the log of the founding recorded in `deployment` if that is on its chain. */
export async function chainStatus(url: string, deployment: string): Promise<ChainStatus> {
  const rpc = httpRpc({ url });
  const [chainId, genesis, head] = await Promise.all([
    rpc("eth_chainId", []),
    rpc("eth_getBlockByNumber", ["0x0", false]),
    rpc("eth_getBlockByNumber", ["latest", false]),
  ]);
  const status = { chainId: Number(chainId), genesis: blockOf(genesis), head: blockOf(head) };
  const founding = await readFounding(deployment);
  if (founding === null || founding.network.genesisHash !== status.genesis.hash) return status;
  const ledger = await openReader(rpc, founding.network, codeHashesOf(founding));
  const { size, root } = await ledger.logState();
  return { ...status, registryId: founding.network.registryId, log: { size, root } };
}

function blockOf(block: unknown): ChainStatus["head"] {
  const { number, hash, timestamp } = block as { number: string; hash: Hex; timestamp: string };
  return { number: Number(number), hash, time: Number(timestamp) };
}
