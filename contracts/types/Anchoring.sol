// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @dev What officers sign to put one batch on chain. Field order is that of the EIP-712 type.
struct Anchor {
    bytes32 memberId;
    uint32 officerEpoch;
    bytes32 batchId;
    bytes32 root;
    uint32 size;
    uint8 hashSuite;
    bytes32 typeId;
    uint64 notBefore;
    uint64 deadline;
}

/// @dev What one officer signs to make a batchId unusable.
struct Burn {
    bytes32 memberId;
    uint32 officerEpoch;
    bytes32 batchId;
    uint64 notBefore;
    uint64 deadline;
}
