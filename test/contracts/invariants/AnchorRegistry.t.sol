// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAnchorRegistry} from "../../../contracts/interfaces/IAnchorRegistry.sol";
import {Anchor} from "../../../contracts/types/Anchoring.sol";
import {deploy, VM} from "./Vm.sol";

/// @dev Stands for directory, log, member registry and manager: who may sign is not what is tested here.
contract AnchorRegistryTest {
    IAnchorRegistry private _anchors;
    uint64 private _index;

    function setUp() public {
        VM.warp(1_800_000_000);
        address me = address(this);
        _anchors = IAnchorRegistry(deploy("AnchorRegistry", abi.encode(me, me, me, me)));
    }

    function registryId() external pure returns (bytes32) {
        return "an installation";
    }

    function opened() external pure returns (bool) {
        return true;
    }

    function canCall(address caller, address, bytes4) external view returns (bool, uint32) {
        return (caller == address(this), 0);
    }

    function authorize(
        bytes32,
        uint32,
        bytes32,
        bytes32,
        bytes[] calldata
    ) external pure returns (address[] memory signers, uint8 threshold) {
        return (new address[](2), 2);
    }

    function append(bytes32 kind, bytes calldata body) external returns (uint64 index, bytes32 leaf) {
        return (_index++, sha256(abi.encode(kind, body)));
    }

    function testFuzz_batchIdIsSingleUse(bytes32 batchId, bytes32 root, bytes32 other) public {
        if (batchId == 0) return;
        require(_try(_batch(batchId, root, 16)), "first");
        bytes32 known = _anchors.record("agency", batchId);
        require(known != 0, "no record");
        require(!_try(_batch(batchId, other, 32)), "used twice");
        require(_anchors.record("agency", batchId) == known, "changed");
    }

    function testFuzz_sizeIsAPowerOfTwoWithinBounds(uint32 size) public {
        bool good = size >= 16 && size <= 1 << 20 && (size & (size - 1)) == 0;
        require(_try(_batch("batch", "root", size)) == good, "size");
    }

    function test_sizesAtTheBounds() public {
        require(!_try(_batch("batch", "root", 8)) && !_try(_batch("batch", "root", 1 << 21)), "beyond");
        require(!_try(_batch("batch", "root", 24)), "no power of two");
        require(_try(_batch("smallest", "root", 16)) && _try(_batch("largest", "root", 1 << 20)), "within");
    }

    function test_batchIdIsNotZero() public {
        require(!_try(_batch(0, "root", 16)), "zero");
    }

    function testFuzz_guardianPauseLasts72Hours(bytes32 paused) public {
        _anchors.pauseTemporarily(paused, address(1));
        bool stopped = paused == 0 || paused == bytes32("type");
        require(_anchors.pausedUntil(paused) == block.timestamp + 72 hours, "until");
        VM.warp(1_800_000_000 + 72 hours - 1);
        require(_try(_batch("during", "root", 16)) == !stopped, "during");
        VM.warp(1_800_000_000 + 72 hours);
        require(_try(_batch("after", "root", 16)), "after");
    }

    function test_pauseStopsEveryType() public {
        _anchors.pause(0);
        require(!_try(_batch("batch", "root", 16)), "not stopped");
    }

    function test_aPauseIsNeverShortened() public {
        _anchors.pause("type");
        (bool shortened, ) = address(_anchors).call(
            abi.encodeCall(IAnchorRegistry.pauseTemporarily, ("type", address(1)))
        );
        require(!shortened && _anchors.pausedUntil("type") == type(uint40).max, "shortened");
    }

    function testFuzz_onlyTheAuthorizedPause(address account) public {
        if (account == address(this)) return;
        VM.prank(account);
        (bool done, ) = address(_anchors).call(abi.encodeCall(IAnchorRegistry.pause, ("type")));
        require(!done, "paused");
    }

    function test_anchorsHoldNoEther() public {
        (bool taken, ) = address(_anchors).call{value: 1}("");
        require(!taken && address(_anchors).balance == 0, "ether taken");
    }

    function _batch(bytes32 batchId, bytes32 root, uint32 size) private view returns (Anchor memory) {
        uint64 time = uint64(block.timestamp);
        return Anchor("agency", 1, batchId, root, size, 1, "type", time, time + 1 hours);
    }

    function _try(Anchor memory batch) private returns (bool done) {
        (done, ) = address(_anchors).call(abi.encodeCall(IAnchorRegistry.anchor, (batch, new bytes[](0))));
    }
}
