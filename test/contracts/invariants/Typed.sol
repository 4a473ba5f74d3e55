// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Anchor, Burn} from "../../../contracts/types/Anchoring.sol";
import {Claim} from "../../../contracts/types/Claiming.sol";
import {CompromiseReport} from "../../../contracts/types/Membership.sol";
import {SealApplication, SealChange, SealDelegation, SealMaking, SealUse} from "../../../contracts/types/Sealing.sol";
import {StatusChange} from "../../../contracts/types/Status.sol";

/// @title What is signed, by docs/format/chain.md and EIP-712 alone; nothing of the contracts' own library.
library Typed {
    string private constant _REF = "CellRef(bytes32 memberId,bytes32 batchId,uint32 index)";
    string private constant _RANGE = "CellRange(uint32 first,uint32 count)";

    function hash(Anchor memory a) internal pure returns (bytes32) {
        return
            keccak256(
                bytes.concat(
                    keccak256(
                        "Anchor(bytes32 memberId,uint32 officerEpoch,bytes32 batchId,bytes32 root,uint32 size,uint8 hashSuite,bytes32 typeId,uint64 notBefore,uint64 deadline)"
                    ),
                    abi.encode(a)
                )
            );
    }

    function hash(Burn memory b) internal pure returns (bytes32) {
        bytes32 name = keccak256(
            "Burn(bytes32 memberId,uint32 officerEpoch,bytes32 batchId,uint64 notBefore,uint64 deadline)"
        );
        return keccak256(bytes.concat(name, abi.encode(b)));
    }

    function hash(CompromiseReport memory r) internal pure returns (bytes32) {
        bytes32 name = keccak256(
            "CompromiseReport(bytes32 memberId,uint32 officerEpoch,bytes32 subject,uint64 since,uint64 notBefore,uint64 deadline)"
        );
        return keccak256(bytes.concat(name, abi.encode(r)));
    }

    function hash(Claim memory c) internal pure returns (bytes32) {
        bytes32 name = keccak256("Claim(address nullifier,bytes32 commitment,uint64 notBefore,uint64 deadline)");
        return keccak256(bytes.concat(name, abi.encode(c)));
    }

    function hash(SealApplication memory s) internal pure returns (bytes32) {
        bytes32 name = keccak256(
            "SealApplication(bytes32 memberId,uint32 officerEpoch,bytes32 sealId,bytes32 maker,uint32 dailyLimit,uint64 notBefore,uint64 deadline)"
        );
        return keccak256(bytes.concat(name, abi.encode(s)));
    }

    function hash(SealMaking memory s) internal pure returns (bytes32) {
        bytes32 name = keccak256(
            "SealMaking(bytes32 memberId,uint32 officerEpoch,bytes32 sealId,bytes32 digest,uint64 validFrom,uint64 validUntil,uint64 notBefore,uint64 deadline)"
        );
        return keccak256(bytes.concat(name, abi.encode(s)));
    }

    function hash(SealChange memory s) internal pure returns (bytes32) {
        bytes32 name = keccak256(
            "SealChange(bytes32 memberId,uint32 officerEpoch,bytes32 sealId,uint32 expected,uint8 to,uint64 since,bytes32 digest,uint64 notBefore,uint64 deadline)"
        );
        return keccak256(bytes.concat(name, abi.encode(s)));
    }

    function hash(SealDelegation memory s) internal pure returns (bytes32) {
        bytes32 name = keccak256(
            "SealDelegation(bytes32 memberId,uint32 officerEpoch,bytes32 sealId,uint32 expected,bytes32 delegate,uint64 validFrom,uint64 validUntil,uint64 notBefore,uint64 deadline)"
        );
        return keccak256(bytes.concat(name, abi.encode(s)));
    }

    function hash(SealUse memory s) internal pure returns (bytes32) {
        bytes32 name = keccak256(
            "SealUse(bytes32 memberId,uint32 officerEpoch,bytes32 sealId,bytes32 batchId,uint32 count,uint64 notBefore,uint64 deadline)"
        );
        return keccak256(bytes.concat(name, abi.encode(s)));
    }

    function hash(StatusChange memory s) internal pure returns (bytes32) {
        string
            memory fields = "StatusChange(bytes32 memberId,bytes32 actingMemberId,uint32 officerEpoch,bytes32 batchId,CellRange[] ranges,uint8 to,uint16 reason,CellRef successor,bytes32 expectedHead,uint64 notBefore,uint64 deadline)";
        bytes memory ranges;
        for (uint256 i = 0; i < s.ranges.length; ++i) {
            bytes memory one = abi.encode(keccak256(bytes(_RANGE)), s.ranges[i].first, s.ranges[i].count);
            ranges = bytes.concat(ranges, keccak256(one));
        }
        bytes32[12] memory words = [
            keccak256(bytes(string.concat(fields, _RANGE, _REF))),
            s.memberId,
            s.actingMemberId,
            bytes32(uint256(s.officerEpoch)),
            s.batchId,
            keccak256(ranges),
            bytes32(uint256(s.to)),
            bytes32(uint256(s.reason)),
            keccak256(abi.encode(keccak256(bytes(_REF)), s.successor.memberId, s.successor.batchId, s.successor.index)),
            s.expectedHead,
            bytes32(uint256(s.notBefore)),
            bytes32(uint256(s.deadline))
        ];
        return keccak256(abi.encode(words));
    }

    /// @dev What a signature for `registry` is made over.
    function digest(address registry, bytes32 salt, bytes32 structHash) internal view returns (bytes32) {
        bytes32 domain = keccak256(
            abi.encode(
                keccak256(
                    "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract,bytes32 salt)"
                ),
                keccak256("Yinzheng"),
                keccak256("1"),
                block.chainid,
                registry,
                salt
            )
        );
        return keccak256(abi.encodePacked(hex"1901", domain, structHash));
    }
}
