// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

interface IGoverned {
    /// @notice `caller` may not call this function.
    error GovernedUnauthorized(address caller);

    /// @notice The AccessManager that says who may call restricted functions; never changes.
    function authority() external view returns (address);

    /// @notice Asked by the AccessManager while it consumes a scheduled operation of this contract.
    function isConsumingScheduledOp() external view returns (bytes4);
}
