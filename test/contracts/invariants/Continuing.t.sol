// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAnchorRegistry} from "../../../contracts/interfaces/IAnchorRegistry.sol";
import {IContinuing} from "../../../contracts/interfaces/IContinuing.sol";
import {IStatusRegistry} from "../../../contracts/interfaces/IStatusRegistry.sol";
import {Burn} from "../../../contracts/types/Anchoring.sol";
import {Adoption, Origin, PastChange} from "../../../contracts/types/Continuing.sol";
import {CellRange, CellRef, StatusChange} from "../../../contracts/types/Status.sol";
import {deploy, VM} from "./Vm.sol";

/// @dev Stands for directory, log, member registry and manager. What it adopts is a tree of one leaf, or of two.
contract ContinuingTest {
    IAnchorRegistry private _anchors;
    IStatusRegistry private _statuses;
    uint64 private _index;
    /// @dev Continuing and adopting need no open directory, burning does.
    bool private _open;

    function setUp() public {
        VM.warp(1_800_000_000);
        address me = address(this);
        _anchors = IAnchorRegistry(deploy("AnchorRegistry", abi.encode(me, me, me, me)));
        _statuses = IStatusRegistry(deploy("StatusRegistry", abi.encode(me, me, me, _anchors, me)));
    }

    function registryId() external pure returns (bytes32) {
        return "the new installation";
    }

    function registryOf(bytes32) external view returns (address) {
        return address(_statuses);
    }

    function opened() external view returns (bool) {
        return _open;
    }

    function authorizeOfficer(bytes32, uint32, bytes32, bytes calldata) external view returns (address) {
        return address(this);
    }

    function canCall(address caller, address, bytes4) external view returns (bool, uint32) {
        return (caller == address(this), 0);
    }

    function append(bytes32 kind, bytes calldata body) external returns (uint64 index, bytes32 leaf) {
        return (_index++, sha256(abi.encode(kind, body)));
    }

    function testFuzz_onlyWhatWasContinuedIsAdopted(bytes32 record, bytes32 forged) public {
        if (record == 0 || forged == 0 || record == forged) return;
        Adoption memory right = _adoption(record, 0, true);
        Adoption memory other = _adoption(forged, 0, true);
        _continue(_leaf(right));
        require(!_adopt(other, new PastChange[](0)), "a forged record");
        require(_anchors.record("agency", "batch") == 0, "stands");
        require(_adopt(right, new PastChange[](0)), "what was continued");
        require(_anchors.record("agency", "batch") == record, "record");
        require(!_adopt(right, new PastChange[](0)), "twice");
    }

    function testFuzz_changesAreThoseThatLeadToTheHead(uint32 first, uint8 to, uint8 other) public {
        first %= 1 << 20;
        to = 1 + (to % 3);
        other = 1 + (other % 3);
        PastChange[] memory changes = _changes(first, to);
        Adoption memory adoption = _adoption("record", _headOf(changes[0]), true);
        _continue(_leaf(adoption));
        require(!_adopt(adoption, new PastChange[](0)), "none");
        require(to == other || !_adopt(adoption, _changes(first, other)), "others");
        require(_statuses.statusHead("agency", "batch") == 0, "a trace");
        require(_adopt(adoption, changes), "those");
        require(_statuses.statusOf("agency", "batch", first) == to, "state");
        require(_statuses.statusHead("agency", "batch") == adoption.headAfter, "head");
    }

    function testFuzz_noTreeIsContinuedTwice(bytes32 root, bytes32 other) public {
        _continue(root);
        (bool again, ) = address(_statuses).call(abi.encodeCall(IContinuing.continueFrom, (_origin(other))));
        (uint64 size, bytes32 kept) = _statuses.continuedFrom("the old installation");
        require(!again && size == 1 && kept == root, "replaced");
    }

    function testFuzz_onlyTheStatusRegistryAdopts(address account) public {
        if (account == address(_statuses)) return;
        VM.prank(account);
        (bool done, ) = address(_anchors).call(
            abi.encodeCall(IAnchorRegistry.adopt, ("agency", "batch", "record"))
        );
        require(!done && _anchors.record("agency", "batch") == 0, "adopted");
    }

    function test_adoptedRecordsStay() public {
        VM.prank(address(_statuses));
        _anchors.adopt("agency", "batch", "record");
        VM.prank(address(_statuses));
        (bool done, ) = address(_anchors).call(
            abi.encodeCall(IAnchorRegistry.adopt, ("agency", "batch", "another"))
        );
        require(!done && _anchors.record("agency", "batch") == "record", "replaced");
    }

    function testFuzz_aBurnKeepsNoBatchOut(uint8 when) public {
        PastChange[] memory changes = _changes(3, 2);
        Adoption memory adoption = _adoption("record", _headOf(changes[0]), true);
        _continue(_leaf(adoption));
        _burn();
        require(!_anchors.anchored("agency", "batch"), "burned");
        VM.warp(block.timestamp + when);
        require(_adopt(adoption, changes), "kept out");
        require(_anchors.record("agency", "batch") == "record", "record");
        require(_anchors.anchored("agency", "batch"), "still burned");
        require(_statuses.statusOf("agency", "batch", 3) == 2, "state");
        require(!_adopt(adoption, changes), "twice");
    }

    function test_nothingIsAdoptedWithoutBatchOrRecord() public {
        VM.prank(address(_statuses));
        (bool batch, ) = address(_anchors).call(abi.encodeCall(IAnchorRegistry.adopt, ("agency", 0, "record")));
        VM.prank(address(_statuses));
        (bool record, ) = address(_anchors).call(abi.encodeCall(IAnchorRegistry.adopt, ("agency", "batch", 0)));
        require(!batch && !record, "adopted");
    }

    function test_noChangeOfTheFutureIsAdopted() public {
        PastChange[] memory changes = _changes(3, 2);
        changes[0].time = uint64(block.timestamp) + 1;
        Adoption memory adoption = _adoption("record", _headOf(changes[0]), true);
        _continue(_leaf(adoption));
        require(!_adopt(adoption, changes), "adopted");
        VM.warp(block.timestamp + 1);
        require(_adopt(adoption, changes), "when its time has come");
    }

    function testFuzz_onlyTheCouncilContinues(address account) public {
        if (account == address(this)) return;
        VM.prank(account);
        (bool done, ) = address(_statuses).call(abi.encodeCall(IContinuing.continueFrom, (_origin("root"))));
        require(!done, "continued");
    }

    function _burn() private {
        uint64 time = uint64(block.timestamp);
        _open = true;
        _anchors.burn(Burn("agency", 1, "batch", time, time), "");
        _open = false;
    }

    function _continue(bytes32 root) private {
        _statuses.continueFrom(_origin(root));
    }

    function _origin(bytes32 root) private pure returns (Origin memory) {
        return Origin("the old installation", 1, 2, "log", 3, "block", 4, 1, root);
    }

    function _adoption(bytes32 record, bytes32 head, bool last) private pure returns (Adoption memory) {
        return Adoption("agency", "batch", record, 0, head, last);
    }

    function _leaf(Adoption memory adoption) private pure returns (bytes32) {
        return
            sha256(
                bytes.concat(
                    hex"00",
                    bytes32("yinzheng/adoption/v1"),
                    bytes32("the old installation"),
                    abi.encode(adoption)
                )
            );
    }

    function _changes(uint32 first, uint8 to) private view returns (PastChange[] memory changes) {
        CellRange[] memory ranges = new CellRange[](1);
        ranges[0] = CellRange(first, 1);
        CellRef memory none = CellRef(0, 0, 0);
        changes = new PastChange[](1);
        changes[0] = PastChange(
            StatusChange("agency", "agency", 1, "batch", ranges, to, 1, none, 0, 0, 0),
            uint64(block.timestamp)
        );
    }

    /// @dev The head after a first change, whose hash is that of EIP-712 for one range and no successor.
    function _headOf(PastChange memory past) private pure returns (bytes32) {
        StatusChange memory one = past.change;
        bytes32 range = keccak256(
            abi.encode(keccak256("CellRange(uint32 first,uint32 count)"), one.ranges[0].first, one.ranges[0].count)
        );
        bytes memory head = abi.encode(
            keccak256(
                "StatusChange(bytes32 memberId,bytes32 actingMemberId,uint32 officerEpoch,bytes32 batchId,CellRange[] ranges,uint8 to,uint16 reason,CellRef successor,bytes32 expectedHead,uint64 notBefore,uint64 deadline)CellRange(uint32 first,uint32 count)CellRef(bytes32 memberId,bytes32 batchId,uint32 index)"
            ),
            one.memberId,
            one.actingMemberId,
            one.officerEpoch,
            one.batchId,
            keccak256(abi.encodePacked(range))
        );
        bytes32 successor = keccak256(
            abi.encode(keccak256("CellRef(bytes32 memberId,bytes32 batchId,uint32 index)"), one.successor)
        );
        bytes memory tail = abi.encode(one.to, one.reason, successor, one.expectedHead, one.notBefore, one.deadline);
        return sha256(abi.encodePacked(bytes32(0), keccak256(bytes.concat(head, tail)), past.time));
    }

    function _adopt(Adoption memory adoption, PastChange[] memory changes) private returns (bool done) {
        (done, ) = address(_statuses).call(
            abi.encodeCall(IContinuing.adopt, ("the old installation", 0, new bytes32[](0), adoption, changes))
        );
    }
}
