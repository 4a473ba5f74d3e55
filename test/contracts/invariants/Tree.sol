// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title The Merkle tree hash as RFC 9162, section 2.1.1, defines it, over hashes of leaves.
library Tree {
    function root(bytes32[] memory leaves, uint256 count) internal pure returns (bytes32) {
        if (count == 0) return sha256("");
        return _root(leaves, 0, count);
    }

    function parent(bytes32 left, bytes32 right) internal pure returns (bytes32) {
        return sha256(abi.encodePacked(hex"01", left, right));
    }

    function _root(bytes32[] memory leaves, uint256 from, uint256 count) private pure returns (bytes32) {
        if (count == 1) return leaves[from];
        uint256 split = 1;
        while (split * 2 < count) split *= 2;
        return parent(_root(leaves, from, split), _root(leaves, from + split, count - split));
    }
}
