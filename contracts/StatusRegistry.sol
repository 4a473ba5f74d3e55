// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Governed} from "./access/Governed.sol";
import {Signed} from "./access/Signed.sol";
import {IAnchorRegistry} from "./interfaces/IAnchorRegistry.sol";
import {IContinuing} from "./interfaces/IContinuing.sol";
import {IDirectory} from "./interfaces/IDirectory.sol";
import {IEvidenceLog} from "./interfaces/IEvidenceLog.sol";
import {IMemberRegistry} from "./interfaces/IMemberRegistry.sol";
import {IRegistered} from "./interfaces/IRegistered.sol";
import {IStatusRegistry} from "./interfaces/IStatusRegistry.sol";
import {Adoptions} from "./libraries/Adoptions.sol";
import {Cells} from "./libraries/Cells.sol";
import {TypedData} from "./libraries/TypedData.sol";
import {Adoption, Continuation, MAX_PAST_CHANGES, Origin, PastChange} from "./types/Continuing.sol";
import {KIND_ADOPT, KIND_CONTINUE, KIND_STATUS} from "./types/Names.sol";
import {
    CellRange,
    CellRef,
    DAILY_REVOCATIONS,
    MAX_CELLS,
    STATE_REVOKED,
    STATE_SUPERSEDED,
    STATE_SUSPENDED,
    StatusChange
} from "./types/Status.sol";

