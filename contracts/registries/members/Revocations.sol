// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IDirectory} from "../../interfaces/IDirectory.sol";
import {IRevocations} from "../../interfaces/IRevocations.sol";
import {Member} from "../../types/Membership.sol";
import {Members} from "./Members.sol";

/// @dev Counts in bits of the member's first slot that nothing else uses: the check of the officers has read it already,
/// and it is never 0, so that a count costs 2,900 gas and not the 22,100 of a slot of its own.
abstract contract Revocations is Members, IRevocations {
    /// @dev Asia/Shanghai is 8 hours ahead the whole year.
    uint256 private constant _AHEAD = 8 hours;

    IDirectory private immutable _DIRECTORY;

    constructor(IDirectory directory) {
        _DIRECTORY = directory;
    }

    /// @inheritdoc IRevocations
    function countRevocations(bytes32 memberId, uint16 cells) external {
        if (!_DIRECTORY.isWriter(msg.sender)) revert MemberRegistryNotRegistry(msg.sender);
        Member storage one = _admitted(memberId);
        uint24 today = _today();
        (one.revokedOn, one.revoked) = (today, (one.revokedOn == today ? one.revoked : 0) + cells);
    }

    /// @inheritdoc IRevocations
    function revokedToday(bytes32 memberId) external view returns (uint16) {
        Member storage one = _member(memberId);
        return one.revokedOn == _today() ? one.revoked : 0;
    }

    /// @return days since 1970 in Asia/Shanghai
    function _today() private view returns (uint24) {
        return uint24((block.timestamp + _AHEAD) / 1 days);
    }
}
