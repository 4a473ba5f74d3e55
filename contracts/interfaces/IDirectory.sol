// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IRegistered} from "./IRegistered.sol";

/// @title Where the registries of one installation are found, and whether it is open.
interface IDirectory is IRegistered {
    event Registered(bytes32 indexed name, address registry);
    event Opened();
    event Closed(bytes32 indexed successorRegistryId);

    /// @notice `name` stands for `registry` already; a new version has a name of its own.
    error DirectoryNameTaken(bytes32 name, address registry);
    error DirectoryNotRegistered(bytes32 name);
    /// @notice `registry` has no code, or belongs to the installation `registryId`.
    error DirectoryForeign(address registry, bytes32 registryId);
    /// @notice The evidence log must be registered before anything else, so that it records the rest.
    error DirectoryLogFirst(bytes32 name);
    error DirectoryAlreadyOpened(uint40 openedAt);
    error DirectoryNotOpened();
    error DirectoryAlreadyClosed(uint40 closedAt);
    error DirectorySuccessorItself(bytes32 registryId);
    /// @notice The council holds `role` with a delay of `delay` seconds, now or soon.
    error DirectoryDelayTooShort(uint64 role, uint32 delay);
    error DirectoryRoleMissing(uint64 role, address account);
    error DirectoryDeployerHoldsRole(uint64 role, address deployer);
    /// @notice The council must be at least 3 and decide by more than half.
    error DirectoryCouncilTooSmall(uint256 threshold, uint256 owners);

    /// @notice Gives `registry` a name for ever and lets it write to the log. Restricted: widens.
    /// @dev Versions after the first are called `name/2`, `name/3`, …
    function register(bytes32 name, address registry) external;

    /// @notice Ends the founding: from now on anchors are taken and widening needs 48 hours. Restricted; one-way.
    function open() external;

    /// @notice Ends anchors, burns and claims for ever; changes of status and of members go on. Restricted: widens; one-way.
    /// @param successorRegistryId the installation that continues this one; 0: none
    function close(bytes32 successorRegistryId) external;

    /// @notice Address registered under `name`; 0 if none.
    function registryOf(bytes32 name) external view returns (address);

    /// @notice True once opened and until closed.
    function opened() external view returns (bool);

    /// @notice Block times of opening and closing; 0 if not yet.
    function lifetime() external view returns (uint40 openedAt, uint40 closedAt);

    /// @notice registryId of the installation that continues this one; 0 if none.
    function successor() external view returns (bytes32);

    /// @notice True if `account` may append to the evidence log.
    function isWriter(address account) external view returns (bool);

    /// @notice The council's Safe.
    function council() external view returns (address);
}
