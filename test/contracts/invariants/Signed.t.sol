// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAnchorRegistry} from "../../../contracts/interfaces/IAnchorRegistry.sol";
import {ISigned} from "../../../contracts/interfaces/ISigned.sol";
import {Anchor, Burn} from "../../../contracts/types/Anchoring.sol";
import {CompromiseReport} from "../../../contracts/types/Membership.sol";
import {Registry} from "./Registry.sol";
import {Typed} from "./Typed.sol";
import {deploy, signatureOf, VM} from "./Vm.sol";

/// @dev Both real registries together, and real signatures over what docs/format says is signed.
contract SignedTest is Registry {
    IAnchorRegistry private _anchors;

    function setUp() public override {
        super.setUp();
        _anchors = IAnchorRegistry(deploy("AnchorRegistry", abi.encode(this, this, members, this)));
        admit(2);
    }

    function testFuzz_anAnchorIsWhatItsOfficersSigned(bytes32 root, uint256 altered, uint8 field) public {
        Anchor memory good = _batch(root);
        bytes[] memory signatures = sign(_digest(Typed.hash(good)), 0, 1);
        Anchor memory bad = _batch(root);
        _alter(bad, field % 9, altered);
        if (Typed.hash(bad) != Typed.hash(good)) require(!_try(bad, signatures), "altered");
        require(_try(good, signatures), "refused");
    }

    /// @dev Each field by itself, to values that are good.
    function test_noFieldOfAnAnchorIsUnsigned() public {
        bytes[] memory signatures = sign(_digest(Typed.hash(_batch("root"))), 0, 1);
        members.grantScope(AGENCY, "another", 0, FOREVER);
        Anchor[7] memory bad;
        for (uint256 i = 0; i < bad.length; ++i) bad[i] = _batch("root");
        bad[0].batchId = "another";
        bad[1].root = "another";
        bad[2].size = 32;
        bad[3].hashSuite = 2;
        bad[4].typeId = "another";
        bad[5].notBefore = START - 1;
        bad[6].deadline = START + 2 hours;
        for (uint256 i = 0; i < bad.length; ++i) require(!_try(bad[i], signatures), "altered");
    }

    function testFuzz_aSignatureIsForOneRegistryOfOneInstallationOnOneChain(address registry, bytes32 id) public {
        Anchor memory batch = _batch("root");
        bytes32 hashed = Typed.hash(batch);
        VM.assume(registry != address(_anchors) && id != ID);
        require(!_try(batch, sign(Typed.digest(registry, ID, hashed), 0, 1)), "registry");
        require(!_try(batch, sign(Typed.digest(address(_anchors), id, hashed), 0, 1)), "installation");
        bytes[] memory here = sign(_digest(hashed), 0, 1);
        uint256 chain = block.chainid;
        VM.chainId(chain + 1);
        require(!_try(batch, here), "chain");
        VM.chainId(chain);
        require(_try(batch, here), "refused");
    }

    function testFuzz_aBurnIsWhatItsOfficerSigned(bytes32 batchId, bytes32 another) public {
        if (batchId == 0 || another == 0 || batchId == another) return;
        uint64 time = uint64(block.timestamp);
        Burn memory order = Burn(AGENCY, 1, batchId, time, time + 1 hours);
        bytes memory signature = signatureOf(keys[2], _digest(Typed.hash(order)));
        require(!_tryBurn(Burn(AGENCY, 1, another, time, time + 1 hours), signature), "altered");
        require(!_tryBurn(Burn(AGENCY, 1, batchId, time, time + 2 hours), signature), "later");
        require(!_tryBurn(order, signatureOf(keys[NOBODY], _digest(Typed.hash(order)))), "by nobody");
        require(_tryBurn(order, signature), "refused");
    }

    function testFuzz_aReportIsWhatItsOfficersSigned(bytes32 altered) public {
        CompromiseReport memory report = reportOf(subject(0), START - 5);
        bytes[] memory signatures = sign(digestOf(report), 0, 1);
        report.subject = subject(1);
        require(!_tryReport(report, signatures), "subject");
        report.subject = altered;
        require(altered == subject(0) || !_tryReport(report, signatures), "fuzzed subject");
        (report.subject, report.since) = (subject(0), START - 6);
        require(!_tryReport(report, signatures), "since");
        report.since = START - 5;
        require(_tryReport(report, signatures), "refused");
    }

    /// @dev At most 24 hours, and only within them.
    function testFuzz_whatIsSignedIsUsedInItsWindow(uint32 before, uint32 length, uint32 used) public {
        (uint64 from, uint64 to) = (START + before, START + before + uint64(length) % 100_000);
        Anchor memory batch = _batch("root");
        (batch.notBefore, batch.deadline) = (from, to);
        bytes[] memory signatures = sign(_digest(Typed.hash(batch)), 0, 1);
        uint64 time = from + uint64(used) % 100_000;
        VM.warp(from - 1);
        require(!_try(batch, signatures), "early");
        VM.warp(time);
        require(_try(batch, signatures) == (time <= to && to - from <= 24 hours), "window");
    }

    function test_windowsAtTheBounds() public {
        Anchor memory batch = _batch("root");
        batch.deadline = batch.notBefore + 24 hours + 1;
        bytes[] memory signatures = sign(_digest(Typed.hash(batch)), 0, 1);
        VM.expectRevert(abi.encodeWithSelector(ISigned.SignedWindow.selector, batch.notBefore, batch.deadline));
        _anchors.anchor(batch, signatures);
        batch.deadline = batch.notBefore + 24 hours;
        signatures = sign(_digest(Typed.hash(batch)), 0, 1);
        VM.warp(batch.deadline + 1);
        VM.expectRevert(abi.encodeWithSelector(ISigned.SignedTooLate.selector, batch.deadline, batch.deadline + 1));
        _anchors.anchor(batch, signatures);
        VM.warp(batch.deadline);
        _anchors.anchor(batch, signatures);
    }

    function _batch(bytes32 root) private pure returns (Anchor memory) {
        return Anchor(AGENCY, 1, "batch", root, 16, 1, TYPE, START, START + 1 hours);
    }

    function _alter(Anchor memory batch, uint8 field, uint256 value) private pure {
        if (field == 0) batch.memberId = bytes32(value);
        if (field == 1) batch.officerEpoch = uint32(value);
        if (field == 2) batch.batchId = bytes32(value);
        if (field == 3) batch.root = bytes32(value);
        if (field == 4) batch.size = uint32(16 << (value % 17));
        if (field == 5) batch.hashSuite = uint8(1 + (value % 2));
        if (field == 6) batch.typeId = bytes32(value);
        if (field == 7) batch.notBefore = uint64(START - (value % 1 hours));
        if (field == 8) batch.deadline = uint64(START + (value % 20 hours));
    }

    function _digest(bytes32 hashed) private view returns (bytes32) {
        return Typed.digest(address(_anchors), ID, hashed);
    }

    function _try(Anchor memory batch, bytes[] memory signatures) private returns (bool done) {
        (done, ) = address(_anchors).call(abi.encodeCall(IAnchorRegistry.anchor, (batch, signatures)));
    }

    function _tryBurn(Burn memory order, bytes memory signature) private returns (bool done) {
        (done, ) = address(_anchors).call(abi.encodeCall(IAnchorRegistry.burn, (order, signature)));
    }

    function _tryReport(CompromiseReport memory report, bytes[] memory signatures) private returns (bool done) {
        (done, ) = address(members).call(abi.encodeCall(members.reportOwnCompromise, (report, signatures)));
    }
}
