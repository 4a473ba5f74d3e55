// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IMembers} from "../../../contracts/interfaces/IMembers.sol";
import {Member, OfficerInput, TypeLimit} from "../../../contracts/types/Membership.sol";
import {Registry} from "./Registry.sol";
import {VM} from "./Vm.sol";

/// @dev Freezing, closing and succession.
contract MembersTest is Registry {
    bytes32 private constant _BANK = "bank";
    bytes32 private constant _COURT = "court";

    function setUp() public override {
        super.setUp();
        admit(2);
        OfficerInput[] memory officers = new OfficerInput[](2);
        (officers[0], officers[1]) = (officer(0), officer(1));
        members.admit(_BANK, "profile", 2, officers);
        members.admit(_COURT, "profile", 2, officers);
    }

    function test_aFreezeIsNotShortenedByAnother() public {
        members.freeze(AGENCY);
        VM.expectRevert(_frozen(FOREVER));
        members.freezeTemporarily(AGENCY, address(1));
        require(members.member(AGENCY).frozenUntil == FOREVER, "shortened");
    }

    function testFuzz_aGuardiansFreezeLapsesAfter72Hours(uint24 later) public {
        members.freezeTemporarily(AGENCY, address(1));
        uint40 until = START + 72 hours;
        require(members.member(AGENCY).frozenUntil == until, "until");
        VM.warp(until - 1);
        _checkFrozen(true);
        VM.warp(until + later);
        _checkFrozen(false);
    }

    /// @dev Several without a break count from the first second, as the proof of an anchor reads it.
    function testFuzz_aFreezeCountsFromItsFirstSecond(uint24 later) public {
        members.freezeTemporarily(AGENCY, address(1));
        VM.warp(START + later);
        members.freeze(AGENCY);
        uint40 since = members.member(AGENCY).frozenSince;
        require(since == (later < 72 hours ? START : START + later), "since");
    }

    function testFuzz_freezingTouchesOneMember(bytes32 another) public {
        bytes32 before = keccak256(abi.encode(members.member(_BANK)));
        members.freeze(AGENCY);
        require(keccak256(abi.encode(members.member(_BANK))) == before, "another member");
        VM.assume(another != AGENCY && another != _BANK && another != _COURT);
        VM.expectRevert(abi.encodeWithSelector(IMembers.MemberRegistryUnknown.selector, another));
        members.freeze(another);
    }

    function test_closedIsTerminal() public {
        members.close(AGENCY);
        VM.warp(START + 9);
        _closed(abi.encodeCall(members.close, (AGENCY)));
        _closed(abi.encodeCall(members.addOfficer, (AGENCY, officer(NOBODY))));
        _closed(abi.encodeCall(members.lowerThreshold, (AGENCY, 2)));
        _closed(abi.encodeCall(members.raiseThreshold, (AGENCY, 3)));
        _closed(abi.encodeCall(members.grantScope, (AGENCY, TYPE, 0, FOREVER)));
        OfficerInput[] memory officers = new OfficerInput[](2);
        (officers[0], officers[1]) = (officer(0), officer(1));
        (bool again, ) = address(members).call(abi.encodeCall(members.admit, (AGENCY, "profile", 2, officers)));
        require(!again && members.member(AGENCY).closedAt == START, "open again");
    }

    function test_whatStopsGoesOnAfterClosing() public {
        members.close(AGENCY);
        members.freeze(AGENCY);
        members.removeOfficer(AGENCY, account(0));
        members.withdrawScope(AGENCY, TYPE);
        members.reportCompromise(AGENCY, subject(1), START - 1);
        Member memory one = members.member(AGENCY);
        require(one.frozenUntil == FOREVER && one.officerEpoch == 3 && one.closedAt == START, "not stopped");
    }

    function test_aSuccessorIsOpenAndAnother() public {
        VM.expectRevert(abi.encodeWithSelector(IMembers.MemberRegistrySuccessorItself.selector, AGENCY));
        members.succeed(AGENCY, AGENCY);
        VM.expectRevert(abi.encodeWithSelector(IMembers.MemberRegistryUnknown.selector, bytes32("nobody")));
        members.succeed(AGENCY, "nobody");
        members.close(_BANK);
        VM.expectRevert(abi.encodeWithSelector(IMembers.MemberRegistryClosed.selector, _BANK, START));
        members.succeed(AGENCY, _BANK);
        require(members.member(AGENCY).closedAt == 0, "closed");
    }

    function test_successionCloses() public {
        members.succeed(AGENCY, _BANK);
        require(members.member(AGENCY).closedAt == START && members.successorOf(AGENCY) == _BANK, "not closed");
        members.close(_BANK);
        VM.warp(START + 9);
        members.succeed(AGENCY, _COURT);
        require(members.member(AGENCY).closedAt == START, "closed again");
    }

    /// @dev Or the council could take an agency's certificates from whom they were given to.
    function test_anOpenSuccessorKeepsWhatItTookOver() public {
        members.succeed(AGENCY, _BANK);
        VM.expectRevert(abi.encodeWithSelector(IMembers.MemberRegistryAlreadySucceeded.selector, AGENCY, _BANK));
        members.succeed(AGENCY, _COURT);
        members.succeed(_BANK, _COURT);
        members.succeed(AGENCY, _COURT);
        require(members.successorOf(AGENCY) == _COURT, "not re-pointed");
    }

    /// @dev Whatever was decided in which order.
    function testFuzz_successionNeverRunsInACircle(uint256 seed) public {
        bytes32[3] memory all = [AGENCY, _BANK, _COURT];
        for (uint256 i = 0; i < 12; ++i) {
            seed = uint256(keccak256(abi.encode(seed)));
            bytes32 one = all[seed % 3];
            bytes32 next = all[(seed >> 8) % 3];
            (bool done, ) = address(members).call(abi.encodeCall(members.succeed, (one, next)));
            if (done) require(one != next && members.member(next).closedAt == 0, "successor");
        }
        for (uint256 i = 0; i < 3; ++i) {
            bytes32 last = all[i];
            for (uint256 steps = 0; last != 0; ++steps) {
                require(steps < 3, "circle");
                last = members.successorOf(last);
            }
        }
    }

    function test_membersHoldNoEther() public {
        (bool taken, ) = address(members).call{value: 1}("");
        require(!taken && address(members).balance == 0, "ether taken");
    }

    function test_memberLayoutIsPinned() public {
        OfficerInput memory limited = officer(NOBODY);
        limited.limits = new TypeLimit[](1);
        limited.limits[0] = TypeLimit(TYPE, 5, 6);
        members.addOfficer(AGENCY, limited);
        members.reportCompromise(AGENCY, subject(NOBODY), 7);
        members.freeze(AGENCY);
        members.succeed(AGENCY, _BANK);
        uint256 time = START;
        uint256 first = time | (time << 40) | (time << 80) | (uint256(FOREVER) << 120);
        _checkSlot(_slot(0, AGENCY), first | (3 << 160) | (2 << 192) | (4 << 200));
        _checkSlot(bytes32(uint256(_slot(0, AGENCY)) + 1), uint256(_BANK));
        _checkSlot(bytes32(uint256(_slot(0, AGENCY)) + 2), uint256(bytes32("profile")));
        uint256 his = 1 | (1 << 8) | (time << 16) | (uint256(FOREVER) << 56) | (7 << 96);
        _checkSlot(_nested(_slot(1, AGENCY), subject(NOBODY)), his);
        _checkSlot(_nested(_nested(_slot(2, AGENCY), subject(NOBODY)), TYPE), 5 | (6 << 40));
        _checkSlot(_nested(_slot(3, AGENCY), TYPE), time | (uint256(FOREVER) << 40));
    }

    function _slot(uint256 mapping_, bytes32 key) private pure returns (bytes32) {
        return _nested(bytes32(mapping_), key);
    }

    function _nested(bytes32 slot, bytes32 key) private pure returns (bytes32) {
        return keccak256(bytes.concat(key, slot));
    }

    function _checkSlot(bytes32 slot, uint256 expected) private view {
        require(uint256(VM.load(address(members), slot)) == expected, "slot");
    }

    function _closed(bytes memory call) private {
        (bool done, bytes memory reason) = address(members).call(call);
        bytes memory expected = abi.encodeWithSelector(IMembers.MemberRegistryClosed.selector, AGENCY, START);
        require(!done && keccak256(reason) == keccak256(expected), "not refused");
    }

    function _frozen(uint40 until) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IMembers.MemberRegistryFrozen.selector, AGENCY, until);
    }

    function _checkFrozen(bool frozen) private {
        bytes32 digest = keccak256("what is signed");
        bytes[] memory signatures = sign(digest, 0, 1);
        if (frozen) VM.expectRevert(_frozen(START + 72 hours));
        members.authorize(AGENCY, 1, TYPE, digest, signatures);
    }
}
