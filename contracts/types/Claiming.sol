// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @dev What the claim key of a certificate signs, once. Field order is that of the EIP-712 type.
/// `nullifier` is the key's address; `commitment` hides who claims (docs/format/certificate.md).
struct Claim {
    address nullifier;
    bytes32 commitment;
    uint64 notBefore;
    uint64 deadline;
}

/// @dev Two slots; both 0: not claimed.
struct Claimed {
    bytes32 commitment;
    uint40 claimedAt;
}
