import { fromHex, toHex } from "../../crypto/encoding.ts";
import { parseHeader } from "../../crypto/header.ts";
import { accountOf, slotOf } from "../../crypto/state-proof.ts";
import { EMPTY_TRIE_ROOT } from "../../crypto/trie.ts";
import type { Hex, Seconds } from "../../domain/bytes.ts";
import { YinzhengError } from "../../domain/errors.ts";
import type { Block, Ledger } from "../../ledger/ledger.ts";
import type { Evidence } from "../../proof/bundle.ts";
import type { Slot } from "../../proof/slots.ts";
import { type BatchSubject, type Expected, SETTLED, type Settled, type Subject } from "./expected.ts";
import type { Holding } from "./holdings.ts";

const ANY_KEY: Hex = `0x${"00".repeat(32)}`;
/** Most slots proven by one request. */
const CHUNK = 256;
/** Records that are looked at again in turn, whether the log speaks of them or not, and how often at most. */
const ROUND = 64;
const ROUND_EVERY: Seconds = 5;
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
 * Compares what the registries hold at a block with what the log makes of it: the whole storage of those that nothing but
 * the log's records changes, by its root; of AnchorRegistry the records that the log has spoken of since the block before,
 * and every few seconds some of the rest in turn. A co-signature vouches for state that no record of the log gives.
 */
export class StateCheck {
  readonly #ledger: Ledger;
  readonly #clock: () => Seconds;
  readonly #suspects: Set<string>;
  /** Storage roots as they were found to be right, by the number of records that had changed them. */
  readonly #roots = new Map<string, Hex>();
  /** What was found out about roots that are not. */
  readonly #wrong = new Map<string, Other>();
  #next = 0;
  #last: Seconds | null = null;

  /** `suspects`: names of subjects whose state was wrong in an earlier run: they are looked at first, and every time. */
  constructor(ledger: Ledger, clock: () => Seconds, suspects: ReadonlySet<string>) {
    this.#ledger = ledger;
    this.#suspects = new Set(suspects);
    this.#clock = clock;
  }

  /** Throws `witness.refused` (alarm `witness.state`, `detail.of` naming whose state is another), `chain.unreachable`, `chain.mismatch`. */
  async at(expected: Expected, block: At): Promise<void> {
    // Before the log's first record there may be no registries.
    if (expected.size === 0) return;
    const now = this.#clock();
    const isTime = this.#last === null || now - this.#last >= ROUND_EVERY;
    const records = this.#batches(expected, isTime).map(({ name, record }) => ({ ...record(), of: name }));
    const other = await this.#other(records, block);
    if (other !== undefined) throw this.#refused(other);
    for (const { registry, root } of await this.#storage(block)) {
      if (root !== expected.root(registry)) throw this.#refused(await this.#named(expected, registry, root, block));
      this.#roots.set(placeOf(registry, expected.writes(registry)), root);
    }
    expected.settle();
    if (!isTime) return;
    this.#next += ROUND;
    this.#last = now;
  }

  /**
   * A block of before, at which the log had `size` leaves: what the registries had to hold then is not known any more, but
   * their storage may have been seen, whole. Throws `witness.refused` for storage that was never found to be right.
   */
  async before(expected: Expected, size: number, block: At): Promise<void> {
    if (size === 0) return;
    for (const { registry, root } of await this.#storage(block)) {
      const known = this.#roots.get(placeOf(registry, expected.writes(registry, size)));
      if (known === undefined)
        throw new YinzhengError("witness.refused", {
          reason: "the block is older than one judged already",
          of: registry,
        });
      if (known !== root) throw refusal({ of: registry, key: root });
    }
  }

