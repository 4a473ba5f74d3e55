// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {StatusChange} from "../types/Status.sol";
import {IContinuing} from "./IContinuing.sol";
import {IRegistered} from "./IRegistered.sol";

/// @title Two bits per cell. Layout status/1.
interface IStatusRegistry is IRegistered, IContinuing {
    /// @dev One per range; `newHead` joins those of one change.
    event StatusChanged(
        bytes32 indexed memberId,
        bytes32 indexed batchId,
        uint32 first,
        uint32 count,
        uint8 to,
        uint16 reason,
        bytes32 newHead
    );

    /// @notice `actingMemberId` is neither the member nor its registered successor.
    error StatusRegistryNotEntitled(bytes32 memberId, bytes32 actingMemberId);
    error StatusRegistryState(uint8 to);
    /// @notice The council suspends, revokes and lifts.
    error StatusRegistryNotForCouncil(uint8 to);
    error StatusRegistryNotAnchored(bytes32 memberId, bytes32 batchId);
    /// @notice The change follows another one than the batch's last.
    error StatusRegistryHead(bytes32 memberId, bytes32 batchId, bytes32 expected, bytes32 head);
    error StatusRegistryRangeCount(uint256 ranges);
    /// @notice Empty, beyond the last possible cell, or not after the range before.
    error StatusRegistryRange(uint32 first, uint32 count);
    /// @notice Cell `index` is in a state from which it cannot move to `to`.
    error StatusRegistryTransition(uint32 index, uint8 from, uint8 to);
    /// @notice A cell is superseded by one other anchored cell, alone; nothing else has a successor.
    error StatusRegistrySuccessor(bytes32 memberId, bytes32 batchId, uint32 index);
    error StatusRegistryNotOneCell();
    /// @notice Officers of the member have revoked `revoked` cells today; `cells` more are beyond what they may.
    error StatusRegistryDailyLimit(bytes32 actingMemberId, uint256 revoked, uint256 cells);

    /// @notice Changes cells of one batch, all or none. Anyone may send it.
    /// @dev Neither scope nor pause limits it; a frozen member may only suspend. Officers' type limits aren't known here.
    /// Officers of one member revoke at most 1,000 cells in a calendar day of Asia/Shanghai.
    /// @param signatures one valid officer's or more to suspend, else the threshold; by strictly ascending signer
    function change(StatusChange calldata change, bytes[] calldata signatures) external;

    /// @notice Suspends, revokes or lifts for any member, however many; `actingMemberId` is 0. Restricted: stops.
    function councilChange(StatusChange calldata change) external;

    /// @notice State of one cell: 0 active, 1 suspended, 2 revoked, 3 superseded.
    function statusOf(bytes32 memberId, bytes32 batchId, uint32 index) external view returns (uint8);

    /// @notice States of 128 cells: cell i is bits 2·(i mod 128) and the next one of word i / 128.
    function statusWord(bytes32 memberId, bytes32 batchId, uint256 word) external view returns (uint256);

    /// @notice Chain of the batch's changes: SHA-256(statusHead ‖ structHash ‖ uint64 time), first 0.
    function statusHead(bytes32 memberId, bytes32 batchId) external view returns (bytes32);
}
