import { encodeBytes32String } from "ethers";
import type { Hex, Seconds } from "../../domain/bytes.ts";
import type { Network } from "../../domain/network.ts";
import { INTERFACES, REGISTRY_ARTIFACTS } from "./artifacts.ts";
import { type CouncilCall, decide } from "./council.ts";
import { deployInstallation, type Founding, type InstallationOptions, quorum } from "./installation.ts";
import { assignFunctions, grantRole, labelRoles, WIDEN_DELAY } from "./roles.ts";

export type { Founding } from "./installation.ts";

/** When something holds: notBefore <= t < notAfter. A notBefore that is past begins when it is recorded. */
export interface Term {
  readonly notBefore: Seconds;
  readonly notAfter: Seconds;
}

/** An officer to be. Without `limits`, every type in the member's scope. */
export interface OfficerInput extends Term {
  readonly account: Hex;
  /** Value of OFFICER_ROLES. */
  readonly role: number;
  readonly limits: readonly (Term & { readonly typeId: Hex })[];
}

/** A key to be; numbers as on chain (KEY_SUITES, KEY_PURPOSES, KEY_CUSTODY). */
export interface KeyInput extends Term {
  readonly keyId: Hex;
  readonly suite: number;
  readonly purposes: number;
  readonly custody: number;
  /** Ed25519: 32 bytes; P-256 and SM2: compressed, 33 bytes. */
  readonly publicKey: Hex;
  /** Proof that the member holds the key; the contract only records it. */
  readonly possession: Hex;
}

/** A member to be admitted. `profile` = SHA-256 of the JCS form of its MemberProfile. */
export interface MemberInput {
  readonly memberId: Hex;
  readonly profile: Hex;
  readonly threshold: number;
  readonly officers: readonly OfficerInput[];
  readonly scopes: readonly (Term & { readonly typeId: Hex })[];
  readonly keys: readonly KeyInput[];
}

export interface FoundingOptions extends InstallationOptions {
  readonly members: readonly MemberInput[];
}

/**
 * The founding ceremony (design §3.5): deploys the council's Safe, the AccessManager and the registries; lets the
 * council, by its own signatures, configure roles, register the registries and admit the first members; raises the
 * delays to 48 hours; opens. Throws `chain.rejected` where a step reverts.
 */
export async function found(options: FoundingOptions): Promise<Founding> {
  const founding = await deployInstallation(options);
  const signers = options.council.slice(0, quorum(options.council.length));
  for (const calls of ceremony(founding, options.members)) {
    await decide(options.rpc, options.deployer, founding.council, signers, calls);
  }
  return founding;
}

/** What the council decides to found, one Safe transaction each: configuration, each member's admission, opening. */
export function ceremony(founding: Founding, members: readonly MemberInput[]): CouncilCall[][] {
  return [configuration(founding), ...members.map((one) => admission(founding.network, one)), opening(founding)];
}

/** Roles with delay 0, and the registries' names; the log first, so that it records the others. */
function configuration({ network: { contracts }, council: { manager, safe }, guardian }: Founding): CouncilCall[] {
  const { directory, ...named } = contracts;
  const addresses = {
    Directory: directory,
    MemberRegistry: contracts.memberRegistry,
    AnchorRegistry: contracts.anchorRegistry,
    StatusRegistry: contracts.statusRegistry,
    ...(contracts.sealRegistry !== undefined && { SealRegistry: contracts.sealRegistry }),
  };
  return [
    ...labelRoles(manager),
    ...assignFunctions(manager, addresses),
    grantRole(manager, "stop", safe, 0),
    grantRole(manager, "widen", safe, 0),
    grantRole(manager, "guardian", guardian, 0),
    ...Object.entries(named).map(([name, address]) =>
      call(directory, "directory", "register", encodeBytes32String(name), address),
    ),
  ];
}

/** Calls that admit a member with its officers, scopes and keys. After the opening they need 48 hours. */
export function admission({ contracts }: Network, member: MemberInput): CouncilCall[] {
  const { memberId, profile, threshold, officers, scopes, keys } = member;
  const registry = contracts.memberRegistry;
  return [
    call(registry, "memberRegistry", "admit", memberId, profile, threshold, officers),
    ...scopes.map(({ typeId, notBefore, notAfter }) =>
      call(registry, "memberRegistry", "grantScope", memberId, typeId, notBefore, notAfter),
    ),
    ...keys.map((key) => call(registry, "memberRegistry", "registerKey", memberId, key)),
  ];
}

function opening({ network: { contracts }, council: { manager, safe } }: Founding): CouncilCall[] {
  return [
    grantRole(manager, "widen", safe, WIDEN_DELAY),
    grantRole(manager, "admin", safe, WIDEN_DELAY),
    call(contracts.directory, "directory", "open"),
  ];
}

function call(
  to: Hex,
  registry: keyof typeof REGISTRY_ARTIFACTS,
  method: string,
  ...args: readonly unknown[]
): CouncilCall {
  return { to, data: INTERFACES[REGISTRY_ARTIFACTS[registry]].encodeFunctionData(method, args) as Hex };
}
