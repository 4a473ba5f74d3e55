// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Governed} from "../../access/Governed.sol";
import {IEvidenceLog} from "../../interfaces/IEvidenceLog.sol";
import {IMembers} from "../../interfaces/IMembers.sol";
import {Member, UNTIL_LIFTED} from "../../types/Membership.sol";
import {KIND_MEMBER} from "../../types/Names.sol";
import {GUARDIAN_PERIOD} from "../../types/Roles.sol";

/// @dev Slot 0 of layout member/1.
abstract contract Members is IMembers, Governed {
    mapping(bytes32 memberId => Member) private _members;

    IEvidenceLog private immutable _LOG;

    constructor(IEvidenceLog log) {
        _LOG = log;
    }

    /// @inheritdoc IMembers
    function freeze(bytes32 memberId) external restricted {
        _freeze(memberId, UNTIL_LIFTED, msg.sender);
    }

    /// @inheritdoc IMembers
    function freezeTemporarily(bytes32 memberId, address by) external restricted {
        _freeze(memberId, uint40(block.timestamp) + GUARDIAN_PERIOD, by);
    }

    /// @inheritdoc IMembers
    function unfreeze(bytes32 memberId) external restricted {
        Member storage one = _admitted(memberId);
        if (one.frozenUntil <= block.timestamp) revert MemberRegistryNotFrozen(memberId);
        one.frozenSince = 0;
        one.frozenUntil = 0;
        emit MemberUnfrozen(memberId);
        _record(memberId, "unfrozen", "");
    }

    /// @inheritdoc IMembers
    function close(bytes32 memberId) external restricted {
        _close(memberId, _open(memberId));
    }

    /// @inheritdoc IMembers
    /// @dev A successor is open when it is named and nobody opens again, so that succession never runs in a circle.
    function succeed(bytes32 memberId, bytes32 successor) external restricted {
        Member storage one = _admitted(memberId);
        if (successor == memberId) revert MemberRegistrySuccessorItself(memberId);
        _open(successor);
        bytes32 current = one.successor;
        if (current != 0 && _members[current].closedAt == 0) revert MemberRegistryAlreadySucceeded(memberId, current);
        if (one.closedAt == 0) _close(memberId, one);
        one.successor = successor;
        emit MemberSucceeded(memberId, successor);
        _record(memberId, "succeeded", abi.encode(successor));
    }

    /// @inheritdoc IMembers
    function member(bytes32 memberId) external view returns (Member memory) {
        return _members[memberId];
    }

    /// @inheritdoc IMembers
    function successorOf(bytes32 memberId) external view returns (bytes32) {
        return _members[memberId].successor;
    }

    function _record(bytes32 memberId, bytes32 what, bytes memory data) internal {
        _LOG.append(KIND_MEMBER, abi.encode(memberId, what, data));
    }

    function _member(bytes32 memberId) internal view returns (Member storage) {
        return _members[memberId];
    }

    function _admitted(bytes32 memberId) internal view returns (Member storage one) {
        one = _members[memberId];
        if (one.admittedAt == 0) revert MemberRegistryUnknown(memberId);
    }

    function _open(bytes32 memberId) internal view returns (Member storage one) {
        one = _admitted(memberId);
        if (one.closedAt != 0) revert MemberRegistryClosed(memberId, one.closedAt);
    }

    function _active(bytes32 memberId) internal view returns (Member storage one) {
        one = _open(memberId);
        if (block.timestamp < one.frozenUntil) revert MemberRegistryFrozen(memberId, one.frozenUntil);
    }

    function _close(bytes32 memberId, Member storage one) private {
        one.closedAt = uint40(block.timestamp);
        emit MemberClosed(memberId);
        _record(memberId, "closed", "");
    }

    /// @dev Frozen without a break since the first of several freezes; none shortens another.
    function _freeze(bytes32 memberId, uint40 until, address by) private {
        Member storage one = _admitted(memberId);
        uint40 current = one.frozenUntil;
        if (current >= until) revert MemberRegistryFrozen(memberId, current);
        if (current <= block.timestamp) one.frozenSince = uint40(block.timestamp);
        one.frozenUntil = until;
        emit MemberFrozen(memberId, until, by);
        _record(memberId, "frozen", abi.encode(until, by));
    }
}
