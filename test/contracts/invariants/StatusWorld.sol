// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IStatusRegistry} from "../../../contracts/interfaces/IStatusRegistry.sol";
import {CellRange, CellRef, StatusChange} from "../../../contracts/types/Status.sol";
import {Typed} from "./Typed.sol";
import {deploy, VM} from "./Vm.sol";

/// @dev Stands for directory, log, member registry, anchor registry and manager of a StatusRegistry. Whatever else the
/// registry might ask, whether anchors are paused, scopes ended or the directory closed, nobody here answers.
abstract contract StatusWorld {
    bytes32 internal constant ID = "an installation";
    bytes32 internal constant AGENCY = "agency";
    bytes32 internal constant BATCH = "batch";
    bytes32 internal constant NEXT = "next batch";
    uint256 internal constant START = 1_800_000_000;
    uint8 internal constant ACTIVE = 0;
    uint8 internal constant SUSPENDED = 1;
    uint8 internal constant REVOKED = 2;
    uint8 internal constant SUPERSEDED = 3;

    IStatusRegistry internal statuses;
    bytes32 internal lastLogged;
    mapping(bytes32 memberId => mapping(bytes32 batchId => bool)) internal isAnchored;
    mapping(bytes32 memberId => bytes32) internal successors;
    /// @dev Where it is not 0, nobody has signed anything else.
    bytes32 internal onlyDigest;

    error NotSigned();

    function setUp() public virtual {
        VM.warp(START);
        address me = address(this);
        statuses = IStatusRegistry(deploy("StatusRegistry", abi.encode(me, me, me, me, me)));
        isAnchored[AGENCY][BATCH] = true;
        isAnchored[AGENCY][NEXT] = true;
    }

    function registryId() external pure returns (bytes32) {
        return ID;
    }

    function canCall(address caller, address, bytes4) external view returns (bool, uint32) {
        return (caller == address(this), 0);
    }

    function anchored(bytes32 memberId, bytes32 batchId) external view returns (bool) {
        return isAnchored[memberId][batchId];
    }

    function successorOf(bytes32 memberId) external view returns (bytes32) {
        return successors[memberId];
    }

    /// @dev Nothing is counted; DailyLimit.t.sol counts.
    function revokedToday(bytes32) external view virtual returns (uint16) {
        return 0;
    }

    function countRevocations(bytes32, uint16) external virtual {}

    /// @dev One signature for each signer; those of the acting member's officers name it.
    function authorizeStatus(
        bytes32 memberId,
        uint32,
        bytes32 digest,
        bytes[] calldata signatures
    ) external view returns (address[] memory) {
        return _authorize(memberId, digest, signatures, 2);
    }

    function authorizeSuspension(
        bytes32 memberId,
        uint32,
        bytes32 digest,
        bytes[] calldata signatures
    ) external view returns (address[] memory) {
        return _authorize(memberId, digest, signatures, 1);
    }

    function append(bytes32 kind, bytes calldata body) external returns (uint64 index, bytes32 leaf) {
        lastLogged = keccak256(abi.encode(kind, body));
        return (0, lastLogged);
    }

    function _authorize(
        bytes32 memberId,
        bytes32 digest,
        bytes[] calldata signatures,
        uint256 least
    ) private view returns (address[] memory signers) {
        if (signatures.length < least) revert NotSigned();
        if (onlyDigest != 0 && digest != onlyDigest) revert NotSigned();
        for (uint256 i = 0; i < signatures.length; ++i) {
            if (keccak256(signatures[i]) != keccak256(abi.encode(memberId))) revert NotSigned();
        }
        return new address[](signatures.length);
    }

    /// @dev An order of the member's own, for the batch as it stands, valid for an hour.
    function _order(uint8 to, CellRange[] memory ranges) internal view returns (StatusChange memory order) {
        order.memberId = AGENCY;
        order.actingMemberId = AGENCY;
        order.officerEpoch = 1;
        order.batchId = BATCH;
        order.ranges = ranges;
        order.to = to;
        if (to == SUPERSEDED) order.successor = CellRef(AGENCY, NEXT, 7);
        order.expectedHead = statuses.statusHead(AGENCY, BATCH);
        order.notBefore = uint64(block.timestamp);
        order.deadline = uint64(block.timestamp) + 1 hours;
    }

    function _order(uint8 to, uint32 first, uint32 count) internal view returns (StatusChange memory) {
        return _order(to, _range(first, count));
    }

    function _range(uint32 first, uint32 count) internal pure returns (CellRange[] memory ranges) {
        ranges = new CellRange[](1);
        ranges[0] = CellRange(first, count);
    }

    /// @dev By so many officers of the acting member.
    function _try(StatusChange memory order, uint256 officers) internal returns (bool done) {
        bytes[] memory signatures = new bytes[](officers);
        for (uint256 i = 0; i < officers; ++i) signatures[i] = abi.encode(order.actingMemberId);
        (done, ) = address(statuses).call(abi.encodeCall(IStatusRegistry.change, (order, signatures)));
    }

    function _try(StatusChange memory order) internal returns (bool) {
        return _try(order, 2);
    }

    /// @dev By the council.
    function _tryCouncil(StatusChange memory order) internal returns (bool done) {
        (done, ) = address(statuses).call(abi.encodeCall(IStatusRegistry.councilChange, (order)));
    }

    function _state(uint32 index) internal view returns (uint8) {
        return statuses.statusOf(AGENCY, BATCH, index);
    }

    /// @dev Storage slot of a word of AGENCY's BATCH, by layout status/1.
    function _wordSlot(uint256 word) internal pure returns (bytes32) {
        bytes32 ofMember = keccak256(abi.encode(AGENCY, uint256(0)));
        return keccak256(abi.encode(word, keccak256(abi.encode(BATCH, ofMember))));
    }

    function _headSlot() internal pure returns (bytes32) {
        return keccak256(abi.encode(BATCH, keccak256(abi.encode(AGENCY, uint256(1)))));
    }

    function _fold(bytes32 head, StatusChange memory order) internal view returns (bytes32) {
        return sha256(abi.encodePacked(head, Typed.hash(order), uint64(block.timestamp)));
    }
}
