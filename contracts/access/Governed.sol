// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AuthorityUtils} from "@openzeppelin/contracts/access/manager/AuthorityUtils.sol";
import {IAccessManager} from "@openzeppelin/contracts/access/manager/IAccessManager.sol";
import {IGoverned} from "../interfaces/IGoverned.sol";

/// @title OpenZeppelin's AccessManaged with an authority that never changes.
/// @dev It holds no storage, so that slot 0 is the registry's own, and no function of the manager replaces it.
abstract contract Governed is IGoverned {
    address private immutable _AUTHORITY;
    bool private transient _consumingScheduledOp;

    constructor(address manager) {
        _AUTHORITY = manager;
    }

    modifier restricted() {
        _checkCaller();
        _;
    }

    /// @inheritdoc IGoverned
    function authority() public view returns (address) {
        return _AUTHORITY;
    }

    /// @inheritdoc IGoverned
    function isConsumingScheduledOp() external view returns (bytes4) {
        return _consumingScheduledOp ? this.isConsumingScheduledOp.selector : bytes4(0);
    }

    function _checkCaller() private {
        (bool immediate, uint32 delay) = AuthorityUtils.canCallWithDelay(
            _AUTHORITY,
            msg.sender,
            address(this),
            msg.sig
        );
        if (immediate) return;
        if (delay == 0) revert GovernedUnauthorized(msg.sender);
        _consumingScheduledOp = true;
        IAccessManager(_AUTHORITY).consumeScheduledOp(msg.sender, msg.data);
        _consumingScheduledOp = false;
    }
}
