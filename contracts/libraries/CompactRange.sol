// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @dev A log of 2^26 - 1 leaves at most.
uint256 constant LOG_LEVELS = 26;

/// @title The frontier of an RFC 9162 Merkle tree over SHA-256.
/// @dev Level l holds the root of the perfect subtree of 2^l leaves that bit l of the size stands for. Levels whose bit
/// is 0 keep an old value: a slot that is overwritten and never cleared costs 5,000 gas instead of 22,100.
library CompactRange {
    /// @notice The SHA-256 precompile ran out of gas.
    error CompactRangeOutOfGas();

    /// @return the size after which nothing fits
    function capacity() internal pure returns (uint256) {
        return (1 << LOG_LEVELS) - 1;
    }

    function leafHash(bytes memory data) internal pure returns (bytes32) {
        return sha256(bytes.concat(hex"00", data));
    }

    /// @dev Adds a leaf to a tree of `size` < capacity() leaves.
    function push(bytes32[LOG_LEVELS] storage frontier, uint256 size, bytes32 leaf) internal {
        bytes32 node = leaf;
        uint256 level = 0;
        while ((size >> level) & 1 == 1) {
            node = _parent(frontier[level], node);
            ++level;
        }
        frontier[level] = node;
    }

    function root(bytes32[LOG_LEVELS] storage frontier, uint256 size) internal view returns (bytes32 node) {
        if (size == 0) return sha256("");
        uint256 level = 0;
        while ((size >> level) & 1 == 0) ++level;
        node = frontier[level];
        for (++level; size >> level != 0; ++level) {
            if ((size >> level) & 1 == 1) node = _parent(frontier[level], node);
        }
    }

    /// @dev SHA-256(0x01 ‖ left ‖ right), in memory beyond the free pointer: several of them need no more than one.
    function _parent(bytes32 left, bytes32 right) private view returns (bytes32 node) {
        bool done;
        assembly ("memory-safe") {
            let free := mload(0x40)
            mstore8(free, 1)
            mstore(add(free, 0x01), left)
            mstore(add(free, 0x21), right)
            done := staticcall(gas(), 2, free, 0x41, 0x00, 0x20)
            node := mload(0x00)
        }
        if (!done) revert CompactRangeOutOfGas();
    }
}
