import type { Interface, InterfaceAbi } from "ethers";
import type { RegistryName } from "../../domain/network.ts";
import { AccessManager__factory } from "./types/factories/@openzeppelin/contracts/access/manager/AccessManager__factory.ts";
import { CompatibilityFallbackHandler__factory } from "./types/factories/@safe-global/safe-smart-account/contracts/handler/CompatibilityFallbackHandler__factory.ts";
import { MultiSendCallOnly__factory } from "./types/factories/@safe-global/safe-smart-account/contracts/libraries/MultiSendCallOnly__factory.ts";
import { SafeProxyFactory__factory } from "./types/factories/@safe-global/safe-smart-account/contracts/proxies/SafeProxyFactory__factory.ts";
import { Safe__factory } from "./types/factories/@safe-global/safe-smart-account/contracts/Safe__factory.ts";
import { AnchorRegistry__factory } from "./types/factories/contracts/AnchorRegistry__factory.ts";
import { ClaimRegistry__factory } from "./types/factories/contracts/ClaimRegistry__factory.ts";
import { Directory__factory } from "./types/factories/contracts/Directory__factory.ts";
import { EvidenceLog__factory } from "./types/factories/contracts/EvidenceLog__factory.ts";
import { Guardian__factory } from "./types/factories/contracts/Guardian__factory.ts";
import { MemberRegistry__factory } from "./types/factories/contracts/MemberRegistry__factory.ts";
import { SealRegistry__factory } from "./types/factories/contracts/SealRegistry__factory.ts";
import { StatusRegistry__factory } from "./types/factories/contracts/StatusRegistry__factory.ts";

/** What the build made of one contract. */
export interface Artifact {
  readonly bytecode: string;
  readonly abi: InterfaceAbi;
  /** Storage layout that verifiers compute slots of (docs/format/chain.md); absent where none is read. */
  readonly layout?: string;
  createInterface(): Interface;
}

interface Factory {
  readonly bytecode: string;
  readonly abi: InterfaceAbi;
  createInterface(): Interface;
}

const artifact = (factory: Factory, layout?: string): Artifact => ({
  bytecode: factory.bytecode,
  abi: factory.abi,
  ...(layout !== undefined && { layout }),
  createInterface: () => factory.createInterface(),
});

/** Every contract of a founding, by the name of its deployment file. The first six are Safe's and OpenZeppelin's, unmodified. */
export const ARTIFACTS = {
  Safe: artifact(Safe__factory),
  SafeProxyFactory: artifact(SafeProxyFactory__factory),
  CompatibilityFallbackHandler: artifact(CompatibilityFallbackHandler__factory),
  MultiSendCallOnly: artifact(MultiSendCallOnly__factory),
  /** The council: a proxy of Safe. Made by the factory, never from this bytecode. */
  Council: artifact(Safe__factory),
  AccessManager: artifact(AccessManager__factory),
  Directory: artifact(Directory__factory, "directory/1"),
  EvidenceLog: artifact(EvidenceLog__factory, "log/2"),
  MemberRegistry: artifact(MemberRegistry__factory, "member/1"),
  AnchorRegistry: artifact(AnchorRegistry__factory, "anchor/1"),
  StatusRegistry: artifact(StatusRegistry__factory, "status/1"),
  ClaimRegistry: artifact(ClaimRegistry__factory, "claim/1"),
  SealRegistry: artifact(SealRegistry__factory, "seal/1"),
  Guardian: artifact(Guardian__factory),
} as const satisfies Record<string, Artifact>;
export type ArtifactName = keyof typeof ARTIFACTS;

/** Deployment file of a registry that the Directory names. */
export const REGISTRY_ARTIFACTS = {
  directory: "Directory",
  evidenceLog: "EvidenceLog",
  memberRegistry: "MemberRegistry",
  anchorRegistry: "AnchorRegistry",
  statusRegistry: "StatusRegistry",
  claimRegistry: "ClaimRegistry",
  sealRegistry: "SealRegistry",
} as const satisfies Record<RegistryName, ArtifactName>;

/** Encoder and decoder of each contract's calls, events and errors. */
export const INTERFACES = Object.fromEntries(
  Object.entries(ARTIFACTS).map(([name, { createInterface }]) => [name, createInterface()]),
) as Readonly<Record<ArtifactName, Interface>>;
