import { rlpDecode, rlpList } from "../crypto/rlp.ts";
import { YinzhengError } from "../domain/errors.ts";
import type { Algorithm, Purpose } from "./keys.ts";

interface Rule {
  /** The one algorithm that signs for this purpose. */
  readonly algorithm: Algorithm;
  readonly expected: string;
  readonly holds: (message: Uint8Array) => boolean;
}

const EIP712: Omit<Rule, "algorithm"> = {
  expected: "an EIP-712 message: 0x19 0x01 and two hashes, 66 bytes",
  holds: (message) => message.length === 66 && message[0] === 0x19 && message[1] === 0x01,
};
const COSIGNATURE = new TextEncoder().encode("cosignature/v1\n");
/** Fields of an EIP-1559 transaction before it is signed. https://eips.ethereum.org/EIPS/eip-1559 */
const TRANSACTION_FIELDS = 9;

/** All that a key of each purpose signs: no rule lets a bare 32-byte value through. */
const RULES: Record<Purpose, Rule> = {
  officer: { algorithm: "secp256k1", ...EIP712 },
  council: { algorithm: "secp256k1", ...EIP712 },
  transaction: {
    algorithm: "secp256k1",
    expected: "an unsigned EIP-1559 transaction: 0x02 and an RLP list of 9 items",
    holds: isTransaction,
  },
  credential: {
    algorithm: "ed25519",
    expected: "the two hashes of a Data Integrity proof, 64 bytes",
    holds: (message) => message.length === 64,
  },
  witness: {
    algorithm: "ed25519",
    expected: 'a co-signed checkpoint: "cosignature/v1" and a line feed, then the rest',
    holds: (message) => message.length > COSIGNATURE.length && COSIGNATURE.every((byte, i) => message[i] === byte),
  },
};

/** Throws `keys.purpose` when no key of this algorithm serves the purpose. */
export function requireAlgorithm(purpose: Purpose, algorithm: Algorithm): void {
  const { algorithm: expected } = RULES[purpose];
  if (algorithm !== expected) throw new YinzhengError("keys.purpose", { purpose, expected });
}

/** Throws `keys.purpose` unless a key of this purpose may sign the message. */
export function requireMessage(purpose: Purpose, message: Uint8Array): void {
  const { holds, expected } = RULES[purpose];
  if (!holds(message)) throw new YinzhengError("keys.purpose", { purpose, expected });
}

function isTransaction(message: Uint8Array): boolean {
  if (message[0] !== 0x02) return false;
  try {
    return rlpList(rlpDecode(message.subarray(1))).length === TRANSACTION_FIELDS;
  } catch {
    return false;
  }
}
