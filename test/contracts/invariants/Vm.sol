// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @dev Those of Hardhat's cheat codes that are used here.
interface Vm {
    /// @dev A contract that was built, by its name alone.
    function getCode(string calldata name) external view returns (bytes memory);
    function load(address account, bytes32 slot) external view returns (bytes32);
    function store(address account, bytes32 slot, bytes32 value) external;
    function prank(address sender) external;
    function sign(uint256 key, bytes32 digest) external pure returns (uint8 v, bytes32 r, bytes32 s);
    function addr(uint256 key) external pure returns (address);
    function assume(bool condition) external pure;
    function expectRevert(bytes calldata data) external;
    function warp(uint256 time) external;
    function chainId(uint256 id) external;
    function recordLogs() external;
    function getRecordedLogs() external returns (Log[] memory);
}

/// @dev An event as the cheat codes give it.
struct Log {
    bytes32[] topics;
    bytes data;
    address emitter;
}

Vm constant VM = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));

/// @dev Deploys what was built; the tests import interfaces alone.
function deploy(string memory name, bytes memory arguments) returns (address made) {
    bytes memory code = bytes.concat(VM.getCode(name), arguments);
    assembly ("memory-safe") {
        made := create(0, add(code, 0x20), mload(code))
    }
    require(made != address(0), "not deployed");
}

/// @dev A signature as the contracts take it: r ‖ s ‖ v.
function signatureOf(uint256 key, bytes32 digest) pure returns (bytes memory) {
    (uint8 v, bytes32 r, bytes32 s) = VM.sign(key, digest);
    return abi.encodePacked(r, s, v);
}
