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

/** Registries that an installation may be without: those founded before there were any are. */
export const LATER_CONTRACTS = ["sealRegistry"] as const;
export type RegistryName = ContractName | (typeof LATER_CONTRACTS)[number];

/** Something of each registry that an installation has. */
export type PerRegistry<T> = Readonly<Record<ContractName, T>> &
  Readonly<Partial<Record<(typeof LATER_CONTRACTS)[number], T>>>;

/** Names of the registries that there is something of, always in the same order. */
export function registriesIn(each: PerRegistry<unknown>): readonly RegistryName[] {
  return [...CONTRACTS, ...LATER_CONTRACTS.filter((name) => each[name] !== undefined)];
}

/** What `make` gives for each registry of which there is something. */
export function perRegistry<T, U>(each: PerRegistry<T>, make: (one: T, name: RegistryName) => U): PerRegistry<U> {
  const made = registriesIn(each).map((name) => [name, make(each[name] as T, name)] as const);
  return Object.fromEntries(made) as unknown as PerRegistry<U>;
}

/** What names one installation for ever (design §3, first paragraph). */
export interface Network {
  readonly chainId: number;
  readonly genesisHash: Hex;
  readonly registryId: Hex;
  readonly contracts: PerRegistry<Hex>;
  /** First block that can hold an event of ours. */
  readonly deployBlock: number;
}
