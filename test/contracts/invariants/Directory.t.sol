// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAccessManager} from "@openzeppelin/contracts/access/manager/IAccessManager.sol";
import {IDirectory} from "../../../contracts/interfaces/IDirectory.sol";
import {IGoverned} from "../../../contracts/interfaces/IGoverned.sol";
import {IMembers} from "../../../contracts/interfaces/IMembers.sol";
import {deploy, VM} from "./Vm.sol";

/// @dev A Safe of so many owners whose decisions come out as calls.
contract Council {
    address[] private _owners;
    uint256 public getThreshold;

    function set(uint256 owners, uint256 threshold) external {
        _owners = new address[](owners);
        getThreshold = threshold;
    }

    function getOwners() external view returns (address[] memory) {
        return _owners;
    }

    function decide(address target, bytes calldata call) external returns (bool done) {
        (done, ) = target.call(call);
    }
}

/// @dev The real AccessManager and registries, founded by a deployer that is not the council.
contract DirectoryTest {
    bytes32 private constant _ID = "an installation";
    uint40 private constant _START = 1_800_000_000;
    string[5] private _names = ["evidenceLog", "memberRegistry", "anchorRegistry", "statusRegistry", "claimRegistry"];

    Council private _council;
    IAccessManager private _manager;
    IDirectory private _directory;
    address[5] private _registries;

    function setUp() public {
        VM.warp(_START);
        _council = new Council();
        _council.set(3, 2);
        _manager = IAccessManager(deploy("AccessManager", abi.encode(_council)));
        _directory = IDirectory(deploy("Directory", abi.encode(_ID, _manager, _council)));
        address log = deploy("EvidenceLog", abi.encode(_directory));
        address members = deploy("MemberRegistry", abi.encode(_directory, log, _manager));
        address anchors = deploy("AnchorRegistry", abi.encode(_directory, log, members, _manager));
        address statuses = deploy("StatusRegistry", abi.encode(_directory, log, members, anchors, _manager));
        _registries = [log, members, anchors, statuses, deploy("ClaimRegistry", abi.encode(_directory, log))];
        bytes4[] memory widening = new bytes4[](2);
        (widening[0], widening[1]) = (IDirectory.register.selector, IDirectory.close.selector);
        _must(address(_manager), abi.encodeCall(_manager.setTargetFunctionRole, (address(_directory), widening, 2)));
        bytes4[] memory stopping = new bytes4[](1);
        stopping[0] = IDirectory.open.selector;
        _must(address(_manager), abi.encodeCall(_manager.setTargetFunctionRole, (address(_directory), stopping, 1)));
        stopping[0] = IMembers.freezeTemporarily.selector;
        _must(address(_manager), abi.encodeCall(_manager.setTargetFunctionRole, (members, stopping, 3)));
        _grant(1, address(_council), 0);
        _grant(2, address(_council), 0);
    }

    function registryId() external pure returns (bytes32) {
        return "another installation";
    }

    function testFuzz_aNameIsTakenOnce(bytes32 name) public {
        _registerAll();
        VM.assume(_directory.registryOf(name) == address(0));
        require(_register(name, _registries[1]), "first");
        require(!_register(name, _registries[2]) && !_register(name, _registries[1]), "again");
        require(_directory.registryOf(name) == _registries[1], "taken");
        for (uint256 i = 0; i < 5; ++i) require(!_register(bytes32(bytes(_names[i])), _registries[1]), "taken over");
        require(!_register("directory", _registries[1]), "directory");
    }

    function testFuzz_foreignRegistriesAreRefused(address account) public {
        require(_register("evidenceLog", _registries[0]), "log");
        if (account.code.length == 0) require(!_register("no contract", account), "no contract");
        require(!_register("foreign", address(this)), "of another installation");
        require(!_directory.isWriter(address(this)) && !_directory.isWriter(account), "writes");
    }

    function testFuzz_theLogIsRegisteredFirst(bytes32 name) public {
        VM.assume(name != "evidenceLog" && name != "directory");
        require(!_register(name, _registries[1]), "before the log");
        require(_register("evidenceLog", _registries[0]), "log");
        require(_register(name, _registries[1]), "after the log");
    }

    function testFuzz_openDemandsEveryRegistry(uint8 missing) public {
        for (uint256 i = 0; i < 5; ++i) {
            if (i != missing % 6) _register(bytes32(bytes(_names[i])), _registries[i]);
        }
        _delays(48 hours, 48 hours);
        require(_open() == (missing % 6 == 5), "open");
    }

    function testFuzz_openDemandsDelays(uint32 widen, uint32 admin) public {
        _registerAll();
        (widen, admin) = (widen % 60 hours, admin % 60 hours);
        _delays(widen, admin);
        require(_open() == (widen >= 48 hours && admin >= 48 hours), "open");
    }

    function test_openDemandsDelaysToTheSecond() public {
        _registerAll();
        _delays(48 hours - 1, 48 hours - 1);
        require(!_open(), "opened");
    }

    function testFuzz_openDemandsACouncil(uint8 owners, uint8 threshold) public {
        _registerAll();
        _delays(48 hours, 48 hours);
        uint256 count = owners % 12;
        _council.set(count, threshold % 12);
        require(_open() == (count >= 3 && uint256(threshold % 12) * 2 > count), "open");
    }

    function testFuzz_openDemandsThatTheDeployerHoldsNoRole(uint8 role) public {
        _registerAll();
        _grant(role % 4, address(this), 0);
        _delays(48 hours, 48 hours);
        require(!_open(), "opened");
        _manager.renounceRole(role % 4, address(this));
        require(_open(), "not opened");
    }

    function test_openingIsOneWay() public {
        _opened();
        VM.warp(_START + 9);
        require(!_open(), "again");
        (uint40 opened, uint40 closed) = _directory.lifetime();
        require(opened == _START && closed == 0 && _directory.opened(), "lifetime");
    }

    /// @dev Closing widens, so it is announced 48 hours before.
    function testFuzz_closingIsOneWay(bytes32 successor, bytes32 another) public {
        VM.assume(successor != _ID && another != successor);
        require(!_announced(abi.encodeCall(IDirectory.close, (successor))), "before the opening");
        _opened();
        require(!_close(successor), "at once");
        require(!_announced(abi.encodeCall(IDirectory.close, (_ID))), "by itself");
        require(_announced(abi.encodeCall(IDirectory.close, (successor))), "not closed");
        require(!_announced(abi.encodeCall(IDirectory.close, (another))), "again");
        require(!_directory.opened() && _directory.successor() == successor, "another successor");
        require(!_open() && !_directory.opened(), "opened again");
    }

    function testFuzz_aPlainAccountDoesNothing(address account) public {
        _opened();
        VM.assume(account != address(_council));
        bytes[3] memory calls = [
            abi.encodeCall(IDirectory.register, ("a name", _registries[1])),
            abi.encodeCall(IDirectory.open, ()),
            abi.encodeCall(IDirectory.close, (0))
        ];
        for (uint256 i = 0; i < 3; ++i) {
            (bool done, bytes memory reason) = _as(account, address(_directory), calls[i]);
            require(!done && bytes4(reason) == IGoverned.GovernedUnauthorized.selector, "directory");
        }
        (bool froze, ) = _as(account, _registries[1], abi.encodeCall(IMembers.freezeTemporarily, ("agency", account)));
        require(!froze, "froze");
    }

    function test_directoryHoldsNoEther() public {
        (bool taken, ) = address(_directory).call{value: 1}("");
        require(!taken && address(_directory).balance == 0, "ether taken");
    }

    function test_directoryLayoutIsPinned() public {
        _opened();
        require(_announced(abi.encodeCall(IDirectory.close, ("next"))), "not closed");
        uint256 lifetime = uint256(_START) | (block.timestamp << 40);
        require(uint256(VM.load(address(_directory), 0)) == lifetime, "lifetime");
        require(VM.load(address(_directory), bytes32(uint256(1))) == "next", "successor");
        for (uint256 i = 0; i < 5; ++i) {
            bytes32 slot = keccak256(abi.encode(bytes32(bytes(_names[i])), 2));
            require(address(uint160(uint256(VM.load(address(_directory), slot)))) == _registries[i], "name");
        }
    }

    function _opened() private {
        _registerAll();
        _delays(48 hours, 48 hours);
        require(_open(), "not opened");
    }

    function _registerAll() private {
        for (uint256 i = 0; i < 5; ++i) {
            require(_register(bytes32(bytes(_names[i])), _registries[i]), "not registered");
        }
    }

    function _register(bytes32 name, address registry) private returns (bool) {
        return _council.decide(address(_directory), abi.encodeCall(IDirectory.register, (name, registry)));
    }

    function _open() private returns (bool) {
        return _council.decide(address(_directory), abi.encodeCall(IDirectory.open, ()));
    }

    function _close(bytes32 successor) private returns (bool) {
        return _council.decide(address(_directory), abi.encodeCall(IDirectory.close, (successor)));
    }

    function _announced(bytes memory call) private returns (bool) {
        _council.decide(address(_manager), abi.encodeCall(_manager.schedule, (address(_directory), call, 0)));
        VM.warp(block.timestamp + 48 hours);
        return _council.decide(address(_directory), call);
    }

    /// @dev The admin's own last, or it could not set the other at once.
    function _delays(uint32 widen, uint32 admin) private {
        _grant(2, address(_council), widen);
        _grant(0, address(_council), admin);
    }

    function _grant(uint64 role, address account, uint32 delay) private {
        _must(address(_manager), abi.encodeCall(_manager.grantRole, (role, account, delay)));
    }

    function _must(address target, bytes memory call) private {
        require(_council.decide(target, call), "the council could not");
    }

    function _as(address account, address target, bytes memory call) private returns (bool, bytes memory) {
        VM.prank(account);
        return target.call(call);
    }
}
