import { signingMessage } from "../crypto/eip712.ts";
import type { Anchor } from "../domain/anchor.ts";
import type { Approval, StatusOrder } from "../domain/approval.ts";
import type { Hex } from "../domain/bytes.ts";
import type { SigningDomain } from "../domain/eip712.ts";
import type { StatusChange } from "../domain/status.ts";

/** The part of a network, or of a trusted one, that signatures are bound to. */
export interface SigningNetwork {
  readonly chainId: number;
  readonly registryId: Hex;
  readonly contracts: {
    readonly directory: Hex;
    readonly anchorRegistry: Hex;
    readonly statusRegistry: Hex;
  };
}

const domainOf = (network: SigningNetwork, verifyingContract: Hex): SigningDomain => ({
  chainId: network.chainId,
  verifyingContract,
  salt: network.registryId,
});

/** EIP-712 messages of 66 bytes, 0x19 0x01 ‖ domain ‖ struct: what an officer's key signs the keccak256 of. */
export const anchorMessage = (network: SigningNetwork, anchor: Anchor): Uint8Array =>
  signingMessage(domainOf(network, network.contracts.anchorRegistry), "Anchor", anchor);

export const statusMessage = (network: SigningNetwork, change: StatusChange): Uint8Array =>
  signingMessage(domainOf(network, network.contracts.statusRegistry), "StatusChange", change);

export const approvalMessage = (network: SigningNetwork, approval: Approval): Uint8Array =>
  signingMessage(domainOf(network, network.contracts.directory), "Approval", approval);

export const orderMessage = (network: SigningNetwork, order: StatusOrder): Uint8Array =>
  signingMessage(domainOf(network, network.contracts.directory), "StatusOrder", order);
