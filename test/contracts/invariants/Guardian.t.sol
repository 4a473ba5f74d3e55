// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IGuardian} from "../../../contracts/interfaces/IGuardian.sol";
import {deploy, VM} from "./Vm.sol";

/// @dev Stands for the Safe and for what the Guardian may stop; keeps every call that comes.
contract GuardianTest {
    uint256 private constant _START = 1_800_000_000;

    IGuardian private _guardian;
    mapping(address account => bool) private _owners;
    bytes[] private _calls;

    function setUp() public {
        VM.warp(_START);
        _guardian = IGuardian(deploy("Guardian", abi.encode(this, this, this)));
        _owners[address(1)] = _owners[address(2)] = true;
    }

    function isOwner(address account) external view returns (bool) {
        return _owners[account];
    }

    // solhint-disable-next-line payable-fallback, no-complex-fallback
    fallback() external {
        require(msg.sender == address(_guardian), "not the guardian");
        _calls.push(msg.data);
    }

    function testFuzz_onlyOwnersOfTheSafeActThroughTheGuardian(address account, bytes32 id) public {
        bool owner = _owners[account];
        require(_try(account, abi.encodeCall(IGuardian.freezeMember, (id))) == owner, "froze");
        VM.warp(_START + 7 days);
        require(_try(account, abi.encodeCall(IGuardian.pause, (id))) == owner, "paused");
        require(_calls.length == (owner ? 2 : 0), "called");
    }

    function test_whoLeftTheCouncilActsNoLonger() public {
        _owners[address(1)] = false;
        require(!_try(address(1), abi.encodeCall(IGuardian.freezeMember, ("agency"))), "froze");
        VM.expectRevert(abi.encodeWithSelector(IGuardian.GuardianNotCouncil.selector, address(1)));
        VM.prank(address(1));
        _guardian.pause("type");
    }

    function testFuzz_aCouncilMemberRests7Days(uint24 later, bytes32 id, bool freezes) public {
        require(_try(address(1), abi.encodeCall(IGuardian.freezeMember, (id))), "first");
        require(_guardian.restsUntil(address(1)) == _START + 7 days, "until");
        VM.warp(_START + later);
        bytes memory again = freezes
            ? abi.encodeCall(IGuardian.freezeMember, ("another"))
            : abi.encodeCall(IGuardian.pause, (id));
        require(_try(address(1), again) == (later >= 7 days), "rests");
        require(_try(address(2), abi.encodeCall(IGuardian.pause, (id))), "another council member");
    }

    function test_theRestEndsToTheSecond() public {
        require(_try(address(1), abi.encodeCall(IGuardian.pause, ("type"))), "first");
        VM.warp(_START + 7 days - 1);
        require(!_try(address(1), abi.encodeCall(IGuardian.pause, ("type"))), "rested");
        VM.warp(_START + 7 days);
        require(_try(address(1), abi.encodeCall(IGuardian.pause, ("type"))), "rests");
    }

    /// @dev Whatever is asked of it, it says one of two things, in the name of who asked.
    function testFuzz_theGuardianOnlyStopsForAWhile(bytes32 id, bytes calldata data) public {
        require(_try(address(1), abi.encodeCall(IGuardian.freezeMember, (id))), "freeze");
        require(_try(address(2), abi.encodeCall(IGuardian.pause, (id))), "pause");
        _expect(0, abi.encodeWithSignature("freezeTemporarily(bytes32,address)", id, address(1)));
        _expect(1, abi.encodeWithSignature("pauseTemporarily(bytes32,address)", id, address(2)));
        _owners[address(3)] = true;
        bytes4 selector = bytes4(data);
        if (selector == IGuardian.freezeMember.selector || selector == IGuardian.pause.selector) return;
        _try(address(3), data);
        require(_calls.length == 2, "did more");
    }

    function test_guardianHoldsNoEther() public {
        (bool taken, ) = address(_guardian).call{value: 1}("");
        require(!taken && address(_guardian).balance == 0, "ether taken");
    }

    function _expect(uint256 place, bytes memory call) private view {
        require(keccak256(_calls[place]) == keccak256(call), "another call");
    }

    function _try(address account, bytes memory call) private returns (bool done) {
        VM.prank(account);
        (done, ) = address(_guardian).call(call);
    }
}
