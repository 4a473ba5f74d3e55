import { fromHex, toHex } from "../../crypto/encoding.ts";
import { parseHeader } from "../../crypto/header.ts";
import { accountOf, slotOf } from "../../crypto/state-proof.ts";
import { EMPTY_TRIE_ROOT } from "../../crypto/trie.ts";
import type { Hex } from "../../domain/bytes.ts";
import { YinzhengError } from "../../domain/errors.ts";
import type { Block, Ledger } from "../../ledger/ledger.ts";
import type { Evidence } from "../../proof/bundle.ts";
import { pauseSlot, type Slot } from "../../proof/slots.ts";
import { type Expected, type Settled, settledIn } from "./expected.ts";
import type { Holding } from "./holdings.ts";

const ANY_KEY: Hex = `0x${"00".repeat(32)}`;
/** Most slots proven by one request. */
const CHUNK = 256;
/** Most slots asked for to say which one it is that makes a storage another. */
const SEARCHED = 10_000;

type At = Pick<Block, "number" | "hash">;

/** A registry's storage root. */
interface StorageAt {
  readonly registry: Settled;
  readonly root: Hex;
}

/** A slot that is another, and whose it is. */
interface Other {
  readonly of: string;
  readonly key: string;
}

/**
 * Compares the whole storage of every registry at a block with what the log makes of it, by its root. A co-signature
 * vouches for state that no record of the log gives. Pauses are in no record and so taken as they are found.
 */
export class StateCheck {
  readonly #ledger: Ledger;
  /** Storage roots as they were found to be right, by the number of records that had changed them. */
  readonly #roots = new Map<string, Hex>();
  /** What was found out about roots that are not, and whose slots it was. */
  readonly #wrong = new Map<string, Other>();
  readonly #suspects = new Set<string>();

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
  }

  /** Throws `witness.refused` (alarm `witness.state`, `detail.of` naming whose state is another), `chain.unreachable`, `chain.mismatch`. */
  async at(expected: Expected, block: At): Promise<void> {
    // Before the log's first record there may be no registries.
    if (expected.size === 0) return;
    for (const { registry, root } of await this.#storage(block)) {
      if (root !== expected.root(registry) && registry === "anchorRegistry") await this.#pause(expected, block);
      if (root !== expected.root(registry)) throw refusal(await this.#named(expected, registry, root, block));
      this.#roots.set(placeOf(registry, expected.writes(registry)), root);
    }
  }

  /**
   * A block of before, at which the log had `size` leaves: what the registries had to hold then is not known any more, but
   * their storage may have been seen, whole; that of AnchorRegistry is not compared. Throws `witness.refused` for storage
   * that was never found to be right.
   */
  async before(expected: Expected, size: number, block: At): Promise<void> {
    if (size === 0) return;
    for (const { registry, root } of await this.#storage(block)) {
      if (registry === "anchorRegistry") continue;
      const known = this.#roots.get(placeOf(registry, expected.writes(registry, size)));
      if (known === undefined)
        throw new YinzhengError("witness.refused", {
          reason: "the block is older than one judged already",
          of: registry,
        });
      if (known !== root) throw refusal({ of: registry, key: root });
    }
  }

  async #storage({ number, hash }: At): Promise<readonly StorageAt[]> {
    // Any slot: the proof of the account is what is looked at.
    const { contracts } = this.#ledger.network;
    const settled = settledIn(contracts);
    const slots = settled.map((contract): Slot => ({ contract, key: ANY_KEY }));
    const { header, accounts } = await this.#ledger.capture(slots, number);
    const { stateRoot, hash: found } = parseHeader(fromHex(header));
    return settled.map((registry) => {
      const address = contracts[registry] ?? "0x";
      const shown = accounts.find((one) => one.address === address);
      if (shown === undefined || toHex(found) !== hash) throw refusal({ of: registry, key: "" });
      // One that is not deployed yet has no account.
      const account = accountOf(stateRoot, fromHex(address), shown.proof.map(fromHex));
      return { registry, root: toHex(account?.storageRoot ?? EMPTY_TRIE_ROOT) };
    });
  }

  /** Whatever was paused, or is not any more, by the registry's events: how long is taken as it is found. */
  async #pause(expected: Expected, block: At): Promise<void> {
    const types = await this.#ledger.pausedTypes(this.#ledger.network.deployBlock, block.number);
    const slots = types.map(pauseSlot);
    const held = await this.#held(slots, block);
    expected.write(slots.map((slot) => ({ slot, value: held.get(slot.key) ?? 0n })));
  }

  /** Which of the slots that the log speaks of makes the storage another; only the registry where none of them does. */
  async #named(expected: Expected, registry: Settled, root: Hex, block: At): Promise<Other> {
    const known = this.#wrong.get(`${registry} ${root}`);
    if (known !== undefined) return known;
    const suspects = expected.subjects.filter(({ name }) => this.#suspects.has(name));
    const wanted = [...suspects, ...expected.subjects].flatMap(({ name, holdings }) => {
      const own = holdings().filter(({ slot }) => slot.contract === registry);
      return own.map((one) => ({ ...one, of: name }));
    });
    // That it is another is certain, whether or not the node helps to say which.
    const found = await this.#other(wanted.slice(0, SEARCHED), block).catch(() => undefined);
    const other = found ?? { of: registry, key: root };
    this.#wrong.set(`${registry} ${root}`, other);
    this.#suspects.add(other.of);
    return other;
  }

  /** The first slot that holds anything else than it must. */
  async #other(wanted: readonly (Holding & Pick<Other, "of">)[], block: At): Promise<Other | undefined> {
    for (let from = 0; from < wanted.length; from += CHUNK) {
      const chunk = wanted.slice(from, from + CHUNK);
      const slots = chunk.map(({ slot }) => slot);
      const held = await this.#held(slots, block);
      const other = chunk.find(({ slot, value }) => held.get(slot.key) !== value);
      if (other !== undefined) return { of: other.of, key: other.slot.key };
    }
    return undefined;
  }

  /** What slots of one registry hold, by their keys. */
  async #held(slots: readonly Slot[], { number, hash }: At): Promise<ReadonlyMap<Hex, bigint>> {
    return slots.length === 0 ? new Map() : valuesIn(await this.#ledger.capture(slots, number), hash);
  }
}

const placeOf = (registry: Settled, writes: number): string => `${registry} ${writes}`;

function refusal(other: Other): YinzhengError {
  const reason = "a registry holds what the log's records do not make";
  return new YinzhengError("witness.refused", { reason, alarm: "witness.state", ...other });
}

/** Values of the slots that hold good against the header of this block; none where it is another's. */
function valuesIn({ header, accounts }: Evidence, hash: string): ReadonlyMap<Hex, bigint> {
  const values = new Map<Hex, bigint>();
  const { stateRoot, hash: found } = parseHeader(fromHex(header));
  if (toHex(found) !== hash) return values;
  for (const { address, proof, slots } of accounts) {
    const account = accountOf(stateRoot, fromHex(address), proof.map(fromHex));
    if (account === null) continue;
    for (const { key, proof: path } of slots)
      values.set(key, slotOf(account.storageRoot, fromHex(key), path.map(fromHex)));
  }
  return values;
}
