// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Handler} from "./founding/Handler.sol";

/// @dev The runner only knows contracts of this file.
contract FoundingHandler is Handler {
    constructor() payable {}
}

/// @dev What holds of a whole founding after every step of any sequence of them.
contract FoundingTest {
    FoundingHandler private _handler;

    function setUp() public {
        _handler = new FoundingHandler{value: 1 ether}();
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_handler);
    }

    function invariant_logRootEqualsTheTreeOfAllLeaves() external view {
        _handler.checkLog();
    }

    function invariant_anchorsNeverChangeOrVanish() external view {
        _handler.checkAnchors();
    }

    function invariant_statusHeadsFoldEveryChange() external view {
        _handler.checkHeads();
    }

    function invariant_cellsAreWhatTheirChangesMadeThem() external view {
        _handler.checkCells();
    }

    function invariant_claimsNeverChange() external view {
        _handler.checkClaims();
    }

    function invariant_noContractHoldsEther() external view {
        _handler.checkEther();
    }

    function invariant_noReportMovesLater() external view {
        _handler.checkCompromises();
    }
}
