import type { Hex } from "../domain/bytes.ts";
import { CONTRACTS, type ContractName, type Network } from "../domain/network.ts";
import type { TrustedNetwork } from "./trust.ts";

type Contract = TrustedNetwork["contracts"][ContractName];

const each = <T>({ contracts }: TrustedNetwork, pick: (contract: Contract) => T): Record<ContractName, T> =>
  Object.fromEntries(CONTRACTS.map((name) => [name, pick(contracts[name])])) as Record<ContractName, T>;

/** keccak256 of the code of each registry, as the trust file has it. */
export const codeHashesIn = (trusted: TrustedNetwork): Record<ContractName, Hex> =>
  each(trusted, ({ codeHash }) => codeHash);

/** Keys of everybody who may vouch for a state in the trust file's name. */
export const vkeysOf = ({ witnesses, snapshotSigners = [] }: TrustedNetwork): readonly string[] => [
  ...witnesses.keys,
  ...snapshotSigners,
];

/** The network that a trust file names. Reading begins at genesis: a trust file needn't know where the registries were deployed. */
export function networkIn(trusted: TrustedNetwork): Network {
  const { chainId, genesisHash, registryId } = trusted;
  return { chainId, genesisHash, registryId, contracts: each(trusted, ({ address }) => address), deployBlock: 0 };
}
