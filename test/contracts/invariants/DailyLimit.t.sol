// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IRevocations} from "../../../contracts/interfaces/IRevocations.sol";
import {Member} from "../../../contracts/types/Membership.sol";
import {CellRange, StatusChange} from "../../../contracts/types/Status.sol";
import {Registry} from "./Registry.sol";
import {StatusWorld} from "./StatusWorld.sol";
import {VM} from "./Vm.sol";

/// @dev How the member registry counts; the test itself is the one registry that may write.
contract RevocationsTest is Registry {
    function setUp() public override {
        super.setUp();
        admit(2);
    }

    function isWriter(address account) external view returns (bool) {
        return account == address(this);
    }

    function testFuzz_aDaysCountIsThatOfTheDay(uint256 seed, uint8 steps) public {
        bytes32 before = _others();
        uint256 day;
        uint256 sum;
        for (uint256 i = 0; i < steps % 16; ++i) {
            seed = uint256(keccak256(abi.encode(seed)));
            VM.warp(block.timestamp + (seed % 20 hours));
            uint256 today = (block.timestamp + 8 hours) / 1 days;
            if (today != day) (day, sum) = (today, 0);
            require(members.revokedToday(AGENCY) == sum, "before");
            uint16 cells = uint16((seed >> 128) % 60);
            members.countRevocations(AGENCY, cells);
            sum += cells;
            require(members.revokedToday(AGENCY) == sum, "after");
        }
        require(_others() == before, "another field");
    }

    function test_aDayBeginsAtMidnightInShanghai() public {
        uint256 midnight = ((START + 8 hours) / 1 days + 1) * 1 days - 8 hours;
        VM.warp(midnight - 1);
        members.countRevocations(AGENCY, 7);
        require(members.revokedToday(AGENCY) == 7, "the same day");
        VM.warp(midnight);
        require(members.revokedToday(AGENCY) == 0, "the next day");
    }

    function testFuzz_onlyRegistriesCount(address caller) public {
        VM.assume(caller != address(this));
        VM.expectRevert(abi.encodeWithSelector(IRevocations.MemberRegistryNotRegistry.selector, caller));
        VM.prank(caller);
        members.countRevocations(AGENCY, 1);
    }

    function _others() private view returns (bytes32) {
        Member memory one = members.member(AGENCY);
        (one.revokedOn, one.revoked) = (0, 0);
        return keccak256(abi.encode(one));
    }
}

/// @dev What the status registry lets through; the test counts for it.
contract DailyLimitTest is StatusWorld {
    bytes32 private constant _HEIR = "heir";

    mapping(bytes32 memberId => uint256 cells) private _counted;

    function revokedToday(bytes32 memberId) external view override returns (uint16) {
        return uint16(_counted[memberId]);
    }

    function countRevocations(bytes32 memberId, uint16 cells) external override {
        _counted[memberId] += cells;
    }

    function testFuzz_aThousandADayAndNotOneMore(uint16 before, uint16 first, uint16 second) public {
        _counted[AGENCY] = before % 1001;
        CellRange[] memory ranges = new CellRange[](2);
        ranges[0] = CellRange(5, 1 + (first % 600));
        ranges[1] = CellRange(9000, 1 + (second % 600));
        uint256 sum = _counted[AGENCY] + ranges[0].count + ranges[1].count;
        require(_try(_order(REVOKED, ranges)) == (sum <= 1000), "the limit");
        require(_counted[AGENCY] == (sum <= 1000 ? sum : before % 1001), "the count");
    }

    function test_aThousandADayExactly() public {
        require(!_try(_order(REVOKED, 0, 1001)), "1,001");
        require(_try(_order(REVOKED, 0, 1000)), "1,000");
        require(!_try(_order(REVOKED, 2000, 1)), "one more");
    }

    function testFuzz_onlyRevokingIsCounted(uint8 to) public {
        to = to % 4;
        if (to == ACTIVE) require(_try(_order(SUSPENDED, 3, 1)), "suspended");
        _counted[AGENCY] = 1000;
        require(_try(_order(to, 3, 1)) == (to != REVOKED), "counted");
        require(_counted[AGENCY] == 1000, "the count");
    }

    function test_theCouncilIsNotCounted() public {
        _counted[AGENCY] = 1000;
        StatusChange memory order = _order(REVOKED, 0, 2000);
        order.actingMemberId = 0;
        require(_tryCouncil(order), "refused");
        require(_counted[AGENCY] == 1000 && _counted[0] == 0, "counted");
    }

    function test_whoActsIsCounted() public {
        successors[AGENCY] = _HEIR;
        _counted[AGENCY] = 1000;
        StatusChange memory order = _order(REVOKED, 0, 400);
        order.actingMemberId = _HEIR;
        require(_try(order), "refused");
        require(_counted[AGENCY] == 1000 && _counted[_HEIR] == 400, "another's count");
    }
}
