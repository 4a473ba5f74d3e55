// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

uint8 constant ROLE_MAKER = 1;
uint8 constant ROLE_CHECKER = 2;

/// @dev Signatures of one message, and officers that a member is admitted with: as many as a bundle holds.
uint256 constant MAX_SIGNERS = 32;
/// @dev Types that one officer is limited to.
uint256 constant MAX_LIMITS = 64;

/// @dev `frozenUntil` or `pausedUntil` of what only the council lifts.
uint40 constant UNTIL_LIFTED = type(uint40).max;

/// @dev Three slots; the first holds everything up to `revoked`. What its officers revoked on the day `revokedOn` (days since
/// 1970 in Asia/Shanghai) is no part of what is proven.
struct Member {
    uint40 admittedAt;
    uint40 closedAt;
    uint40 frozenSince;
    uint40 frozenUntil;
    uint32 officerEpoch;
    uint8 threshold;
    uint8 officerCount;
    uint24 revokedOn;
    uint16 revoked;
    bytes32 successor;
    bytes32 profile;
}

/// @dev Valid at t when notBefore <= t < notAfter, and t < compromisedSince where that is not 0.
struct Officer {
    uint8 role;
    uint8 typesLimited;
    uint40 notBefore;
    uint40 notAfter;
    uint40 compromisedSince;
}

/// @dev Holds at t when notBefore <= t < notAfter.
struct Window {
    uint40 notBefore;
    uint40 notAfter;
}

/// @dev Valid as an Officer is.
struct Key {
    uint8 suite;
    uint8 custody;
    uint16 purposes;
    uint40 notBefore;
    uint40 notAfter;
    uint40 compromisedSince;
}

/// @dev A type that an officer may sign for, and when.
struct TypeLimit {
    bytes32 typeId;
    uint40 notBefore;
    uint40 notAfter;
}

/// @dev An officer to be. No limits: every type in the member's scope.
struct OfficerInput {
    address account;
    uint8 role;
    uint40 notBefore;
    uint40 notAfter;
    TypeLimit[] limits;
}

/// @dev A key to be. `possession` is the proof that the member holds it; verified off chain by the council and by verifiers.
struct KeyInput {
    bytes32 keyId;
    uint8 suite;
    uint16 purposes;
    uint8 custody;
    uint40 notBefore;
    uint40 notAfter;
    bytes publicKey;
    bytes possession;
}

/// @dev A member's own report that a key (`subject` = keyId) or an officer (`subject` = address, left-padded) is compromised.
struct CompromiseReport {
    bytes32 memberId;
    uint32 officerEpoch;
    bytes32 subject;
    uint64 since;
    uint64 notBefore;
    uint64 deadline;
}
