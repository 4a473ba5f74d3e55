// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @dev What we ask of the council's Safe.
interface ICouncil {
    function isOwner(address owner) external view returns (bool);
    function getOwners() external view returns (address[] memory);
    function getThreshold() external view returns (uint256);
}
