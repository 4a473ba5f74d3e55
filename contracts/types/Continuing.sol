// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {StatusChange} from "./Status.sol";

/// @dev A closed installation that is continued here, as it stood at its final, witnessed block.
struct Origin {
    bytes32 registryId;
    uint64 chainId;
    uint64 logSize;
    bytes32 logRoot;
    uint64 blockNumber;
    bytes32 blockHash;
    uint64 blockTime;
    /// @dev Adoptions, and the root of their RFC 9162 tree over SHA-256.
    uint64 size;
    bytes32 root;
}

/// @dev One batch of an origin, or a part of its changes: those that lead from one statusHead to another. With the last
/// part the batch stands. `record` is the log leaf hash that the origin's AnchorRegistry holds for it.
struct Adoption {
    bytes32 memberId;
    bytes32 batchId;
    bytes32 record;
    bytes32 headBefore;
    bytes32 headAfter;
    bool last;
}

/// @dev A change that the origin took, and the block time at which it did.
struct PastChange {
    StatusChange change;
    uint64 time;
}

/// @dev Size (0: none) and root of the tree of what is adopted of an origin.
struct Continuation {
    uint64 size;
    bytes32 root;
}

/// @dev Most changes of one adoption.
uint256 constant MAX_PAST_CHANGES = 64;
