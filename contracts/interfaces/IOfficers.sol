// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Officer, OfficerInput, TypeLimit, Window} from "../types/Membership.sol";

/// @title Officers and thresholds.
/// @dev An address is an officer of one member once and never again, so that its slot tells its whole history.
interface IOfficers {
    event MemberAdmitted(bytes32 indexed memberId, bytes32 profile, uint8 threshold, OfficerInput[] officers);
    event OfficerAdded(
        bytes32 indexed memberId,
        address indexed officer,
        uint8 role,
        uint40 notBefore,
        uint40 notAfter,
        TypeLimit[] limits,
        uint32 epoch
    );
    event OfficerRemoved(bytes32 indexed memberId, address indexed officer, uint32 epoch);
    event ThresholdChanged(bytes32 indexed memberId, uint8 threshold, uint32 epoch);

    error MemberRegistryAlreadyAdmitted(bytes32 memberId);
    error MemberRegistryMemberIdZero();
    /// @notice A threshold is at least 2 and at most the number of officers, and at most 32.
    error MemberRegistryThreshold(uint8 threshold, uint8 officers);
    error MemberRegistryThresholdNotLower(uint8 current, uint8 threshold);
    error MemberRegistryThresholdNotHigher(uint8 current, uint8 threshold);
    error MemberRegistryRole(address officer, uint8 role);
    error MemberRegistryOfficerKnown(bytes32 memberId, address officer);
    error MemberRegistryOfficerUnknown(bytes32 memberId, address officer);
    error MemberRegistryOfficerEnded(bytes32 memberId, address officer, uint40 notAfter);
    /// @notice A member is admitted with at most 32, and has never more than 255 that were not removed.
    error MemberRegistryTooManyOfficers(bytes32 memberId, uint256 officers);
    /// @notice An officer is limited to at most 64 types.
    error MemberRegistryTooManyLimits(address officer, uint256 limits);
    error MemberRegistryWindow(uint40 notBefore, uint40 notAfter);
    /// @notice No signer, or no officer to be, has this role.
    error MemberRegistryRoleMissing(bytes32 memberId, uint8 role);

    /// @notice Admits a member with its first officers. Restricted: widens.
    function admit(bytes32 memberId, bytes32 profile, uint8 threshold, OfficerInput[] calldata officers) external;

    /// @notice Adds an officer. A start in the past begins now. Restricted: widens.
    function addOfficer(bytes32 memberId, OfficerInput calldata input) external;

    /// @notice Ends an officer at once. Restricted: stops.
    function removeOfficer(bytes32 memberId, address officer) external;

    /// @notice Restricted: widens.
    function lowerThreshold(bytes32 memberId, uint8 threshold) external;

    /// @notice Restricted: stops.
    function raiseThreshold(bytes32 memberId, uint8 threshold) external;

    function officer(bytes32 memberId, address account) external view returns (Officer memory);

    /// @notice When a limited officer may sign for a type.
    function officerLimit(bytes32 memberId, address account, bytes32 typeId) external view returns (Window memory);
}
