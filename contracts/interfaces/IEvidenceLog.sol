// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IRegistered} from "./IRegistered.sol";

/// @title One append-only RFC 9162 Merkle tree over SHA-256 of every evidential fact.
interface IEvidenceLog is IRegistered {
    /// @param data registryId ‖ kind ‖ uint64 block time ‖ blockhash(number - 1) ‖ body; the leaf hash is SHA-256(0x00 ‖ data).
    event Appended(uint64 indexed index, bytes32 indexed kind, bytes data);

    error EvidenceLogNotWriter(address account);
    error EvidenceLogFull(uint64 size);

    /// @notice Appends one record. Only for registered registries.
    /// @return index position of the leaf
    /// @return leaf its hash
    function append(bytes32 kind, bytes calldata body) external returns (uint64 index, bytes32 leaf);

    /// @notice Number of leaves and root of the tree.
    function checkpoint() external view returns (uint64 size, bytes32 root);
}
