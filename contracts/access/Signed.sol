// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ISigned} from "../interfaces/ISigned.sol";
import {TypedData} from "../libraries/TypedData.sol";

/// @title The EIP-712 domain of one registry of one installation.
/// @dev Computed each time, so that a chain that forks off under another id takes no signature of this one.
abstract contract Signed is ISigned {
    bytes32 private immutable _SALT;
    uint64 private constant _LONGEST = 24 hours;

    constructor(bytes32 salt) {
        _SALT = salt;
    }

    /// @inheritdoc ISigned
    function eip712Domain()
        external
        view
        returns (
            bytes1 fields,
            string memory name,
            string memory version,
            uint256 chainId,
            address verifyingContract,
            bytes32 salt,
            uint256[] memory extensions
        )
    {
        return (0x1f, TypedData.NAME, TypedData.VERSION, block.chainid, address(this), _SALT, new uint256[](0));
    }

    function _digest(bytes32 structHash) internal view returns (bytes32) {
        return TypedData.digest(TypedData.separator(_SALT), structHash);
    }

    /// @dev notBefore <= now <= deadline, and no more than 24 hours between them.
    function _checkWindow(uint64 notBefore, uint64 deadline) internal view {
        if (deadline < notBefore || deadline - notBefore > _LONGEST) revert SignedWindow(notBefore, deadline);
        if (block.timestamp < notBefore) revert SignedTooEarly(notBefore, block.timestamp);
        if (block.timestamp > deadline) revert SignedTooLate(deadline, block.timestamp);
    }
}
