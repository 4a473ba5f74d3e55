// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title How many cells the officers of a member have revoked in a calendar day of Asia/Shanghai, its own member's and those
/// of members that it succeeds.
interface IRevocations {
    /// @notice Only registries of this installation count.
    error MemberRegistryNotRegistry(address caller);

    /// @notice Counts `cells` revoked today by officers of `memberId`. Only for registered registries.
    function countRevocations(bytes32 memberId, uint16 cells) external;

    function revokedToday(bytes32 memberId) external view returns (uint16);
}
