// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IClaimRegistry} from "../../../contracts/interfaces/IClaimRegistry.sol";
import {Claim, Claimed} from "../../../contracts/types/Claiming.sol";
import {Typed} from "./Typed.sol";
import {deploy, signatureOf, VM} from "./Vm.sol";

/// @dev Stands for directory and log.
contract ClaimRegistryTest {
    bytes32 private constant _ID = "an installation";
    uint256 private constant _START = 1_800_000_000;
    uint256 private constant _KEY = 77;
    /// @dev Order of secp256k1 (SEC 2, 2.4.1).
    uint256 private constant _N = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141;

    IClaimRegistry private _claims;
    bool private _closed;
    bytes32 private _logged;

    function setUp() public {
        VM.warp(_START);
        _claims = IClaimRegistry(deploy("ClaimRegistry", abi.encode(address(this), address(this))));
    }

    function registryId() external pure returns (bytes32) {
        return _ID;
    }

    function opened() external view returns (bool) {
        return !_closed;
    }

    function append(bytes32 kind, bytes calldata body) external returns (uint64 index, bytes32 leaf) {
        _logged = keccak256(abi.encode(kind, body));
        return (0, _logged);
    }

    function testFuzz_theFirstClaimWins(uint256 key, bytes32 first, bytes32 second, uint32 later) public {
        key = 1 + (key % (_N - 1));
        if (first == 0) first = "first";
        if (second == 0) second = "second";
        require(_try(key, _claim(key, first)), "first");
        VM.warp(_START + later);
        require(!_try(key, _claim(key, second)), "claimed twice");
        Claimed memory held = _claims.claimOf(VM.addr(key));
        require(held.commitment == first && held.claimedAt == _START, "changed");
    }

    function testFuzz_aClaimIsLogged(uint256 key, bytes32 commitment) public {
        key = 1 + (key % (_N - 1));
        if (commitment == 0) commitment = "commitment";
        require(_try(key, _claim(key, commitment)), "refused");
        bytes memory body = abi.encode(VM.addr(key), commitment);
        require(_logged == keccak256(abi.encode(bytes32("yinzheng/log/claim/v1"), body)), "not logged so");
    }

    function testFuzz_onlyTheNullifiersKeyClaims(uint256 key, address nullifier) public {
        key = 1 + (key % (_N - 1));
        Claim memory order = _claim(key, "commitment");
        if (nullifier == order.nullifier) return;
        order.nullifier = nullifier;
        require(!_try(key, order), "by another key");
        require(_claims.claimOf(nullifier).commitment == 0, "taken");
    }

    function testFuzz_onlyWhatWasSignedIsClaimed(bytes32 commitment, uint64 deadline, bytes32 salt) public {
        Claim memory order = _claim(_KEY, "commitment");
        bytes memory signature = _signed(_KEY, order);
        if (commitment != order.commitment) {
            Claim memory other = _claim(_KEY, commitment);
            require(!_send(other, signature), "another commitment");
        }
        if (deadline != order.deadline) {
            Claim memory longer = _claim(_KEY, "commitment");
            longer.deadline = deadline;
            require(!_send(longer, signature), "another deadline");
        }
        if (salt != _ID) {
            bytes32 digest = Typed.digest(address(_claims), salt, Typed.hash(order));
            require(!_send(order, signatureOf(_KEY, digest)), "another installation");
        }
        require(_send(order, signature), "signed");
    }

    function testFuzz_noBytesButASignatureClaim(bytes calldata signature) public {
        require(!_send(_claim(_KEY, "commitment"), signature), "taken");
    }

    function test_aMirroredSignatureIsRefused() public {
        Claim memory order = _claim(_KEY, "commitment");
        (uint8 v, bytes32 r, bytes32 s) = VM.sign(_KEY, Typed.digest(address(_claims), _ID, Typed.hash(order)));
        require(!_send(order, abi.encodePacked(r, bytes32(_N - uint256(s)), v == 27 ? 28 : 27)), "high s");
        require(_send(order, abi.encodePacked(r, s, v)), "low s");
    }

    function test_aCommitmentIsNotZero() public {
        require(!_try(_KEY, _claim(_KEY, 0)), "zero");
        require(_try(_KEY, _claim(_KEY, "commitment")), "slot spent");
    }

    function test_nobodysClaimIsRefused() public {
        Claim memory order = _claim(_KEY, "commitment");
        order.nullifier = address(0);
        require(!_send(order, new bytes(65)) && !_try(_KEY, order), "nullifier 0");
    }

    function testFuzz_aClaimHoldsFor24Hours(int32 begin, int32 length) public {
        int256 from = int256(_START) + (begin % 2 days);
        int256 to = from + (length % 2 days);
        Claim memory order = _claim(_KEY, "commitment");
        order.notBefore = uint64(uint256(from));
        order.deadline = uint64(uint256(to));
        bool good = to >= from && to - from <= 24 hours && from <= int256(_START) && int256(_START) <= to;
        require(_try(_KEY, order) == good, "window");
    }

    function test_aClaimHoldsFromItsFirstToItsLastSecond() public {
        Claim memory order = _claim(_KEY, "commitment");
        order.deadline = uint64(_START + 24 hours) + 1;
        require(!_try(_KEY, order), "more than a day");
        order.deadline -= 1;
        VM.warp(_START - 1);
        require(!_try(_KEY, order), "before");
        VM.warp(_START + 24 hours + 1);
        require(!_try(_KEY, order), "after");
        VM.warp(_START + 24 hours);
        require(_try(_KEY, order), "last second");
    }

    function test_nothingIsClaimedOfAClosedInstallation() public {
        _closed = true;
        require(!_try(_KEY, _claim(_KEY, "commitment")), "claimed");
    }

    function testFuzz_claimLayoutIsPinned(uint256 key, bytes32 commitment, uint32 later) public {
        key = 1 + (key % (_N - 1));
        if (commitment == 0) commitment = "commitment";
        VM.warp(_START + later);
        require(_try(key, _claim(key, commitment)), "refused");
        uint256 slot = uint256(keccak256(abi.encode(VM.addr(key), uint256(0))));
        require(VM.load(address(_claims), bytes32(slot)) == commitment, "commitment");
        require(uint256(VM.load(address(_claims), bytes32(slot + 1))) == _START + later, "time");
    }

    function test_claimsHoldNoEther() public {
        (bool taken, ) = address(_claims).call{value: 1}("");
        require(!taken && address(_claims).balance == 0, "ether taken");
    }

    function _claim(uint256 key, bytes32 commitment) private view returns (Claim memory) {
        uint64 time = uint64(block.timestamp);
        return Claim(VM.addr(key), commitment, time, time + 1 hours);
    }

    function _signed(uint256 key, Claim memory order) private view returns (bytes memory) {
        return signatureOf(key, Typed.digest(address(_claims), _ID, Typed.hash(order)));
    }

    function _try(uint256 key, Claim memory order) private returns (bool) {
        return _send(order, _signed(key, order));
    }

    function _send(Claim memory order, bytes memory signature) private returns (bool done) {
        (done, ) = address(_claims).call(abi.encodeCall(IClaimRegistry.claim, (order, signature)));
    }
}
