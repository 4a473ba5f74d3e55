// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Governed} from "./access/Governed.sol";
import {Signed} from "./access/Signed.sol";
import {IAnchorRegistry} from "./interfaces/IAnchorRegistry.sol";
import {IDirectory} from "./interfaces/IDirectory.sol";
import {IEvidenceLog} from "./interfaces/IEvidenceLog.sol";
import {IMemberRegistry} from "./interfaces/IMemberRegistry.sol";
import {IRegistered} from "./interfaces/IRegistered.sol";
import {ISealRegistry} from "./interfaces/ISealRegistry.sol";
import {TypedData} from "./libraries/TypedData.sol";
import {Member} from "./types/Membership.sol";
import {KIND_SEAL, TYPE_SEAL, TYPE_SEAL_MAKING, TYPE_SEAL_USE} from "./types/Names.sol";
import {
    SEAL_ACTIVE,
    SEAL_APPLIED,
    SEAL_DESTROYED,
    SEAL_LOST,
    SEAL_MADE,
    SEAL_NONE,
    SEAL_SUSPENDED,
    Seal,
    SealApplication,
    SealChange,
    SealDelegation,
    SealMaking,
    SealUse,
    SealWindow
} from "./types/Sealing.sol";

/// @dev Storage layout seal/1 (docs/format/chain.md).
contract SealRegistry is ISealRegistry, Governed, Signed {
    mapping(bytes32 sealId => Seal) private _seals;
    mapping(bytes32 sealId => mapping(bytes32 memberId => SealWindow)) private _delegations;
    mapping(bytes32 sealId => mapping(bytes32 memberId => mapping(bytes32 batchId => bytes32 record))) private _uses;

    uint256 private constant _OWN_REACH = 30 days;
    /// @dev Asia/Shanghai is 8 hours ahead the whole year.
    uint256 private constant _AHEAD = 8 hours;
    uint64 private constant _LATEST = type(uint40).max;

    IDirectory private immutable _DIRECTORY;
    IEvidenceLog private immutable _LOG;
    IMemberRegistry private immutable _MEMBERS;
    IAnchorRegistry private immutable _ANCHORS;
    bytes32 private immutable _REGISTRY_ID;

    constructor(
        IDirectory directory,
        IEvidenceLog log,
        IMemberRegistry members,
        IAnchorRegistry anchors,
        address manager
    ) Governed(manager) Signed(directory.registryId()) {
        _DIRECTORY = directory;
        _LOG = log;
        _MEMBERS = members;
        _ANCHORS = anchors;
        _REGISTRY_ID = directory.registryId();
    }

    /// @inheritdoc ISealRegistry
    function applyFor(SealApplication calldata order, bytes[] calldata signatures) external {
        _checkOpen(order.notBefore, order.deadline);
        Seal storage one = _seals[order.sealId];
        if (order.sealId == 0) revert SealRegistrySealIdZero();
        if (one.state != SEAL_NONE) revert SealRegistryState(order.sealId, one.state);
        if (order.maker == 0) revert SealRegistryMakerZero();
        if (order.dailyLimit == 0) revert SealRegistryCount(0);
        address[] memory signers = _authorize(
            order.memberId,
            order.officerEpoch,
            TYPE_SEAL,
            TypedData.hash(order),
            signatures
        );
        one.owner = order.memberId;
        one.maker = order.maker;
        one.state = SEAL_APPLIED;
        one.dailyLimit = order.dailyLimit;
        one.appliedAt = uint40(block.timestamp);
        _record(order.sealId, "applied", abi.encode(order, signers));
    }

    /// @inheritdoc ISealRegistry
    function make(SealMaking calldata order, bytes[] calldata signatures) external {
        _checkOpen(order.notBefore, order.deadline);
        Seal storage one = _seals[order.sealId];
        if (one.state != SEAL_APPLIED) revert SealRegistryState(order.sealId, one.state);
        if (order.memberId != one.maker) revert SealRegistryNotMaker(order.sealId, order.memberId);
        if (order.digest == 0) revert SealRegistryDigest(order.sealId, order.digest);
        if (order.validFrom >= order.validUntil || order.validUntil > _LATEST) {
            revert SealRegistryPeriod(order.validFrom, order.validUntil);
        }
        address[] memory signers = _authorize(
            order.memberId,
            order.officerEpoch,
            TYPE_SEAL_MAKING,
            TypedData.hash(order),
            signatures
        );
        one.digest = order.digest;
        one.state = SEAL_MADE;
        one.validFrom = uint40(order.validFrom);
        one.validUntil = uint40(order.validUntil);
        one.madeAt = uint40(block.timestamp);
        _record(order.sealId, "made", abi.encode(order, signers));
    }

    /// @inheritdoc ISealRegistry
    function change(SealChange calldata order, bytes[] calldata signatures) external {
        Seal storage one = _turn(order.sealId, order.memberId, order.expected, order.notBefore, order.deadline);
        if (order.digest != one.digest) revert SealRegistryDigest(order.sealId, order.digest);
        bool alone = order.to == SEAL_SUSPENDED || (order.to == SEAL_LOST && order.since == 0);
        bytes32 hash = TypedData.hash(order);
        address[] memory signers = alone
            ? _MEMBERS.authorizeSuspension(order.memberId, order.officerEpoch, _digest(hash), signatures)
            : _authorize(order.memberId, order.officerEpoch, TYPE_SEAL, hash, signatures);
        if (order.since != 0 && order.since + _OWN_REACH < block.timestamp) {
            revert SealRegistrySince(order.sealId, order.since);
        }
        _move(order.sealId, one, order.to, order.since);
        _record(order.sealId, "changed", abi.encode(order, signers));
    }

    /// @inheritdoc ISealRegistry
    function changeByCouncil(bytes32 sealId, uint8 to, uint64 since) external restricted {
        Seal storage one = _seals[sealId];
        if (to < SEAL_SUSPENDED) revert SealRegistryState(sealId, to);
        _move(sealId, one, to, since);
        _record(sealId, "changed-by-council", abi.encode(to, since));
    }

    /// @inheritdoc ISealRegistry
    function delegate(SealDelegation calldata order, bytes[] calldata signatures) external {
        Seal storage one = _turn(order.sealId, order.memberId, order.expected, order.notBefore, order.deadline);
        if (order.delegate == 0 || order.delegate == one.owner) {
            revert SealRegistryDelegate(order.sealId, order.delegate);
        }
        if (order.validFrom > order.validUntil || order.validUntil > _LATEST) {
            revert SealRegistryPeriod(order.validFrom, order.validUntil);
        }
        bytes32 hash = TypedData.hash(order);
        address[] memory signers = order.validUntil <= block.timestamp
            ? _MEMBERS.authorizeSuspension(order.memberId, order.officerEpoch, _digest(hash), signatures)
            : _authorize(order.memberId, order.officerEpoch, TYPE_SEAL, hash, signatures);
        ++one.changes;
        SealWindow memory window = SealWindow(uint40(order.validFrom), uint40(order.validUntil));
        _delegations[order.sealId][order.delegate] = window;
        _record(order.sealId, "delegated", abi.encode(order, signers));
    }

    /// @inheritdoc ISealRegistry
    function use(SealUse calldata order, bytes[] calldata signatures) external {
        _checkOpen(order.notBefore, order.deadline);
        Seal storage one = _seals[order.sealId];
        _checkUsable(order.sealId, one, order.memberId);
        if (!_ANCHORS.anchored(order.memberId, order.batchId)) {
            revert SealRegistryNotAnchored(order.memberId, order.batchId);
        }
        mapping(bytes32 batchId => bytes32 record) storage uses = _uses[order.sealId][order.memberId];
        if (uses[order.batchId] != 0) revert SealRegistryCounted(order.sealId, order.memberId, order.batchId);
        address[] memory signers = _authorize(
            order.memberId,
            order.officerEpoch,
            TYPE_SEAL_USE,
            TypedData.hash(order),
            signatures
        );
        _count(order.sealId, one, order.count);
        uint64 first = one.uses;
        one.uses = first + order.count;
        uses[order.batchId] = _record(order.sealId, "used", abi.encode(order, first, signers));
    }

    /// @inheritdoc ISealRegistry
    function sealOf(bytes32 sealId) external view returns (Seal memory) {
        return _seals[sealId];
    }

    /// @inheritdoc ISealRegistry
    function useOf(bytes32 sealId, bytes32 memberId, bytes32 batchId) external view returns (bytes32) {
        return _uses[sealId][memberId][batchId];
    }

    /// @inheritdoc ISealRegistry
    function delegation(bytes32 sealId, bytes32 memberId) external view returns (SealWindow memory) {
        return _delegations[sealId][memberId];
    }

    /// @inheritdoc IRegistered
    function registryId() external view returns (bytes32) {
        return _REGISTRY_ID;
    }

    function _record(bytes32 sealId, bytes32 what, bytes memory data) private returns (bytes32 leaf) {
        uint64 index;
        (index, leaf) = _LOG.append(KIND_SEAL, abi.encode(sealId, what, data));
        emit SealRecorded(sealId, what, index, leaf);
    }

    /// @dev A loss only ever moves earlier, also once the seal is lost or destroyed; then its state stays.
    function _move(bytes32 sealId, Seal storage one, uint8 to, uint64 since) private {
        uint8 from = one.state;
        bool lost = to == SEAL_LOST;
        bool ended = from == SEAL_LOST || from == SEAL_DESTROYED;
        bool may = lost
            ? ended || from == SEAL_ACTIVE || from == SEAL_SUSPENDED
            : to == SEAL_ACTIVE
            ? from == SEAL_MADE || from == SEAL_SUSPENDED
            : to == SEAL_SUSPENDED
            ? from == SEAL_ACTIVE
            : to == SEAL_DESTROYED && from != SEAL_NONE && from != SEAL_DESTROYED;
        if (!may) revert SealRegistryState(sealId, from);
        ++one.changes;
        if (lost) {
            uint40 moment = since == 0 ? uint40(block.timestamp) : uint40(since);
            if (since > block.timestamp || (one.lostSince != 0 && moment >= one.lostSince)) {
                revert SealRegistrySince(sealId, since);
            }
            one.lostSince = moment;
            if (ended) return;
        } else if (since != 0) {
            revert SealRegistrySince(sealId, since);
        }
        one.state = to;
        if (to == SEAL_ACTIVE && one.activatedAt == 0) one.activatedAt = uint40(block.timestamp);
    }

    function _count(bytes32 sealId, Seal storage one, uint32 count) private {
        uint24 today = uint24((block.timestamp + _AHEAD) / 1 days);
        uint256 before = one.day == today ? one.usedToday : 0;
        if (count == 0) revert SealRegistryCount(count);
        if (before + count > one.dailyLimit) revert SealRegistryDailyLimit(sealId, before, count);
        one.day = today;
        one.usedToday = uint32(before + count);
    }

    function _authorize(
        bytes32 memberId,
        uint32 officerEpoch,
        bytes32 typeId,
        bytes32 structHash,
        bytes[] calldata signatures
    ) private view returns (address[] memory signers) {
        (signers, ) = _MEMBERS.authorize(memberId, officerEpoch, typeId, _digest(structHash), signatures);
    }

    function _checkOpen(uint64 notBefore, uint64 deadline) private view {
        if (!_DIRECTORY.opened()) revert SealRegistryNotOpen();
        _checkWindow(notBefore, deadline);
    }

    /// @dev An owner's order, in its turn.
    function _turn(
        bytes32 sealId,
        bytes32 memberId,
        uint32 expected,
        uint64 notBefore,
        uint64 deadline
    ) private view returns (Seal storage one) {
        _checkWindow(notBefore, deadline);
        one = _seals[sealId];
        if (one.state == SEAL_NONE) revert SealRegistryState(sealId, SEAL_NONE);
        if (memberId != one.owner) revert SealRegistryNotOwner(sealId, memberId);
        if (expected != one.changes) revert SealRegistryTurn(sealId, expected, one.changes);
    }

    function _checkUsable(bytes32 sealId, Seal storage one, bytes32 user) private view {
        if (one.state != SEAL_ACTIVE) revert SealRegistryState(sealId, one.state);
        if (block.timestamp < one.validFrom || block.timestamp > one.validUntil) {
            revert SealRegistryNotValid(sealId, one.validFrom, one.validUntil);
        }
        if (user != one.owner) {
            SealWindow memory window = _delegations[sealId][user];
            bool may = window.validFrom <= block.timestamp && block.timestamp <= window.validUntil;
            if (!may) revert SealRegistryNotUser(sealId, user);
        }
        Member memory owner = _MEMBERS.member(one.owner);
        if (owner.closedAt != 0 || block.timestamp < owner.frozenUntil) revert SealRegistryOwnerStopped(sealId, one.owner);
    }
}
