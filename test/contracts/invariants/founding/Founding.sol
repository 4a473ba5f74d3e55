// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAccessManager} from "@openzeppelin/contracts/access/manager/IAccessManager.sol";
import {IAnchorRegistry} from "../../../../contracts/interfaces/IAnchorRegistry.sol";
import {IClaimRegistry} from "../../../../contracts/interfaces/IClaimRegistry.sol";
import {ICompromises} from "../../../../contracts/interfaces/ICompromises.sol";
import {IDirectory} from "../../../../contracts/interfaces/IDirectory.sol";
import {IEvidenceLog} from "../../../../contracts/interfaces/IEvidenceLog.sol";
import {IGuardian} from "../../../../contracts/interfaces/IGuardian.sol";
import {IMemberRegistry} from "../../../../contracts/interfaces/IMemberRegistry.sol";
import {IMembers} from "../../../../contracts/interfaces/IMembers.sol";
import {IOfficers} from "../../../../contracts/interfaces/IOfficers.sol";
import {IScopes} from "../../../../contracts/interfaces/IScopes.sol";
import {IStatusRegistry} from "../../../../contracts/interfaces/IStatusRegistry.sol";
import {OfficerInput, ROLE_CHECKER, ROLE_MAKER, TypeLimit} from "../../../../contracts/types/Membership.sol";
import {COUNCIL_ADMIN, COUNCIL_STOP, COUNCIL_WIDEN, GUARDIAN_ROLE, WIDEN_DELAY} from "../../../../contracts/types/Roles.sol";
import {deploy, signatureOf, VM} from "../Vm.sol";
import {ISafe, ISafeProxyFactory} from "./ISafe.sol";

