// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Signed} from "../../access/Signed.sol";
import {ICompromises} from "../../interfaces/ICompromises.sol";
import {TypedData} from "../../libraries/TypedData.sol";
import {CompromiseReport, Key, Member} from "../../types/Membership.sol";
import {Keys} from "./Keys.sol";

abstract contract Compromises is Keys, Signed, ICompromises {
    uint256 private constant _OWN_REACH = 30 days;

    /// @inheritdoc ICompromises
    function reportCompromise(bytes32 memberId, bytes32 subject, uint64 since) external restricted {
        _admitted(memberId);
        _report(memberId, subject, since, new address[](0));
    }

    /// @inheritdoc ICompromises
    function reportOwnCompromise(CompromiseReport calldata report, bytes[] calldata signatures) external {
        _checkWindow(report.notBefore, report.deadline);
        Member storage one = _admitted(report.memberId);
        bytes32 digest = _digest(TypedData.hash(report));
        address[] memory reporters;
        if (report.since == 0) {
            reporters = _one(report.memberId, one, report.officerEpoch, digest, signatures);
        } else {
            uint256 earliest = block.timestamp - _OWN_REACH;
            if (report.since < earliest) revert MemberRegistrySinceTooOld(report.since, earliest);
            reporters = _threshold(report.memberId, one, report.officerEpoch, _ANY_TYPE, digest, signatures);
        }
        _report(report.memberId, report.subject, report.since, reporters);
    }

    /// @param since 0: now
    function _report(bytes32 memberId, bytes32 subject, uint64 since, address[] memory reporters) private {
        if (since > block.timestamp) revert MemberRegistrySinceFuture(since, block.timestamp);
        uint40 from = since == 0 ? uint40(block.timestamp) : uint40(since);
        Key storage itsKey = _key(memberId, subject);
        if (itsKey.suite != 0) {
            _checkEarlier(subject, itsKey.compromisedSince, from);
            itsKey.compromisedSince = from;
            emit KeyCompromised(memberId, subject, from, reporters);
            _record(memberId, "key-compromised", abi.encode(subject, from, reporters));
            return;
        }
        address officer = _asOfficer(memberId, subject);
        _checkEarlier(subject, _known(memberId, officer).compromisedSince, from);
        uint32 epoch = _compromise(memberId, officer, from);
        emit OfficerCompromised(memberId, officer, from, epoch, reporters);
        _record(memberId, "officer-compromised", abi.encode(officer, from, epoch, reporters));
    }

    function _asOfficer(bytes32 memberId, bytes32 subject) private view returns (address account) {
        account = address(uint160(uint256(subject)));
        bool padded = uint256(subject) >> 160 == 0;
        if (!padded || _officer(memberId, account).role == 0) revert MemberRegistrySubjectUnknown(memberId, subject);
    }

    function _checkEarlier(bytes32 subject, uint40 current, uint40 since) private pure {
        if (current != 0 && since >= current) revert MemberRegistryNotEarlier(subject, current, since);
    }
}
