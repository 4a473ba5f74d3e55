// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ISealRegistry} from "../../../contracts/interfaces/ISealRegistry.sol";
import {Member} from "../../../contracts/types/Membership.sol";
import {
    Seal,
    SealApplication,
    SealChange,
    SealDelegation,
    SealMaking,
    SealUse
} from "../../../contracts/types/Sealing.sol";
import {Typed} from "./Typed.sol";
import {deploy, VM} from "./Vm.sol";

/// @dev Stands for directory, log, member registry, anchor registry and manager of a SealRegistry. A signature is whose it
/// is and over what: two of them are a threshold.
abstract contract SealWorld {
    bytes32 internal constant ID = "an installation";
    bytes32 internal constant OWNER = "owner";
    bytes32 internal constant MAKER = "maker";
    bytes32 internal constant FRIEND = "friend";
    bytes32 internal constant DIGEST = "seal object";
    bytes32 internal constant SEAL = "seal";
    uint256 internal constant START = 1_800_000_000;
    uint64 internal constant LONG = 4_000_000_000;
    uint32 internal constant LIMIT = 10;
    uint8 internal constant NONE = 0;
    uint8 internal constant APPLIED = 1;
    uint8 internal constant MADE = 2;
    uint8 internal constant ACTIVE = 3;
    uint8 internal constant SUSPENDED = 4;
    uint8 internal constant LOST = 5;
    uint8 internal constant DESTROYED = 6;

    ISealRegistry internal seals;
    bool internal isClosed;
    bytes32 internal lastLogged;
    bytes32 internal lastLeaf;
    /// @dev The type that the last threshold was asked for; views can't write it down, so only this one is let pass.
    bytes32 internal onlyType;
    mapping(bytes32 batchId => bool) internal isBurned;
    mapping(bytes32 memberId => Member) internal admitted;

    error NotSigned();

    function setUp() public virtual {
        VM.warp(START);
        seals = ISealRegistry(deploy("SealRegistry", abi.encode(this, this, this, this, this)));
    }

    function registryId() external pure returns (bytes32) {
        return ID;
    }

    function opened() external view returns (bool) {
        return !isClosed;
    }

    function canCall(address caller, address, bytes4) external view returns (bool, uint32) {
        return (caller == address(this), 0);
    }

    function anchored(bytes32, bytes32 batchId) external view returns (bool) {
        return !isBurned[batchId];
    }

    function member(bytes32 memberId) external view returns (Member memory) {
        return admitted[memberId];
    }

    function authorize(
        bytes32 memberId,
        uint32,
        bytes32 typeId,
        bytes32 digest,
        bytes[] calldata signatures
    ) external view returns (address[] memory, uint8) {
        if (onlyType != 0 && typeId != onlyType) revert NotSigned();
        return (_signers(memberId, digest, signatures, 2), 2);
    }

    function authorizeSuspension(
        bytes32 memberId,
        uint32,
        bytes32 digest,
        bytes[] calldata signatures
    ) external view returns (address[] memory) {
        return _signers(memberId, digest, signatures, 1);
    }

    function append(bytes32 kind, bytes calldata body) external returns (uint64 index, bytes32 leaf) {
        lastLogged = keccak256(abi.encode(kind, body));
        lastLeaf = keccak256(abi.encode(lastLeaf, lastLogged));
        return (0, lastLeaf);
    }

    function _signers(
        bytes32 memberId,
        bytes32 digest,
        bytes[] calldata signatures,
        uint256 least
    ) private pure returns (address[] memory) {
        if (signatures.length < least) revert NotSigned();
        for (uint256 i = 0; i < signatures.length; ++i) {
            if (keccak256(signatures[i]) != keccak256(abi.encode(memberId, digest))) revert NotSigned();
        }
        return new address[](signatures.length);
    }

    /// @dev `officers` signatures of a member over what was hashed.
    function _signed(bytes32 memberId, bytes32 hashed, uint256 officers) internal view returns (bytes[] memory all) {
        bytes32 digest = Typed.digest(address(seals), ID, hashed);
        all = new bytes[](officers);
        for (uint256 i = 0; i < officers; ++i) all[i] = abi.encode(memberId, digest);
    }

    function _application(bytes32 sealId) internal view returns (SealApplication memory) {
        uint64 time = uint64(block.timestamp);
        return SealApplication(OWNER, 1, sealId, MAKER, LIMIT, time, time + 1 hours);
    }

    function _making(bytes32 sealId) internal view returns (SealMaking memory) {
        uint64 time = uint64(block.timestamp);
        return SealMaking(MAKER, 1, sealId, DIGEST, uint64(START), LONG, time, time + 1 hours);
    }

    function _change(bytes32 sealId, uint8 to, uint64 since) internal view returns (SealChange memory) {
        uint64 time = uint64(block.timestamp);
        Seal memory one = seals.sealOf(sealId);
        return SealChange(OWNER, 1, sealId, one.changes, to, since, one.digest, time, time + 1 hours);
    }

    function _delegation(bytes32 sealId, uint64 from, uint64 to) internal view returns (SealDelegation memory) {
        uint64 time = uint64(block.timestamp);
        return SealDelegation(OWNER, 1, sealId, seals.sealOf(sealId).changes, FRIEND, from, to, time, time + 1 hours);
    }

    function _use(bytes32 sealId, bytes32 user, bytes32 batchId, uint32 count) internal view returns (SealUse memory) {
        uint64 time = uint64(block.timestamp);
        return SealUse(user, 1, sealId, batchId, count, time, time + 1 hours);
    }

    function _try(SealApplication memory order, uint256 officers) internal returns (bool) {
        bytes[] memory all = _signed(order.memberId, Typed.hash(order), officers);
        return _send(abi.encodeCall(ISealRegistry.applyFor, (order, all)));
    }

    function _try(SealMaking memory order, uint256 officers) internal returns (bool) {
        bytes[] memory all = _signed(order.memberId, Typed.hash(order), officers);
        return _send(abi.encodeCall(ISealRegistry.make, (order, all)));
    }

    function _try(SealChange memory order, uint256 officers) internal returns (bool) {
        bytes[] memory all = _signed(order.memberId, Typed.hash(order), officers);
        return _send(abi.encodeCall(ISealRegistry.change, (order, all)));
    }

    function _try(SealDelegation memory order, uint256 officers) internal returns (bool) {
        bytes[] memory all = _signed(order.memberId, Typed.hash(order), officers);
        return _send(abi.encodeCall(ISealRegistry.delegate, (order, all)));
    }

    function _try(SealUse memory order, uint256 officers) internal returns (bool) {
        bytes[] memory all = _signed(order.memberId, Typed.hash(order), officers);
        return _send(abi.encodeCall(ISealRegistry.use, (order, all)));
    }

    function _tryCouncil(bytes32 sealId, uint8 to, uint64 since) internal returns (bool) {
        return _send(abi.encodeCall(ISealRegistry.changeByCouncil, (sealId, to, since)));
    }

    function _send(bytes memory data) internal returns (bool done) {
        (done, ) = address(seals).call(data);
    }

    /// @dev Brings a new seal to a state, by its owner's and maker's officers.
    function _bring(bytes32 sealId, uint8 state) internal {
        if (state == NONE) return;
        require(_try(_application(sealId), 2), "applied");
        if (state == APPLIED) return;
        require(_try(_making(sealId), 2), "made");
        if (state == MADE) return;
        require(_try(_change(sealId, ACTIVE, 0), 2), "activated");
        if (state != ACTIVE) require(_try(_change(sealId, state, 0), 2), "changed");
        require(seals.sealOf(sealId).state == state, "brought");
    }
}
