import type { Bundle, Evidence } from "./bundle.ts";
import { hex, keccak, must, toHex, word } from "./bytes.ts";
import { proven, rlp, rlpInteger } from "./trie.ts";
import type { ContractName, Network } from "./trust.ts";

/** Evidence of one block (verification.md, steps 2 and 3). */
export interface State {
  readonly number: number;
  readonly hash: string;
  readonly time: number;
  /** Value of a slot that is proven, 0 where its absence is; undefined where nothing is proven. */
  read(slot: Slot): bigint | undefined;
}

export interface Slot {
  readonly contract: ContractName;
  readonly key: string;
}

export type Opened = { readonly state: State } | { readonly fault: "header" | "code" | "proof" };

/** Bytes of each field of a header; 0: an integer, -1: any. Counts: London, Shanghai, Cancun, Prague. */
const HEADER = [32, 32, 20, 32, 32, 32, 256, 0, 0, 0, 0, 0, -1, 32, 8, 0, 32, 0, 0, 32, 32];
const COUNTS = [16, 17, 20, 21];

function readHeader(encoded: string): { root: Uint8Array; number: number; time: number; hash: string } {
  const fields = rlp(hex(encoded));
  must(Array.isArray(fields) && COUNTS.includes(fields.length), "not a header");
  fields.forEach((field, i) => {
    const length = HEADER[i] ?? 0;
    if (length === 0) rlpInteger(field);
    else must(field instanceof Uint8Array && (length < 0 || field.length === length), "a field of another length");
  });
  const [number, time] = [Number(rlpInteger(fields[8])), Number(rlpInteger(fields[11]))];
  must(Number.isSafeInteger(number) && Number.isSafeInteger(time), "a number beyond 2^53 - 1");
  return { root: fields[3] as Uint8Array, number, time, hash: toHex(keccak(hex(encoded))) };
}

export function open(evidence: Evidence, network: Network): Opened {
  let header: ReturnType<typeof readHeader>;
  try {
    header = readHeader(evidence.header);
  } catch {
    return { fault: "header" };
  }
  const values = new Map<string, bigint>();
  for (const account of evidence.accounts) {
    try {
      if (!openAccount(header.root, account, network, values)) return { fault: "code" };
    } catch {
      return { fault: "proof" };
    }
  }
  const { number, time, hash } = header;
  return { state: { number, time, hash, read: ({ contract, key }) => values.get(`${contract} ${key}`) } };
}

/** False where the account runs other code; throws where a proof fails. */
function openAccount(
  root: Uint8Array,
  { address, proof, slots }: Evidence["accounts"][number],
  network: Network,
  values: Map<string, bigint>,
): boolean {
  const [name, contract] = Object.entries(network.contracts).find(([, one]) => one.address === address) ?? [];
  must(name !== undefined && contract !== undefined, "no contract of this network");
  const account = proven(root, hex(address), proof.map(hex));
  if (account === null) return false;
  const [nonce, balance, storageRoot, codeHash] = listOf4(rlp(account));
  rlpInteger(nonce);
  rlpInteger(balance);
  must(storageRoot.length === 32 && codeHash.length === 32, "not an account");
  if (toHex(codeHash) !== contract.codeHash) return false;
  for (const slot of slots) {
    const value = proven(storageRoot, hex(slot.key), slot.proof.map(hex));
    const number = value === null ? 0n : rlpInteger(rlp(value));
    must(value === null || number !== 0n, "a zero that is stored");
    values.set(`${name} ${slot.key}`, number);
  }
  return true;
}

function listOf4(item: ReturnType<typeof rlp>): [Uint8Array, Uint8Array, Uint8Array, Uint8Array] {
  must(Array.isArray(item) && item.length === 4, "not an account");
  must(
    item.every((one) => one instanceof Uint8Array),
    "not an account",
  );
  return item as [Uint8Array, Uint8Array, Uint8Array, Uint8Array];
}

/** keccak256(key ‖ slot), nested. */
export function mapping(contract: ContractName, base: number, keys: readonly (string | number)[], offset = 0n): Slot {
  const slot = keys.reduce<Uint8Array>((at, key) => keccak(word(key), at), word(base));
  return { contract, key: toHex(word(BigInt(toHex(slot)) + offset)) };
}

/** The slots of one certificate, by what they hold (chain.md, "Proven storage"). */
export function slotsOf({ anchor, manifest, keys }: Bundle, nullifier: string | null) {
  const { memberId, batchId } = anchor.anchor;
  return {
    ...anchorSlotsOf({ anchor }),
    profile: mapping("memberRegistry", 0, [memberId], 2n),
    keys: keys.map(({ keyId }) => mapping("memberRegistry", 4, [memberId, keyId])),
    word: mapping("statusRegistry", 0, [memberId, batchId, Math.floor(manifest.index / 128)]),
    head: mapping("statusRegistry", 1, [memberId, batchId]),
    /** Commitment, then time. */
    claim: nullifier === null ? [] : [0n, 1n].map((offset) => mapping("claimRegistry", 0, [nullifier], offset)),
  };
}

export type Slots = ReturnType<typeof slotsOf>;

/** Of an anchor alone, without keys and claim (representation.md, step 3). */
export function anchorSlotsOf({ anchor }: Pick<Bundle, "anchor">) {
  const { memberId, typeId, batchId } = anchor.anchor;
  const none: readonly Slot[] = [];
  return {
    member: mapping("memberRegistry", 0, [memberId]),
    scope: mapping("memberRegistry", 3, [memberId, typeId]),
    officers: anchor.signatures.map(({ signer }) => mapping("memberRegistry", 1, [memberId, signer])),
    limits: anchor.signatures.map(({ signer }) => mapping("memberRegistry", 2, [memberId, signer, typeId])),
    record: mapping("anchorRegistry", 0, [memberId, batchId]),
    keys: none,
    claim: none,
  };
}

export type AnchorSlots = ReturnType<typeof anchorSlotsOf>;

/** Whether the evidence speaks of exactly these slots, each once. */
export function provesExactly(
  { accounts }: Evidence,
  network: Network,
  slots: Readonly<Record<string, Slot | readonly Slot[]>>,
): boolean {
  const wanted = new Set(
    Object.values(slots)
      .flat()
      .map(({ contract, key }) => `${network.contracts[contract]?.address} ${key}`),
  );
  const there = accounts.flatMap(({ address, slots: own }) => own.map(({ key }) => `${address} ${key}`));
  const addresses = accounts.map(({ address }) => address);
  const named = new Set([...wanted].map((one) => one.slice(0, 42)));
  return (
    there.length === wanted.size &&
    there.every((one) => wanted.has(one)) &&
    new Set(there).size === there.length &&
    addresses.length === named.size &&
    addresses.every((address) => named.has(address))
  );
}

/** The fields of a packed word, from the least significant bit up. */
export function unpack(value: bigint, ...widths: readonly number[]): number[] {
  let rest = value;
  return widths.map((width) => {
    const part = Number(rest % (1n << BigInt(width)));
    rest >>= BigInt(width);
    return part;
  });
}
