// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IEvidenceLog} from "../../../contracts/interfaces/IEvidenceLog.sol";
import {Tree} from "./Tree.sol";
import {deploy, VM} from "./Vm.sol";

/// @dev Is the directory of the log as well, whose only writer it is.
contract EvidenceLogTest {
    bytes32 private constant _ID = "an installation";
    bytes32 private constant _KIND = "a kind";
    uint256 private constant _CAPACITY = (1 << 26) - 1;

    IEvidenceLog private _log;

    function setUp() public {
        _log = IEvidenceLog(deploy("EvidenceLog", abi.encode(address(this))));
    }

    function registryId() external pure returns (bytes32) {
        return _ID;
    }

    function isWriter(address account) external view returns (bool) {
        return account == address(this);
    }

    function testFuzz_logRootEqualsReferenceTree(uint8 count, bytes32 seed) public {
        bytes32[] memory leaves = new bytes32[](count % 80);
        for (uint256 i = 0; i < leaves.length; ++i) {
            leaves[i] = _append(seed, i);
            _checkRoot(i + 1, Tree.root(leaves, i + 1));
        }
        if (leaves.length == 0) _checkRoot(0, sha256(""));
    }

    /// @dev Begins beside a perfect tree of 2^level leaves, whose root alone is known.
    function testFuzz_largeLogRootEqualsReferenceTree(uint8 level, uint8 count, bytes32 older) public {
        uint256 height = 8 + (level % 18);
        if (older == 0) older = _KIND;
        VM.store(address(_log), 0, bytes32(uint256(1) << height));
        VM.store(address(_log), bytes32(1 + 2 * height), older);
        bytes32[] memory leaves = new bytes32[](count % 80);
        for (uint256 i = 0; i < leaves.length; ++i) {
            leaves[i] = _append(older, i);
            _checkRoot((1 << height) + i + 1, Tree.parent(older, Tree.root(leaves, i + 1)));
        }
    }

    function testFuzz_noLevelHoldsThreeRoots(uint32 size, uint8 count) public {
        uint256 start = size % (_CAPACITY - 256);
        VM.store(address(_log), 0, bytes32(start));
        for (uint256 i = 0; i < count; ++i) {
            _append(_KIND, i);
            (uint256 now_, uint256 twos) = _counter();
            require(now_ == start + i + 1, "size");
            require(2 * twos <= now_ && (now_ - 2 * twos) & twos == 0, "three roots on a level");
        }
    }

    function testFuzz_leafIsWhatWasAppended(bytes32 kind, bytes calldata body, uint32 time) public {
        VM.warp(uint256(time) + 1);
        bytes memory data = abi.encodePacked(_ID, kind, uint64(time) + 1, blockhash(block.number - 1), body);
        (uint64 index, bytes32 leaf) = _log.append(kind, body);
        require(index == 0 && leaf == sha256(bytes.concat(hex"00", data)), "leaf");
    }

    function testFuzz_onlyWritersAppend(address account) public {
        if (account == address(this)) return;
        VM.expectRevert(abi.encodeWithSelector(IEvidenceLog.EvidenceLogNotWriter.selector, account));
        VM.prank(account);
        _log.append(_KIND, "");
    }

    function test_logIsBounded() public {
        VM.store(address(_log), 0, bytes32(_CAPACITY));
        VM.expectRevert(abi.encodeWithSelector(IEvidenceLog.EvidenceLogFull.selector, uint64(_CAPACITY)));
        _log.append(_KIND, "");
    }

    function test_logHoldsNoEther() public {
        (bool taken, ) = address(_log).call{value: 1}("");
        require(!taken && address(_log).balance == 0, "ether taken");
    }

    function test_logLayoutIsPinned() public {
        bytes32[3] memory leaves = [_append(_KIND, 0), _append(_KIND, 1), _append(_KIND, 2)];
        require(VM.load(address(_log), 0) == bytes32(uint256(3)), "size and twos");
        require(VM.load(address(_log), bytes32(uint256(1))) == leaves[2], "level 0");
        require(VM.load(address(_log), bytes32(uint256(3))) == Tree.parent(leaves[0], leaves[1]), "level 1");
    }

    function _append(bytes32 seed, uint256 place) private returns (bytes32 leaf) {
        (, leaf) = _log.append(_KIND, abi.encode(seed, place));
    }

    function _checkRoot(uint256 size, bytes32 root) private view {
        (uint64 told, bytes32 actual) = _log.checkpoint();
        require(told == size, "size");
        require(actual == root, "root");
    }

    function _counter() private view returns (uint256 size, uint256 twos) {
        uint256 word = uint256(VM.load(address(_log), 0));
        return (uint64(word), uint64(word >> 64));
    }
}
