import { concat, sha256, ZeroAddress } from "ethers";
import type { Hex } from "../../domain/bytes.ts";
import { YinzhengError } from "../../domain/errors.ts";
import type { Network } from "../../domain/network.ts";
import type { Rpc } from "../rpc.ts";
import { INTERFACES } from "./artifacts.ts";
import { type Deployment, deploy, describe, type Sender, transact } from "./chain.ts";
import type { Council, MessageSigner } from "./council.ts";

export interface InstallationOptions {
  readonly rpc: Rpc;
  /** Deploys and sends; ends without any role. */
  readonly deployer: Sender;
  /** n >= 3 owners; the smallest k > n/2 of them decide. */
  readonly council: readonly MessageSigner[];
  readonly chainId: number;
  readonly genesisHash: Hex;
  /** 32 random bytes: what tells this installation from every other on a chain of equal genesis. */
  readonly random: Uint8Array;
}

/** A founded installation: what `deployments/<network>/` holds. */
export interface Founding {
  readonly network: Network;
  readonly council: Council;
  readonly guardian: Hex;
  readonly deployments: readonly Deployment[];
}

/** Deploys all contracts of one installation. Nobody has a role yet but the council's Safe, and nothing is open. */
export async function deployInstallation(options: InstallationOptions): Promise<Founding> {
  const registryId = sha256(concat([options.genesisHash, options.random])) as Hex;
  const governance = await deployCouncil(options, registryId);
  const registries = await deployRegistries(options, governance.council, registryId);
  return assemble(options, registryId, governance, registries);
}

/** The smallest majority of n. */
export const quorum = (owners: number): number => Math.floor(owners / 2) + 1;

interface Governance {
  readonly council: Council;
  readonly deployments: readonly Deployment[];
}

async function deployCouncil(options: InstallationOptions, registryId: Hex): Promise<Governance> {
  const { rpc, deployer } = options;
  const safe = await deploy(rpc, deployer, "Safe");
  const factory = await deploy(rpc, deployer, "SafeProxyFactory");
  const handler = await deploy(rpc, deployer, "CompatibilityFallbackHandler");
  const multiSend = await deploy(rpc, deployer, "MultiSendCallOnly");
  const council = await deployProxy(options, safe, factory, handler, registryId);
  const manager = await deploy(rpc, deployer, "AccessManager", council.address);
  return {
    council: {
      chainId: options.chainId,
      safe: council.address,
      multiSend: multiSend.address,
      manager: manager.address,
    },
    deployments: [safe, factory, handler, multiSend, council, manager],
  };
}

async function deployProxy(
  { rpc, deployer, council }: InstallationOptions,
  singleton: Deployment,
  factory: Deployment,
  handler: Deployment,
  registryId: Hex,
): Promise<Deployment> {
  const owners = council.map(({ address }) => address);
  const threshold = quorum(owners.length);
  const setup = [owners, threshold, ZeroAddress, "0x", handler.address, ZeroAddress, 0, ZeroAddress];
  const initializer = INTERFACES.Safe.encodeFunctionData("setup", setup);
  const data = INTERFACES.SafeProxyFactory.encodeFunctionData("createProxyWithNonce", [
    singleton.address,
    initializer,
    registryId,
  ]) as Hex;
  const receipt = await transact(deployer, { to: factory.address, data });
  const events = receipt.logs.map((log) => INTERFACES.SafeProxyFactory.parseLog(log));
  const address = events.find((event) => event?.name === "ProxyCreation")?.args.proxy;
  if (address === undefined) throw new YinzhengError("chain.mismatch", { transaction: receipt.hash });
  return await describe(rpc, "Council", lower(address), receipt, [owners, String(threshold), handler.address]);
}

interface Registries {
  readonly directory: Deployment;
  readonly evidenceLog: Deployment;
  readonly memberRegistry: Deployment;
  readonly anchorRegistry: Deployment;
  readonly statusRegistry: Deployment;
  readonly claimRegistry: Deployment;
  readonly sealRegistry: Deployment;
  readonly guardian: Deployment;
}

async function deployRegistries(
  { rpc, deployer }: InstallationOptions,
  { safe, manager }: Council,
  registryId: Hex,
): Promise<Registries> {
  const directory = await deploy(rpc, deployer, "Directory", registryId, manager, safe);
  const evidenceLog = await deploy(rpc, deployer, "EvidenceLog", directory.address);
  const shared = [directory.address, evidenceLog.address];
  const memberRegistry = await deploy(rpc, deployer, "MemberRegistry", ...shared, manager);
  const members = memberRegistry.address;
  const anchorRegistry = await deploy(rpc, deployer, "AnchorRegistry", ...shared, members, manager);
  const anchors = anchorRegistry.address;
  const statusRegistry = await deploy(rpc, deployer, "StatusRegistry", ...shared, members, anchors, manager);
  const claimRegistry = await deploy(rpc, deployer, "ClaimRegistry", ...shared);
  const sealRegistry = await deploy(rpc, deployer, "SealRegistry", ...shared, members, anchors, manager);
  const guardian = await deploy(rpc, deployer, "Guardian", safe, members, anchors);
  return {
    directory,
    evidenceLog,
    memberRegistry,
    anchorRegistry,
    statusRegistry,
    claimRegistry,
    sealRegistry,
    guardian,
  };
}

function assemble(
  { chainId, genesisHash }: InstallationOptions,
  registryId: Hex,
  { council, deployments }: Governance,
  { guardian, ...registries }: Registries,
): Founding {
  const contracts = {
    directory: registries.directory.address,
    evidenceLog: registries.evidenceLog.address,
    memberRegistry: registries.memberRegistry.address,
    anchorRegistry: registries.anchorRegistry.address,
    statusRegistry: registries.statusRegistry.address,
    claimRegistry: registries.claimRegistry.address,
    sealRegistry: registries.sealRegistry.address,
  };
  const deployBlock = registries.directory.block;
  return {
    network: { chainId, genesisHash, registryId, contracts, deployBlock },
    council,
    guardian: guardian.address,
    deployments: [...deployments, ...Object.values(registries), guardian],
  };
}

const lower = (address: string): Hex => address.toLowerCase() as Hex;
