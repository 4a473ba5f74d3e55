// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    Seal,
    SealApplication,
    SealChange,
    SealDelegation,
    SealMaking,
    SealWindow
} from "../../../contracts/types/Sealing.sol";
import {SealWorld} from "./SealWorld.sol";
import {Typed} from "./Typed.sol";
import {VM} from "./Vm.sol";

/// @dev What a seal is, and how it moves. Its uses are in SealUses.t.sol.
contract SealRegistryTest is SealWorld {
    function test_sealStatesMoveAlongTheTable() public {
        for (uint8 from = NONE; from <= DESTROYED; ++from) {
            for (uint8 to = NONE; to <= DESTROYED + 1; ++to) {
                bytes32 sealId = bytes32(uint256(100 + 10 * uint256(from) + to));
                _bring(sealId, from);
                VM.warp(block.timestamp + 1);
                // A loss that is found out after the seal was destroyed is taken, and leaves its state.
                bool again = to == LOST && from == DESTROYED;
                require(_try(_change(sealId, to, 0), 2) == (_may(from, to) || again), "the table");
                require(seals.sealOf(sealId).state == (_may(from, to) ? to : from), "the state");
            }
        }
    }

    function test_theCouncilOnlyStopsSeals() public {
        for (uint8 from = NONE; from <= DESTROYED; ++from) {
            for (uint8 to = NONE; to <= DESTROYED + 1; ++to) {
                bytes32 sealId = bytes32(uint256(100 + 10 * uint256(from) + to));
                _bring(sealId, from);
                VM.warp(block.timestamp + 1);
                bool may = to >= SUSPENDED && _may(from, to);
                bool again = to == LOST && from == DESTROYED;
                require(_tryCouncil(sealId, to, 0) == (may || again), "the table");
                require(seals.sealOf(sealId).state == (may ? to : from), "the state");
            }
        }
    }

    function testFuzz_onlyTheCouncilActsAsTheCouncil(address anyone, uint8 to) public {
        VM.assume(anyone != address(this));
        _bring(SEAL, ACTIVE);
        VM.prank(anyone);
        require(!_tryCouncil(SEAL, SUSPENDED + (to % 3), 0), "by anyone");
        require(_tryCouncil(SEAL, SUSPENDED + (to % 3), 0), "by the council");
    }

    /// @dev Whatever is tried, in whatever order.
    function testFuzz_whatASealIsNeverChanges(uint256 seed, uint8 steps) public {
        _bring(SEAL, MADE);
        Seal memory before = seals.sealOf(SEAL);
        Seal memory last = before;
        for (uint256 i = 0; i < steps % 24; ++i) {
            seed = uint256(keccak256(abi.encode(seed)));
            VM.warp(block.timestamp + (seed % 5 hours));
            _step(seed >> 32);
            Seal memory now_ = seals.sealOf(SEAL);
            require(now_.owner == before.owner && now_.maker == before.maker, "whose");
            require(now_.digest == before.digest && now_.dailyLimit == before.dailyLimit, "what");
            require(now_.validFrom == before.validFrom && now_.validUntil == before.validUntil, "when");
            require(now_.appliedAt == before.appliedAt && now_.madeAt == before.madeAt, "since when");
            require(last.activatedAt == 0 || now_.activatedAt == last.activatedAt, "activated again");
            require(now_.uses >= last.uses && now_.usedToday <= LIMIT, "uses");
            require(now_.changes - last.changes <= 1, "changes");
            require(last.lostSince == 0 || (now_.lostSince != 0 && now_.lostSince <= last.lostSince), "loss");
            require(now_.state == last.state || _may(last.state, now_.state), "state");
            last = now_;
        }
    }

    function testFuzz_aLossOnlyMovesEarlier(uint32 first, uint32 second, bool destroyed) public {
        _bring(SEAL, ACTIVE);
        uint64 one = uint64(START - (first % 20 days));
        uint64 other = uint64(START - (second % 20 days));
        require(_try(_change(SEAL, LOST, one), 2), "lost");
        if (destroyed) require(_try(_change(SEAL, DESTROYED, 0), 2), "destroyed");
        require(_try(_change(SEAL, LOST, other), 2) == (other < one), "again");
        Seal memory now_ = seals.sealOf(SEAL);
        require(now_.lostSince == (other < one ? other : one), "since");
        require(now_.state == (destroyed ? DESTROYED : LOST), "state");
    }

    function test_aKnownLossIsNotReportedLater() public {
        _bring(SEAL, ACTIVE);
        require(_try(_change(SEAL, LOST, 0), 1) && seals.sealOf(SEAL).lostSince == START, "lost");
        VM.warp(START + 1);
        require(!_try(_change(SEAL, LOST, 0), 2), "from now on");
        require(!_try(_change(SEAL, LOST, uint64(START)), 2), "the same");
        require(!_tryCouncil(SEAL, LOST, uint64(START) + 1), "by the council");
        require(_try(_change(SEAL, LOST, uint64(START) - 1), 2), "a second earlier");
    }

    function test_nothingIsLostInTheFuture() public {
        _bring(SEAL, ACTIVE);
        require(!_try(_change(SEAL, LOST, uint64(START) + 1), 2), "by its owner");
        require(!_tryCouncil(SEAL, LOST, uint64(START) + 1), "by the council");
        require(!_tryCouncil(SEAL, LOST, type(uint64).max), "at the end of time");
        require(_try(_change(SEAL, LOST, uint64(START)), 2), "now");
    }

    function test_anOwnerReachesBack30DaysForALoss() public {
        uint64 earliest = uint64(START - 30 days);
        _bring(SEAL, ACTIVE);
        require(!_try(_change(SEAL, LOST, earliest - 1), 2), "further");
        require(_try(_change(SEAL, LOST, earliest), 2), "to the second");
        require(_tryCouncil(SEAL, LOST, earliest - 1), "the council reaches further");
        require(seals.sealOf(SEAL).lostSince == earliest - 1, "since");
    }

    function test_oneOfficerOnlyStopsASeal() public {
        require(!_try(_application("one"), 1), "applied");
        _bring("one", APPLIED);
        require(!_try(_making("one"), 1), "made");
        _bring(SEAL, MADE);
        require(!_try(_change(SEAL, ACTIVE, 0), 1), "activated");
        require(!_try(_change(SEAL, DESTROYED, 0), 1), "destroyed");
        require(_try(_change(SEAL, ACTIVE, 0), 2), "activated by two");
        require(!_try(_delegation(SEAL, 0, LONG), 1), "delegated");
        require(_try(_delegation(SEAL, 0, LONG), 2), "delegated by two");
        require(_try(_delegation(SEAL, 0, uint64(START)), 1), "delegation ended");
        require(!_try(_use(SEAL, OWNER, "batch", 1), 1), "used");
        require(_try(_change(SEAL, SUSPENDED, 0), 1), "suspended");
        require(!_try(_change(SEAL, ACTIVE, 0), 1), "resumed");
        require(!_try(_change(SEAL, LOST, uint64(START) - 1), 1), "lost before");
        require(!_try(_change(SEAL, LOST, uint64(START)), 1), "lost at a time");
        require(_try(_change(SEAL, LOST, 0), 1), "lost from now on");
    }

    function test_nobodyStopsNothing() public {
        _bring(SEAL, ACTIVE);
        require(!_try(_change(SEAL, SUSPENDED, 0), 0), "no signature");
        require(!_try(_change(SEAL, LOST, 0), 0), "no signature");
    }

    function test_anOrderAboutASealIsGoodInItsTurn() public {
        _bring(SEAL, SUSPENDED);
        SealChange memory resume = _change(SEAL, ACTIVE, 0);
        SealDelegation memory lend = _delegation(SEAL, 0, LONG);
        require(_try(resume, 2), "resumed");
        require(!_try(lend, 2), "another came first");
        require(_try(_change(SEAL, SUSPENDED, 0), 2), "suspended");
        require(!_try(resume, 2), "replayed");
        lend = _delegation(SEAL, 0, LONG);
        require(_try(lend, 2), "lent");
        require(!_try(lend, 2), "lent again");
    }

    function test_onlyItsOwnerOrdersAboutASeal() public {
        _bring(SEAL, ACTIVE);
        require(_try(_delegation(SEAL, 0, LONG), 2), "lent");
        SealDelegation memory passing = _delegation(SEAL, 0, LONG);
        (passing.memberId, passing.delegate) = (FRIEND, "another");
        require(!_try(passing, 2), "passed on");
        SealChange memory order = _change(SEAL, SUSPENDED, 0);
        bytes32[3] memory others = [FRIEND, MAKER, bytes32(0)];
        for (uint256 i = 0; i < others.length; ++i) {
            order.memberId = others[i];
            require(!_try(order, 2), "by another");
        }
        order.memberId = OWNER;
        require(_try(order, 2), "by its owner");
    }

    function test_aSealIsMadeByItsMaker() public {
        _bring(SEAL, APPLIED);
        SealMaking memory order = _making(SEAL);
        order.memberId = OWNER;
        require(!_try(order, 2), "by its owner");
        order.memberId = MAKER;
        order.digest = 0;
        require(!_try(order, 2), "nothing");
        order.digest = DIGEST;
        (order.validFrom, order.validUntil) = (LONG, LONG);
        require(!_try(order, 2), "no period");
        (order.validFrom, order.validUntil) = (0, uint64(type(uint40).max) + 1);
        require(!_try(order, 2), "longer than can be told");
        require(_try(_making(SEAL), 2), "by its maker");
        require(!_try(_making(SEAL), 2), "made again");
    }

    function testFuzz_ownersOrderAboutTheObjectTheyLookedAt(bytes32 digest) public {
        _bring(SEAL, MADE);
        SealChange memory order = _change(SEAL, ACTIVE, 0);
        order.digest = digest;
        require(_try(order, 2) == (digest == DIGEST), "another object");
        order.digest = 0;
        require(!_try(order, 2), "none");
    }

    function test_aSealIdIsTakenOnce() public {
        for (uint8 state = APPLIED; state <= DESTROYED; ++state) {
            bytes32 sealId = bytes32(uint256(state));
            _bring(sealId, state);
            SealApplication memory order = _application(sealId);
            order.memberId = FRIEND;
            require(!_try(order, 2), "taken over");
            require(seals.sealOf(sealId).owner == OWNER, "owner");
        }
        require(!_try(_application(0), 2), "no id");
    }

    function test_anOrderAboutASealHoldsFor24Hours() public {
        SealApplication memory order = _application(SEAL);
        order.deadline = order.notBefore + 24 hours + 1;
        require(!_try(order, 2), "longer");
        order.deadline -= 1;
        VM.warp(START - 1);
        require(!_try(order, 2), "early");
        VM.warp(START + 24 hours + 1);
        require(!_try(order, 2), "late");
        VM.warp(START + 24 hours);
        require(_try(order, 2), "the last second");
        require(_try(_making(SEAL), 2), "made");
        SealChange memory change = _change(SEAL, ACTIVE, 0);
        VM.warp(block.timestamp + 1 hours + 1);
        require(!_try(change, 2), "late");
        VM.warp(block.timestamp - 1);
        require(_try(change, 2), "the last second");
    }

    function testFuzz_aSealsOrderIsWhatWasSigned(bytes32 sealId, uint32 limit) public {
        SealApplication memory order = _application(SEAL);
        bytes[] memory signatures = _signed(OWNER, Typed.hash(order), 2);
        if (sealId != SEAL) {
            order.sealId = sealId;
            require(!_send(abi.encodeCall(seals.applyFor, (order, signatures))), "another seal");
            order.sealId = SEAL;
        }
        if (limit != LIMIT) {
            order.dailyLimit = limit;
            require(!_send(abi.encodeCall(seals.applyFor, (order, signatures))), "another limit");
            order.dailyLimit = LIMIT;
        }
        require(_send(abi.encodeCall(seals.applyFor, (order, signatures))), "signed");
    }

    function test_eachOrderAsksForItsOwnScope() public {
        onlyType = sha256("yinzheng/type/v1\x00seal-making");
        require(!_try(_application(SEAL), 2), "applied");
        onlyType = sha256("yinzheng/type/v1\x00seal");
        require(_try(_application(SEAL), 2) && !_try(_making(SEAL), 2), "made");
        onlyType = sha256("yinzheng/type/v1\x00seal-making");
        require(_try(_making(SEAL), 2) && !_try(_change(SEAL, ACTIVE, 0), 2), "activated");
        onlyType = sha256("yinzheng/type/v1\x00seal");
        require(_try(_change(SEAL, ACTIVE, 0), 2) && !_try(_use(SEAL, OWNER, "batch", 1), 2), "used");
        onlyType = sha256("yinzheng/type/v1\x00seal-use");
        require(_try(_use(SEAL, OWNER, "batch", 1), 2), "refused");
    }

    function test_sealLayoutIsPinned() public {
        _bring(SEAL, ACTIVE);
        require(_try(_delegation(SEAL, 5, LONG), 2), "lent");
        require(_try(_use(SEAL, OWNER, "batch", 7), 2), "used");
        require(_try(_change(SEAL, LOST, uint64(START) - 9), 2), "lost");
        uint256 place = uint256(keccak256(abi.encode(SEAL, uint256(0))));
        uint256 day = (START + 8 hours) / 1 days;
        uint256 state = LOST | (START << 8) | (uint256(LONG) << 48) | ((START - 9) << 88) | (uint256(LIMIT) << 128);
        state |= (day << 160) | (uint256(7) << 184) | (uint256(3) << 216);
        uint256 counts = 7 | (START << 64) | (START << 104) | (START << 144);
        uint256[5] memory words = [uint256(OWNER), uint256(MAKER), uint256(DIGEST), state, counts];
        for (uint256 i = 0; i < words.length; ++i) require(_load(place + i) == words[i], "seal");
        place = uint256(keccak256(abi.encode(FRIEND, keccak256(abi.encode(SEAL, uint256(1))))));
        require(_load(place) == (5 | (uint256(LONG) << 40)), "delegation");
        bytes32 ofOwner = keccak256(abi.encode(OWNER, keccak256(abi.encode(SEAL, uint256(2)))));
        place = uint256(keccak256(abi.encode(bytes32("batch"), ofOwner)));
        require(_load(place) == uint256(seals.useOf(SEAL, OWNER, "batch")) && _load(place) != 0, "use");
    }

    function test_sealsHoldNoEther() public {
        (bool taken, ) = address(seals).call{value: 1}("");
        require(!taken, "plain");
        (taken, ) = address(seals).call{value: 1}(abi.encodeCall(seals.sealOf, (SEAL)));
        require(!taken && address(seals).balance == 0, "with a call");
    }

    function _load(uint256 slot) private view returns (uint256) {
        return uint256(VM.load(address(seals), bytes32(slot)));
    }

    function _may(uint8 from, uint8 to) private pure returns (bool) {
        if (to == ACTIVE) return from == MADE || from == SUSPENDED;
        if (to == SUSPENDED) return from == ACTIVE;
        if (to == LOST) return from == ACTIVE || from == SUSPENDED;
        return to == DESTROYED && from >= APPLIED && from < DESTROYED;
    }

    function _step(uint256 seed) private {
        uint8 what = uint8(seed % 8);
        uint256 officers = (seed >> 8) % 3;
        uint8 to = uint8((seed >> 16) % 8);
        uint64 since = (seed >> 24) % 2 == 0 ? 0 : uint64(block.timestamp - ((seed >> 32) % 40 days));
        // Destroyed seldom, or most walks would end at once.
        if (to == DESTROYED && (seed >> 80) % 4 != 0) to = ACTIVE;
        if (what == 0) _try(_application(SEAL), 2);
        else if (what == 1) _try(_making(SEAL), 2);
        else if (what == 2) _tryCouncil(SEAL, to, since);
        else if (what == 3) _try(_delegation(SEAL, since, since + uint64((seed >> 96) % 10 days)), officers);
        else if (what < 6) _try(_change(SEAL, to, since), officers);
        else _try(_use(SEAL, what == 6 ? OWNER : FRIEND, bytes32(seed), uint32((seed >> 104) % 12)), 2);
    }
}
