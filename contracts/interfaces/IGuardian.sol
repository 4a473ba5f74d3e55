// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title What a single council member can do: stop, for 72 hours, once in 7 days.
interface IGuardian {
    event GuardianFroze(address indexed by, bytes32 indexed memberId);
    event GuardianPaused(address indexed by, bytes32 indexed typeId);

    error GuardianNotCouncil(address account);
    error GuardianResting(address account, uint40 until);

    /// @notice Freezes a member for 72 hours; the council's `freeze` confirms it.
    function freezeMember(bytes32 memberId) external;

    /// @notice Stops anchors of a type (0: of every type) for 72 hours; the council's `pause` confirms it.
    function pause(bytes32 typeId) external;

    /// @notice When a council member may act again; 0 or a time past: now.
    function restsUntil(address account) external view returns (uint40);
}
