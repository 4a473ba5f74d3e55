// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Member, Officer, OfficerInput} from "../../../contracts/types/Membership.sol";
import {Registry} from "./Registry.sol";
import {VM} from "./Vm.sol";

/// @dev Whatever the council does in whatever order: what is compared is before and after each step.
contract MemberHistoryTest is Registry {
    bytes32 private constant _BANK = "bank";

    struct Snapshot {
        Member member;
        Officer[5] officers;
    }

    function setUp() public override {
        super.setUp();
        admit(2);
        OfficerInput[] memory officers = new OfficerInput[](3);
        for (uint256 i = 0; i < 3; ++i) officers[i] = officer(i);
        members.admit(_BANK, "profile", 2, officers);
    }

    /// hardhat-config: fuzz.runs = 64
    function testFuzz_aMembersHistoryIsNeverRewritten(uint256 seed) public {
        for (uint256 step = 0; step < 40; ++step) {
            seed = uint256(keccak256(abi.encode(seed)));
            bytes32 one = seed & 1 == 0 ? AGENCY : _BANK;
            bytes32 other = one == AGENCY ? _BANK : AGENCY;
            Snapshot memory before = _take(one);
            bytes32 untouched = keccak256(abi.encode(_take(other)));
            uint256 what = (seed >> 8) % 12;
            (bool done, ) = address(members).call(_call(what, one, other, seed));
            Snapshot memory later = _take(one);
            require(keccak256(abi.encode(_take(other))) == untouched, "another member");
            if (!done) require(keccak256(abi.encode(before)) == keccak256(abi.encode(later)), "half done");
            _checkMember(before.member, later.member, what == 3);
            bool changed = before.member.threshold != later.member.threshold;
            for (uint256 i = 0; i < 5; ++i) changed = _checkOfficer(before.officers[i], later.officers[i]) || changed;
            uint32 raised = later.member.officerEpoch - before.member.officerEpoch;
            require(raised == (changed ? 1 : 0), "epoch");
            VM.warp(block.timestamp + ((seed >> 64) % 3 days));
        }
    }

    function _call(uint256 what, bytes32 one, bytes32 other, uint256 seed) private view returns (bytes memory) {
        uint256 place = (seed >> 16) % 5;
        uint8 threshold = uint8((seed >> 24) % 6);
        if (what == 0) return abi.encodeCall(members.addOfficer, (one, officer(place)));
        if (what == 1) return abi.encodeCall(members.freeze, (one));
        if (what == 2) return abi.encodeCall(members.freezeTemporarily, (one, address(1)));
        if (what == 3) return abi.encodeCall(members.unfreeze, (one));
        if (what == 4) return abi.encodeCall(members.raiseThreshold, (one, threshold));
        if (what == 5) return abi.encodeCall(members.lowerThreshold, (one, threshold));
        if (what == 6) return abi.encodeCall(members.removeOfficer, (one, account(place)));
        // Rare, because nothing else widens after it.
        if (what == 7 && threshold == 0) return abi.encodeCall(members.close, (one));
        if (what == 8 && threshold == 0) return abi.encodeCall(members.succeed, (one, other));
        if (what == 9) return abi.encodeCall(members.grantScope, (one, TYPE, 0, FOREVER));
        uint64 since = uint64(block.timestamp + 1 days - ((seed >> 128) % 60 days));
        return abi.encodeCall(members.reportCompromise, (one, subject(place), since));
    }

    function _take(bytes32 memberId) private view returns (Snapshot memory one) {
        one.member = members.member(memberId);
        for (uint256 i = 0; i < 5; ++i) one.officers[i] = members.officer(memberId, account(i));
    }

    function _checkMember(Member memory before, Member memory later, bool lifted) private view {
        require(later.admittedAt == before.admittedAt && later.profile == before.profile, "admission");
        require(before.closedAt == 0 || later.closedAt == before.closedAt, "closed is terminal");
        require(later.frozenUntil >= before.frozenUntil || lifted, "a freeze shortened");
        require(later.threshold >= 2, "threshold");
        require(later.closedAt <= block.timestamp && later.frozenSince <= block.timestamp, "the future");
    }

    /// @return whether anything changed
    function _checkOfficer(Officer memory before, Officer memory later) private view returns (bool) {
        if (keccak256(abi.encode(before)) == keccak256(abi.encode(later))) return false;
        uint40 since = later.compromisedSince;
        require(since <= block.timestamp, "the future");
        if (before.role == 0) return true;
        require(later.role == before.role && later.notBefore == before.notBefore, "a past rewritten");
        require(later.notAfter <= before.notAfter, "a term prolonged");
        uint40 known = before.compromisedSince;
        require(known == 0 || (since != 0 && since <= known), "compromised later");
        return true;
    }
}
