import { type StructOf, signingMessage } from "../crypto/eip712.ts";
import type { Anchor } from "../domain/anchor.ts";
import type { Approval, BatchApproval, StatusOrder } from "../domain/approval.ts";
import type { Hex } from "../domain/bytes.ts";
import type { Claim } from "../domain/claim.ts";
import type { CompromiseReport } from "../domain/compromise.ts";
import type { SigningDomain } from "../domain/eip712.ts";
import { YinzhengError } from "../domain/errors.ts";
import type { SealOrder } from "../domain/seal-order.ts";
import type { StatusChange } from "../domain/status.ts";

/** The part of a network, or of a trusted one, that signatures are bound to. */
export interface SigningNetwork {
  readonly chainId: number;
  readonly registryId: Hex;
  readonly contracts: {
    readonly directory: Hex;
    readonly anchorRegistry: Hex;
    readonly statusRegistry: Hex;
    readonly claimRegistry: Hex;
    readonly sealRegistry?: Hex;
  };
}

const domainOf = (network: Pick<SigningNetwork, "chainId" | "registryId">, verifyingContract: Hex): SigningDomain => ({
  chainId: network.chainId,
  verifyingContract,
  salt: network.registryId,
});

/**
 * EIP-712 message of an anchor, for officers' keys; verified by AnchorRegistry. Like the others here it has 66 bytes,
 * 0x19 0x01 ‖ domain ‖ struct, of whose keccak256 the key makes its signature.
 */
export const anchorMessage = (network: SigningNetwork, anchor: Anchor): Uint8Array =>
  signingMessage(domainOf(network, network.contracts.anchorRegistry), "Anchor", anchor);

/** EIP-712 message of a status change, for officers' keys; verified by StatusRegistry. */
export const statusMessage = (network: SigningNetwork, change: StatusChange): Uint8Array =>
  signingMessage(domainOf(network, network.contracts.statusRegistry), "StatusChange", change);

/** EIP-712 message of a claim, for the certificate's claim key; verified by ClaimRegistry. */
export const claimMessage = (network: SigningNetwork, claim: Claim): Uint8Array =>
  signingMessage(domainOf(network, network.contracts.claimRegistry), "Claim", claim);

/** EIP-712 message of a maker's consent to a draft; never sent to the chain, so bound to the Directory. */
export const approvalMessage = (network: SigningNetwork, approval: Approval): Uint8Array =>
  signingMessage(domainOf(network, network.contracts.directory), "Approval", approval);

/** EIP-712 message of a maker's consent to many drafts; never sent to the chain, so bound to the Directory. */
export const batchApprovalMessage = (network: SigningNetwork, approval: BatchApproval): Uint8Array =>
  signingMessage(domainOf(network, network.contracts.directory), "BatchApproval", approval);

/** EIP-712 message of a maker's order to change a status; never sent to the chain, so bound to the Directory. */
export const orderMessage = (network: SigningNetwork, order: StatusOrder): Uint8Array =>
  signingMessage(domainOf(network, network.contracts.directory), "StatusOrder", order);

/** EIP-712 message of a maker's order about a seal; never sent to the chain, so bound to the Directory. */
export const sealOrderMessage = (network: SigningNetwork, order: SealOrder): Uint8Array =>
  signingMessage(domainOf(network, network.contracts.directory), "SealOrder", order);

/** What officers sign for SealRegistry, by primary type. */
export type SealSigned = "SealApplication" | "SealMaking" | "SealChange" | "SealDelegation" | "SealUse";

/** EIP-712 message about a seal, for officers' keys; verified by SealRegistry. Throws `chain.no_seals` where there is none. */
export function sealMessage<T extends SealSigned>(network: SigningNetwork, type: T, order: StructOf<T>): Uint8Array {
  const { sealRegistry } = network.contracts;
  if (sealRegistry === undefined) throw new YinzhengError("chain.no_seals", { registryId: network.registryId });
  return signingMessage(domainOf(network, sealRegistry), type, order);
}

/** EIP-712 message of a member's report of a compromise, for officers' keys; verified by MemberRegistry. */
export const compromiseMessage = (
  network: Pick<SigningNetwork, "chainId" | "registryId"> & { readonly contracts: { readonly memberRegistry: Hex } },
  report: CompromiseReport,
): Uint8Array => signingMessage(domainOf(network, network.contracts.memberRegistry), "CompromiseReport", report);
