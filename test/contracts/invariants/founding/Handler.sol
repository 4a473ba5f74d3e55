// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAnchorRegistry} from "../../../../contracts/interfaces/IAnchorRegistry.sol";
import {IClaimRegistry} from "../../../../contracts/interfaces/IClaimRegistry.sol";
import {ICompromises} from "../../../../contracts/interfaces/ICompromises.sol";
import {IDirectory} from "../../../../contracts/interfaces/IDirectory.sol";
import {IEvidenceLog} from "../../../../contracts/interfaces/IEvidenceLog.sol";
import {IMembers} from "../../../../contracts/interfaces/IMembers.sol";
import {IScopes} from "../../../../contracts/interfaces/IScopes.sol";
import {IStatusRegistry} from "../../../../contracts/interfaces/IStatusRegistry.sol";
import {Anchor} from "../../../../contracts/types/Anchoring.sol";
import {Claim, Claimed} from "../../../../contracts/types/Claiming.sol";
import {Member, Officer, ROLE_CHECKER, ROLE_MAKER, Window} from "../../../../contracts/types/Membership.sol";
import {StatusChange} from "../../../../contracts/types/Status.sol";
import {Typed} from "../Typed.sol";
import {signatureOf, VM} from "../Vm.sol";
import {Ghosts} from "./Ghosts.sol";

