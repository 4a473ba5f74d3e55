// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAnchorRegistry} from "../../../contracts/interfaces/IAnchorRegistry.sol";
import {IDirectory} from "../../../contracts/interfaces/IDirectory.sol";
import {IMembers} from "../../../contracts/interfaces/IMembers.sol";
import {IScopes} from "../../../contracts/interfaces/IScopes.sol";
import {StatusChange} from "../../../contracts/types/Status.sol";
import {VM} from "./Vm.sol";
import {Orders} from "./founding/Orders.sol";

/// @dev Status in a whole founding, with real signatures: what stops it, and what does not.
contract StatusFoundingTest is Orders {
    bytes32 private constant _BATCH = "batch";

    function setUp() public {
        _found();
        require(_anchor(_batch(AGENCY, _BATCH), _two(MAKER, CHECKER)), "anchored");
        require(_anchor(_batch(BANK, _BATCH), _two(BANK_MAKER, BANK_CHECKER)), "anchored");
    }

    function testFuzz_aPauseNeverBlocksStatus(bytes32 typeId, bool everything, bool byGuardian) public {
        if (everything) typeId = 0;
        if (byGuardian) {
            VM.prank(VM.addr(councilKeys[2]));
            guardian.pause(typeId);
        } else {
            require(_council(address(anchors), abi.encodeCall(IAnchorRegistry.pause, (typeId))), "paused");
        }
        _statusGoesOn();
    }

    function test_aClosedDirectoryNeverBlocksStatus() public {
        require(_widen(address(directory), abi.encodeCall(IDirectory.close, ("another installation"))), "closed");
        require(!directory.opened(), "still open");
        require(!_anchor(_batch(AGENCY, "late"), _two(MAKER, CHECKER)), "anchored");
        _statusGoesOn();
    }

    function testFuzz_anEndedScopeNeverBlocksStatus(uint32 later) public {
        require(_council(address(members), abi.encodeCall(IScopes.withdrawScope, (AGENCY, TYPE))), "withdrawn");
        VM.warp(block.timestamp + later);
        require(!_anchor(_batch(AGENCY, "late"), _two(MAKER, CHECKER)), "anchored");
        _statusGoesOn();
    }

    function testFuzz_aFrozenMemberOnlySuspends(bool byGuardian, uint8 to) public {
        to %= 4;
        require(_change(_order(AGENCY, AGENCY, _BATCH, SUSPENDED, 0), _one(MAKER)), "beforehand");
        if (byGuardian) {
            VM.prank(VM.addr(councilKeys[2]));
            guardian.freezeMember(AGENCY);
        } else {
            require(_council(address(members), abi.encodeCall(IMembers.freeze, (AGENCY))), "frozen");
        }
        StatusChange memory order = _order(AGENCY, AGENCY, _BATCH, to, to == ACTIVE ? 0 : 9);
        require(_change(order, _two(MAKER, CHECKER)) == (to == SUSPENDED), "frozen");
        order = _order(AGENCY, AGENCY, _BATCH, SUSPENDED, 20);
        require(_change(order, _one(CHECKER)), "one officer");
        order = _order(AGENCY, 0, _BATCH, REVOKED, 21);
        require(_councilChange(order), "the council");
    }

    function testFuzz_aClosedMembersStatusIsItsSuccessors(uint8 to) public {
        to %= 4;
        require(_change(_order(AGENCY, AGENCY, _BATCH, SUSPENDED, 0), _one(MAKER)), "beforehand");
        require(_council(address(members), abi.encodeCall(IMembers.close, (AGENCY))), "closed");
        StatusChange memory order = _order(AGENCY, 0, _BATCH, REVOKED, 30);
        require(_councilChange(order), "the council");
        order = _order(AGENCY, BANK, _BATCH, to, to == ACTIVE ? 0 : 9);
        require(!_change(order, _two(BANK_MAKER, BANK_CHECKER)), "not yet its successor");
        require(_widen(address(members), abi.encodeCall(IMembers.succeed, (AGENCY, BANK))), "succeeded");
        order = _order(AGENCY, BANK, _BATCH, to, to == ACTIVE ? 0 : 9);
        require(_change(order, _two(BANK_MAKER, BANK_CHECKER)), "successor");
        order = _order(AGENCY, AGENCY, _BATCH, SUSPENDED, 20);
        require(!_change(order, _two(MAKER, CHECKER)), "closed");
        require(_change(_order(BANK, BANK, _BATCH, to == ACTIVE ? 1 : to, 9), _two(BANK_MAKER, BANK_CHECKER)), "own");
    }

    function test_aBurnedBatchHasNoStatus() public {
        require(_burn(AGENCY, "burned", MAKER), "burned");
        require(anchors.record(AGENCY, "burned") != 0 && !anchors.anchored(AGENCY, "burned"), "record");
        StatusChange memory order = _order(AGENCY, AGENCY, "burned", SUSPENDED, 3);
        require(!_change(order, _two(MAKER, CHECKER)), "status");
        order.actingMemberId = 0;
        require(!_councilChange(order), "by the council");
        order = _order(AGENCY, AGENCY, _BATCH, SUPERSEDED, 3);
        order.successor.batchId = "burned";
        require(!_change(order, _two(MAKER, CHECKER)), "successor");
    }

    function testFuzz_officersTouchOnlyTheirOwnMembersCells(bool ofBank, uint8 acting, uint8 to) public {
        to %= 4;
        bytes32 memberId = ofBank ? BANK : AGENCY;
        uint256[] memory own = ofBank ? _two(BANK_MAKER, BANK_CHECKER) : _two(MAKER_2, CHECKER);
        uint256[] memory others = ofBank ? _two(MAKER, CHECKER_2) : _two(BANK_MAKER, BANK_CHECKER);
        bytes32 other = ofBank ? AGENCY : BANK;
        require(_change(_order(memberId, memberId, _BATCH, SUSPENDED, 0), own), "beforehand");
        bytes32[3] memory names = [memberId, other, bytes32(0)];
        StatusChange memory order = _order(memberId, names[acting % 3], _BATCH, to, to == ACTIVE ? 0 : 9);
        require(!_change(order, others), "another's");
        order = _order(memberId, memberId, _BATCH, to, to == ACTIVE ? 0 : 9);
        require(_change(order, own), "own");
    }

    function testFuzz_oneSignatureOnlySuspends(uint8 to, uint8 who) public {
        uint256[4] memory officers = [MAKER, CHECKER, MAKER_2, CHECKER_2];
        to %= 4;
        require(_change(_order(AGENCY, AGENCY, _BATCH, SUSPENDED, 0), _one(officers[who % 4])), "beforehand");
        StatusChange memory order = _order(AGENCY, AGENCY, _BATCH, to, to == ACTIVE ? 0 : 9);
        require(_change(order, _one(officers[who % 4])) == (to == SUSPENDED), "one officer");
        order = _order(AGENCY, AGENCY, _BATCH, to, to == ACTIVE ? 0 : 19);
        require(_change(order, _two(MAKER, MAKER_2)) == (to == SUSPENDED), "two makers");
    }

    function testFuzz_nobodyButTheSafeChangesAsTheCouncil(uint256 key, uint8 to) public {
        StatusChange memory order = _order(AGENCY, 0, _BATCH, SUSPENDED + (to % 2), 3);
        key = key % 2 == 0 ? councilKeys[(key / 2) % 3] : 1 + (key % 1000);
        VM.prank(VM.addr(key));
        bool done;
        try statuses.councilChange(order) {
            done = true;
        } catch {}
        require(!done, "by anyone");
        require(_councilChange(order), "by the council");
    }

    /// @dev START is 16:00 in Shanghai.
    function testFuzz_theLimitOfADayEndsAtMidnightInShanghai(uint32 earlier, uint32 later) public {
        VM.warp(START + (earlier % 8 days));
        require(_revoke(0, 1000), "a thousand");
        uint256 day = (block.timestamp + 8 hours) / 1 days;
        VM.warp(block.timestamp + (later % 2 days));
        bool another = (block.timestamp + 8 hours) / 1 days != day;
        require(_revoke(1000, 1000) == another, "once a day");
        require(_councilChange(_order(AGENCY, 0, _BATCH, REVOKED, 2000)), "the council");
    }

    function test_theLimitOfADayEndsToTheSecond() public {
        VM.warp(START + 8 hours - 1);
        require(_revoke(0, 1000) && !_revoke(1000, 1), "the last second of a day");
        VM.warp(START + 8 hours);
        require(_revoke(1000, 1000) && !_revoke(2000, 1), "the first of the next");
    }

    function testFuzz_onlyRegistriesCountRevocations(address account) public {
        if (directory.isWriter(account)) return;
        VM.prank(account);
        try members.countRevocations(AGENCY, 1000) {
            require(false, "counted");
        } catch {}
        require(_revoke(0, 1000), "used up");
    }

    function _revoke(uint32 first, uint32 count) private returns (bool) {
        StatusChange memory order = _order(AGENCY, AGENCY, _BATCH, REVOKED, first);
        order.ranges[0].count = count;
        return _change(order, _two(MAKER, CHECKER));
    }

    function _statusGoesOn() private {
        for (uint8 to = SUSPENDED; to <= SUPERSEDED; ++to) {
            require(_change(_order(AGENCY, AGENCY, _BATCH, to, 5 * to), _two(MAKER, CHECKER)), "stopped");
            require(statuses.statusOf(AGENCY, _BATCH, 5 * to) == to, "state");
        }
        require(_change(_order(AGENCY, AGENCY, _BATCH, ACTIVE, 5), _two(MAKER_2, CHECKER_2)), "resumed");
        require(_councilChange(_order(AGENCY, 0, _BATCH, REVOKED, 30)), "the council");
    }
}