  /** The first look is at everything: what was done while we were away is not told by the log. */
  #batches(expected: Expected, isTime: boolean): readonly BatchSubject[] {
    const { batches, due } = expected;
    if (this.#last === null) return batches;
    const turn = Array.from({ length: isTime ? Math.min(ROUND, batches.length) : 0 }, (_, i) => {
      return batches[(this.#next + i) % batches.length] as BatchSubject;
    });
    return [...new Set([...due, ...batches.filter(({ name }) => this.#suspects.has(name)), ...turn])];
  }

  async #storage({ number, hash }: At): Promise<readonly StorageAt[]> {
    // Any slot: the proof of the account is what is looked at.
    const slots = SETTLED.map((contract): Slot => ({ contract, key: ANY_KEY }));
    const { header, accounts } = await this.#ledger.capture(slots, number);
    const { stateRoot, hash: found } = parseHeader(fromHex(header));
    return SETTLED.map((registry) => {
      const address = this.#ledger.network.contracts[registry];
      const shown = accounts.find((one) => one.address === address);
      if (shown === undefined || toHex(found) !== hash) throw refusal({ of: registry, key: "" });
      // One that is not deployed yet has no account.
      const account = accountOf(stateRoot, fromHex(address), shown.proof.map(fromHex));
      return { registry, root: toHex(account?.storageRoot ?? EMPTY_TRIE_ROOT) };
    });
  }

  /** Which of the slots that the log speaks of makes the storage another; only the registry where none of them does. */
  async #named(expected: Expected, registry: Settled, root: Hex, block: At): Promise<Other> {
    const known = this.#wrong.get(`${registry} ${root}`);
    if (known !== undefined) return known;
    const isSuspect = ({ name }: Subject): boolean => this.#suspects.has(name);
    const all = expected.subjects;
    const ordered = [...all.filter(isSuspect), ...all.filter((one) => !isSuspect(one))];
    const wanted = ordered.flatMap(({ name, holdings }) => {
      const own = holdings().filter(({ slot }) => slot.contract === registry);
      return own.map((one) => ({ ...one, of: name }));
    });
    // That it is another is certain, whether or not the node helps to say which.
    const found = await this.#other(wanted.slice(0, SEARCHED), block).catch(() => undefined);
    const other = found ?? { of: registry, key: root };
    this.#wrong.set(`${registry} ${root}`, other);
    return other;
  }

  #refused(other: Other): YinzhengError {
    this.#suspects.add(other.of);
    return refusal(other);
  }

  /** The first slot that holds anything else than it must. */
  async #other(wanted: readonly (Holding & Pick<Other, "of">)[], { number, hash }: At): Promise<Other | undefined> {
    const { contracts } = this.#ledger.network;
    for (let from = 0; from < wanted.length; from += CHUNK) {
      const chunk = wanted.slice(from, from + CHUNK);
      const slots = chunk.map(({ slot }) => slot);
      const held = valuesIn(await this.#ledger.capture(slots, number), hash);
      const other = chunk.find(({ slot, value }) => held.get(`${contracts[slot.contract]}/${slot.key}`) !== value);
      if (other !== undefined) return { of: other.of, key: other.slot.key };
    }
    return undefined;
  }
}

const placeOf = (registry: Settled, writes: number): string => `${registry} ${writes}`;

function refusal(other: Other): YinzhengError {
  const reason = "a registry holds what the log's records do not make";
  return new YinzhengError("witness.refused", { reason, alarm: "witness.state", ...other });
}

/** Values of the slots that hold good against the header of this block; none where it is another's. */
function valuesIn({ header, accounts }: Evidence, hash: string): ReadonlyMap<string, bigint> {
  const values = new Map<string, bigint>();
  const { stateRoot, hash: found } = parseHeader(fromHex(header));
  if (toHex(found) !== hash) return values;
  for (const { address, proof, slots } of accounts) {
    const account = accountOf(stateRoot, fromHex(address), proof.map(fromHex));
    for (const { key, proof: path } of account === null ? [] : slots)
      values.set(
        `${address}/${key}`,
        slotOf((account as NonNullable<typeof account>).storageRoot, fromHex(key), path.map(fromHex)),
      );
  }
  return values;
}
