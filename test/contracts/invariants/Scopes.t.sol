// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IOfficers} from "../../../contracts/interfaces/IOfficers.sol";
import {Window} from "../../../contracts/types/Membership.sol";
import {Registry} from "./Registry.sol";
import {VM} from "./Vm.sol";

/// @dev Verifiers judge an anchor by the scope as it stands today, so that no grant may put what was anchored out of it.
contract ScopesTest is Registry {
    function testFuzz_aScopeNeverLosesItsPast(bool withdrawn, uint32 waited, uint32 begin, uint32 length) public {
        admit(2);
        VM.warp(START + waited);
        if (withdrawn && waited > 0) members.withdrawScope(AGENCY, TYPE);
        uint40 notBefore = START + begin;
        try members.grantScope(AGENCY, TYPE, notBefore, notBefore + length) {} catch {}
        require(members.scope(AGENCY, TYPE).notBefore == START, "the past was lost");
    }

    function testFuzz_aScopeIsNotBegunAnewAfterAGap(uint32 waited, uint32 gap) public {
        admit(2);
        VM.warp(START + 1 + waited);
        members.withdrawScope(AGENCY, TYPE);
        uint40 begin = START + 2 + waited + gap;
        VM.expectRevert(abi.encodeWithSelector(IOfficers.MemberRegistryWindow.selector, begin, FOREVER));
        members.grantScope(AGENCY, TYPE, begin, FOREVER);
        members.grantScope(AGENCY, TYPE, START + waited, FOREVER);
        Window memory window = members.scope(AGENCY, TYPE);
        require(window.notBefore == START && window.notAfter == FOREVER, "window");
    }

    function testFuzz_aRenewalMovesTheEndAlone(uint32 lasting, uint32 begin, uint32 length) public {
        admit(2);
        uint40 end = START + 1 + lasting;
        members.grantScope(AGENCY, TYPE, 0, end);
        // Up to the second in which it would end.
        uint40 from = START + uint40(begin) % (uint40(lasting) + 2);
        members.grantScope(AGENCY, TYPE, from, from + 1 + length);
        Window memory window = members.scope(AGENCY, TYPE);
        require(window.notBefore == START && window.notAfter == from + 1 + length, "window");
    }
}
