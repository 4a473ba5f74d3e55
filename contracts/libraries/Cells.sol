// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {STATE_ACTIVE, STATE_SUSPENDED} from "../types/Status.sol";

/// @title 128 two-bit states in one word, changed together.
library Cells {
    uint256 internal constant PER_WORD = 128;
    /// @dev The low bit of every cell.
    uint256 private constant _LOW = type(uint256).max / 3;

    /// @return the low bits of `count` (1 to 128) cells from `offset` on
    function select(uint256 offset, uint256 count) internal pure returns (uint256) {
        uint256 low = count == PER_WORD ? _LOW : _LOW & ((1 << (2 * count)) - 1);
        return low << (2 * offset);
    }

    /// @dev Active may become anything else, suspended anything else; revoked and superseded are terminal.
    /// @return the low bits of those selected cells that may not move to `to`
    function forbidden(uint256 word, uint256 selected, uint8 to) internal pure returns (uint256) {
        uint256 high = word >> 1;
        if (to == STATE_ACTIVE) return selected & (~word | high);
        if (to == STATE_SUSPENDED) return selected & (word | high);
        return selected & high;
    }

    function set(uint256 word, uint256 selected, uint8 to) internal pure returns (uint256) {
        return (word & ~(selected * 3)) | (selected * to);
    }

    /// @return the place in the word of the first of the selected cells
    function first(uint256 selected) internal pure returns (uint256) {
        return Math.log2(selected & (~selected + 1)) / 2;
    }

    function state(uint256 word, uint256 place) internal pure returns (uint8) {
        return uint8((word >> (2 * place)) & 3);
    }
}
