// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IAuthorizations} from "../../../contracts/interfaces/IAuthorizations.sol";
import {IMembers} from "../../../contracts/interfaces/IMembers.sol";
import {IOfficers} from "../../../contracts/interfaces/IOfficers.sol";
import {IScopes} from "../../../contracts/interfaces/IScopes.sol";
import {OfficerInput, TypeLimit} from "../../../contracts/types/Membership.sol";
import {Registry} from "./Registry.sol";
import {signatureOf, VM} from "./Vm.sol";

/// @dev One reason at a time; AuthorizationModel.t.sol mixes them.
contract AuthorizationsTest is Registry {
    bytes32 private constant _DIGEST = keccak256("what is signed");
    uint256 private constant _ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141;

    function test_belowTheThresholdNothingIsAuthorized() public {
        admit(3);
        bytes[] memory signatures = sign(_DIGEST, 0, 1);
        bytes memory few = abi.encodeWithSelector(IAuthorizations.MemberRegistryTooFewSigners.selector, AGENCY, 2, 3);
        VM.expectRevert(few);
        members.authorize(AGENCY, 1, TYPE, _DIGEST, signatures);
        VM.expectRevert(few);
        members.authorizeStatus(AGENCY, 1, _DIGEST, signatures);
    }

    function test_nobodySuspendsNothing() public {
        admit(2);
        VM.expectRevert(abi.encodeWithSelector(IAuthorizations.MemberRegistryTooFewSigners.selector, AGENCY, 0, 1));
        members.authorizeSuspension(AGENCY, 1, _DIGEST, new bytes[](0));
    }

    function test_noSignerCountsTwice() public {
        admit(2);
        _refuses(_order(0, 0), sign(_DIGEST, 0, 0));
    }

    function test_signersAscend() public {
        admit(2);
        _refuses(_order(1, 0), sign(_DIGEST, 1, 0));
        // Or a signer could count twice with another between.
        bytes[] memory signatures = new bytes[](3);
        (signatures[0], signatures[1]) = (signatureOf(keys[0], _DIGEST), signatureOf(keys[1], _DIGEST));
        signatures[2] = signatures[0];
        _refuses(_order(1, 0), signatures);
    }

    function test_makersAloneAuthorizeNothing() public {
        admit(2);
        _refuses(_missing(2), sign(_DIGEST, 0, 2));
    }

    function test_checkersAloneAuthorizeNothing() public {
        admit(2);
        _refuses(_missing(1), sign(_DIGEST, 1, 3));
    }

    function test_nobodyAuthorizesNothing() public {
        admit(2);
        _refuses(_notValid(NOBODY), sign(_DIGEST, 0, NOBODY));
        _refusesOne(_notValid(NOBODY), NOBODY);
    }

    function testFuzz_noOfficerSignsBeforeItsTerm(uint32 later) public {
        admit(2);
        OfficerInput memory input = officer(NOBODY);
        input.notBefore = START + 1 + later;
        members.addOfficer(AGENCY, input);
        VM.warp(START + later);
        _refuses(_notValid(NOBODY), sign(_DIGEST, 1, NOBODY));
        _refusesOne(_notValid(NOBODY), NOBODY);
        VM.warp(START + later + 1);
        members.authorize(AGENCY, 2, TYPE, _DIGEST, sign(_DIGEST, 1, NOBODY));
    }

    function testFuzz_noOfficerSignsAfterItsTerm(uint32 later) public {
        admit(2);
        OfficerInput memory input = officer(NOBODY);
        input.notAfter = START + 1 + later;
        members.addOfficer(AGENCY, input);
        VM.warp(START + later);
        members.authorize(AGENCY, 2, TYPE, _DIGEST, sign(_DIGEST, 1, NOBODY));
        VM.warp(START + later + 1);
        _refuses(_notValid(NOBODY), sign(_DIGEST, 1, NOBODY));
        _refusesOne(_notValid(NOBODY), NOBODY);
    }

    function test_aRemovedOfficerAuthorizesNothing() public {
        admit(2);
        members.removeOfficer(AGENCY, account(0));
        _refuses(_notValid(0), sign(_DIGEST, 0, 1));
        _refusesOne(_notValid(0), 0);
    }

    function testFuzz_aReportedOfficerAuthorizesNothing(uint64 since) public {
        admit(2);
        members.reportCompromise(AGENCY, subject(0), since % (START + 1));
        _refuses(_notValid(0), sign(_DIGEST, 0, 1));
        _refusesOne(_notValid(0), 0);
    }

    function testFuzz_aLimitedOfficerSignsForItsTypesAlone(bytes32 typeId, uint32 later) public {
        if (typeId == 0 || typeId == TYPE) return;
        admit(2);
        OfficerInput memory input = officer(NOBODY);
        input.limits = new TypeLimit[](1);
        input.limits[0] = TypeLimit(TYPE, START, START + 1 + later);
        members.addOfficer(AGENCY, input);
        members.grantScope(AGENCY, typeId, 0, FOREVER);
        bytes[] memory signatures = sign(_DIGEST, 1, NOBODY);
        members.authorize(AGENCY, 2, TYPE, _DIGEST, signatures);
        VM.expectRevert(_limited(typeId));
        members.authorize(AGENCY, 2, typeId, _DIGEST, signatures);
        VM.warp(START + 1 + later);
        VM.expectRevert(_limited(TYPE));
        members.authorize(AGENCY, 2, TYPE, _DIGEST, signatures);
        members.authorizeStatus(AGENCY, 2, _DIGEST, signatures);
    }

    function testFuzz_noOtherEpochAuthorizes(uint32 given) public {
        admit(2);
        members.raiseThreshold(AGENCY, 3);
        members.lowerThreshold(AGENCY, 2);
        for (uint32 near = 0; near < 5; ++near) if (near != 3) _refusesEpoch(near);
        if (given != 3) _refusesEpoch(given);
    }

    function test_aFrozenMemberMaySuspendAlone() public {
        admit(2);
        members.freeze(AGENCY);
        bytes memory frozen = abi.encodeWithSelector(IMembers.MemberRegistryFrozen.selector, AGENCY, FOREVER);
        _refuses(frozen, sign(_DIGEST, 0, 1));
        bytes[] memory one = sign(_DIGEST, 0);
        VM.expectRevert(frozen);
        members.authorizeOfficer(AGENCY, 1, _DIGEST, one[0]);
        require(members.authorizeSuspension(AGENCY, 1, _DIGEST, one)[0] == account(0), "signer");
    }

    function test_aClosedMemberAuthorizesNothing() public {
        admit(2);
        members.close(AGENCY);
        bytes memory closed = abi.encodeWithSelector(IMembers.MemberRegistryClosed.selector, AGENCY, START);
        _refuses(closed, sign(_DIGEST, 0, 1));
        _refusesOne(closed, 0);
    }

    function testFuzz_nothingIsAuthorizedOutsideTheScope(uint32 begin, uint32 length) public {
        admit(2);
        (uint40 from, uint40 to) = (START + 1 + begin, START + 2 + begin + length);
        members.grantScope(AGENCY, "another", from, to);
        bytes[] memory signatures = sign(_DIGEST, 0, 1);
        uint40[4] memory times = [from - 1, from, to - 1, to];
        for (uint256 i = 0; i < 4; ++i) {
            VM.warp(times[i]);
            _checkScope("another", i == 1 || i == 2, signatures);
            _checkScope("a third", false, signatures);
        }
    }

    function test_aWithdrawnScopeEndsAtOnce() public {
        admit(2);
        members.withdrawScope(AGENCY, TYPE);
        _checkScope(TYPE, false, sign(_DIGEST, 0, 1));
    }

    function testFuzz_aSignatureHasOneForm(uint8 place, bytes32 digest) public {
        admit(2);
        bytes memory good = signatureOf(keys[place % 4], digest);
        (bytes32 r, bytes32 s, uint8 v) = _parts(good);
        _checkForm(digest, good, true);
        _checkForm(digest, abi.encodePacked(r, _ORDER - uint256(s), uint8(v ^ 7)), false);
        _checkForm(digest, abi.encodePacked(r, s, v - 27), false);
        _checkForm(digest, abi.encodePacked(r, uint256(s) | (uint256(v - 27) << 255)), false);
        _checkForm(digest, bytes.concat(good, hex"00"), false);
        _checkForm(digest, new bytes(65), false);
    }

    function _checkForm(bytes32 digest, bytes memory signature, bool good) private view {
        try members.authorizeOfficer(AGENCY, 1, digest, signature) {
            require(good, "officer");
        } catch {
            require(!good, "no officer");
        }
        bytes[] memory signatures = new bytes[](1);
        signatures[0] = signature;
        try members.authorizeSuspension(AGENCY, 1, digest, signatures) {
            require(good, "suspended");
        } catch {
            require(!good, "not suspended");
        }
    }

    function _parts(bytes memory signature) private pure returns (bytes32 r, bytes32 s, uint8 v) {
        assembly ("memory-safe") {
            r := mload(add(signature, 0x20))
            s := mload(add(signature, 0x40))
            v := byte(0, mload(add(signature, 0x60)))
        }
    }

    function _checkScope(bytes32 typeId, bool within, bytes[] memory signatures) private {
        if (!within) VM.expectRevert(abi.encodeWithSelector(IScopes.MemberRegistryOutOfScope.selector, AGENCY, typeId));
        members.authorize(AGENCY, 1, typeId, _DIGEST, signatures);
    }

    function _refusesEpoch(uint32 given) private {
        bytes[] memory signatures = sign(_DIGEST, 0, 1);
        bytes memory stale = abi.encodeWithSelector(IAuthorizations.MemberRegistryEpoch.selector, AGENCY, given, 3);
        VM.expectRevert(stale);
        members.authorize(AGENCY, given, TYPE, _DIGEST, signatures);
        VM.expectRevert(stale);
        members.authorizeStatus(AGENCY, given, _DIGEST, signatures);
        VM.expectRevert(stale);
        members.authorizeSuspension(AGENCY, given, _DIGEST, signatures);
        VM.expectRevert(stale);
        members.authorizeOfficer(AGENCY, given, _DIGEST, signatures[0]);
    }

    /// @dev Neither an anchor nor a change of status.
    function _refuses(bytes memory reason, bytes[] memory signatures) private {
        uint32 current = epoch();
        VM.expectRevert(reason);
        members.authorize(AGENCY, current, TYPE, _DIGEST, signatures);
        VM.expectRevert(reason);
        members.authorizeStatus(AGENCY, current, _DIGEST, signatures);
    }

    /// @dev Neither a suspension nor a burn.
    function _refusesOne(bytes memory reason, uint256 place) private {
        uint32 current = epoch();
        bytes[] memory one = sign(_DIGEST, place);
        VM.expectRevert(reason);
        members.authorizeSuspension(AGENCY, current, _DIGEST, one);
        VM.expectRevert(reason);
        members.authorizeOfficer(AGENCY, current, _DIGEST, one[0]);
    }

    function _order(uint256 previous, uint256 next) private view returns (bytes memory) {
        bytes4 selector = IAuthorizations.MemberRegistrySignerOrder.selector;
        return abi.encodeWithSelector(selector, account(previous), account(next));
    }

    function _missing(uint8 role) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IOfficers.MemberRegistryRoleMissing.selector, AGENCY, role);
    }

    function _notValid(uint256 place) private view returns (bytes memory) {
        bytes4 selector = IAuthorizations.MemberRegistryOfficerNotValid.selector;
        return abi.encodeWithSelector(selector, AGENCY, account(place));
    }

    function _limited(bytes32 typeId) private view returns (bytes memory) {
        bytes4 selector = IAuthorizations.MemberRegistryOfficerLimited.selector;
        return abi.encodeWithSelector(selector, AGENCY, account(NOBODY), typeId);
    }
}
