// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Adoption} from "../types/Continuing.sol";

/// @title The RFC 9162 tree over SHA-256 of what a new installation adopts of a closed one.
library Adoptions {
    bytes32 private constant _TAG = "yinzheng/adoption/v1";

    /// @return SHA-256(0x00 ‖ tag ‖ registryId of the closed installation ‖ abi.encode(adoption))
    function leafHash(bytes32 from, Adoption calldata adoption) internal pure returns (bytes32) {
        return sha256(abi.encodePacked(uint8(0), _TAG, from, abi.encode(adoption)));
    }

    /// @dev RFC 9162 §2.1.3.2.
    /// @return true if `path` leads from the leaf at `index` of a tree of `size` leaves to its root
    function includes(
        uint64 size,
        bytes32 root,
        uint64 index,
        bytes32 leaf,
        bytes32[] calldata path
    ) internal pure returns (bool) {
        if (index >= size) return false;
        uint64 place = index;
        uint64 last = size - 1;
        bytes32 node = leaf;
        for (uint256 i = 0; i < path.length; ++i) {
            if (last == 0) return false;
            if (place & 1 == 1 || place == last) {
                node = sha256(abi.encodePacked(uint8(1), path[i], node));
                while (place & 1 == 0 && place != 0) {
                    place >>= 1;
                    last >>= 1;
                }
            } else {
                node = sha256(abi.encodePacked(uint8(1), node, path[i]));
            }
            place >>= 1;
            last >>= 1;
        }
        return last == 0 && node == root;
    }
}
