// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IKeys} from "../../../contracts/interfaces/IKeys.sol";
import {Key, KeyInput, OfficerInput} from "../../../contracts/types/Membership.sol";
import {Registry} from "./Registry.sol";
import {VM} from "./Vm.sol";

contract KeysTest is Registry {
    bytes32 private constant _BANK = "bank";

    function setUp() public override {
        super.setUp();
        admit(2);
        OfficerInput[] memory officers = new OfficerInput[](2);
        (officers[0], officers[1]) = (officer(0), officer(1));
        members.admit(_BANK, "profile", 2, officers);
    }

    function testFuzz_aKeyBelongsToOneMemberForEver(bytes32 publicKey, uint32 later) public {
        KeyInput memory input = _input(publicKey);
        members.registerKey(AGENCY, input);
        VM.expectRevert(abi.encodeWithSelector(IKeys.MemberRegistryKeyTaken.selector, input.keyId, AGENCY));
        members.registerKey(_BANK, input);
        members.retireKey(AGENCY, input.keyId);
        VM.warp(START + later);
        members.reportCompromise(AGENCY, input.keyId, 0);
        members.close(AGENCY);
        VM.expectRevert(abi.encodeWithSelector(IKeys.MemberRegistryKeyTaken.selector, input.keyId, AGENCY));
        members.registerKey(_BANK, input);
        require(members.keyOwner(input.keyId) == AGENCY, "owner");
    }

    /// @dev Or one key could be two.
    function testFuzz_aKeyHasOneName(bytes32 publicKey, bytes32 another) public {
        KeyInput memory input = _input(publicKey);
        VM.assume(another != input.keyId);
        input.keyId = another;
        _refused(input);
        input = _input(publicKey);
        input.publicKey = bytes.concat(publicKey, hex"00");
        _refused(input);
        input = _input(publicKey);
        input.suite = 2;
        _refused(input);
        input.suite = 0;
        _refused(input);
    }

    function test_aKeyHasCustodyPurposeAndPossession() public {
        KeyInput memory input = _input("key");
        for (uint8 custody = 0; custody < 5; ++custody) {
            input.custody = custody;
            if (custody != 1 && custody != 2) _refused(input);
        }
        input = _input("key");
        input.purposes = 0;
        _refused(input);
        input = _input("key");
        input.possession = "";
        _refused(input);
    }

    function testFuzz_aRetiredKeyStaysRetired(bytes32 publicKey, uint32 later) public {
        KeyInput memory input = _input(publicKey);
        members.registerKey(AGENCY, input);
        members.retireKey(AGENCY, input.keyId);
        VM.warp(START + later);
        VM.expectRevert(abi.encodeWithSelector(IKeys.MemberRegistryKeyEnded.selector, AGENCY, input.keyId, START));
        members.retireKey(AGENCY, input.keyId);
        require(members.key(AGENCY, input.keyId).notAfter == START, "longer");
    }

    function testFuzz_nobodyRetiresAnothersKey(bytes32 publicKey) public {
        KeyInput memory input = _input(publicKey);
        members.registerKey(AGENCY, input);
        VM.expectRevert(abi.encodeWithSelector(IKeys.MemberRegistryKeyUnknown.selector, _BANK, input.keyId));
        members.retireKey(_BANK, input.keyId);
    }

    function test_keyLayoutIsPinned() public {
        KeyInput memory input = _input("key");
        (input.purposes, input.custody) = (0x0305, 2);
        members.registerKey(AGENCY, input);
        members.reportCompromise(AGENCY, input.keyId, 7);
        bytes32 slot = keccak256(bytes.concat(input.keyId, keccak256(abi.encode(AGENCY, 4))));
        uint256 time = START;
        uint256 expected = 1 | (2 << 8) | (0x0305 << 16) | (time << 32) | (uint256(FOREVER) << 72) | (7 << 112);
        require(uint256(VM.load(address(members), slot)) == expected, "key");
        require(VM.load(address(members), keccak256(abi.encode(input.keyId, 5))) == AGENCY, "owner");
    }

    function _input(bytes32 publicKey) private pure returns (KeyInput memory) {
        bytes32 keyId = sha256(bytes.concat("yinzheng/key/v1", hex"00", "eddsa-jcs-2022", hex"00", publicKey));
        return KeyInput(keyId, 1, 1, 1, 0, FOREVER, bytes.concat(publicKey), "possession");
    }

    function _refused(KeyInput memory input) private {
        (bool done, ) = address(members).call(abi.encodeCall(IKeys.registerKey, (AGENCY, input)));
        Key memory none = members.key(AGENCY, input.keyId);
        require(!done && none.suite == 0 && members.keyOwner(input.keyId) == 0, "registered");
    }
}
