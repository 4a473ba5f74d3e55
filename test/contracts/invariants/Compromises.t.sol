// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAuthorizations} from "../../../contracts/interfaces/IAuthorizations.sol";
import {ICompromises} from "../../../contracts/interfaces/ICompromises.sol";
import {CompromiseReport, KeyInput} from "../../../contracts/types/Membership.sol";
import {Registry} from "./Registry.sol";
import {VM} from "./Vm.sol";

/// @dev An officer's compromise and a key's, by the council and by the member itself.
contract CompromisesTest is Registry {
    bytes32 private _keyId;

    function setUp() public override {
        super.setUp();
        admit(2);
        bytes memory publicKey = abi.encode(keccak256("a public key"));
        _keyId = sha256(bytes.concat("yinzheng/key/v1", hex"00", "eddsa-jcs-2022", hex"00", publicKey));
        members.registerKey(AGENCY, KeyInput(_keyId, 1, 1, 1, 0, FOREVER, publicKey, "possession"));
    }

    function testFuzz_compromisedSinceOnlyFalls(uint40 first, uint40 second, bool key) public {
        (uint64 from, uint64 then) = (1 + (uint64(first) % START), 1 + (uint64(second) % START));
        bytes32 whose = key ? _keyId : subject(0);
        members.reportCompromise(AGENCY, whose, from);
        _checkSince(key, from);
        bool earlier = then < from;
        if (!earlier) VM.expectRevert(_notEarlier(whose, from, then));
        members.reportCompromise(AGENCY, whose, then);
        _checkSince(key, earlier ? then : from);
    }

    function test_theSameTimeIsNotEarlier() public {
        for (uint256 i = 0; i < 2; ++i) {
            bytes32 whose = i == 0 ? _keyId : subject(0);
            members.reportCompromise(AGENCY, whose, 0);
            VM.expectRevert(_notEarlier(whose, START, START));
            members.reportCompromise(AGENCY, whose, START);
        }
    }

    function testFuzz_theCouncilReachesBackAsFarAsItMust(uint40 since) public {
        uint64 from = 1 + (uint64(since) % START);
        members.reportCompromise(AGENCY, _keyId, from);
        _checkSince(true, from);
    }

    function testFuzz_nothingIsCompromisedInTheFuture(uint64 since) public {
        VM.assume(since > START);
        VM.expectRevert(_future(since));
        members.reportCompromise(AGENCY, _keyId, since);
        VM.expectRevert(_future(START + 1));
        members.reportCompromise(AGENCY, subject(0), START + 1);
        CompromiseReport memory report = reportOf(_keyId, since);
        bytes[] memory signatures = sign(digestOf(report), 0, 1);
        VM.expectRevert(_future(since));
        members.reportOwnCompromise(report, signatures);
    }

    function testFuzz_aMemberReachesBack30Days(uint24 back, bool key) public {
        _own(key, back);
    }

    function test_aMemberReachesBackToTheSecond() public {
        _own(true, 30 days + 1);
        _own(false, 30 days + 1);
        _own(true, 30 days);
        _own(false, 30 days);
    }

    function testFuzz_oneOfficerReportsFromNowAlone(uint32 back, uint8 place) public {
        CompromiseReport memory report = reportOf(_keyId, START - (uint64(back) % 30 days));
        bytes[] memory one = sign(digestOf(report), place % 4);
        VM.expectRevert(abi.encodeWithSelector(IAuthorizations.MemberRegistryTooFewSigners.selector, AGENCY, 1, 2));
        members.reportOwnCompromise(report, one);
        report.since = 0;
        members.reportOwnCompromise(report, sign(digestOf(report), place % 4));
        _checkSince(true, START);
    }

    /// @dev Who freezes a member does not silence it.
    function test_aFrozenMemberReports() public {
        members.freeze(AGENCY);
        _own(true, 1 days);
        CompromiseReport memory report = reportOf(subject(0), 0);
        members.reportOwnCompromise(report, sign(digestOf(report), 0));
        _checkSince(false, START);
    }

    function testFuzz_aReportIsNotTakenTwice(uint32 back) public {
        CompromiseReport memory report = reportOf(subject(2), START - (uint64(back) % 30 days));
        bytes[] memory signatures = sign(digestOf(report), 0, 1);
        members.reportOwnCompromise(report, signatures);
        VM.expectRevert(abi.encodeWithSelector(IAuthorizations.MemberRegistryEpoch.selector, AGENCY, 1, 2));
        members.reportOwnCompromise(report, signatures);
    }

    function testFuzz_nobodyElsesKeyIsReported(bytes32 whose) public {
        for (uint256 i = 0; i < 4; ++i) VM.assume(whose != subject(i));
        VM.assume(whose != _keyId);
        VM.expectRevert(abi.encodeWithSelector(ICompromises.MemberRegistrySubjectUnknown.selector, AGENCY, whose));
        members.reportCompromise(AGENCY, whose, 0);
        bytes32 dirty = subject(0) | bytes32(uint256(1) << 160);
        VM.expectRevert(abi.encodeWithSelector(ICompromises.MemberRegistrySubjectUnknown.selector, AGENCY, dirty));
        members.reportCompromise(AGENCY, dirty, 0);
    }

    function _own(bool key, uint64 back) private {
        CompromiseReport memory report = reportOf(key ? _keyId : subject(2), START - back);
        bytes[] memory signatures = sign(digestOf(report), 0, 1);
        bytes4 tooOld = ICompromises.MemberRegistrySinceTooOld.selector;
        if (back > 30 days) VM.expectRevert(abi.encodeWithSelector(tooOld, report.since, START - 30 days));
        members.reportOwnCompromise(report, signatures);
    }

    function _checkSince(bool key, uint64 expected) private view {
        uint40 key_ = members.key(AGENCY, _keyId).compromisedSince;
        require((key ? key_ : members.officer(AGENCY, account(0)).compromisedSince) == expected, "since");
    }

    function _notEarlier(bytes32 whose, uint64 current, uint64 since) private pure returns (bytes memory) {
        return abi.encodeWithSelector(ICompromises.MemberRegistryNotEarlier.selector, whose, current, since);
    }

    function _future(uint64 since) private pure returns (bytes memory) {
        return abi.encodeWithSelector(ICompromises.MemberRegistrySinceFuture.selector, since, START);
    }
}
