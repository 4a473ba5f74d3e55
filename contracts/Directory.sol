// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAccessManager} from "@openzeppelin/contracts/access/manager/IAccessManager.sol";
import {Governed} from "./access/Governed.sol";
import {ICouncil} from "./interfaces/ICouncil.sol";
import {IDirectory} from "./interfaces/IDirectory.sol";
import {IEvidenceLog} from "./interfaces/IEvidenceLog.sol";
import {IRegistered} from "./interfaces/IRegistered.sol";
import {
    KIND_DIRECTORY,
    NAME_ANCHOR_REGISTRY,
    NAME_CLAIM_REGISTRY,
    NAME_DIRECTORY,
    NAME_EVIDENCE_LOG,
    NAME_MEMBER_REGISTRY,
    NAME_STATUS_REGISTRY
} from "./types/Names.sol";
import {COUNCIL_ADMIN, COUNCIL_WIDEN, GUARDIAN_ROLE, WIDEN_DELAY} from "./types/Roles.sol";

/// @dev Storage layout directory/1 (docs/format/chain.md); `_writers` after it is not part of what is proven.
contract Directory is IDirectory, Governed {
    uint40 private _openedAt;
    uint40 private _closedAt;
    bytes32 private _successor;
    mapping(bytes32 name => address registry) private _registries;
    mapping(address account => bool) private _writers;

    bytes32 private immutable _REGISTRY_ID;
    address private immutable _COUNCIL;
    address private immutable _DEPLOYER;

    constructor(bytes32 id, address manager, address safe) Governed(manager) {
        _REGISTRY_ID = id;
        _COUNCIL = safe;
        _DEPLOYER = msg.sender;
        _registries[NAME_DIRECTORY] = address(this);
        _writers[address(this)] = true;
        emit Registered(NAME_DIRECTORY, address(this));
    }

    /// @inheritdoc IDirectory
    function register(bytes32 name, address registry) external restricted {
        address known = _registries[name];
        if (known != address(0)) revert DirectoryNameTaken(name, known);
        _checkBelongs(registry);
        if (name != NAME_EVIDENCE_LOG && _registries[NAME_EVIDENCE_LOG] == address(0)) revert DirectoryLogFirst(name);
        _registries[name] = registry;
        _writers[registry] = true;
        emit Registered(name, registry);
        _log("registered", abi.encode(name, registry));
    }

    /// @inheritdoc IDirectory
    function open() external restricted {
        if (_openedAt != 0) revert DirectoryAlreadyOpened(_openedAt);
        _checkRegistered(NAME_EVIDENCE_LOG);
        _checkRegistered(NAME_MEMBER_REGISTRY);
        _checkRegistered(NAME_ANCHOR_REGISTRY);
        _checkRegistered(NAME_STATUS_REGISTRY);
        _checkRegistered(NAME_CLAIM_REGISTRY);
        _checkCouncil();
        _checkDelay(COUNCIL_ADMIN);
        _checkDelay(COUNCIL_WIDEN);
        for (uint64 role = COUNCIL_ADMIN; role <= GUARDIAN_ROLE; ++role) _checkDeployer(role);
        _openedAt = uint40(block.timestamp);
        emit Opened();
        _log("opened", "");
    }

    /// @inheritdoc IDirectory
    function close(bytes32 successorRegistryId) external restricted {
        if (_openedAt == 0) revert DirectoryNotOpened();
        if (_closedAt != 0) revert DirectoryAlreadyClosed(_closedAt);
        if (successorRegistryId == _REGISTRY_ID) revert DirectorySuccessorItself(successorRegistryId);
        _closedAt = uint40(block.timestamp);
        _successor = successorRegistryId;
        emit Closed(successorRegistryId);
        _log("closed", abi.encode(successorRegistryId));
    }

    /// @inheritdoc IDirectory
    function registryOf(bytes32 name) external view returns (address) {
        return _registries[name];
    }

    /// @inheritdoc IDirectory
    function opened() external view returns (bool) {
        return _openedAt != 0 && _closedAt == 0;
    }

    /// @inheritdoc IDirectory
    function lifetime() external view returns (uint40 openedAt, uint40 closedAt) {
        return (_openedAt, _closedAt);
    }

    /// @inheritdoc IDirectory
    function successor() external view returns (bytes32) {
        return _successor;
    }

    /// @inheritdoc IDirectory
    function isWriter(address account) external view returns (bool) {
        return _writers[account];
    }

    /// @inheritdoc IDirectory
    function council() external view returns (address) {
        return _COUNCIL;
    }

    /// @inheritdoc IRegistered
    function registryId() external view returns (bytes32) {
        return _REGISTRY_ID;
    }

    function _log(bytes32 what, bytes memory data) private {
        IEvidenceLog(_registries[NAME_EVIDENCE_LOG]).append(KIND_DIRECTORY, abi.encode(what, data));
    }

    function _checkBelongs(address registry) private view {
        if (registry.code.length == 0) revert DirectoryForeign(registry, 0);
        bytes32 id = IRegistered(registry).registryId();
        if (id != _REGISTRY_ID) revert DirectoryForeign(registry, id);
    }

    function _checkRegistered(bytes32 name) private view {
        if (_registries[name] == address(0)) revert DirectoryNotRegistered(name);
    }

    function _checkCouncil() private view {
        uint256 threshold = ICouncil(_COUNCIL).getThreshold();
        uint256 owners = ICouncil(_COUNCIL).getOwners().length;
        if (owners < 3 || threshold * 2 <= owners) revert DirectoryCouncilTooSmall(threshold, owners);
    }

    /// @dev A shorter delay that is already on its way counts.
    function _checkDelay(uint64 role) private view {
        (uint48 since, uint32 delay, uint32 pending, uint48 effect) = IAccessManager(authority()).getAccess(
            role,
            _COUNCIL
        );
        if (since == 0 || since > block.timestamp) revert DirectoryRoleMissing(role, _COUNCIL);
        uint32 least = effect != 0 && pending < delay ? pending : delay;
        if (least < WIDEN_DELAY) revert DirectoryDelayTooShort(role, least);
    }

    /// @dev Also a role that begins later.
    function _checkDeployer(uint64 role) private view {
        (uint48 since, , , ) = IAccessManager(authority()).getAccess(role, _DEPLOYER);
        if (since != 0) revert DirectoryDeployerHoldsRole(role, _DEPLOYER);
    }
}
