import { selectorOf } from "../crypto/abi-call.ts";
import { ALGORITHM } from "../crypto/certificate-oids.ts";
import { equal, utf8 } from "../crypto/encoding.ts";
import { sha256, sm3 } from "../crypto/hash.ts";
import { rlpDecode, rlpList } from "../crypto/rlp.ts";
import { YinzhengError } from "../domain/errors.ts";
import { BATCH_SIGNATURE_TAG } from "../proof/batch-signature.ts";
import { POSSESSION_TAG } from "../proof/possession.ts";
import { isCertificate, isSignedAttributes } from "./documents.ts";
import type { Algorithm, Purpose } from "./keys.ts";
import { isSealAuthority, isSealInfo, isSealing } from "./seals.ts";

interface Rule {
  /** The algorithms that sign for this purpose. */
  readonly algorithms: readonly Algorithm[];
  readonly expected: string;
  readonly holds: (message: Uint8Array) => boolean;
}

const EIP712: Omit<Rule, "algorithms"> = {
  expected: "an EIP-712 message: 0x19 0x01 and two hashes, 66 bytes",
  holds: (message) => message.length === 66 && message[0] === 0x19 && message[1] === 0x01,
};
const COSIGNATURE = utf8("cosignature/v1\n");
const MEMBER_KEYS = ["ed25519", "p256", "sm2"] as const;
/** First half of a batch signature, by each suite's hash. */
const BATCH_TAGS = [sha256(utf8(BATCH_SIGNATURE_TAG)), sm3(utf8(BATCH_SIGNATURE_TAG))];
const POSSESSION = sha256(utf8(POSSESSION_TAG));
const beginsWith = (starts: readonly Uint8Array[], message: Uint8Array): boolean =>
  starts.some((start) => equal(message.subarray(0, start.length), start));
const PROOF: Omit<Rule, "algorithms"> = {
  expected: "the two hashes of a Data Integrity proof, 64 bytes",
  holds: (message) => message.length === 64 && !beginsWith(BATCH_TAGS, message),
};
/** Fields of an EIP-1559 transaction before it is signed. https://eips.ethereum.org/EIPS/eip-1559 */
const TRANSACTION_FIELDS = 9;

/** All that a key of each purpose signs: no rule lets a bare 32-byte value through. */
const RULES: Record<Purpose, Rule> = {
  officer: { algorithms: ["secp256k1"], ...EIP712 },
  council: {
    algorithms: ["secp256k1"],
    expected: `${EIP712.expected}; or a transaction that asks the Guardian to stop something`,
    holds: (message) => EIP712.holds(message) || isStop(message),
  },
  transaction: {
    algorithms: ["secp256k1"],
    expected: "an unsigned EIP-1559 transaction: 0x02 and an RLP list of 9 items",
    holds: isTransaction,
  },
  credential: { algorithms: MEMBER_KEYS, ...PROOF },
  batch: {
    algorithms: MEMBER_KEYS,
    expected: "a batch signature's two hashes, the first that of its tag, 64 bytes",
    holds: (message) => message.length === 64 && beginsWith([...BATCH_TAGS, POSSESSION], message),
  },
  status: { algorithms: MEMBER_KEYS, ...PROOF },
  witness: {
    algorithms: ["ed25519"],
    expected: 'a co-signed checkpoint: "cosignature/v1" and a line feed, then the rest',
    holds: (message) => message.length > COSIGNATURE.length && COSIGNATURE.every((byte, i) => message[i] === byte),
  },
  seal: {
    algorithms: ["p256"],
    expected: "the signed attributes of a PAdES signature: a SET, with the digest of data and the certificate",
    holds: isSignedAttributes,
  },
  authority: {
    algorithms: ["p256"],
    expected: "a certificate of version 3 that ECDSA with SHA-256 is to sign",
    holds: (message) => isCertificate(message, ALGORITHM.ecdsaSha256),
  },
  "seal-authority": {
    algorithms: ["sm2"],
    expected: "a certificate of version 3, or a list of revoked ones, that SM2 with SM3 is to sign",
    holds: isSealAuthority,
  },
  "seal-maker": {
    algorithms: ["sm2"],
    expected: "what the maker says of a seal: SES_SealInfo of version 4 or 5",
    holds: isSealInfo,
  },
  sealing: {
    algorithms: ["sm2"],
    expected: "what is signed with a seal: TBS_Sign of version 4 or 5, over an SM3",
    holds: isSealing,
  },
};

/** Throws `keys.purpose` when no key of this algorithm serves the purpose. */
export function requireAlgorithm(purpose: Purpose, algorithm: Algorithm): void {
  const { algorithms } = RULES[purpose];
  if (!algorithms.includes(algorithm))
    throw new YinzhengError("keys.purpose", { purpose, expected: algorithms.join(" | ") });
}

/** Throws `keys.purpose` unless a key of this purpose may sign the message. */
export function requireMessage(purpose: Purpose, message: Uint8Array): void {
  const { holds, expected } = RULES[purpose];
  if (!holds(message)) throw new YinzhengError("keys.purpose", { purpose, expected });
}

function isTransaction(message: Uint8Array): boolean {
  return transactionFields(message) !== null;
}

/** The two functions of the Guardian: who sends them must be an owner of the Safe itself. Of no other contract do they move anything. */
const STOPS = ["freezeMember", "pause"].map((name) => selectorOf({ name, types: ["bytes32"] }));
const STOP_BYTES = 4 + 32;

/** A transaction without value or access list that calls one of them. */
function isStop(message: Uint8Array): boolean {
  const [, , , , , , value, data, access] = transactionFields(message) ?? [];
  const bare = value instanceof Uint8Array && value.length === 0 && Array.isArray(access) && access.length === 0;
  return bare && data instanceof Uint8Array && data.length === STOP_BYTES && beginsWith(STOPS, data);
}

function transactionFields(message: Uint8Array): readonly unknown[] | null {
  if (message[0] !== 0x02) return null;
  try {
    const fields = rlpList(rlpDecode(message.subarray(1)));
    return fields.length === TRANSACTION_FIELDS ? fields : null;
  } catch {
    return null;
  }
}