/// @dev Everybody who has to do with a founding, in a random order. Each step knows beforehand whether it will be let.
abstract contract Handler is Ghosts {
    struct Sent {
        address to;
        bytes data;
    }

    Sent[] private _sent;

    constructor() observed {
        _found();
        require(_tryAnchor(AGENCY, pool[0], _two(MAKER, CHECKER)), "agency's");
        require(_tryAnchor(BANK, pool[0], _two(BANK_MAKER, BANK_CHECKER)), "bank's");
    }

    function anchor(uint256 seed) external observed {
        seed = _mixed(seed);
        bytes32 memberId = _someMember(seed);
        bytes32 batchId = pool[(seed >> 8) % pool.length];
        uint256[] memory keys = _someKeys(memberId, seed >> 16);
        bool good = directory.opened() && anchors.record(memberId, batchId) == 0 && _running();
        Window memory scope = members.scope(memberId, TYPE);
        good = good && scope.notBefore <= block.timestamp && block.timestamp < scope.notAfter;
        good = good && _authorized(memberId, keys, 2);
        require(_tryAnchor(memberId, batchId, keys) == good, "anchored, or not");
    }

    function burn(uint256 seed) external observed {
        seed = _mixed(seed);
        bytes32 memberId = _someMember(seed);
        bytes32 batchId = pool[(seed >> 8) % pool.length];
        // What is used already is tried always; few are burned, or nothing would be left to anchor.
        if (anchors.record(memberId, batchId) == 0 && (seed >> 24) % 4 != 0) return;
        uint256[] memory keys = _one(officers[(seed >> 16) % 6]);
        bool good = directory.opened() && anchors.record(memberId, batchId) == 0;
        good = good && block.timestamp >= members.member(memberId).frozenUntil && _authorized(memberId, keys, 1);
        require(_burn(memberId, batchId, keys[0]) == good, "burned, or not");
        if (good) spent.push(Spent(memberId, batchId, anchors.record(memberId, batchId), false));
    }

    function change(uint256 seed) external observed {
        seed = _mixed(seed);
        for (uint256 i = 0; i < 3; ++i) {
            seed = uint256(keccak256(abi.encode(seed)));
            StatusChange memory order = _someOrder(seed);
            bytes32 head = sha256(
                abi.encodePacked(heads[order.memberId][order.batchId], Typed.hash(order), uint64(block.timestamp))
            );
            bool may = _mayChange(order);
            bool done;
            if (order.actingMemberId == 0) {
                done = _councilChange(order);
                may = may && order.to != SUPERSEDED;
            } else {
                uint256[] memory keys = _someKeys(order.actingMemberId, seed >> 96);
                may = may && _entitled(order) && _authorized(order.actingMemberId, keys, order.to == SUSPENDED ? 1 : 2);
                bytes memory data = _changeCall(order, keys);
                done = _send(address(statuses), data);
                if (done) _sent.push(Sent(address(statuses), data));
            }
            require(done == may, "changed, or not");
            if (done) _apply(order, head);
        }
    }

    /// @dev What has been done once is never done again.
    function replay(uint256 seed) external observed {
        seed = _mixed(seed);
        Sent memory one = _sent[seed % _sent.length];
        require(!_send(one.to, one.data), "replayed");
    }

    function claim(uint256 seed) external observed {
        seed = _mixed(seed);
        uint256 key = 501 + (seed % 5);
        uint64 time = uint64(block.timestamp);
        Claim memory order = Claim(VM.addr(key), bytes32(seed | 1), time, time + 1 hours);
        bool own = (seed >> 8) % 4 != 0;
        bool good = own && directory.opened() && claimed[key].commitment == 0;
        bytes32 digest = Typed.digest(address(claims), ID, Typed.hash(order));
        bytes memory data = abi.encodeCall(IClaimRegistry.claim, (order, signatureOf(own ? key : 500, digest)));
        require(_send(address(claims), data) == good, "claimed, or not");
        if (!good) return;
        claimed[key] = Claimed({commitment: order.commitment, claimedAt: uint40(time)});
        claimants.push(key);
        _sent.push(Sent(address(claims), data));
    }

    function pass(uint256 seed) external observed {
        seed = _mixed(seed);
        VM.warp(block.timestamp + (seed % 4 == 0 ? (seed >> 8) % 4 days : (seed >> 8) % 2 hours));
    }

    /// @dev The council, and single members of it. Ending for ever is rare, or nothing would be left to try.
    function govern(uint256 seed) external observed {
        seed = _mixed(seed);
        bytes32 memberId = _someMember(seed);
        bytes32 other = memberId == AGENCY ? BANK : AGENCY;
        bytes32 typeId = seed & 2 == 0 ? TYPE : bytes32(0);
        uint256 kind = (seed >> 8) % 16;
        if (kind == 0) _council(address(members), abi.encodeCall(IMembers.freeze, (memberId)));
        if (kind == 2) _council(address(anchors), abi.encodeCall(IAnchorRegistry.pause, (typeId)));
        if (kind == 3) _council(address(members), abi.encodeCall(IScopes.withdrawScope, (memberId, TYPE)));
        if (kind == 4 || kind == 5) _guard(seed >> 16, memberId, typeId);
        if (kind == 1 || (kind > 5 && kind < 9)) _widen(address(members), abi.encodeCall(IMembers.unfreeze, (memberId)));
        if (kind > 8 && kind < 12) _widen(address(anchors), abi.encodeCall(IAnchorRegistry.unpause, (typeId)));
        if (kind == 12) _widen(address(members), abi.encodeCall(IScopes.grantScope, (memberId, TYPE, 0, FOREVER)));
        if (kind == 13 || seed >> 254 == 3) _report(seed >> 16);
        if (kind == 14 && seed >> 254 == 0) _council(address(members), abi.encodeCall(IMembers.close, (memberId)));
        if (kind == 15 && seed >> 253 == 0) _widen(address(directory), abi.encodeCall(IDirectory.close, (other)));
        if (kind == 15 && seed >> 254 == 1) _widen(address(members), abi.encodeCall(IMembers.succeed, (memberId, other)));
    }

    /// @dev A stranger with ether tries what only others may.
    function attack(uint256 seed) external observed {
        seed = _mixed(seed);
        address[] memory all = _contracts();
        (bool done, ) = all[seed % all.length].call{value: 1}("");
        require(!done, "ether taken");
        require(!_send(address(log), abi.encodeCall(IEvidenceLog.append, ("kind", "body"))), "appended");
        require(!_send(address(members), abi.encodeCall(IMembers.close, (AGENCY))), "closed");
        require(!_send(address(anchors), abi.encodeCall(IAnchorRegistry.pause, (TYPE))), "paused");
        require(!_send(address(directory), abi.encodeCall(IDirectory.close, (0))), "closed");
        StatusChange memory order = _order(AGENCY, 0, pool[0], REVOKED, uint32(seed % CELLS));
        require(!_send(address(statuses), abi.encodeCall(IStatusRegistry.councilChange, (order))), "revoked");
    }

    /// @dev The runner likes small numbers; every bit counts here.
    function _mixed(uint256 seed) private view returns (uint256) {
        return uint256(keccak256(abi.encode(seed, block.timestamp, _sent.length)));
    }

    function _tryAnchor(bytes32 memberId, bytes32 batchId, uint256[] memory keys) private returns (bool done) {
        Anchor memory batch = _batch(memberId, batchId);
        bytes memory data = _anchorCall(batch, keys);
        done = _send(address(anchors), data);
        if (!done) return false;
        spent.push(Spent(memberId, batchId, anchors.record(memberId, batchId), true));
        _sent.push(Sent(address(anchors), data));
    }

    function _guard(uint256 seed, bytes32 memberId, bytes32 typeId) private {
        address one = VM.addr(councilKeys[seed % 3]);
        VM.prank(one);
        if (seed & 4 == 0) try guardian.freezeMember(memberId) {} catch {}
        else try guardian.pause(typeId) {} catch {}
    }

    function _report(uint256 seed) private {
        // Mostly of the two that the agency can spare.
        uint256 key = officers[seed & 3 == 0 ? (seed >> 2) % 6 : 2 + ((seed >> 2) % 2)];
        uint64 since = uint64(block.timestamp + 1 hours - ((seed >> 8) % 100 days));
        bytes32 subject = bytes32(uint256(uint160(VM.addr(key))));
        _council(address(members), abi.encodeCall(ICompromises.reportCompromise, (_memberOf(key), subject, since)));
    }

    function _apply(StatusChange memory order, bytes32 head) private {
        heads[order.memberId][order.batchId] = head;
        for (uint256 i = 0; i < order.ranges[0].count; ++i) {
            cells[order.memberId][order.batchId][order.ranges[0].first + i] = order.to;
        }
    }

    function _someOrder(uint256 seed) private view returns (StatusChange memory order) {
        bytes32 memberId = _someMember(seed);
        bytes32 acting = memberId;
        bool succeeded = (seed >> 11) % 2 == 0 && members.successorOf(memberId) != 0;
        if ((seed >> 8) % 8 == 0 || succeeded) acting = memberId == AGENCY ? BANK : AGENCY;
        if ((seed >> 8) % 8 == 1) acting = 0;
        // Twenty cells, often the same, some of them across a word's end.
        uint32 first = 20 * uint32((seed >> 24) % 16) + ((seed >> 32) % 4 == 0 ? uint32((seed >> 34) % 20) : 0);
        bytes32 batchId = pool[(seed >> 40) % ((seed >> 44) % 4 == 0 ? 4 : 1)];
        uint8 to = _someState(cells[memberId][batchId][first], seed >> 16);
        order = _order(memberId, acting, batchId, to, first);
        order.ranges[0].count = to == SUPERSEDED ? 1 : (seed >> 48) % 4 == 0 ? 1 + uint32((seed >> 50) % 20) : 20;
        if (to == SUPERSEDED) order.successor.batchId = pool[(seed >> 52) % 4];
        order.reason = uint16(seed >> 64);
        if ((seed >> 80) % 16 == 0) order.expectedHead = bytes32(seed);
    }

    /// @dev Mostly one that may follow.
    function _someState(uint8 from, uint256 seed) private pure returns (uint8) {
        if (seed % 8 == 0) return uint8((seed >> 4) % 4);
        if (from == SUSPENDED) return seed % 8 < 6 ? ACTIVE : REVOKED;
        return seed % 8 < 6 ? SUSPENDED : seed % 8 == 6 ? REVOKED : SUPERSEDED;
    }

    /// @dev Mostly a maker and a checker of the member; else one of them, two makers, or somebody else's.
    function _someKeys(bytes32 memberId, uint256 seed) private pure returns (uint256[] memory) {
        bool agency = memberId == AGENCY;
        uint256 kind = seed % 16;
        if (kind == 0) return _one(agency ? MAKER : BANK_MAKER);
        if (kind == 1) return agency ? _two(MAKER, MAKER_2) : _one(BANK_CHECKER);
        if (kind == 2) return agency ? _two(BANK_MAKER, BANK_CHECKER) : _two(MAKER, CHECKER);
        if (!agency) return _two(BANK_MAKER, BANK_CHECKER);
        return _two(seed & 16 == 0 ? MAKER : MAKER_2, seed & 32 == 0 ? CHECKER : CHECKER_2);
    }

    function _someMember(uint256 seed) private pure returns (bytes32) {
        return (seed >> 4) % 3 == 0 ? BANK : AGENCY;
    }

    function _running() private view returns (bool) {
        return block.timestamp >= anchors.pausedUntil(TYPE) && block.timestamp >= anchors.pausedUntil(0);
    }

    function _mayChange(StatusChange memory order) private view returns (bool) {
        if (!anchors.anchored(order.memberId, order.batchId)) return false;
        if (order.expectedHead != heads[order.memberId][order.batchId]) return false;
        if (order.to == SUPERSEDED && !anchors.anchored(order.successor.memberId, order.successor.batchId)) return false;
        for (uint256 i = 0; i < order.ranges[0].count; ++i) {
            uint8 from = cells[order.memberId][order.batchId][order.ranges[0].first + i];
            if (from == REVOKED || from == SUPERSEDED || from == order.to) return false;
        }
        return true;
    }

    function _entitled(StatusChange memory order) private view returns (bool) {
        return order.actingMemberId == order.memberId || order.actingMemberId == members.successorOf(order.memberId);
    }

    /// @dev Whether these may act for the member: two of both roles and not while it is frozen, or one.
    function _authorized(bytes32 memberId, uint256[] memory keys, uint256 least) private view returns (bool) {
        Member memory one = members.member(memberId);
        if (one.closedAt != 0 || keys.length < least) return false;
        if (least == 2 && block.timestamp < one.frozenUntil) return false;
        uint8 roles = 0;
        for (uint256 i = 0; i < keys.length; ++i) {
            Officer memory his = members.officer(memberId, VM.addr(keys[i]));
            bool compromised = his.compromisedSince != 0 && his.compromisedSince <= block.timestamp;
            if (his.role == 0 || compromised) return false;
            roles |= his.role;
        }
        return least == 1 || roles == ROLE_MAKER | ROLE_CHECKER;
    }
}
