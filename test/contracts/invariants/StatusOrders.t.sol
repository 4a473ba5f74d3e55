// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {CellRange, CellRef, StatusChange} from "../../../contracts/types/Status.sol";
import {StatusWorld} from "./StatusWorld.sol";
import {Typed} from "./Typed.sol";
import {VM} from "./Vm.sol";

/// @dev Orders to change cells: whose, when, after which, and what is told of them.
contract StatusOrdersTest is StatusWorld {
    uint32 private constant _CELLS = 1 << 20;

    function testFuzz_statusHeadIsTheFoldOfChanges(uint256 seed, uint8 count) public {
        bytes32 head = 0;
        for (uint256 i = 0; i < count % 6; ++i) {
            seed = uint256(keccak256(abi.encode(seed)));
            VM.warp(block.timestamp + (seed % 100_000));
            StatusChange memory order = _someOrder(seed, uint32(16 * i));
            onlyDigest = Typed.digest(address(statuses), ID, Typed.hash(order));
            bool council = seed & (1 << 240) != 0 && order.to != SUPERSEDED;
            if (council) order.actingMemberId = 0;
            head = _fold(head, order);
            require(council ? _tryCouncil(order) : _try(order, 2), "refused");
            require(statuses.statusHead(AGENCY, BATCH) == head, "head");
            bytes memory body = abi.encode(order, head, new address[](council ? 0 : 2));
            require(lastLogged == keccak256(abi.encode(bytes32("yinzheng/log/status/v1"), body)), "not logged so");
        }
    }

    function testFuzz_onlyWhatWasSignedIsDone(uint8 field, uint256 value) public {
        StatusChange memory order = _order(REVOKED, 3, 1);
        onlyDigest = Typed.digest(address(statuses), ID, Typed.hash(order));
        bytes32 signed = Typed.hash(order);
        if (field % 4 == 0) order.ranges[0].first = uint32(value);
        if (field % 4 == 1) order.reason = uint16(value);
        if (field % 4 == 2) order.to = uint8(value % 3);
        if (field % 4 == 3) order.deadline = uint64(block.timestamp + (value % 24 hours));
        require(_try(order) == (Typed.hash(order) == signed), "altered");
    }

    function testFuzz_aWrongHeadIsRefused(bytes32 head) public {
        StatusChange memory order = _order(REVOKED, 3, 1);
        order.expectedHead = head;
        require(_try(order) == (head == 0), "first head");
        order = _order(REVOKED, 4, 1);
        if (head == order.expectedHead) return;
        order.expectedHead = head;
        require(!_try(order) || head == 0, "wrong head");
        require(head != 0 || _state(4) == REVOKED, "of a batch never changed");
    }

    function test_anOldResumeCannotBeReplayed() public {
        require(_try(_order(SUSPENDED, 3, 1)), "suspended");
        StatusChange memory resume = _order(ACTIVE, 3, 1);
        require(_try(resume) && _state(3) == ACTIVE, "resumed");
        require(_try(_order(SUSPENDED, 3, 1)), "suspended again");
        require(!_try(resume) && _state(3) == SUSPENDED, "replayed");
        resume.actingMemberId = 0;
        require(!_tryCouncil(resume) && _state(3) == SUSPENDED, "replayed by the council");
    }

    function test_aHeadIsOneBatchsOnly() public {
        require(_try(_order(REVOKED, 3, 1)), "beforehand");
        require(statuses.statusHead(AGENCY, NEXT) == 0, "another's head");
        StatusChange memory order = _order(REVOKED, 3, 1);
        order.batchId = NEXT;
        require(!_try(order), "another's head taken");
        order.expectedHead = 0;
        require(_try(order) && statuses.statusOf(AGENCY, NEXT, 3) == REVOKED, "own head");
    }

    function testFuzz_anOrderHoldsFor24Hours(int32 begin, int32 length, bool council) public {
        int256 from = int256(START) + (begin % 2 days);
        int256 to = from + (length % 2 days);
        StatusChange memory order = _order(REVOKED, 3, 1);
        order.notBefore = uint64(uint256(from));
        order.deadline = uint64(uint256(to));
        bool good = to >= from && to - from <= 24 hours && from <= int256(START) && int256(START) <= to;
        if (council) order.actingMemberId = 0;
        require((council ? _tryCouncil(order) : _try(order)) == good, "window");
    }

    function test_anOrderHoldsFromItsFirstToItsLastSecond() public {
        StatusChange memory order = _order(REVOKED, 3, 1);
        order.notBefore = uint64(START) + 10;
        order.deadline = uint64(START) + 10 + 24 hours;
        VM.warp(START + 9);
        require(!_try(order), "before");
        VM.warp(START + 11 + 24 hours);
        require(!_try(order), "after");
        VM.warp(START + 10 + 24 hours);
        order.deadline += 1;
        require(!_try(order), "more than a day");
        order.deadline -= 1;
        require(_try(order), "last second");
        order = _order(REVOKED, 4, 1);
        order.notBefore = uint64(block.timestamp);
        require(_try(order), "first second");
    }

    function testFuzz_actorTouchesOnlyItsOwn(bytes32 acting, bytes32 successor, bool entitled) public {
        if (entitled) acting = successor;
        successors[AGENCY] = successor;
        StatusChange memory order = _order(REVOKED, 3, 1);
        order.actingMemberId = acting;
        bool may = acting == AGENCY || (acting != 0 && acting == successor);
        require(_try(order) == may, "actor");
        require(_state(3) == (may ? REVOKED : ACTIVE), "cell");
    }

    function test_nobodyActsForAMemberWithoutSuccessor() public {
        StatusChange memory order = _order(SUSPENDED, 3, 1);
        order.actingMemberId = 0;
        require(!_try(order), "nobody");
        successors["bank"] = AGENCY;
        order.actingMemberId = "bank";
        require(!_try(order), "predecessor");
        order.memberId = "bank";
        order.actingMemberId = AGENCY;
        require(!_try(order), "no batch of its");
        isAnchored["bank"][BATCH] = true;
        require(_try(order), "successor");
    }

    function testFuzz_oneOfficerOnlySuspends(uint8 to, bool suspendedBefore) public {
        to %= 4;
        require(!suspendedBefore || _try(_order(SUSPENDED, 3, 1), 1), "beforehand");
        require(!_try(_order(to, 3, 1), 0), "nobody");
        require(_try(_order(to, 3, 1), 1) == (to == SUSPENDED && !suspendedBefore), "one officer");
    }

    function testFuzz_councilChangeIsTheCouncilsAlone(address account) public {
        StatusChange memory order = _order(SUSPENDED, 3, 1);
        order.actingMemberId = 0;
        if (account != address(this)) VM.prank(account);
        require(_tryCouncil(order) == (account == address(this)), "by anyone");
    }

    function test_theCouncilNeverSupersedes() public {
        StatusChange memory order = _order(SUPERSEDED, 3, 1);
        order.actingMemberId = 0;
        require(!_tryCouncil(order) && _state(3) == ACTIVE, "superseded");
        for (uint8 to = SUSPENDED; to <= SUPERSEDED; ++to) {
            order = _order(to == SUPERSEDED ? ACTIVE : to, to == SUPERSEDED ? SUSPENDED : to, 1);
            order.actingMemberId = 0;
            require(_tryCouncil(order), "suspends, revokes, lifts");
        }
    }

    function testFuzz_theCouncilActsInNobodysName(bytes32 acting) public {
        StatusChange memory order = _order(REVOKED, 3, 1);
        order.actingMemberId = acting;
        require(_tryCouncil(order) == (acting == 0), "in a member's name");
    }

    function testFuzz_onlyAnAnchoredBatchHasStatus(bytes32 batchId, bool council) public {
        StatusChange memory order = _order(SUSPENDED, 3, 1);
        order.batchId = batchId;
        if (council) order.actingMemberId = 0;
        bool known = batchId == BATCH || batchId == NEXT;
        require((council ? _tryCouncil(order) : _try(order)) == known, "not anchored");
        isAnchored[AGENCY][batchId] = true;
        order.ranges[0].first = 4;
        order.expectedHead = statuses.statusHead(AGENCY, batchId);
        require(council ? _tryCouncil(order) : _try(order), "anchored");
    }

    function testFuzz_aSuccessorIsAnotherAnchoredCell(uint32 index, uint32 place, uint8 kind) public {
        index %= _CELLS;
        place = kind % 3 == 0 ? index : place % (2 * _CELLS);
        StatusChange memory order = _order(SUPERSEDED, index, 1);
        order.successor = CellRef(AGENCY, kind % 2 == 0 ? BATCH : NEXT, place);
        bool itself = kind % 2 == 0 && place == index;
        require(_try(order) == (!itself && place < _CELLS), "successor");
    }

    function test_aSuccessorIsNotTheCellItself() public {
        StatusChange memory order = _order(SUPERSEDED, 3, 1);
        order.successor = CellRef(AGENCY, BATCH, 3);
        require(!_try(order), "itself");
        isAnchored["bank"][BATCH] = true;
        order.successor.memberId = "bank";
        require(_try(order), "another member's cell of that number");
    }

    function test_aSuccessorIsAnchored() public {
        StatusChange memory order = _order(SUPERSEDED, 3, 1);
        order.successor = CellRef(AGENCY, "no batch", 3);
        require(!_try(order), "no batch");
        order.successor = CellRef("bank", BATCH, 3);
        require(!_try(order), "another's");
        order.successor = CellRef(AGENCY, NEXT, _CELLS);
        require(!_try(order), "no cell");
        order.successor = CellRef(0, 0, 0);
        require(!_try(order), "none");
        order.successor = CellRef(AGENCY, NEXT, _CELLS - 1);
        require(_try(order), "the last");
    }

    function test_supersedingLeavesTheSuccessorsBatch() public {
        require(_try(_order(SUPERSEDED, 3, 1)) && _state(3) == SUPERSEDED, "superseded");
        require(statuses.statusWord(AGENCY, NEXT, 0) == 0, "a cell of the successor's batch");
        require(statuses.statusHead(AGENCY, NEXT) == 0, "its head");
    }

    function testFuzz_supersedingTakesOneCell(uint8 count, uint8 ranges) public {
        CellRange[] memory several = new CellRange[](1 + (ranges % 3));
        for (uint32 i = 0; i < several.length; ++i) several[i] = CellRange(300 * i, i == 0 ? count % 4 : 1);
        require(_try(_order(SUPERSEDED, several)) == (several.length == 1 && count % 4 == 1), "not one cell");
    }

    function testFuzz_onlyTheSupersededHaveASuccessor(uint8 to, bytes32 memberId, bytes32 batchId, uint32 index) public {
        to = SUSPENDED + (to % 2);
        StatusChange memory order = _order(to, 3, 1);
        order.successor = CellRef(memberId, batchId, index);
        require(_try(order) == (memberId == 0 && batchId == 0 && index == 0), "a successor");
        order = _order(to, 4, 1);
        order.successor = CellRef(0, 0, index);
        require(_try(order) == (index == 0), "an index alone");
    }

    /// @dev Of the fields that are free, on cells that no earlier one has touched.
    function _someOrder(uint256 seed, uint32 from) private view returns (StatusChange memory order) {
        uint8 to = SUSPENDED + uint8(seed % 3);
        CellRange[] memory ranges = new CellRange[](to == SUPERSEDED ? 1 : 1 + ((seed >> 8) % 3));
        for (uint32 i = 0; i < ranges.length; ++i) {
            ranges[i] = CellRange(from + 5 * i, to == SUPERSEDED ? 1 : uint32(1 + ((seed >> 16) % 5)));
        }
        order = _order(to, ranges);
        order.officerEpoch = uint32(seed >> 32);
        order.reason = uint16(seed >> 64);
        if (to == SUPERSEDED) order.successor.index = uint32((seed >> 80) % _CELLS);
        order.notBefore = uint64(block.timestamp - ((seed >> 112) % 10 hours));
        order.deadline = uint64(block.timestamp + ((seed >> 144) % 10 hours));
    }
}
