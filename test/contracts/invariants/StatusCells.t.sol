// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {CellRange, StatusChange} from "../../../contracts/types/Status.sol";
import {StatusWorld} from "./StatusWorld.sol";
import {VM} from "./Vm.sol";

/// @dev Cells of a batch: what may become of which.
contract StatusCellsTest is StatusWorld {
    uint256 private constant _CELLS = 512;
    uint32 private constant _LAST = (1 << 20) - 1;

    uint8[_CELLS] private _model;

    function test_transitionTableIsWhole() public {
        // Active, suspended, revoked, superseded; into each of them.
        bool[4][4] memory may = [
            [false, true, true, true],
            [true, false, true, true],
            [false, false, false, false],
            [false, false, false, false]
        ];
        for (uint8 from = 0; from < 4; ++from) {
            for (uint8 to = 0; to < 4; ++to) {
                uint32 index = 126 + 4 * from + to;
                require(from == ACTIVE || _try(_order(from, index, 1)), "beforehand");
                require(_try(_order(to, index, 1)) == may[from][to], "not as in the table");
                require(_state(index) == (may[from][to] ? to : from), "state");
            }
        }
    }

    function testFuzz_rangesFollowTheTransitionTable(uint256 seed) public {
        for (uint256 step = 0; step < 10; ++step) {
            seed = uint256(keccak256(abi.encode(seed)));
            uint8 to = uint8(seed % 4);
            CellRange[] memory ranges = _someRanges(seed >> 8, to == SUPERSEDED ? 1 : 1 + (seed >> 4) % 3);
            if (to == SUPERSEDED) ranges[0].count = 1;
            require(_try(_order(to, ranges)) == _modelMoves(ranges, to), "moved, or did not");
            _compare();
        }
    }

    function testFuzz_revokedAndSupersededAreTerminal(uint32 index, bool superseded, uint8 to, bool council) public {
        index %= _LAST + 1;
        uint8 end = superseded ? SUPERSEDED : REVOKED;
        require(_try(_order(end, index, 1)), "beforehand");
        StatusChange memory order = _order(to % 4, index, 1);
        if (council) order.actingMemberId = 0;
        require(!(council ? _tryCouncil(order) : _try(order)), "not terminal");
        require(_state(index) == end, "changed");
    }

    function testFuzz_onlyFourStates(uint8 to) public {
        if (to < 4) to += 4;
        require(!_try(_order(to, 3, 1)), "a fifth state");
    }

    /// @dev Among cells in all states, lets those of one range be active or suspended, whichever may move.
    function testFuzz_neighboursNeverChange(uint256 seed, uint16 first, uint16 count, bool revoke) public {
        first = uint16(first % _CELLS);
        count = uint16(1 + (count % (_CELLS - first)));
        uint8 to = revoke ? REVOKED : SUSPENDED;
        uint256[4] memory wanted;
        for (uint256 i = 0; i < _CELLS; ++i) {
            if (i % 128 == 0) seed = uint256(keccak256(abi.encode(seed)));
            uint256 state = (seed >> (2 * (i % 128))) & 3;
            bool within = i >= first && i < uint256(first) + count;
            if (within) state = revoke ? state & 1 : ACTIVE;
            _model[i] = uint8(state);
            wanted[i / 128] |= state << (2 * (i % 128));
        }
        for (uint256 w = 0; w < 4; ++w) VM.store(address(statuses), _wordSlot(w), bytes32(wanted[w]));
        require(_try(_order(to, first, count)), "not moved");
        for (uint256 i = first; i < uint256(first) + count; ++i) _model[i] = to;
        _compare();
    }

    function testFuzz_rangesAscendWithoutOverlap(uint8 first, uint8 count, uint8 second, uint8 more) public {
        CellRange[] memory ranges = new CellRange[](2);
        ranges[0] = CellRange(first, count);
        ranges[1] = CellRange(second, more);
        bool good = count != 0 && more != 0 && second >= uint256(first) + count;
        require(_try(_order(REVOKED, ranges)) == good, "ranges");
    }

    function test_rangesTouchButDoNotOverlap() public {
        CellRange[] memory ranges = new CellRange[](2);
        ranges[0] = CellRange(120, 10);
        ranges[1] = CellRange(129, 5);
        require(!_try(_order(SUSPENDED, ranges)), "one cell twice");
        ranges[1] = CellRange(0, 5);
        require(!_try(_order(SUSPENDED, ranges)), "descending");
        ranges[1] = CellRange(130, 5);
        require(_try(_order(SUSPENDED, ranges)), "neighbours");
    }

    function test_rangesAreNotEmpty() public {
        require(!_try(_order(REVOKED, new CellRange[](0))), "no range");
        require(!_try(_order(REVOKED, 3, 0)), "an empty range");
        CellRange[] memory ranges = new CellRange[](2);
        ranges[0] = CellRange(3, 1);
        ranges[1] = CellRange(9, 0);
        require(!_try(_order(REVOKED, ranges)), "an empty range behind");
        require(_state(3) == ACTIVE, "half done");
    }

    function test_rangesAreAtMost256() public {
        CellRange[] memory ranges = new CellRange[](257);
        for (uint32 i = 0; i < 257; ++i) ranges[i] = CellRange(3 * i, 1);
        require(!_try(_order(SUSPENDED, ranges)), "257");
        assembly ("memory-safe") {
            mstore(ranges, 256)
        }
        require(_try(_order(SUSPENDED, ranges)), "256");
        require(_state(765) == SUSPENDED && _state(768) == ACTIVE, "cells");
    }

    function testFuzz_cellsLieBelow2To20(uint32 beyond, uint32 count) public {
        if (count == 0) count = 1;
        uint256 first = uint256(_LAST) + 1 + beyond;
        if (first > type(uint32).max) first = type(uint32).max;
        require(!_try(_order(REVOKED, uint32(first), count)), "beyond the last");
        uint32 before = beyond % 300;
        bool fits = count <= uint256(before) + 1;
        require(_try(_order(REVOKED, _LAST - before, count)) == fits, "across the end");
        require(_state(_LAST) == (fits && count == before + 1 ? REVOKED : ACTIVE), "last cell");
    }

    function test_theLastCellOfTheLargestBatch() public {
        require(!_try(_order(REVOKED, _LAST + 1, 1)), "beyond");
        require(!_try(_order(REVOKED, _LAST, 2)), "across");
        require(!_try(_order(REVOKED, type(uint32).max, type(uint32).max)), "overflow");
        require(_try(_order(REVOKED, _LAST, 1)) && _state(_LAST) == REVOKED, "the last");
    }

    function test_statusLayoutIsPinned() public {
        require(_try(_order(REVOKED, 0, 1)) && _try(_order(SUSPENDED, 127, 2)), "beforehand");
        require(_try(_order(SUPERSEDED, 300, 1)), "superseded");
        require(uint256(VM.load(address(statuses), _wordSlot(0))) == 2 | (1 << 254), "word 0");
        require(uint256(VM.load(address(statuses), _wordSlot(1))) == 1, "word 1");
        require(uint256(VM.load(address(statuses), _wordSlot(2))) == 3 << 88, "word 2");
        bytes32 head = statuses.statusHead(AGENCY, BATCH);
        require(head != 0 && VM.load(address(statuses), _headSlot()) == head, "head");
    }

    function test_statusHoldsNoEther() public {
        (bool taken, ) = address(statuses).call{value: 1}("");
        require(!taken && address(statuses).balance == 0, "ether taken");
    }

    /// @dev Ascending, at most 3, within the cells of the model, and more often than not beside a word's end.
    function _someRanges(uint256 seed, uint256 count) private pure returns (CellRange[] memory ranges) {
        ranges = new CellRange[](count);
        uint256 part = _CELLS / count;
        for (uint256 i = 0; i < count; ++i) {
            seed = uint256(keccak256(abi.encode(seed)));
            uint256 offset = seed % part;
            uint256 length = seed & (1 << 250) == 0 ? 1 + ((seed >> 32) % 3) : 1 + ((seed >> 32) % part);
            if (length > part - offset) length = part - offset;
            ranges[i] = CellRange(uint32(i * part + offset), uint32(length));
        }
    }

    /// @dev All of the cells or none; cell by cell, by the table in words: what has ended stays, nothing moves to itself.
    function _modelMoves(CellRange[] memory ranges, uint8 to) private returns (bool) {
        for (uint256 r = 0; r < ranges.length; ++r) {
            for (uint256 i = 0; i < ranges[r].count; ++i) {
                uint8 from = _model[ranges[r].first + i];
                if (from == REVOKED || from == SUPERSEDED || from == to) return false;
            }
        }
        for (uint256 r = 0; r < ranges.length; ++r) {
            for (uint256 i = 0; i < ranges[r].count; ++i) _model[ranges[r].first + i] = to;
        }
        return true;
    }

    function _compare() private view {
        for (uint256 w = 0; w < _CELLS / 128; ++w) {
            uint256 word = 0;
            for (uint256 i = 0; i < 128; ++i) word |= uint256(_model[w * 128 + i]) << (2 * i);
            require(statuses.statusWord(AGENCY, BATCH, w) == word, "cells");
        }
    }
}
