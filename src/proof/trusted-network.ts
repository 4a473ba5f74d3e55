import type { Hex } from "../domain/bytes.ts";
import { type Network, type PerRegistry, perRegistry } from "../domain/network.ts";
import type { TrustedNetwork } from "./trust.ts";

/** keccak256 of the code of each registry, as the trust file has it. */
export const codeHashesIn = ({ contracts }: TrustedNetwork): PerRegistry<Hex> =>
  perRegistry(contracts, ({ codeHash }) => codeHash);

/** Keys of everybody who may vouch for a state in the trust file's name. */
export const vkeysOf = ({ witnesses, snapshotSigners = [] }: TrustedNetwork): readonly string[] => [
  ...witnesses.keys,
  ...snapshotSigners,
];

/** The network that a trust file names. Reading begins at genesis: a trust file needn't know where the registries were deployed. */
export function networkIn({ chainId, genesisHash, registryId, contracts }: TrustedNetwork): Network {
  const addresses = perRegistry(contracts, ({ address }) => address);
  return { chainId, genesisHash, registryId, contracts: addresses, deployBlock: 0 };
}
