import type { Hex } from "../../domain/bytes.ts";
import { type ArtifactName, INTERFACES } from "./artifacts.ts";
import type { CouncilCall } from "./council.ts";

/** Roles in the AccessManager; contracts/types/Roles.sol holds the same numbers. */
export const ROLES = { admin: 0n, stop: 1n, widen: 2n, guardian: 3n } as const;

/** Delay of what widens, in seconds. */
export const WIDEN_DELAY = 48 * 3600;

/** Every restricted function and who may call it. What stops is immediate, what widens takes 48 hours. */
export const FUNCTION_ROLES = {
  Directory: { open: "stop", register: "widen", close: "widen" },
  MemberRegistry: {
    freeze: "stop",
    freezeTemporarily: "guardian",
    unfreeze: "widen",
    close: "stop",
    succeed: "widen",
    admit: "widen",
    addOfficer: "widen",
    removeOfficer: "stop",
    lowerThreshold: "widen",
    raiseThreshold: "stop",
    grantScope: "widen",
    withdrawScope: "stop",
    registerKey: "widen",
    retireKey: "stop",
    reportCompromise: "stop",
  },
  AnchorRegistry: { pause: "stop", pauseTemporarily: "guardian", unpause: "widen" },
  StatusRegistry: { councilChange: "stop", continueFrom: "widen" },
  SealRegistry: { changeByCouncil: "stop" },
} as const satisfies Partial<Record<ArtifactName, Record<string, Exclude<keyof typeof ROLES, "admin">>>>;

/** Calls that give each restricted function of these contracts its role. */
export function assignFunctions(
  manager: Hex,
  addresses: Readonly<Partial<Record<keyof typeof FUNCTION_ROLES, Hex>>>,
): CouncilCall[] {
  return Object.entries(addresses).flatMap(([contract, address]) => {
    const known = contract as keyof typeof FUNCTION_ROLES;
    return Object.entries(ROLES).flatMap(([role, id]) => {
      const names = Object.entries(FUNCTION_ROLES[known]).filter(([, holder]) => holder === role);
      if (names.length === 0) return [];
      const selectors = names.map(([name]) => INTERFACES[known].getFunction(name)?.selector);
      return [managerCall(manager, "setTargetFunctionRole", address, selectors, id)];
    });
  });
}

/** A call that gives `account` a role, or sets its delay in seconds. */
export function grantRole(manager: Hex, role: keyof typeof ROLES, account: Hex, delay: number): CouncilCall {
  return managerCall(manager, "grantRole", ROLES[role], account, delay);
}

export function labelRoles(manager: Hex): CouncilCall[] {
  const labelled = Object.entries(ROLES).filter(([role]) => role !== "admin");
  return labelled.map(([role, id]) => managerCall(manager, "labelRole", id, role));
}

function managerCall(manager: Hex, method: string, ...args: readonly unknown[]): CouncilCall {
  return { to: manager, data: INTERFACES.AccessManager.encodeFunctionData(method, args) as Hex };
}
