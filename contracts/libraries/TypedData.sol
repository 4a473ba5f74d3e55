// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Anchor, Burn} from "../types/Anchoring.sol";
import {Claim} from "../types/Claiming.sol";
import {CompromiseReport} from "../types/Membership.sol";
import {SealApplication, SealChange, SealDelegation, SealMaking, SealUse} from "../types/Sealing.sol";
import {CellRange, StatusChange} from "../types/Status.sol";

/// @title EIP-712 hashes of everything that is signed and goes on chain.
/// @dev The type strings equal those of src/domain/eip712.ts; test/contracts compares them.
library TypedData {
    string internal constant NAME = "Yinzheng";
    string internal constant VERSION = "1";

    bytes32 private constant _NAME = keccak256("Yinzheng");
    bytes32 private constant _VERSION = keccak256("1");

    bytes32 private constant _DOMAIN =
        keccak256(
            "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract,bytes32 salt)"
        );
    bytes32 private constant _ANCHOR =
        keccak256(
            "Anchor(bytes32 memberId,uint32 officerEpoch,bytes32 batchId,bytes32 root,uint32 size,uint8 hashSuite,bytes32 typeId,uint64 notBefore,uint64 deadline)"
        );
    bytes32 private constant _BURN =
        keccak256("Burn(bytes32 memberId,uint32 officerEpoch,bytes32 batchId,uint64 notBefore,uint64 deadline)");
    bytes32 private constant _CELL_RANGE = keccak256("CellRange(uint32 first,uint32 count)");
    bytes32 private constant _CELL_REF = keccak256("CellRef(bytes32 memberId,bytes32 batchId,uint32 index)");
    bytes32 private constant _STATUS_CHANGE =
        keccak256(
            "StatusChange(bytes32 memberId,bytes32 actingMemberId,uint32 officerEpoch,bytes32 batchId,CellRange[] ranges,uint8 to,uint16 reason,CellRef successor,bytes32 expectedHead,uint64 notBefore,uint64 deadline)CellRange(uint32 first,uint32 count)CellRef(bytes32 memberId,bytes32 batchId,uint32 index)"
        );
    bytes32 private constant _COMPROMISE_REPORT =
        keccak256(
            "CompromiseReport(bytes32 memberId,uint32 officerEpoch,bytes32 subject,uint64 since,uint64 notBefore,uint64 deadline)"
        );

    bytes32 private constant _CLAIM =
        keccak256("Claim(address nullifier,bytes32 commitment,uint64 notBefore,uint64 deadline)");

    bytes32 private constant _SEAL_APPLICATION =
        keccak256(
            "SealApplication(bytes32 memberId,uint32 officerEpoch,bytes32 sealId,bytes32 maker,uint32 dailyLimit,uint64 notBefore,uint64 deadline)"
        );
    bytes32 private constant _SEAL_MAKING =
        keccak256(
            "SealMaking(bytes32 memberId,uint32 officerEpoch,bytes32 sealId,bytes32 digest,uint64 validFrom,uint64 validUntil,uint64 notBefore,uint64 deadline)"
        );
    bytes32 private constant _SEAL_CHANGE =
        keccak256(
            "SealChange(bytes32 memberId,uint32 officerEpoch,bytes32 sealId,uint32 expected,uint8 to,uint64 since,bytes32 digest,uint64 notBefore,uint64 deadline)"
        );
    bytes32 private constant _SEAL_DELEGATION =
        keccak256(
            "SealDelegation(bytes32 memberId,uint32 officerEpoch,bytes32 sealId,uint32 expected,bytes32 delegate,uint64 validFrom,uint64 validUntil,uint64 notBefore,uint64 deadline)"
        );
    bytes32 private constant _SEAL_USE =
        keccak256(
            "SealUse(bytes32 memberId,uint32 officerEpoch,bytes32 sealId,bytes32 batchId,uint32 count,uint64 notBefore,uint64 deadline)"
        );

    function separator(bytes32 salt) internal view returns (bytes32) {
        return
            keccak256(abi.encode(_DOMAIN, _NAME, _VERSION, block.chainid, address(this), salt));
    }

    function digest(bytes32 domain, bytes32 structHash) internal pure returns (bytes32) {
        return keccak256(abi.encodePacked(hex"1901", domain, structHash));
    }

    function hash(Anchor calldata anchor) internal pure returns (bytes32) {
        return keccak256(abi.encode(_ANCHOR, anchor));
    }

    function hash(Burn calldata burn) internal pure returns (bytes32) {
        return keccak256(abi.encode(_BURN, burn));
    }

    function hash(CompromiseReport calldata report) internal pure returns (bytes32) {
        return keccak256(abi.encode(_COMPROMISE_REPORT, report));
    }

    function hash(Claim calldata claim) internal pure returns (bytes32) {
        return keccak256(abi.encode(_CLAIM, claim));
    }

    function hash(SealApplication calldata application) internal pure returns (bytes32) {
        return keccak256(abi.encode(_SEAL_APPLICATION, application));
    }

    function hash(SealMaking calldata making) internal pure returns (bytes32) {
        return keccak256(abi.encode(_SEAL_MAKING, making));
    }

    function hash(SealChange calldata change) internal pure returns (bytes32) {
        return keccak256(abi.encode(_SEAL_CHANGE, change));
    }

    function hash(SealDelegation calldata delegation) internal pure returns (bytes32) {
        return keccak256(abi.encode(_SEAL_DELEGATION, delegation));
    }

    function hash(SealUse calldata use) internal pure returns (bytes32) {
        return keccak256(abi.encode(_SEAL_USE, use));
    }

    function hash(StatusChange calldata change) internal pure returns (bytes32) {
        bytes memory head = abi.encode(
            _STATUS_CHANGE,
            change.memberId,
            change.actingMemberId,
            change.officerEpoch,
            change.batchId,
            _hash(change.ranges)
        );
        bytes memory tail = abi.encode(
            change.to,
            change.reason,
            keccak256(abi.encode(_CELL_REF, change.successor)),
            change.expectedHead,
            change.notBefore,
            change.deadline
        );
        return keccak256(bytes.concat(head, tail));
    }

    function _hash(CellRange[] calldata ranges) private pure returns (bytes32) {
        bytes32[] memory hashes = new bytes32[](ranges.length);
        for (uint256 i = 0; i < ranges.length; ++i) {
            hashes[i] = keccak256(abi.encode(_CELL_RANGE, ranges[i]));
        }
        return keccak256(abi.encodePacked(hashes));
    }
}
