// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IDirectory} from "./interfaces/IDirectory.sol";
import {IEvidenceLog} from "./interfaces/IEvidenceLog.sol";
import {IRegistered} from "./interfaces/IRegistered.sol";
import {CompactRange, LOG_LEVELS} from "./libraries/CompactRange.sol";

/// @dev Storage layout log/2 (docs/format/chain.md).
contract EvidenceLog is IEvidenceLog {
    uint64 private _size;
    /// @dev Bit l: level l of the frontier holds two roots.
    uint64 private _twos;
    bytes32[2 * LOG_LEVELS] private _frontier;

    IDirectory private immutable _DIRECTORY;
    bytes32 private immutable _REGISTRY_ID;

    /// @dev Pre-sets the frontier with something that is not zero.
    constructor(IDirectory directory) {
        bytes32 id = directory.registryId();
        _DIRECTORY = directory;
        _REGISTRY_ID = id;
        for (uint256 i = 0; i < 2 * LOG_LEVELS; ++i) _frontier[i] = id;
    }

    /// @inheritdoc IEvidenceLog
    function append(bytes32 kind, bytes calldata body) external returns (uint64 index, bytes32 leaf) {
        if (!_DIRECTORY.isWriter(msg.sender)) revert EvidenceLogNotWriter(msg.sender);
        index = _size;
        if (index >= CompactRange.capacity()) revert EvidenceLogFull(index);
        bytes memory data = abi.encodePacked(
            _REGISTRY_ID,
            kind,
            uint64(block.timestamp),
            blockhash(block.number - 1),
            body
        );
        leaf = CompactRange.leafHash(data);
        _twos = uint64(CompactRange.push(_frontier, index, _twos, leaf));
        _size = index + 1;
        emit Appended(index, kind, data);
    }

    /// @inheritdoc IEvidenceLog
    function checkpoint() external view returns (uint64 size, bytes32 root) {
        return (_size, CompactRange.root(_frontier, _size, _twos));
    }

    /// @inheritdoc IRegistered
    function registryId() external view returns (bytes32) {
        return _REGISTRY_ID;
    }
}
