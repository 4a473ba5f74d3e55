// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Claim, Claimed} from "../types/Claiming.sol";
import {IRegistered} from "./IRegistered.sol";

/// @title Certificates that can be claimed once: the first claim of a nullifier wins, for ever. Layout claim/1.
/// @dev Knows neither certificate nor type nor claimer, so no pause, scope or freeze can meet a claim; the closing of
/// the Directory alone stops them all.
interface IClaimRegistry is IRegistered {
    /// @param record hash of the claim's leaf in the evidence log
    event CertificateClaimed(address indexed nullifier, bytes32 commitment, uint64 logIndex, bytes32 record);

    error ClaimRegistryNotOpen();
    /// @notice Somebody was first.
    error ClaimRegistryAlreadyClaimed(address nullifier);
    error ClaimRegistryCommitmentZero();
    /// @notice The claim is signed by another key than the nullifier's.
    error ClaimRegistryNotSigned(address nullifier, address signer);

    /// @notice Takes the slot of a nullifier. Anyone may send it and nobody can change it: the claim key signs the commitment.
    /// @param signature of the claim key; low s
    function claim(Claim calldata order, bytes calldata signature) external;

    /// @notice Commitment and block time of the claim; both 0 if there is none.
    function claimOf(address nullifier) external view returns (Claimed memory);
}
