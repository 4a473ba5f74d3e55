// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAnchorRegistry} from "./interfaces/IAnchorRegistry.sol";
import {ICouncil} from "./interfaces/ICouncil.sol";
import {IGuardian} from "./interfaces/IGuardian.sol";
import {IMembers} from "./interfaces/IMembers.sol";
import {GUARDIAN_REST} from "./types/Roles.sol";

/// @dev Holds the Guardian role; council members hold none.
contract Guardian is IGuardian {
    mapping(address account => uint40 until) private _restsUntil;

    ICouncil private immutable _COUNCIL;
    IMembers private immutable _MEMBERS;
    IAnchorRegistry private immutable _ANCHORS;

    constructor(ICouncil safe, IMembers members, IAnchorRegistry anchors) {
        _COUNCIL = safe;
        _MEMBERS = members;
        _ANCHORS = anchors;
    }

    /// @inheritdoc IGuardian
    function freezeMember(bytes32 memberId) external {
        _spend();
        _MEMBERS.freezeTemporarily(memberId, msg.sender);
        emit GuardianFroze(msg.sender, memberId);
    }

    /// @inheritdoc IGuardian
    function pause(bytes32 typeId) external {
        _spend();
        _ANCHORS.pauseTemporarily(typeId, msg.sender);
        emit GuardianPaused(msg.sender, typeId);
    }

    /// @inheritdoc IGuardian
    function restsUntil(address account) external view returns (uint40) {
        return _restsUntil[account];
    }

    function _spend() private {
        if (!_COUNCIL.isOwner(msg.sender)) revert GuardianNotCouncil(msg.sender);
        uint40 until = _restsUntil[msg.sender];
        if (block.timestamp < until) revert GuardianResting(msg.sender, until);
        _restsUntil[msg.sender] = uint40(block.timestamp) + GUARDIAN_REST;
    }
}
