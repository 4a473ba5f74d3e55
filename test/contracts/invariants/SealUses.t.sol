// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Seal, SealDelegation, SealUse} from "../../../contracts/types/Sealing.sol";
import {SealWorld} from "./SealWorld.sol";
import {VM} from "./Vm.sol";

/// @dev When a seal may be used, by whom and how often.
contract SealUsesTest is SealWorld {
    function setUp() public override {
        super.setUp();
        _bring(SEAL, ACTIVE);
    }

    function test_onlyActiveSealsAreUsed() public {
        for (uint8 state = NONE; state <= DESTROYED; ++state) {
            bytes32 sealId = bytes32(uint256(100 + state));
            _bring(sealId, state);
            require(_try(_use(sealId, OWNER, "batch", 1), 2) == (state == ACTIVE), "state");
        }
        require(_try(_change(SEAL, SUSPENDED, 0), 1) && !_try(_use(SEAL, OWNER, "batch", 1), 2), "suspended");
        require(_try(_change(SEAL, ACTIVE, 0), 2) && _try(_use(SEAL, OWNER, "batch", 1), 2), "resumed");
    }

    function test_aSealIsUsedWithinItsPeriod() public {
        VM.warp(START - 1);
        require(!_try(_use(SEAL, OWNER, "early", 1), 2), "early");
        VM.warp(START);
        require(_try(_use(SEAL, OWNER, "first", 1), 2), "the first second");
        VM.warp(LONG);
        require(_try(_use(SEAL, OWNER, "last", 1), 2), "the last second");
        VM.warp(uint256(LONG) + 1);
        require(!_try(_use(SEAL, OWNER, "late", 1), 2), "late");
    }

    function test_onlyOwnersAndDelegatesUseASeal() public {
        bytes32[3] memory others = [FRIEND, MAKER, bytes32(0)];
        for (uint256 i = 0; i < others.length; ++i) require(!_try(_use(SEAL, others[i], "batch", 1), 2), "anyone");
        require(_try(_delegation(SEAL, uint64(START) + 10, uint64(START) + 20), 2), "lent");
        VM.warp(START + 9);
        require(!_try(_use(SEAL, FRIEND, "early", 1), 2), "early");
        VM.warp(START + 10);
        require(_try(_use(SEAL, FRIEND, "first", 1), 2), "the first second");
        VM.warp(START + 20);
        require(_try(_use(SEAL, FRIEND, "last", 1), 2), "the last second");
        require(!_try(_use(SEAL, MAKER, "last", 1), 2), "another");
        VM.warp(START + 21);
        require(!_try(_use(SEAL, FRIEND, "late", 1), 2), "late");
    }

    function test_aDelegationIsEndedAtOnce() public {
        require(_try(_delegation(SEAL, 0, LONG), 2) && _try(_use(SEAL, FRIEND, "batch", 1), 2), "lent");
        VM.warp(START + 1);
        require(_try(_delegation(SEAL, 0, uint64(START)), 1), "ended");
        require(!_try(_use(SEAL, FRIEND, "another", 1), 2), "used");
        require(_try(_use(SEAL, OWNER, "another", 1), 2), "its owner's");
    }

    function testFuzz_aDelegationIsAWindowForAnother(bytes32 delegate, uint64 from, uint64 to) public {
        SealDelegation memory order = _delegation(SEAL, from, to);
        order.delegate = delegate;
        bool good = delegate != 0 && delegate != OWNER && from <= to && to <= type(uint40).max;
        require(_try(order, 2) == good, "window");
        order = _delegation(SEAL, 0, LONG);
        order.delegate = OWNER;
        require(!_try(order, 2), "to itself");
    }

    function testFuzz_onlyAnchoredBatchesAreUsed(bytes32 batchId) public {
        isBurned[batchId] = true;
        require(!_try(_use(SEAL, OWNER, batchId, 1), 2), "not anchored");
        isBurned[batchId] = false;
        require(_try(_use(SEAL, OWNER, batchId, 1), 2), "anchored");
    }

    function test_aStoppedOwnersSealIsNotUsed() public {
        require(_try(_delegation(SEAL, 0, LONG), 2), "lent");
        admitted[OWNER].frozenUntil = uint40(START) + 1;
        require(!_try(_use(SEAL, OWNER, "batch", 1), 2) && !_try(_use(SEAL, FRIEND, "batch", 1), 2), "frozen");
        VM.warp(START + 1);
        require(_try(_use(SEAL, FRIEND, "batch", 1), 2), "no longer");
        admitted[OWNER].closedAt = uint40(START);
        require(!_try(_use(SEAL, OWNER, "batch", 1), 2) && !_try(_use(SEAL, FRIEND, "next", 1), 2), "closed");
    }

    function testFuzz_usesAreCountedOnce(bytes32 batchId, uint32 count, uint32 again) public {
        count = 1 + (count % LIMIT);
        require(_try(_use(SEAL, OWNER, batchId, count), 2), "counted");
        bytes32 leaf = seals.useOf(SEAL, OWNER, batchId);
        require(leaf == lastLeaf, "its record");
        VM.warp(START + 2 days);
        require(!_try(_use(SEAL, OWNER, batchId, 1 + (again % LIMIT)), 2), "counted again");
        require(seals.useOf(SEAL, OWNER, batchId) == leaf && seals.sealOf(SEAL).uses == count, "changed");
        _bring("another", ACTIVE);
        require(_try(_use("another", OWNER, batchId, 1), 2), "another seal's");
        require(_try(_delegation(SEAL, 0, LONG), 2) && _try(_use(SEAL, FRIEND, batchId, 1), 2), "another member's");
    }

    function test_theDailyLimitOfASealHolds() public {
        require(!_try(_use(SEAL, OWNER, "none", 0), 2), "none");
        require(!_try(_use(SEAL, OWNER, "eleven", LIMIT + 1), 2), "eleven");
        require(_try(_use(SEAL, OWNER, "four", 4), 2), "four");
        require(!_try(_use(SEAL, OWNER, "seven", 7), 2), "seven more");
        require(_try(_delegation(SEAL, 0, LONG), 2) && _try(_use(SEAL, FRIEND, "six", 6), 2), "six more");
        require(!_try(_use(SEAL, OWNER, "one", 1), 2) && !_try(_use(SEAL, FRIEND, "one", 1), 2), "one more");
        require(!_try(_use(SEAL, OWNER, "many", type(uint32).max), 2), "so many that they wrap");
    }

    function test_aSealsDayBeginsAtMidnightInShanghai() public {
        uint256 midnight = ((START + 8 hours) / 1 days + 1) * 1 days - 8 hours;
        VM.warp(midnight - 1);
        require(_try(_use(SEAL, OWNER, "ten", LIMIT), 2) && !_try(_use(SEAL, OWNER, "more", 1), 2), "a day");
        VM.warp(midnight);
        require(_try(_use(SEAL, OWNER, "more", LIMIT), 2) && !_try(_use(SEAL, OWNER, "most", 1), 2), "the next");
    }

    /// @dev Against a count of the test's own.
    function testFuzz_usesOfADayAreThoseOfTheDay(uint256 seed, uint8 steps) public {
        uint256 day;
        uint256 sum;
        uint256 all;
        for (uint256 i = 0; i < steps % 24; ++i) {
            seed = uint256(keccak256(abi.encode(seed)));
            VM.warp(block.timestamp + (seed % 12 hours));
            uint256 today = (block.timestamp + 8 hours) / 1 days;
            if (today != day) (day, sum) = (today, 0);
            uint32 count = uint32((seed >> 64) % 8);
            bool good = count > 0 && sum + count <= LIMIT;
            require(_try(_use(SEAL, OWNER, bytes32(seed), count), 2) == good, "limit");
            if (good) (sum, all) = (sum + count, all + count);
            Seal memory one = seals.sealOf(SEAL);
            require(one.uses == all && (all == 0 || (one.usedToday <= LIMIT && one.day <= today)), "count");
        }
    }

    function test_aUseIsLoggedWithItsPlace() public {
        SealUse memory order = _use(SEAL, OWNER, "batch", 3);
        require(_try(order, 2), "used");
        bytes memory data = abi.encode(order, uint64(0), new address[](2));
        bytes memory body = abi.encode(SEAL, bytes32("used"), data);
        require(lastLogged == keccak256(abi.encode(bytes32("yinzheng/log/seal/v1"), body)), "the first");
        order = _use(SEAL, OWNER, "next", 2);
        require(_try(order, 2), "used");
        body = abi.encode(SEAL, bytes32("used"), abi.encode(order, uint64(3), new address[](2)));
        require(lastLogged == keccak256(abi.encode(bytes32("yinzheng/log/seal/v1"), body)), "the next");
    }

    function test_aClosedInstallationCountsNoUses() public {
        isClosed = true;
        require(!_try(_use(SEAL, OWNER, "batch", 1), 2), "used");
        require(!_try(_application("another"), 2), "applied");
        require(_try(_change(SEAL, SUSPENDED, 0), 1) && _try(_change(SEAL, LOST, 0), 1), "stopped all the same");
    }
}