/// @dev Storage layout status/1 (docs/format/chain.md); `_continued` after it is not part of what is proven.
contract StatusRegistry is IStatusRegistry, Governed, Signed {
    mapping(bytes32 memberId => mapping(bytes32 batchId => mapping(uint256 word => uint256 states))) private _words;
    mapping(bytes32 memberId => mapping(bytes32 batchId => bytes32 head)) private _heads;
    mapping(bytes32 from => Continuation) private _continued;

    uint256 private constant _MAX_RANGES = 256;
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
        _LOG = log;
        _MEMBERS = members;
        _ANCHORS = anchors;
        _REGISTRY_ID = directory.registryId();
    }

    /// @inheritdoc IStatusRegistry
    function change(StatusChange calldata order, bytes[] calldata signatures) external {
        bytes32 acting = order.actingMemberId;
        if (acting != order.memberId && (acting == 0 || acting != _MEMBERS.successorOf(order.memberId))) {
            revert StatusRegistryNotEntitled(order.memberId, acting);
        }
        _checkCount(order.ranges);
        bytes32 structHash = TypedData.hash(order);
        bytes32 digest = _digest(structHash);
        address[] memory signers = order.to == STATE_SUSPENDED
            ? _MEMBERS.authorizeSuspension(acting, order.officerEpoch, digest, signatures)
            : _MEMBERS.authorizeStatus(acting, order.officerEpoch, digest, signatures);
        if (order.to == STATE_REVOKED) _count(acting, order.ranges);
        _change(order, structHash, signers);
    }

    /// @inheritdoc IStatusRegistry
    function councilChange(StatusChange calldata order) external restricted {
        if (order.actingMemberId != 0) revert StatusRegistryNotEntitled(order.memberId, order.actingMemberId);
        if (order.to == STATE_SUPERSEDED) revert StatusRegistryNotForCouncil(order.to);
        _checkCount(order.ranges);
        _change(order, TypedData.hash(order), new address[](0));
    }

    /// @inheritdoc IContinuing
    function continueFrom(Origin calldata origin) external restricted {
        bytes32 from = origin.registryId;
        if (from == 0 || from == _REGISTRY_ID || origin.size == 0) revert StatusRegistryOrigin(from, origin.size);
        if (_continued[from].size != 0) revert StatusRegistryContinued(from);
        _continued[from] = Continuation(origin.size, origin.root);
        emit Continued(from, origin.size, origin.root);
        _LOG.append(KIND_CONTINUE, abi.encode(origin));
    }

    /// @inheritdoc IContinuing
    /// @dev The council answers for record and heads alone: what lies between two heads can't be but what it was.
    function adopt(
        bytes32 from,
        uint64 index,
        bytes32[] calldata path,
        Adoption calldata adoption,
        PastChange[] calldata changes
    ) external {
        Continuation storage origin = _continued[from];
        if (!Adoptions.includes(origin.size, origin.root, index, Adoptions.leafHash(from, adoption), path)) {
            revert StatusRegistryAdoption(from, index);
        }
        bytes32 known = _ANCHORS.record(adoption.memberId, adoption.batchId);
        bool stands = _ANCHORS.anchored(adoption.memberId, adoption.batchId);
        if (stands) revert StatusRegistryAdopted(adoption.memberId, adoption.batchId, known);
        _replay(adoption, changes);
        _LOG.append(KIND_ADOPT, abi.encode(from, adoption, changes));
        if (adoption.last) _ANCHORS.adopt(adoption.memberId, adoption.batchId, adoption.record);
        emit Adopted(from, adoption.memberId, adoption.batchId, adoption.headAfter, adoption.last);
    }

    /// @inheritdoc IContinuing
    function continuedFrom(bytes32 from) external view returns (uint64 size, bytes32 root) {
        return (_continued[from].size, _continued[from].root);
    }

    /// @inheritdoc IStatusRegistry
    function statusOf(bytes32 memberId, bytes32 batchId, uint32 index) external view returns (uint8) {
        return Cells.state(_words[memberId][batchId][index / Cells.PER_WORD], index % Cells.PER_WORD);
    }

    /// @inheritdoc IStatusRegistry
    function statusWord(bytes32 memberId, bytes32 batchId, uint256 word) external view returns (uint256) {
        return _words[memberId][batchId][word];
    }

    /// @inheritdoc IStatusRegistry
    function statusHead(bytes32 memberId, bytes32 batchId) external view returns (bytes32) {
        return _heads[memberId][batchId];
    }

    /// @inheritdoc IRegistered
    function registryId() external view returns (bytes32) {
        return _REGISTRY_ID;
    }

    /// @dev Before any cell is touched, so that what is too much is refused for little gas.
    function _count(bytes32 acting, CellRange[] calldata ranges) private {
        uint256 cells = 0;
        for (uint256 i = 0; i < ranges.length; ++i) cells += ranges[i].count;
        uint256 before = _MEMBERS.revokedToday(acting);
        if (before + cells > DAILY_REVOCATIONS) revert StatusRegistryDailyLimit(acting, before, cells);
        _MEMBERS.countRevocations(acting, uint16(cells));
    }

    function _change(StatusChange calldata order, bytes32 structHash, address[] memory signers) private {
        _checkWindow(order.notBefore, order.deadline);
        if (order.to > STATE_SUPERSEDED) revert StatusRegistryState(order.to);
        if (!_ANCHORS.anchored(order.memberId, order.batchId)) {
            revert StatusRegistryNotAnchored(order.memberId, order.batchId);
        }
        _checkSuccessor(order);
        bytes32 head = _heads[order.memberId][order.batchId];
        if (head != order.expectedHead) {
            revert StatusRegistryHead(order.memberId, order.batchId, order.expectedHead, head);
        }
        bytes32 newHead = sha256(abi.encodePacked(head, structHash, uint64(block.timestamp)));
        _heads[order.memberId][order.batchId] = newHead;
        _changeRanges(order, newHead);
        _LOG.append(KIND_STATUS, abi.encode(order, newHead, signers));
    }

    /// @dev Makes the changes of an adoption over again, from the batch's head here to the one that was continued.
    function _replay(Adoption calldata adoption, PastChange[] calldata changes) private {
        if (changes.length > MAX_PAST_CHANGES) revert StatusRegistryPastChangeCount(changes.length);
        (bytes32 memberId, bytes32 batchId) = (adoption.memberId, adoption.batchId);
        bytes32 head = _heads[memberId][batchId];
        if (head != adoption.headBefore) revert StatusRegistryHead(memberId, batchId, adoption.headBefore, head);
        for (uint256 i = 0; i < changes.length; ++i) {
            StatusChange calldata order = changes[i].change;
            bool follows = order.memberId == memberId && order.batchId == batchId && order.expectedHead == head;
            if (!follows || order.to > STATE_SUPERSEDED || changes[i].time > block.timestamp) {
                revert StatusRegistryPastChange(i);
            }
            _checkCount(order.ranges);
            head = sha256(abi.encodePacked(head, TypedData.hash(order), changes[i].time));
            _changeRanges(order, head);
        }
        if (head != adoption.headAfter) revert StatusRegistryHead(memberId, batchId, adoption.headAfter, head);
        if (changes.length != 0) _heads[memberId][batchId] = head;
    }

    function _changeRanges(StatusChange calldata order, bytes32 newHead) private {
        CellRange[] calldata ranges = order.ranges;
        mapping(uint256 word => uint256 states) storage words = _words[order.memberId][order.batchId];
        uint256 end = 0;
        for (uint256 i = 0; i < ranges.length; ++i) {
            CellRange calldata range = ranges[i];
            uint256 first = range.first;
            if (range.count == 0 || first < end) revert StatusRegistryRange(range.first, range.count);
            end = first + range.count;
            if (end > MAX_CELLS) revert StatusRegistryRange(range.first, range.count);
            _changeCells(words, first, end, order.to);
            emit StatusChanged(
                order.memberId,
                order.batchId,
                range.first,
                range.count,
                order.to,
                order.reason,
                newHead
            );
        }
    }

    /// @dev One read and one write a word, however many of its cells change.
    function _changeCells(
        mapping(uint256 word => uint256 states) storage words,
        uint256 first,
        uint256 end,
        uint8 to
    ) private {
        while (first < end) {
            uint256 word = first / Cells.PER_WORD;
            uint256 next = (word + 1) * Cells.PER_WORD;
            if (next > end) next = end;
            uint256 states = words[word];
            uint256 selected = Cells.select(first % Cells.PER_WORD, next - first);
            uint256 refused = Cells.forbidden(states, selected, to);
            if (refused != 0) {
                uint256 place = Cells.first(refused);
                revert StatusRegistryTransition(
                    uint32(word * Cells.PER_WORD + place),
                    Cells.state(states, place),
                    to
                );
            }
            words[word] = Cells.set(states, selected, to);
            first = next;
        }
    }

    /// @dev Before the ranges are hashed or counted.
    function _checkCount(CellRange[] calldata ranges) private pure {
        if (ranges.length == 0 || ranges.length > _MAX_RANGES) revert StatusRegistryRangeCount(ranges.length);
    }

    function _checkSuccessor(StatusChange calldata order) private view {
        CellRef calldata next = order.successor;
        if (order.to != STATE_SUPERSEDED) {
            if (next.memberId == 0 && next.batchId == 0 && next.index == 0) return;
            revert StatusRegistrySuccessor(next.memberId, next.batchId, next.index);
        }
        if (order.ranges.length != 1 || order.ranges[0].count != 1) revert StatusRegistryNotOneCell();
        bool itself = next.memberId == order.memberId &&
            next.batchId == order.batchId &&
            next.index == order.ranges[0].first;
        if (itself || next.index >= MAX_CELLS || !_ANCHORS.anchored(next.memberId, next.batchId)) {
            revert StatusRegistrySuccessor(next.memberId, next.batchId, next.index);
        }
    }
}
