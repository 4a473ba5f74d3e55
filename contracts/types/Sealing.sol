// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @dev What an owner's officers sign to apply for a seal. Field order of all of these is that of the EIP-712 types.
struct SealApplication {
    bytes32 memberId;
    uint32 officerEpoch;
    bytes32 sealId;
    bytes32 maker;
    uint32 dailyLimit;
    uint64 notBefore;
    uint64 deadline;
}

/// @dev What a maker's officers sign about the seal object that they made. `digest`: SM3 of its DER.
struct SealMaking {
    bytes32 memberId;
    uint32 officerEpoch;
    bytes32 sealId;
    bytes32 digest;
    uint64 validFrom;
    uint64 validUntil;
    uint64 notBefore;
    uint64 deadline;
}

/// @dev `since`: of a loss; 0 for everything else. `expected`: changes that the seal has seen.
struct SealChange {
    bytes32 memberId;
    uint32 officerEpoch;
    bytes32 sealId;
    uint32 expected;
    uint8 to;
    uint64 since;
    bytes32 digest;
    uint64 notBefore;
    uint64 deadline;
}

/// @dev Lets another member use a seal; `validUntil` in the past ends it.
struct SealDelegation {
    bytes32 memberId;
    uint32 officerEpoch;
    bytes32 sealId;
    uint32 expected;
    bytes32 delegate;
    uint64 validFrom;
    uint64 validUntil;
    uint64 notBefore;
    uint64 deadline;
}

/// @dev What the user's officers sign to count uses in a batch that is anchored.
struct SealUse {
    bytes32 memberId;
    uint32 officerEpoch;
    bytes32 sealId;
    bytes32 batchId;
    uint32 count;
    uint64 notBefore;
    uint64 deadline;
}

/// @dev Five slots. `day`: of the last use, counted from 1970 in Asia/Shanghai.
struct Seal {
    bytes32 owner;
    bytes32 maker;
    bytes32 digest;
    uint8 state;
    uint40 validFrom;
    uint40 validUntil;
    uint40 lostSince;
    uint32 dailyLimit;
    uint24 day;
    uint32 usedToday;
    uint32 changes;
    uint64 uses;
    uint40 appliedAt;
    uint40 madeAt;
    uint40 activatedAt;
}

/// @dev Both ends belong to it.
struct SealWindow {
    uint40 validFrom;
    uint40 validUntil;
}

uint8 constant SEAL_NONE = 0;
uint8 constant SEAL_APPLIED = 1;
uint8 constant SEAL_MADE = 2;
uint8 constant SEAL_ACTIVE = 3;
uint8 constant SEAL_SUSPENDED = 4;
uint8 constant SEAL_LOST = 5;
uint8 constant SEAL_DESTROYED = 6;
