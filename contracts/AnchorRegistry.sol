// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Governed} from "./access/Governed.sol";
import {Signed} from "./access/Signed.sol";
import {IAnchorRegistry} from "./interfaces/IAnchorRegistry.sol";
import {IDirectory} from "./interfaces/IDirectory.sol";
import {IEvidenceLog} from "./interfaces/IEvidenceLog.sol";
import {IMemberRegistry} from "./interfaces/IMemberRegistry.sol";
import {IRegistered} from "./interfaces/IRegistered.sol";
import {TypedData} from "./libraries/TypedData.sol";
import {Anchor, Burn} from "./types/Anchoring.sol";
import {UNTIL_LIFTED} from "./types/Membership.sol";
import {KIND_ANCHOR, KIND_BURN, NAME_STATUS_REGISTRY} from "./types/Names.sol";
import {GUARDIAN_PERIOD} from "./types/Roles.sol";

/// @dev Storage layout anchor/1 (docs/format/chain.md); `_burned` after it is not part of what is proven.
contract AnchorRegistry is IAnchorRegistry, Governed, Signed {
    mapping(bytes32 memberId => mapping(bytes32 batchId => bytes32 record)) private _records;
    mapping(bytes32 typeId => uint40 until) private _pausedUntil;
    mapping(bytes32 memberId => mapping(bytes32 batchId => bool)) private _burned;

    bytes32 private constant _EVERY_TYPE = 0;
    uint32 private constant _MIN_SIZE = 16;
    uint32 private constant _MAX_SIZE = 1 << 20;

    IDirectory private immutable _DIRECTORY;
    IEvidenceLog private immutable _LOG;
    IMemberRegistry private immutable _MEMBERS;
    bytes32 private immutable _REGISTRY_ID;

    constructor(
        IDirectory directory,
        IEvidenceLog log,
        IMemberRegistry members,
        address manager
    ) Governed(manager) Signed(directory.registryId()) {
        _DIRECTORY = directory;
        _LOG = log;
        _MEMBERS = members;
        _REGISTRY_ID = directory.registryId();
    }

    /// @inheritdoc IAnchorRegistry
    function anchor(Anchor calldata batch, bytes[] calldata signatures) external {
        _checkBatch(batch.memberId, batch.batchId, batch.notBefore, batch.deadline);
        _checkShape(batch);
        _checkRunning(batch.typeId);
        _checkRunning(_EVERY_TYPE);
        (address[] memory signers, uint8 threshold) = _MEMBERS.authorize(
            batch.memberId,
            batch.officerEpoch,
            batch.typeId,
            _digest(TypedData.hash(batch)),
            signatures
        );
        (uint64 index, bytes32 leaf) = _LOG.append(KIND_ANCHOR, abi.encode(batch, threshold, signers));
        _records[batch.memberId][batch.batchId] = leaf;
        emit Anchored(batch.memberId, batch.batchId, batch.typeId, index, leaf, signatures);
    }

    /// @inheritdoc IAnchorRegistry
    function burn(Burn calldata order, bytes calldata signature) external {
        _checkBatch(order.memberId, order.batchId, order.notBefore, order.deadline);
        address officer = _MEMBERS.authorizeOfficer(
            order.memberId,
            order.officerEpoch,
            _digest(TypedData.hash(order)),
            signature
        );
        bytes memory body = abi.encode(order.memberId, order.batchId, officer);
        (uint64 index, bytes32 leaf) = _LOG.append(KIND_BURN, body);
        _records[order.memberId][order.batchId] = leaf;
        _burned[order.memberId][order.batchId] = true;
        emit Burned(order.memberId, order.batchId, index, leaf, officer);
    }

    /// @inheritdoc IAnchorRegistry
    function adopt(bytes32 memberId, bytes32 batchId, bytes32 adopted) external {
        if (msg.sender != _DIRECTORY.registryOf(NAME_STATUS_REGISTRY)) revert AnchorRegistryNotAdopter(msg.sender);
        if (adopted == 0) revert AnchorRegistryRecordZero();
        if (batchId == 0) revert AnchorRegistryBatchIdZero();
        bytes32 known = _records[memberId][batchId];
        bool free = known == 0 || _burned[memberId][batchId];
        if (!free) revert AnchorRegistryBatchUsed(memberId, batchId, known);
        _records[memberId][batchId] = adopted;
        _burned[memberId][batchId] = false;
        emit AnchorAdopted(memberId, batchId, adopted);
    }

    /// @inheritdoc IAnchorRegistry
    function pause(bytes32 typeId) external restricted {
        _pause(typeId, UNTIL_LIFTED, msg.sender);
    }

    /// @inheritdoc IAnchorRegistry
    function pauseTemporarily(bytes32 typeId, address by) external restricted {
        _pause(typeId, uint40(block.timestamp) + GUARDIAN_PERIOD, by);
    }

    /// @inheritdoc IAnchorRegistry
    function unpause(bytes32 typeId) external restricted {
        if (_pausedUntil[typeId] <= block.timestamp) revert AnchorRegistryNotPaused(typeId);
        _pausedUntil[typeId] = 0;
        emit Unpaused(typeId);
    }

    /// @inheritdoc IAnchorRegistry
    function record(bytes32 memberId, bytes32 batchId) external view returns (bytes32) {
        return _records[memberId][batchId];
    }

    /// @inheritdoc IAnchorRegistry
    function anchored(bytes32 memberId, bytes32 batchId) external view returns (bool) {
        return _records[memberId][batchId] != 0 && !_burned[memberId][batchId];
    }

    /// @inheritdoc IAnchorRegistry
    function pausedUntil(bytes32 typeId) external view returns (uint40) {
        return _pausedUntil[typeId];
    }

    /// @inheritdoc IRegistered
    function registryId() external view returns (bytes32) {
        return _REGISTRY_ID;
    }

    /// @dev A pause is never shortened by another one.
    function _pause(bytes32 typeId, uint40 until, address by) private {
        uint40 current = _pausedUntil[typeId];
        if (current >= until) revert AnchorRegistryPaused(typeId, current);
        _pausedUntil[typeId] = until;
        emit Paused(typeId, until, by);
    }

    function _checkBatch(bytes32 memberId, bytes32 batchId, uint64 notBefore, uint64 deadline) private view {
        if (!_DIRECTORY.opened()) revert AnchorRegistryNotOpen();
        _checkWindow(notBefore, deadline);
        if (batchId == 0) revert AnchorRegistryBatchIdZero();
        bytes32 known = _records[memberId][batchId];
        if (known != 0) revert AnchorRegistryBatchUsed(memberId, batchId, known);
    }

    function _checkShape(Anchor calldata batch) private pure {
        uint32 size = batch.size;
        if (size < _MIN_SIZE || size > _MAX_SIZE || size & (size - 1) != 0) revert AnchorRegistrySize(size);
        if (batch.hashSuite != 1 && batch.hashSuite != 2) revert AnchorRegistryHashSuite(batch.hashSuite);
        if (batch.typeId == _EVERY_TYPE) revert AnchorRegistryTypeIdZero();
    }

    function _checkRunning(bytes32 typeId) private view {
        uint40 until = _pausedUntil[typeId];
        if (block.timestamp < until) revert AnchorRegistryPaused(typeId, until);
    }
}
