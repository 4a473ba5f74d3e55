// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

interface IRegistered {
    /// @notice Names the installation that this contract belongs to, for ever.
    function registryId() external view returns (bytes32);
}
