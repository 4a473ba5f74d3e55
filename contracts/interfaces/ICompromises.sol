// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {CompromiseReport} from "../types/Membership.sol";

/// @title From when on a key or an officer is not to be believed.
/// @dev `reporters` are the officers who signed; empty: the council.
interface ICompromises {
    event KeyCompromised(bytes32 indexed memberId, bytes32 indexed keyId, uint40 since, address[] reporters);
    event OfficerCompromised(
        bytes32 indexed memberId,
        address indexed officer,
        uint40 since,
        uint32 epoch,
        address[] reporters
    );

    error MemberRegistrySubjectUnknown(bytes32 memberId, bytes32 subject);
    /// @notice `since` only ever moves earlier.
    error MemberRegistryNotEarlier(bytes32 subject, uint40 current, uint64 since);
    error MemberRegistrySinceFuture(uint64 since, uint256 time);
    /// @notice A member itself reaches back 30 days.
    error MemberRegistrySinceTooOld(uint64 since, uint256 earliest);

    /// @notice The council's report, as early as it must be; `since` 0 is now. Restricted: stops.
    function reportCompromise(bytes32 memberId, bytes32 subject, uint64 since) external;

    /// @notice The member's own report. With `since` 0, which is now, one valid officer suffices; any other needs the
    /// threshold and is at most 30 days back. Frozen and closed members may report too.
    function reportOwnCompromise(CompromiseReport calldata report, bytes[] calldata signatures) external;
}
