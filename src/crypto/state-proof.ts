import { uintBytes } from "./encoding.ts";
import { demand, ensure } from "./failure.ts";
import { HASH_BYTES, keccak256 } from "./hash.ts";
import { rlpBytes, rlpDecode, rlpList, rlpUint } from "./rlp.ts";
import { verifyTrieProof } from "./trie.ts";

/** What a state proof says of a contract. Both have 32 bytes. */
export interface Account {
  readonly storageRoot: Uint8Array;
  readonly codeHash: Uint8Array;
}

const ADDRESS_BYTES = 20;

/**
 * The account at a 20-byte address in the state of this root, or null where the proof shows that there is none.
 * Throws `schema.pattern` on a proof with any defect (see verifyTrieProof), `internal` on an address of another length.
 * Source: Yellow Paper §4.1 (an account is RLP of nonce, balance, storageRoot, codeHash).
 */
export function accountOf(stateRoot: Uint8Array, address: Uint8Array, proof: readonly Uint8Array[]): Account | null {
  demand(address.length === ADDRESS_BYTES, "an address of 20 bytes");
  const { value } = verifyTrieProof(stateRoot, address, proof);
  if (value === undefined) return null;
  const [nonce, balance, storageRoot, codeHash] = rlpList(rlpDecode(value), 4);
  rlpUint(nonce);
  rlpUint(balance);
  return { storageRoot: rlpBytes(storageRoot, HASH_BYTES), codeHash: rlpBytes(codeHash, HASH_BYTES) };
}

/**
 * The word in a 32-byte storage slot, 0n where the proof shows that the slot is empty.
 * Throws `schema.pattern` on a proof with any defect, `internal` on a key of another length.
 */
export function slotOf(storageRoot: Uint8Array, key: Uint8Array, proof: readonly Uint8Array[]): bigint {
  demand(key.length === 32, "a storage key of 32 bytes");
  const { value } = verifyTrieProof(storageRoot, key, proof);
  if (value === undefined) return 0n;
  const word = rlpUint(rlpDecode(value));
  ensure(word !== 0n, "trie", "no zero word, which is never stored");
  return word;
}

/**
 * The slot of mapping[key1][key2]…, whose declaration is at `baseSlot`: keccak256(key2 ‖ keccak256(key1 ‖ baseSlot)),
 * every key one 32-byte word. Throws `internal` on a key of another length.
 * Source: https://docs.soliditylang.org/en/latest/internals/layout_in_storage.html#mappings-and-dynamic-arrays
 */
export function mappingSlot(baseSlot: number | bigint, ...keys: readonly Uint8Array[]): Uint8Array {
  return keys.reduce(
    (slot, key) => {
      demand(key.length === 32, "mapping keys of 32 bytes");
      return keccak256(key, slot);
    },
    uintBytes(baseSlot, 32),
  );
}
