// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {OfficerInput, TypeLimit} from "../../../contracts/types/Membership.sol";
import {Registry} from "./Registry.sol";
import {signatureOf, VM} from "./Vm.sol";

/// @dev Every reason at once: what the registry answers must be what a reading of the rules answers.
contract AuthorizationModelTest is Registry {
    bytes32 private constant _DIGEST = keccak256("what is signed");
    uint40 private constant _NOW = START + 1000;

    enum State {
        Valid,
        Early,
        Expired,
        Removed,
        Reported,
        LimitedToThis,
        LimitedToAnother,
        LimitedToEarlier
    }

    struct Case {
        State[5] states;
        uint256[] signers;
        uint8 threshold;
        uint32 epoch;
        bool frozen;
        bool closed;
        bool inScope;
    }

    uint256 private _seed;

    /// hardhat-config: fuzz.runs = 1500
    function testFuzz_onlyWhatTheRulesSayIsAuthorized(uint256 seed) public {
        _seed = seed;
        Case memory one = _case();
        bytes[] memory all = new bytes[](one.signers.length);
        for (uint256 i = 0; i < all.length; ++i) all[i] = signatureOf(keys[one.signers[i]], _DIGEST);
        bool anybody = one.epoch == epoch() && _ordered(one) && _valid(one) && !one.closed;
        bool status = anybody && !one.frozen && all.length >= one.threshold && _roles(one) == 3;
        bool anchor = status && one.inScope && _mayType(one);

        _check(anchor, abi.encodeCall(members.authorize, (AGENCY, one.epoch, TYPE, _DIGEST, all)));
        _check(status, abi.encodeCall(members.authorizeStatus, (AGENCY, one.epoch, _DIGEST, all)));
        bool suspends = anybody && all.length > 0;
        _check(suspends, abi.encodeCall(members.authorizeSuspension, (AGENCY, one.epoch, _DIGEST, all)));
        if (all.length != 1) return;
        bool burns = anybody && !one.frozen;
        _check(burns, abi.encodeCall(members.authorizeOfficer, (AGENCY, one.epoch, _DIGEST, all[0])));
    }

    function _check(bool expected, bytes memory call) private view {
        (bool authorized, ) = address(members).staticcall(call);
        require(authorized == expected, expected ? "not authorized" : "authorized");
    }

    /// @dev Good parts are more frequent than bad ones, so that whole cases are good often enough.
    function _case() private returns (Case memory one) {
        one.threshold = uint8(2 + _random(3) / 2);
        _admit(one);
        VM.warp(_NOW);
        for (uint256 i = 0; i < 4; ++i) {
            if (one.states[i] == State.Removed) members.removeOfficer(AGENCY, account(i));
            if (one.states[i] != State.Reported) continue;
            members.reportCompromise(AGENCY, subject(i), START + uint64(_random(1001)));
        }
        one.epoch = _random(8) == 0 ? uint32(_random(6)) : epoch();
        one.inScope = _scope(_random(9));
        one.frozen = _freeze(_random(9));
        one.closed = _random(12) == 0;
        if (one.closed) members.close(AGENCY);
        _choose(one);
    }

    function _admit(Case memory one) private {
        OfficerInput[] memory officers = new OfficerInput[](4);
        for (uint256 i = 0; i < 4; ++i) {
            one.states[i] = State(_random(3) > 0 ? 0 : _random(uint256(type(State).max) + 1));
            officers[i] = officer(i);
            if (one.states[i] == State.Early) officers[i].notBefore = _NOW + 1;
            if (one.states[i] == State.Expired) officers[i].notAfter = _NOW;
            if (one.states[i] == State.LimitedToThis) officers[i].limits = _limit(TYPE, FOREVER);
            if (one.states[i] == State.LimitedToAnother) officers[i].limits = _limit("another", FOREVER);
            if (one.states[i] == State.LimitedToEarlier) officers[i].limits = _limit(TYPE, _NOW);
        }
        // Nobody's officer.
        one.states[NOBODY] = State.Removed;
        members.admit(AGENCY, "profile", one.threshold, officers);
    }

    function _limit(bytes32 typeId, uint40 notAfter) private pure returns (TypeLimit[] memory limits) {
        limits = new TypeLimit[](1);
        limits[0] = TypeLimit(typeId, 0, notAfter);
    }

    function _scope(uint256 kind) private returns (bool) {
        if (kind == 0) return false;
        members.grantScope(AGENCY, TYPE, kind == 1 ? _NOW + 1 : 0, FOREVER);
        if (kind == 2) members.withdrawScope(AGENCY, TYPE);
        return kind > 2;
    }

    function _freeze(uint256 kind) private returns (bool) {
        if (kind > 2) return false;
        if (kind == 0) members.freeze(AGENCY);
        else members.freezeTemporarily(AGENCY, address(1));
        if (kind == 2) members.unfreeze(AGENCY);
        return kind != 2;
    }

    /// @dev Mostly a set in its order; now and then a list of anybody.
    function _choose(Case memory one) private {
        uint256 set = _random(16);
        if (_random(8) == 0) set |= 16;
        uint256 count = 0;
        for (uint256 i = 0; i < 5; ++i) count += (set >> i) & 1;
        one.signers = new uint256[](count);
        bool wild = _random(8) == 0;
        uint256 next = 0;
        for (uint256 i = 0; i < 5; ++i) if ((set >> i) & 1 == 1) one.signers[next++] = wild ? _random(5) : i;
    }

    function _ordered(Case memory one) private pure returns (bool) {
        for (uint256 i = 1; i < one.signers.length; ++i) if (one.signers[i - 1] >= one.signers[i]) return false;
        return true;
    }

    function _valid(Case memory one) private pure returns (bool) {
        for (uint256 i = 0; i < one.signers.length; ++i) {
            State state = one.states[one.signers[i]];
            if (state >= State.Early && state <= State.Reported) return false;
        }
        return true;
    }

    function _roles(Case memory one) private pure returns (uint8 roles) {
        for (uint256 i = 0; i < one.signers.length; ++i) roles |= roleAt(one.signers[i]);
    }

    function _mayType(Case memory one) private pure returns (bool) {
        for (uint256 i = 0; i < one.signers.length; ++i) {
            if (one.states[one.signers[i]] >= State.LimitedToAnother) return false;
        }
        return true;
    }

    function _random(uint256 below) private returns (uint256) {
        _seed = uint256(keccak256(abi.encode(_seed)));
        return _seed % below;
    }
}
