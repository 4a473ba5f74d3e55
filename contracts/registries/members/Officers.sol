// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IOfficers} from "../../interfaces/IOfficers.sol";
import {Validity} from "../../libraries/Validity.sol";
import {
    MAX_LIMITS,
    MAX_SIGNERS,
    Member,
    Officer,
    OfficerInput,
    ROLE_CHECKER,
    ROLE_MAKER,
    TypeLimit,
    Window
} from "../../types/Membership.sol";
import {Members} from "./Members.sol";

/// @dev Slots 1 and 2 of layout member/1. What officers' signatures authorize is in Authorizations.sol.
abstract contract Officers is Members, IOfficers {
    mapping(bytes32 memberId => mapping(address account => Officer)) private _officers;
    mapping(bytes32 memberId => mapping(address account => mapping(bytes32 typeId => Window))) private _limits;

    uint8 private constant _MIN_THRESHOLD = 2;

    /// @inheritdoc IOfficers
    function admit(
        bytes32 memberId,
        bytes32 profile,
        uint8 threshold,
        OfficerInput[] calldata officers
    ) external restricted {
        if (memberId == 0) revert MemberRegistryMemberIdZero();
        Member storage one = _member(memberId);
        if (one.admittedAt != 0) revert MemberRegistryAlreadyAdmitted(memberId);
        if (officers.length > MAX_SIGNERS) revert MemberRegistryTooManyOfficers(memberId, officers.length);
        one.admittedAt = uint40(block.timestamp);
        one.profile = profile;
        one.officerEpoch = 1;
        uint8 roles = 0;
        for (uint256 i = 0; i < officers.length; ++i) {
            _appoint(memberId, one, officers[i]);
            roles |= officers[i].role;
        }
        _checkThreshold(threshold, one.officerCount);
        if (roles & ROLE_MAKER == 0) revert MemberRegistryRoleMissing(memberId, ROLE_MAKER);
        if (roles & ROLE_CHECKER == 0) revert MemberRegistryRoleMissing(memberId, ROLE_CHECKER);
        one.threshold = threshold;
        emit MemberAdmitted(memberId, profile, threshold, officers);
        _record(memberId, "admitted", abi.encode(profile, threshold, officers));
    }

    /// @inheritdoc IOfficers
    function addOfficer(bytes32 memberId, OfficerInput calldata input) external restricted {
        Member storage one = _open(memberId);
        uint40 notBefore = _appoint(memberId, one, input);
        uint32 epoch = ++one.officerEpoch;
        emit OfficerAdded(memberId, input.account, input.role, notBefore, input.notAfter, input.limits, epoch);
        _record(
            memberId,
            "officer-added",
            abi.encode(input.account, input.role, notBefore, input.notAfter, input.limits, epoch)
        );
    }

    /// @inheritdoc IOfficers
    function removeOfficer(bytes32 memberId, address account) external restricted {
        Member storage one = _admitted(memberId);
        Officer storage his = _known(memberId, account);
        if (his.notAfter <= block.timestamp) revert MemberRegistryOfficerEnded(memberId, account, his.notAfter);
        his.notAfter = uint40(block.timestamp);
        // A compromised officer was taken out of the count then.
        if (his.compromisedSince == 0) --one.officerCount;
        uint32 epoch = ++one.officerEpoch;
        emit OfficerRemoved(memberId, account, epoch);
        _record(memberId, "officer-removed", abi.encode(account, epoch));
    }

    /// @inheritdoc IOfficers
    function lowerThreshold(bytes32 memberId, uint8 threshold) external restricted {
        Member storage one = _open(memberId);
        if (threshold >= one.threshold) revert MemberRegistryThresholdNotLower(one.threshold, threshold);
        if (threshold < _MIN_THRESHOLD) revert MemberRegistryThreshold(threshold, one.officerCount);
        _setThreshold(memberId, one, threshold);
    }

    /// @inheritdoc IOfficers
    function raiseThreshold(bytes32 memberId, uint8 threshold) external restricted {
        Member storage one = _open(memberId);
        if (threshold <= one.threshold) revert MemberRegistryThresholdNotHigher(one.threshold, threshold);
        _checkThreshold(threshold, one.officerCount);
        _setThreshold(memberId, one, threshold);
    }

    /// @inheritdoc IOfficers
    function officer(bytes32 memberId, address account) external view returns (Officer memory) {
        return _officers[memberId][account];
    }

    /// @inheritdoc IOfficers
    function officerLimit(bytes32 memberId, address account, bytes32 typeId) external view returns (Window memory) {
        return _limits[memberId][account][typeId];
    }

    /// @dev Marks an officer who turned out to be compromised; the slot's other fields stay.
    function _compromise(bytes32 memberId, address account, uint40 since) internal returns (uint32 epoch) {
        Member storage one = _member(memberId);
        Officer storage his = _officers[memberId][account];
        bool counted = his.compromisedSince == 0 && (his.notAfter > block.timestamp);
        his.compromisedSince = since;
        if (counted) --one.officerCount;
        epoch = ++one.officerEpoch;
    }

    function _known(bytes32 memberId, address account) internal view returns (Officer storage his) {
        his = _officers[memberId][account];
        if (his.role == 0) revert MemberRegistryOfficerUnknown(memberId, account);
    }

    function _officer(bytes32 memberId, address account) internal view returns (Officer memory) {
        return _officers[memberId][account];
    }

    function _mayType(bytes32 memberId, address account, bytes32 typeId) internal view returns (bool) {
        return Validity.holds(_limits[memberId][account][typeId], block.timestamp);
    }

    /// @dev A start in the past begins now: nobody becomes an officer of what was before.
    function _begin(uint40 notBefore, uint40 notAfter) internal view returns (uint40 begin) {
        begin = notBefore < block.timestamp ? uint40(block.timestamp) : notBefore;
        if (begin >= notAfter) revert MemberRegistryWindow(begin, notAfter);
    }

    function _appoint(
        bytes32 memberId,
        Member storage one,
        OfficerInput calldata input
    ) private returns (uint40 notBefore) {
        if (input.role != ROLE_MAKER && input.role != ROLE_CHECKER) {
            revert MemberRegistryRole(input.account, input.role);
        }
        if (input.account == address(0)) revert MemberRegistryOfficerUnknown(memberId, input.account);
        if (_officers[memberId][input.account].role != 0) revert MemberRegistryOfficerKnown(memberId, input.account);
        uint256 count = uint256(one.officerCount) + 1;
        if (count > type(uint8).max) revert MemberRegistryTooManyOfficers(memberId, count);
        if (input.limits.length > MAX_LIMITS) revert MemberRegistryTooManyLimits(input.account, input.limits.length);
        notBefore = _begin(input.notBefore, input.notAfter);
        uint8 limited = input.limits.length == 0 ? 0 : 1;
        _officers[memberId][input.account] = Officer(input.role, limited, notBefore, input.notAfter, 0);
        for (uint256 i = 0; i < input.limits.length; ++i) {
            TypeLimit calldata limit = input.limits[i];
            if (limit.notBefore >= limit.notAfter) revert MemberRegistryWindow(limit.notBefore, limit.notAfter);
            _limits[memberId][input.account][limit.typeId] = Window(limit.notBefore, limit.notAfter);
        }
        one.officerCount = uint8(count);
    }

    function _setThreshold(bytes32 memberId, Member storage one, uint8 threshold) private {
        one.threshold = threshold;
        uint32 epoch = ++one.officerEpoch;
        emit ThresholdChanged(memberId, threshold, epoch);
        _record(memberId, "threshold", abi.encode(threshold, epoch));
    }

    function _checkThreshold(uint8 threshold, uint8 count) private pure {
        if (threshold < _MIN_THRESHOLD || threshold > count || threshold > MAX_SIGNERS) revert MemberRegistryThreshold(threshold, count);
    }
}
