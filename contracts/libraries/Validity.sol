// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Officer, Window} from "../types/Membership.sol";

/// @title Whether something holds at a time (docs/format/chain.md).
library Validity {
    function holds(Window memory window, uint256 time) internal pure returns (bool) {
        return window.notBefore <= time && time < window.notAfter;
    }

    function isValid(Officer memory officer, uint256 time) internal pure returns (bool) {
        return
            officer.notBefore <= time &&
            time < officer.notAfter &&
            (officer.compromisedSince == 0 || time < officer.compromisedSince);
    }
}
