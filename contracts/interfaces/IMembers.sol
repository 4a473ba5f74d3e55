// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Member} from "../types/Membership.sol";

/// @title Admitted organisations, and what stops them.
interface IMembers {
    event MemberFrozen(bytes32 indexed memberId, uint40 until, address by);
    event MemberUnfrozen(bytes32 indexed memberId);
    event MemberClosed(bytes32 indexed memberId);
    event MemberSucceeded(bytes32 indexed memberId, bytes32 indexed successor);

    error MemberRegistryUnknown(bytes32 memberId);
    error MemberRegistryClosed(bytes32 memberId, uint40 closedAt);
    error MemberRegistryFrozen(bytes32 memberId, uint40 until);
    error MemberRegistryNotFrozen(bytes32 memberId);
    error MemberRegistrySuccessorItself(bytes32 memberId);
    /// @notice `successor` acts for the member already, and is not closed itself.
    error MemberRegistryAlreadySucceeded(bytes32 memberId, bytes32 successor);

    /// @notice Freezes a member until the council lifts it. Restricted: stops.
    function freeze(bytes32 memberId) external;

    /// @notice Freezes a member for 72 hours at the instance of council member `by`. Restricted: Guardian.
    function freezeTemporarily(bytes32 memberId, address by) external;

    /// @notice Lifts a freeze. Restricted: widens.
    function unfreeze(bytes32 memberId) external;

    /// @notice Abolishes a member at once and for ever: its officers authorize nothing any more but reports of compromised
    /// keys and officers. What it anchored before stays. Restricted: stops.
    function close(bytes32 memberId) external;

    /// @notice Gives `successor`, which is open, the status rights over an abolished member's cells, and closes the member
    /// where it is not closed yet. Once more only after that successor has been closed itself. Restricted: widens.
    function succeed(bytes32 memberId, bytes32 successor) external;

    function member(bytes32 memberId) external view returns (Member memory);

    /// @notice The member that acts for the cells of an abolished one; 0 if none.
    function successorOf(bytes32 memberId) external view returns (bytes32);
}
