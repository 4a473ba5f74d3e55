// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IEvidenceLog} from "../../../../contracts/interfaces/IEvidenceLog.sol";
import {Claimed} from "../../../../contracts/types/Claiming.sol";
import {Officer} from "../../../../contracts/types/Membership.sol";
import {Tree} from "../Tree.sol";
import {Log, VM} from "../Vm.sol";
import {Orders} from "./Orders.sol";

/// @dev What has happened to a founding, kept apart from it, and what must therefore hold.
abstract contract Ghosts is Orders {
    uint256 internal constant CELLS = 384;

    struct Spent {
        bytes32 memberId;
        bytes32 batchId;
        bytes32 record;
        bool isAnchored;
    }

    /// @dev Of batches; the first is anchored from the beginning.
    bytes32[4] internal pool = [bytes32("batch 0"), "batch 1", "batch 2", "batch 3"];
    Spent[] internal spent;
    mapping(bytes32 memberId => mapping(bytes32 batchId => bytes32)) internal heads;
    mapping(bytes32 memberId => mapping(bytes32 batchId => mapping(uint256 index => uint8))) internal cells;
    mapping(uint256 key => Claimed) internal claimed;
    uint256[] internal claimants;
    uint256[6] internal officers = [MAKER, CHECKER, MAKER_2, CHECKER_2, BANK_MAKER, BANK_CHECKER];

    bytes32[] private _leaves;
    mapping(uint256 key => uint40) private _since;
    bool private _sinceRose;
    uint256 private _time;

    /// @dev Time goes on from call to call, and what was logged is collected.
    modifier observed() {
        if (_time != 0) VM.warp(_time);
        VM.recordLogs();
        _;
        _time = block.timestamp;
        _collect();
        for (uint256 i = 0; i < officers.length; ++i) _observe(officers[i]);
    }

    function checkLog() external view {
        (uint64 size, bytes32 root) = log.checkpoint();
        require(size == _leaves.length, "leaves");
        require(root == Tree.root(_leaves, size), "root");
    }

    function checkAnchors() external view {
        for (uint256 i = 0; i < spent.length; ++i) {
            Spent memory one = spent[i];
            require(anchors.record(one.memberId, one.batchId) == one.record, "changed");
            require(anchors.anchored(one.memberId, one.batchId) == one.isAnchored, "vanished");
        }
    }

    function checkHeads() external view {
        for (uint256 i = 0; i < pool.length; ++i) {
            require(statuses.statusHead(AGENCY, pool[i]) == heads[AGENCY][pool[i]], "agency");
            require(statuses.statusHead(BANK, pool[i]) == heads[BANK][pool[i]], "bank");
        }
    }

    function checkCells() external view {
        for (uint256 i = 0; i < pool.length; ++i) {
            _checkCells(AGENCY, pool[i]);
            _checkCells(BANK, pool[i]);
        }
    }

    function checkClaims() external view {
        for (uint256 i = 0; i < claimants.length; ++i) {
            Claimed memory wanted = claimed[claimants[i]];
            Claimed memory held = claims.claimOf(VM.addr(claimants[i]));
            require(held.commitment == wanted.commitment && held.claimedAt == wanted.claimedAt, "changed");
        }
    }

    function checkEther() external view {
        address[] memory all = _contracts();
        for (uint256 i = 0; i < all.length; ++i) require(all[i].balance == 0, "ether");
    }

    function checkCompromises() external view {
        require(!_sinceRose, "moved later");
    }

    function _contracts() internal view returns (address[] memory all) {
        all = new address[](8);
        (all[0], all[1], all[2]) = (address(directory), address(log), address(members));
        (all[3], all[4], all[5]) = (address(anchors), address(statuses), address(claims));
        (all[6], all[7]) = (address(guardian), address(manager));
    }

    function _memberOf(uint256 key) internal pure returns (bytes32) {
        return key < 200 ? AGENCY : BANK;
    }

    function _collect() internal {
        Log[] memory logs = VM.getRecordedLogs();
        for (uint256 i = 0; i < logs.length; ++i) {
            if (logs[i].emitter != address(log) || logs[i].topics[0] != IEvidenceLog.Appended.selector) continue;
            require(uint256(logs[i].topics[1]) == _leaves.length, "index");
            _leaves.push(sha256(bytes.concat(hex"00", abi.decode(logs[i].data, (bytes)))));
        }
    }

    function _observe(uint256 key) private {
        Officer memory his = members.officer(_memberOf(key), VM.addr(key));
        uint40 before = _since[key];
        if (before != 0 && (his.compromisedSince == 0 || his.compromisedSince > before)) _sinceRose = true;
        _since[key] = his.compromisedSince;
    }

    function _checkCells(bytes32 memberId, bytes32 batchId) private view {
        for (uint256 w = 0; w < CELLS / 128; ++w) {
            uint256 word = statuses.statusWord(memberId, batchId, w);
            for (uint256 i = 0; i < 128; ++i) {
                require((word >> (2 * i)) & 3 == cells[memberId][batchId][w * 128 + i], "cell");
            }
        }
    }
}
