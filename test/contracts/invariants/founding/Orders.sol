// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAnchorRegistry} from "../../../../contracts/interfaces/IAnchorRegistry.sol";
import {IStatusRegistry} from "../../../../contracts/interfaces/IStatusRegistry.sol";
import {Anchor, Burn} from "../../../../contracts/types/Anchoring.sol";
import {CellRange, CellRef, StatusChange} from "../../../../contracts/types/Status.sol";
import {Typed} from "../Typed.sol";
import {signatureOf} from "../Vm.sol";
import {Founding} from "./Founding.sol";

/// @dev What officers of a founding sign, and send.
abstract contract Orders is Founding {
    uint8 internal constant ACTIVE = 0;
    uint8 internal constant SUSPENDED = 1;
    uint8 internal constant REVOKED = 2;
    uint8 internal constant SUPERSEDED = 3;

    function _batch(bytes32 memberId, bytes32 batchId) internal view returns (Anchor memory) {
        uint64 time = uint64(block.timestamp);
        return Anchor(memberId, _epoch(memberId), batchId, "root", 1024, 1, TYPE, time, time + 1 hours);
    }

    function _anchor(Anchor memory batch, uint256[] memory keys) internal returns (bool) {
        return _send(address(anchors), _anchorCall(batch, keys));
    }

    function _anchorCall(Anchor memory batch, uint256[] memory keys) internal view returns (bytes memory) {
        bytes32 digest = Typed.digest(address(anchors), ID, Typed.hash(batch));
        return abi.encodeCall(IAnchorRegistry.anchor, (batch, _signed(keys, digest)));
    }

    function _burn(bytes32 memberId, bytes32 batchId, uint256 key) internal returns (bool) {
        uint64 time = uint64(block.timestamp);
        Burn memory order = Burn(memberId, _epoch(memberId), batchId, time, time + 1 hours);
        bytes32 digest = Typed.digest(address(anchors), ID, Typed.hash(order));
        return _send(address(anchors), abi.encodeCall(IAnchorRegistry.burn, (order, signatureOf(key, digest))));
    }

    /// @dev An order of `acting` as things stand, valid for an hour.
    function _order(
        bytes32 memberId,
        bytes32 acting,
        bytes32 batchId,
        uint8 to,
        uint32 first
    ) internal view returns (StatusChange memory order) {
        order.memberId = memberId;
        order.actingMemberId = acting;
        order.officerEpoch = _epoch(acting);
        order.batchId = batchId;
        order.ranges = new CellRange[](1);
        order.ranges[0] = CellRange(first, 1);
        order.to = to;
        if (to == SUPERSEDED) order.successor = CellRef(memberId, batchId, first + 1);
        order.expectedHead = statuses.statusHead(memberId, batchId);
        order.notBefore = uint64(block.timestamp);
        order.deadline = uint64(block.timestamp) + 1 hours;
    }

    function _changeCall(StatusChange memory order, uint256[] memory keys) internal view returns (bytes memory) {
        bytes32 digest = Typed.digest(address(statuses), ID, Typed.hash(order));
        return abi.encodeCall(IStatusRegistry.change, (order, _signed(keys, digest)));
    }

    function _change(StatusChange memory order, uint256[] memory keys) internal returns (bool) {
        return _send(address(statuses), _changeCall(order, keys));
    }

    function _councilChange(StatusChange memory order) internal returns (bool) {
        return _council(address(statuses), abi.encodeCall(IStatusRegistry.councilChange, (order)));
    }

    function _epoch(bytes32 memberId) internal view returns (uint32) {
        return members.member(memberId).officerEpoch;
    }

    function _send(address to, bytes memory data) internal returns (bool done) {
        (done, ) = to.call(data);
    }
}
