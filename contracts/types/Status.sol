// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @dev `count` neighbouring cells from `first` on.
struct CellRange {
    uint32 first;
    uint32 count;
}

struct CellRef {
    bytes32 memberId;
    bytes32 batchId;
    uint32 index;
}

/// @dev What officers sign to change the status of cells of one batch. Field order is that of the EIP-712 type.
struct StatusChange {
    bytes32 memberId;
    bytes32 actingMemberId;
    uint32 officerEpoch;
    bytes32 batchId;
    CellRange[] ranges;
    uint8 to;
    uint16 reason;
    CellRef successor;
    bytes32 expectedHead;
    uint64 notBefore;
    uint64 deadline;
}

uint8 constant STATE_ACTIVE = 0;
uint8 constant STATE_SUSPENDED = 1;
uint8 constant STATE_REVOKED = 2;
uint8 constant STATE_SUPERSEDED = 3;

/// @dev No batch has more cells.
uint256 constant MAX_CELLS = 1 << 20;

/// @dev What the officers of one member may revoke in a calendar day of Asia/Shanghai; more needs the council.
uint256 constant DAILY_REVOCATIONS = 1000;
