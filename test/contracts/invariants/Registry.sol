// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IMemberRegistry} from "../../../contracts/interfaces/IMemberRegistry.sol";
import {CompromiseReport, OfficerInput, TypeLimit} from "../../../contracts/types/Membership.sol";
import {Typed} from "./Typed.sol";
import {deploy, signatureOf, VM} from "./Vm.sol";

/// @dev The real member registry; the test itself stands for directory, log, manager and council.
/// Officers are named by their place: 0 and 2 are makers, 1 and 3 checkers, 4 is nobody; addresses ascend.
abstract contract Registry {
    bytes32 internal constant ID = "an installation";
    bytes32 internal constant AGENCY = "agency";
    bytes32 internal constant TYPE = "type";
    uint40 internal constant START = 1_800_000_000;
    uint40 internal constant FOREVER = type(uint40).max;
    uint256 internal constant NOBODY = 4;

    IMemberRegistry internal members;
    uint256[5] internal keys;
    uint64 private _index;

    function setUp() public virtual {
        VM.warp(START);
        members = IMemberRegistry(deploy("MemberRegistry", abi.encode(this, this, this)));
        for (uint256 key = 1; key <= keys.length; ++key) {
            uint256 place = key - 1;
            for (; place > 0 && VM.addr(keys[place - 1]) > VM.addr(key); --place) keys[place] = keys[place - 1];
            keys[place] = key;
        }
    }

    function registryId() external pure returns (bytes32) {
        return ID;
    }

    function opened() external pure returns (bool) {
        return true;
    }

    function canCall(address caller, address, bytes4) external view returns (bool, uint32) {
        return (caller == address(this), 0);
    }

    function append(bytes32 kind, bytes calldata body) external returns (uint64 index, bytes32 leaf) {
        return (_index++, sha256(abi.encode(kind, body)));
    }

    /// @dev Admits the agency with four officers and its type in scope.
    function admit(uint8 threshold) internal {
        OfficerInput[] memory officers = new OfficerInput[](4);
        for (uint256 i = 0; i < 4; ++i) officers[i] = officer(i);
        members.admit(AGENCY, "profile", threshold, officers);
        members.grantScope(AGENCY, TYPE, 0, FOREVER);
    }

    function officer(uint256 place) internal view returns (OfficerInput memory) {
        return OfficerInput(VM.addr(keys[place]), roleAt(place), 0, FOREVER, new TypeLimit[](0));
    }

    function roleAt(uint256 place) internal pure returns (uint8) {
        return place % 2 == 0 ? 1 : 2;
    }

    function account(uint256 place) internal view returns (address) {
        return VM.addr(keys[place]);
    }

    function subject(uint256 place) internal view returns (bytes32) {
        return bytes32(uint256(uint160(account(place))));
    }

    function epoch() internal view returns (uint32) {
        return members.member(AGENCY).officerEpoch;
    }

    function sign(bytes32 digest, uint256 one) internal view returns (bytes[] memory signatures) {
        signatures = new bytes[](1);
        signatures[0] = signatureOf(keys[one], digest);
    }

    function sign(bytes32 digest, uint256 one, uint256 another) internal view returns (bytes[] memory signatures) {
        signatures = new bytes[](2);
        signatures[0] = signatureOf(keys[one], digest);
        signatures[1] = signatureOf(keys[another], digest);
    }

    /// @dev The agency's report of today, `since` then.
    function reportOf(bytes32 whose, uint64 since) internal view returns (CompromiseReport memory) {
        uint64 time = uint64(block.timestamp);
        return CompromiseReport(AGENCY, epoch(), whose, since, time, time + 1 hours);
    }

    function digestOf(CompromiseReport memory report) internal view returns (bytes32) {
        return Typed.digest(address(members), ID, Typed.hash(report));
    }
}
