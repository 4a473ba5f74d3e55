import type { Hex } from "./bytes.ts";

/** The registries whose state a verifier reads, by the names that trust files and deployments use. */
export const CONTRACTS = [
  "directory",
  "evidenceLog",
  "memberRegistry",
  "anchorRegistry",
  "statusRegistry",
  "claimRegistry",
] as const;
export type ContractName = (typeof CONTRACTS)[number];

/** What names one installation for ever (design §3, first paragraph). */
export interface Network {
  readonly chainId: number;
  readonly genesisHash: Hex;
  readonly registryId: Hex;
  readonly contracts: Readonly<Record<ContractName, Hex>>;
  /** First block that can hold an event of ours. */
  readonly deployBlock: number;
}