/// @dev A whole installation as `found` makes it: the council's Safe, manager, six registries, Guardian, two members.
abstract contract Founding {
    bytes32 internal constant ID = "an installation";
    bytes32 internal constant AGENCY = "agency";
    bytes32 internal constant BANK = "bank";
    bytes32 internal constant TYPE = "type";
    uint256 internal constant START = 1_800_000_000;
    uint40 internal constant FOREVER = type(uint40).max;

    // Private keys. Makers are odd, checkers even; the third of the council does not sign.
    uint256 internal constant MAKER = 101;
    uint256 internal constant CHECKER = 102;
    uint256 internal constant MAKER_2 = 103;
    uint256 internal constant CHECKER_2 = 104;
    uint256 internal constant BANK_MAKER = 201;
    uint256 internal constant BANK_CHECKER = 202;
    uint256[3] internal councilKeys = [uint256(301), 302, 303];

    ISafe internal safe;
    IAccessManager internal manager;
    IDirectory internal directory;
    IEvidenceLog internal log;
    IMemberRegistry internal members;
    IAnchorRegistry internal anchors;
    IStatusRegistry internal statuses;
    IClaimRegistry internal claims;
    IGuardian internal guardian;

    function _found() internal {
        VM.warp(START);
        _deploy();
        _assign();
        _register("evidenceLog", address(log));
        _register("memberRegistry", address(members));
        _register("anchorRegistry", address(anchors));
        _register("statusRegistry", address(statuses));
        _register("claimRegistry", address(claims));
        uint256[4] memory agency = [MAKER, CHECKER, MAKER_2, CHECKER_2];
        _admit(AGENCY, agency, 4);
        agency = [BANK_MAKER, BANK_CHECKER, 0, 0];
        _admit(BANK, agency, 2);
        _grant(COUNCIL_WIDEN, address(safe), WIDEN_DELAY);
        _grant(COUNCIL_ADMIN, address(safe), WIDEN_DELAY);
        _must(address(directory), abi.encodeCall(IDirectory.open, ()));
    }

    /// @dev Two of the three council members sign, and the Safe makes the call.
    function _council(address to, bytes memory data) internal returns (bool done) {
        bytes32 hash = safe.getTransactionHash(to, 0, data, 0, 0, 0, 0, address(0), address(0), safe.nonce());
        uint256[] memory keys = _two(councilKeys[0], councilKeys[1]);
        bytes memory signed = bytes.concat(signatureOf(keys[0], hash), signatureOf(keys[1], hash));
        (done, ) = address(safe).call(
            abi.encodeCall(ISafe.execTransaction, (to, 0, data, 0, 0, 0, 0, address(0), address(0), signed))
        );
    }

    /// @dev Announced, and carried out 48 hours later.
    function _widen(address to, bytes memory data) internal returns (bool) {
        if (!_council(address(manager), abi.encodeCall(IAccessManager.schedule, (to, data, 0)))) return false;
        VM.warp(block.timestamp + WIDEN_DELAY);
        return _council(address(manager), abi.encodeCall(IAccessManager.execute, (to, data)));
    }

    /// @dev By ascending address of their owners, as contracts and Safe want signatures.
    function _two(uint256 one, uint256 other) internal pure returns (uint256[] memory keys) {
        keys = new uint256[](2);
        bool ordered = VM.addr(one) < VM.addr(other);
        (keys[0], keys[1]) = ordered ? (one, other) : (other, one);
    }

    function _one(uint256 key) internal pure returns (uint256[] memory keys) {
        keys = new uint256[](1);
        keys[0] = key;
    }

    function _signed(uint256[] memory keys, bytes32 digest) internal pure returns (bytes[] memory signatures) {
        signatures = new bytes[](keys.length);
        for (uint256 i = 0; i < keys.length; ++i) signatures[i] = signatureOf(keys[i], digest);
    }

    function _deploy() private {
        address[] memory owners = new address[](3);
        for (uint256 i = 0; i < 3; ++i) owners[i] = VM.addr(councilKeys[i]);
        bytes memory setup = abi.encodeCall(
            ISafe.setup,
            (owners, 2, address(0), "", deploy("CompatibilityFallbackHandler", ""), address(0), 0, address(0))
        );
        ISafeProxyFactory factory = ISafeProxyFactory(deploy("SafeProxyFactory", ""));
        safe = ISafe(factory.createProxyWithNonce(deploy("Safe", ""), setup, uint256(ID)));
        manager = IAccessManager(deploy("AccessManager", abi.encode(safe)));
        directory = IDirectory(deploy("Directory", abi.encode(ID, manager, safe)));
        log = IEvidenceLog(deploy("EvidenceLog", abi.encode(directory)));
        members = IMemberRegistry(deploy("MemberRegistry", abi.encode(directory, log, manager)));
        anchors = IAnchorRegistry(deploy("AnchorRegistry", abi.encode(directory, log, members, manager)));
        statuses = IStatusRegistry(deploy("StatusRegistry", abi.encode(directory, log, members, anchors, manager)));
        claims = IClaimRegistry(deploy("ClaimRegistry", abi.encode(directory, log)));
        guardian = IGuardian(deploy("Guardian", abi.encode(safe, members, anchors)));
    }

    /// @dev The functions that are called here, with the roles of src/ledger/evm/roles.ts.
    function _assign() private {
        _role(address(directory), IDirectory.open.selector, COUNCIL_STOP);
        _role(address(directory), IDirectory.register.selector, COUNCIL_WIDEN);
        _role(address(directory), IDirectory.close.selector, COUNCIL_WIDEN);
        _role(address(members), IOfficers.admit.selector, COUNCIL_WIDEN);
        _role(address(members), IScopes.grantScope.selector, COUNCIL_WIDEN);
        _role(address(members), IScopes.withdrawScope.selector, COUNCIL_STOP);
        _role(address(members), IMembers.freeze.selector, COUNCIL_STOP);
        _role(address(members), IMembers.freezeTemporarily.selector, GUARDIAN_ROLE);
        _role(address(members), IMembers.unfreeze.selector, COUNCIL_WIDEN);
        _role(address(members), IMembers.close.selector, COUNCIL_STOP);
        _role(address(members), IMembers.succeed.selector, COUNCIL_WIDEN);
        _role(address(members), ICompromises.reportCompromise.selector, COUNCIL_STOP);
        _role(address(anchors), IAnchorRegistry.pause.selector, COUNCIL_STOP);
        _role(address(anchors), IAnchorRegistry.pauseTemporarily.selector, GUARDIAN_ROLE);
        _role(address(anchors), IAnchorRegistry.unpause.selector, COUNCIL_WIDEN);
        _role(address(statuses), IStatusRegistry.councilChange.selector, COUNCIL_STOP);
        _grant(COUNCIL_STOP, address(safe), 0);
        _grant(COUNCIL_WIDEN, address(safe), 0);
        _grant(GUARDIAN_ROLE, address(guardian), 0);
    }

    function _role(address target, bytes4 selector, uint64 role) private {
        bytes4[] memory selectors = new bytes4[](1);
        selectors[0] = selector;
        _must(address(manager), abi.encodeCall(IAccessManager.setTargetFunctionRole, (target, selectors, role)));
    }

    function _grant(uint64 role, address account, uint32 delay) private {
        _must(address(manager), abi.encodeCall(IAccessManager.grantRole, (role, account, delay)));
    }

    function _register(bytes32 name, address registry) private {
        _must(address(directory), abi.encodeCall(IDirectory.register, (name, registry)));
    }

    function _admit(bytes32 memberId, uint256[4] memory keys, uint256 count) private {
        OfficerInput[] memory officers = new OfficerInput[](count);
        for (uint256 i = 0; i < count; ++i) {
            uint8 role = keys[i] % 2 == 1 ? ROLE_MAKER : ROLE_CHECKER;
            officers[i] = OfficerInput(VM.addr(keys[i]), role, 0, FOREVER, new TypeLimit[](0));
        }
        _must(address(members), abi.encodeCall(IOfficers.admit, (memberId, "profile", 2, officers)));
        _must(address(members), abi.encodeCall(IScopes.grantScope, (memberId, TYPE, 0, FOREVER)));
    }

    function _must(address to, bytes memory data) private {
        require(_council(to, data), "founding");
    }
}
