import { fromHex, toHex } from "../../../src/crypto/encoding.ts";
import { keccak256 } from "../../../src/crypto/hash.ts";
import { encodeHeader, parseHeader } from "../../../src/crypto/header.ts";
import { rlpEncode, uintItem } from "../../../src/crypto/rlp.ts";
import type { Hex, Seconds } from "../../../src/domain/bytes.ts";
import { type PerRegistry, type RegistryName, registriesIn } from "../../../src/domain/network.ts";
import type { Evidence } from "../../../src/proof/bundle.ts";
import type { Slot } from "../../../src/proof/slots.ts";
import { buildTrie, type Trie } from "../../crypto/trie-builder.ts";
import { digest } from "./keys.ts";

/** What stands in storage; a slot that is not here is empty. */
export type Values = ReadonlyMap<string, readonly [Slot, bigint]>;

export const valuesOf = (entries: readonly (readonly [Slot, bigint])[]): Values =>
  new Map(entries.map((entry) => [`${entry[0].contract}/${entry[0].key}`, entry]));

type Contracts = PerRegistry<{ readonly address: Hex; readonly codeHash: Hex }>;

/** State of a chain that never was: any values under any code, proven as a node would prove them. */
export interface PaperState {
  readonly block: { readonly number: number; readonly hash: Hex; readonly time: Seconds };
  evidence(slots: readonly Slot[]): Evidence;
}

/** `unasked`: slots in each storage that nobody asks for; they make the tries deep enough to have branches. */
export function stateOf(
  contracts: Contracts,
  values: Values,
  block: { number: number; time: Seconds },
  unasked = 5,
): PaperState {
  const names = registriesIn(contracts);
  const storages = new Map(names.map((name) => [name, storageOf(name, values, unasked)]));
  const accounts = buildTrie([
    ...names.map((name) => {
      const root = storages.get(name)!.root;
      const { address, codeHash } = contracts[name]!;
      const nonce = uintItem(1n);
      return [pathOf(address), rlpEncode([nonce, uintItem(0n), root, fromHex(codeHash)])] as const;
    }),
    ...["a", "b", "c", "d"].map((name) => [pathOf(digest(name)), fromHex(digest(`account ${name}`))] as const),
  ]);
  const header = toHex(headerOf(accounts.root, block));
  const proofOf = (trie: Trie, name: Hex): Hex[] => trie.proof(pathOf(name)).map(toHex);
  return {
    block: { ...block, hash: toHex(parseHeader(fromHex(header)).hash) },
    evidence: (slots) => ({
      header,
      accounts: names
        .filter((name) => slots.some(({ contract }) => contract === name))
        .map((name) => {
          const { address } = contracts[name]!;
          const keys = new Set(slots.filter(({ contract }) => contract === name).map(({ key }) => key));
          const proven = [...keys].map((key) => ({ key, proof: proofOf(storages.get(name)!, key) }));
          return { address, proof: proofOf(accounts, address), slots: proven };
        }),
    }),
  };
}

function storageOf(name: RegistryName, values: Values, unasked: number): Trie {
  const decoys = Array.from(
    { length: unasked },
    (_, i) => [pathOf(digest(`${name} ${i + 1}`)), rlpEncode(uintItem(7n))] as const,
  );
  const own = [...values.values()].filter(([{ contract }, word]) => contract === name && word !== 0n);
  return buildTrie([...own.map(([{ key }, word]) => [pathOf(key), rlpEncode(uintItem(word))] as const), ...decoys]);
}

const pathOf = (key: Hex): number[] => [...keccak256(fromHex(key))].flatMap((byte) => [byte >> 4, byte & 15]);

function headerOf(stateRoot: Uint8Array, { number, time }: { number: number; time: Seconds }): Uint8Array {
  const zeros = (bytes: number): string => `0x${"00".repeat(bytes)}`;
  const quantity = (value: number): string => `0x${value.toString(16)}`;
  return encodeHeader({
    parentHash: digest(`block ${number - 1}`),
    sha3Uncles: digest("no uncles"),
    miner: zeros(20),
    stateRoot: toHex(stateRoot),
    transactionsRoot: digest("transactions"),
    receiptsRoot: digest("receipts"),
    logsBloom: zeros(256),
    difficulty: "0x0",
    number: quantity(number),
    gasLimit: "0x1c9c380",
    gasUsed: "0x0",
    timestamp: quantity(time),
    extraData: "0x",
    mixHash: zeros(32),
    nonce: zeros(8),
    baseFeePerGas: "0x0",
    withdrawalsRoot: digest("withdrawals"),
    blobGasUsed: "0x0",
    excessBlobGas: "0x0",
    parentBeaconBlockRoot: zeros(32),
  });
}
