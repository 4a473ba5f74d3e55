import type { Bundle, Change } from "./bundle.ts";
import { hex, join, keccak, sha256, text, toHex, uint, word } from "./bytes.ts";
import { leafHash } from "./merkle.ts";

/** What officers sign (EIP-712) and what the log keeps of it (chain.md). */
const ANCHOR =
  "Anchor(bytes32 memberId,uint32 officerEpoch,bytes32 batchId,bytes32 root,uint32 size,uint8 hashSuite,bytes32 typeId,uint64 notBefore,uint64 deadline)";
const CELL_RANGE = "CellRange(uint32 first,uint32 count)";
const CELL_REF = "CellRef(bytes32 memberId,bytes32 batchId,uint32 index)";
const STATUS_CHANGE = `StatusChange(bytes32 memberId,bytes32 actingMemberId,uint32 officerEpoch,bytes32 batchId,CellRange[] ranges,uint8 to,uint16 reason,CellRef successor,bytes32 expectedHead,uint64 notBefore,uint64 deadline)${CELL_RANGE}${CELL_REF}`;
const DOMAIN = "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract,bytes32 salt)";

const named = (type: string): Uint8Array => keccak(text(type));

/** The nine words of an anchor, as abi.encode and hashStruct both have them. */
function anchorWords({ anchor }: Bundle["anchor"]): readonly Uint8Array[] {
  const { memberId, officerEpoch, batchId, root, size, hashSuite, typeId, notBefore, deadline } = anchor;
  return [memberId, officerEpoch, batchId, root, size, hashSuite, typeId, notBefore, deadline].map(word);
}

/** What officers' keys sign of an anchor: keccak256 of 0x19 0x01 ‖ domain ‖ struct. */
export function anchorDigest(
  network: { readonly chainId: number; readonly registryId: string },
  verifyingContract: string,
  record: Bundle["anchor"],
): Uint8Array {
  const { chainId, registryId } = network;
  const head = [DOMAIN, "Yinzheng", "1"].map(named);
  const domain = keccak(...head, word(chainId), word(verifyingContract), word(registryId));
  return keccak(Uint8Array.of(0x19, 0x01), domain, keccak(named(ANCHOR), ...anchorWords(record)));
}

/** Leaf hash of the anchor's log record. */
export function recordLeaf(registryId: string, record: Bundle["anchor"]): Uint8Array {
  const signers = record.signatures.map(({ signer }) => word(signer));
  // Nine words, the threshold, the offset of the list (11 words), then the list.
  const body = [...anchorWords(record), word(record.threshold), word(11 * 32), word(signers.length), ...signers];
  const kind = join(text("yinzheng/log/anchor/v1"), new Uint8Array(10));
  return leafHash(sha256, join(hex(registryId), kind, uint(record.time, 8), hex(record.parentHash), ...body));
}

/** The statusHead after one more change. */
export function headAfter(head: string, { change, time }: { change: Change; time: number }): string {
  return toHex(sha256(hex(head), changeHash(change), uint(time, 8)));
}

function changeHash(change: Change): Uint8Array {
  const { memberId, batchId, index } = change.successor;
  const ranges = change.ranges.map(({ first, count }) => keccak(named(CELL_RANGE), word(first), word(count)));
  return keccak(
    named(STATUS_CHANGE),
    ...[change.memberId, change.actingMemberId, change.officerEpoch, change.batchId].map(word),
    keccak(...ranges),
    ...[change.to, change.reason].map(word),
    keccak(named(CELL_REF), word(memberId), word(batchId), word(index)),
    ...[change.expectedHead, change.notBefore, change.deadline].map(word),
  );
}
