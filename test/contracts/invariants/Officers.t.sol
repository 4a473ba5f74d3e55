// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IOfficers} from "../../../contracts/interfaces/IOfficers.sol";
import {Officer, OfficerInput} from "../../../contracts/types/Membership.sol";
import {Registry} from "./Registry.sol";
import {VM} from "./Vm.sol";

contract OfficersTest is Registry {
    function setUp() public override {
        super.setUp();
        admit(2);
    }

    function test_aNewOfficerRaisesTheEpoch() public {
        members.addOfficer(AGENCY, officer(NOBODY));
        require(epoch() == 2, "epoch");
    }

    function test_aRemovalRaisesTheEpoch() public {
        members.removeOfficer(AGENCY, account(0));
        require(epoch() == 2, "epoch");
    }

    function test_aReportRaisesTheEpoch() public {
        members.reportCompromise(AGENCY, subject(0), 0);
        require(epoch() == 2, "reported");
        members.reportCompromise(AGENCY, subject(0), START - 1);
        require(epoch() == 3, "reported as earlier");
    }

    function test_aNewThresholdRaisesTheEpoch() public {
        members.raiseThreshold(AGENCY, 3);
        require(epoch() == 2, "raised");
        members.lowerThreshold(AGENCY, 2);
        require(epoch() == 3, "lowered");
    }

    /// @dev Neither one officer alone, nor more than there are.
    function testFuzz_aThresholdIsWithinItsBounds(uint8 threshold) public {
        (bool lowered, ) = address(members).call(abi.encodeCall(IOfficers.lowerThreshold, (AGENCY, threshold)));
        require(!lowered, "below 2");
        (bool raised, ) = address(members).call(abi.encodeCall(IOfficers.raiseThreshold, (AGENCY, threshold)));
        require(raised == (threshold == 3 || threshold == 4), "raised");
    }

    function test_oneOfficerIsNeverEnough() public {
        OfficerInput[] memory officers = new OfficerInput[](2);
        (officers[0], officers[1]) = (officer(0), officer(1));
        VM.expectRevert(abi.encodeWithSelector(IOfficers.MemberRegistryThreshold.selector, 1, 2));
        members.admit("bank", "profile", 1, officers);
    }

    function test_aReportedOfficerNoLongerCounts() public {
        members.reportCompromise(AGENCY, subject(0), START - 1);
        require(members.member(AGENCY).officerCount == 3, "reported");
        VM.expectRevert(abi.encodeWithSelector(IOfficers.MemberRegistryThreshold.selector, 4, 3));
        members.raiseThreshold(AGENCY, 4);
        members.reportCompromise(AGENCY, subject(0), START - 2);
        members.removeOfficer(AGENCY, account(0));
        require(members.member(AGENCY).officerCount == 3, "counted off twice");
    }

    function test_aRemovedOfficerNoLongerCounts() public {
        members.removeOfficer(AGENCY, account(0));
        members.reportCompromise(AGENCY, subject(0), 0);
        require(members.member(AGENCY).officerCount == 3, "count");
    }

    /// @dev Its slot tells its whole history.
    function testFuzz_anAddressIsAnOfficerOnce(uint32 later) public {
        members.removeOfficer(AGENCY, account(0));
        VM.warp(START + later);
        Officer memory before = members.officer(AGENCY, account(0));
        OfficerInput memory input = officer(0);
        VM.expectRevert(
            abi.encodeWithSelector(IOfficers.MemberRegistryOfficerKnown.selector, AGENCY, account(0))
        );
        members.addOfficer(AGENCY, input);
        VM.expectRevert(
            abi.encodeWithSelector(IOfficers.MemberRegistryOfficerEnded.selector, AGENCY, account(0), START)
        );
        members.removeOfficer(AGENCY, account(0));
        require(keccak256(abi.encode(before)) == keccak256(abi.encode(members.officer(AGENCY, account(0)))), "changed");
    }

    /// @dev Nobody becomes an officer of what was before.
    function testFuzz_noTermBeginsInThePast(uint40 notBefore) public {
        VM.assume(notBefore < FOREVER);
        OfficerInput memory input = officer(NOBODY);
        input.notBefore = notBefore;
        members.addOfficer(AGENCY, input);
        uint40 begins = members.officer(AGENCY, account(NOBODY)).notBefore;
        require(begins == (notBefore < START ? START : notBefore), "begin");
    }

    function testFuzz_aMemberIsAdmittedOnce(bytes32 profile) public {
        OfficerInput[] memory officers = new OfficerInput[](2);
        (officers[0], officers[1]) = (officer(NOBODY), officer(1));
        (bool again, ) = address(members).call(abi.encodeCall(IOfficers.admit, (AGENCY, profile, 2, officers)));
        require(!again && members.member(AGENCY).profile == "profile", "admitted again");
    }
}
