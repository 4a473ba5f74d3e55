import type { Hex } from "./bytes.ts";

export interface Field {
  readonly name: string;
  readonly type: string;
}

/**
 * Everything that officers and claim keys sign, as EIP-712 types. Contracts hold the same strings; test/contracts compares them.
 * The domain is {name, version, chainId, verifyingContract, salt}: salt is the registryId; verifyingContract is the
 * registry that takes the message, or the Directory for what never goes on chain (Approval, StatusOrder, SealOrder).
 */
export const EIP712_TYPES = {
  Anchor: [
    { name: "memberId", type: "bytes32" },
    { name: "officerEpoch", type: "uint32" },
    { name: "batchId", type: "bytes32" },
    { name: "root", type: "bytes32" },
    { name: "size", type: "uint32" },
    { name: "hashSuite", type: "uint8" },
    { name: "typeId", type: "bytes32" },
    { name: "notBefore", type: "uint64" },
    { name: "deadline", type: "uint64" },
  ],
  Burn: [
    { name: "memberId", type: "bytes32" },
    { name: "officerEpoch", type: "uint32" },
    { name: "batchId", type: "bytes32" },
    { name: "notBefore", type: "uint64" },
    { name: "deadline", type: "uint64" },
  ],
  CellRange: [
    { name: "first", type: "uint32" },
    { name: "count", type: "uint32" },
  ],
  CellRef: [
    { name: "memberId", type: "bytes32" },
    { name: "batchId", type: "bytes32" },
    { name: "index", type: "uint32" },
  ],
  StatusChange: [
    { name: "memberId", type: "bytes32" },
    { name: "actingMemberId", type: "bytes32" },
    { name: "officerEpoch", type: "uint32" },
    { name: "batchId", type: "bytes32" },
    { name: "ranges", type: "CellRange[]" },
    { name: "to", type: "uint8" },
    { name: "reason", type: "uint16" },
    { name: "successor", type: "CellRef" },
    { name: "expectedHead", type: "bytes32" },
    { name: "notBefore", type: "uint64" },
    { name: "deadline", type: "uint64" },
  ],
  CompromiseReport: [
    { name: "memberId", type: "bytes32" },
    { name: "officerEpoch", type: "uint32" },
    { name: "subject", type: "bytes32" },
    { name: "since", type: "uint64" },
    { name: "notBefore", type: "uint64" },
    { name: "deadline", type: "uint64" },
  ],
  Claim: [
    { name: "nullifier", type: "address" },
    { name: "commitment", type: "bytes32" },
    { name: "notBefore", type: "uint64" },
    { name: "deadline", type: "uint64" },
  ],
  SealApplication: [
    { name: "memberId", type: "bytes32" },
    { name: "officerEpoch", type: "uint32" },
    { name: "sealId", type: "bytes32" },
    { name: "maker", type: "bytes32" },
    { name: "dailyLimit", type: "uint32" },
    { name: "notBefore", type: "uint64" },
    { name: "deadline", type: "uint64" },
  ],
  SealMaking: [
    { name: "memberId", type: "bytes32" },
    { name: "officerEpoch", type: "uint32" },
    { name: "sealId", type: "bytes32" },
    { name: "digest", type: "bytes32" },
    { name: "validFrom", type: "uint64" },
    { name: "validUntil", type: "uint64" },
    { name: "notBefore", type: "uint64" },
    { name: "deadline", type: "uint64" },
  ],
  SealChange: [
    { name: "memberId", type: "bytes32" },
    { name: "officerEpoch", type: "uint32" },
    { name: "sealId", type: "bytes32" },
    { name: "expected", type: "uint32" },
    { name: "to", type: "uint8" },
    { name: "since", type: "uint64" },
    { name: "digest", type: "bytes32" },
    { name: "notBefore", type: "uint64" },
    { name: "deadline", type: "uint64" },
  ],
  SealDelegation: [
    { name: "memberId", type: "bytes32" },
    { name: "officerEpoch", type: "uint32" },
    { name: "sealId", type: "bytes32" },
    { name: "expected", type: "uint32" },
    { name: "delegate", type: "bytes32" },
    { name: "validFrom", type: "uint64" },
    { name: "validUntil", type: "uint64" },
    { name: "notBefore", type: "uint64" },
    { name: "deadline", type: "uint64" },
  ],
  SealUse: [
    { name: "memberId", type: "bytes32" },
    { name: "officerEpoch", type: "uint32" },
    { name: "sealId", type: "bytes32" },
    { name: "batchId", type: "bytes32" },
    { name: "count", type: "uint32" },
    { name: "notBefore", type: "uint64" },
    { name: "deadline", type: "uint64" },
  ],
  Approval: [
    { name: "memberId", type: "bytes32" },
    { name: "typeId", type: "bytes32" },
    { name: "draft", type: "bytes32" },
    { name: "approvedAt", type: "uint64" },
  ],
  BatchApproval: [
    { name: "memberId", type: "bytes32" },
    { name: "typeId", type: "bytes32" },
    { name: "draftsRoot", type: "bytes32" },
    { name: "count", type: "uint32" },
    { name: "approvedAt", type: "uint64" },
  ],
  StatusOrder: [
    { name: "memberId", type: "bytes32" },
    { name: "batchId", type: "bytes32" },
    { name: "index", type: "uint32" },
    { name: "to", type: "uint8" },
    { name: "reason", type: "uint16" },
    { name: "successor", type: "CellRef" },
    { name: "expectedHead", type: "bytes32" },
    { name: "orderedAt", type: "uint64" },
  ],
  SealOrder: [
    { name: "memberId", type: "bytes32" },
    { name: "sealId", type: "bytes32" },
    { name: "what", type: "uint8" },
    { name: "digest", type: "bytes32" },
    { name: "since", type: "uint64" },
    { name: "other", type: "bytes32" },
    { name: "validFrom", type: "uint64" },
    { name: "validUntil", type: "uint64" },
    { name: "expected", type: "uint32" },
    { name: "orderedAt", type: "uint64" },
  ],
} as const satisfies Record<string, readonly Field[]>;

export type SignedType = Exclude<keyof typeof EIP712_TYPES, "CellRange" | "CellRef">;

/** The signing domain of one installation. Name and version are fixed: "Yinzheng", "1". */
export interface SigningDomain {
  readonly chainId: number;
  readonly verifyingContract: Hex;
  /** registryId */
  readonly salt: Hex;
}
