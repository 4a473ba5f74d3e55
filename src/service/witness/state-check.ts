import { fromHex, toHex } from "../../crypto/encoding.ts";
import { parseHeader } from "../../crypto/header.ts";
import { accountOf, slotOf } from "../../crypto/state-proof.ts";
import type { Hex, Seconds } from "../../domain/bytes.ts";
import { YinzhengError } from "../../domain/errors.ts";
import type { Block, Ledger } from "../../ledger/ledger.ts";
import type { Evidence } from "../../proof/bundle.ts";
import type { Slot } from "../../proof/slots.ts";
import { type Expectation, type Expected, SETTLED, type Settled, type Subject } from "./expected.ts";

const ANY_KEY: Hex = `0x${"00".repeat(32)}`;
/** Most slots proven by one request. */
const CHUNK = 256;
/** Subjects that are looked at again in turn, whether the log speaks of them or not, and how often at most. */
const ROUND = 64;
const ROUND_EVERY: Seconds = 5;

/** A registry's storage root. */
interface StorageAt {
  readonly registry: Settled;
  readonly root: string;
}

/**
 * Compares what the registries hold at a block with what the log makes of it: everything that the log has spoken of since
 * the block before, and every few seconds some of the rest in turn. A co-signature vouches for state that no record of the log gives.
 */
export class StateCheck {
  readonly #ledger: Ledger;
  readonly #clock: () => Seconds;
  readonly #suspects: ReadonlySet<string>;
  /** Storage roots as they were found to be right, by the number of records that had changed them. */
  readonly #roots = new Map<string, string>();
  #next = 0;
  #last: Seconds | null = null;

  /** `suspects`: names of subjects whose state was wrong in an earlier run: they are looked at every time. */
  constructor(ledger: Ledger, clock: () => Seconds, suspects: ReadonlySet<string>) {
    this.#ledger = ledger;
    this.#suspects = suspects;
    this.#clock = clock;
  }

  /** Throws `witness.refused` (alarm `witness.state`, `detail.of` naming whose state is another), `chain.unreachable`, `chain.mismatch`. */
  async at(expected: Expected, block: Pick<Block, "number" | "hash">): Promise<void> {
    const now = this.#clock();
    const isTime = this.#last === null || now - this.#last >= ROUND_EVERY;
    const suspects = expected.subjects.filter(({ name }) => this.#suspects.has(name));
    // The first look is at everything: what was done while we were away is not told by the log.
    const turn = this.#last === null ? expected.subjects : isTime ? this.#round(expected.subjects) : [];
    const subjects = new Set([...expected.due, ...suspects, ...turn]);
    const wanted = [...subjects].flatMap((subject) => subject.expected().map((one) => ({ ...one, of: subject.name })));
    for (let from = 0; from < wanted.length; from += CHUNK)
      await this.#compare(wanted.slice(from, from + CHUNK), block);
    const roots = expected.subjects.length === 0 ? [] : await this.#storage(block);
    const found = roots.map(({ registry, root }) => ({
      registry,
      root,
      at: placeOf(registry, expected.writes(registry)),
    }));
    const other = found.find(({ at, root }) => (this.#roots.get(at) ?? root) !== root);
    if (other !== undefined) throw refusal(other.registry, other.root);
    // Kept only where everything was as it must be.
    for (const { at, root } of found) this.#roots.set(at, root);
    expected.settle();
    if (!isTime) return;
    this.#next += ROUND;
    this.#last = now;
  }

  /**
   * A block of before, at which the log had `size` leaves: what the registries had to hold then is not known any more, but
   * their storage may have been seen, whole. Throws `witness.refused` for storage that was never found to be right.
   */
  async before(expected: Expected, size: number, block: Pick<Block, "number" | "hash">): Promise<void> {
    if (expected.subjects.length === 0) return;
    for (const { registry, root } of await this.#storage(block)) {
      const known = this.#roots.get(placeOf(registry, expected.writes(registry, size)));
      if (known === undefined)
        throw new YinzhengError("witness.refused", {
          reason: "the block is older than one judged already",
          of: registry,
        });
      if (known !== root) throw refusal(registry, root);
    }
  }

  /** A registry of which the log has not spoken since must have the storage that it had: so nothing is written for one block alone. */
  async #storage({ number, hash }: Pick<Block, "number" | "hash">): Promise<readonly StorageAt[]> {
    // Any slot: the proof of the account is what is looked at.
    const slots = SETTLED.map((contract): Slot => ({ contract, key: ANY_KEY }));
    const { header, accounts } = await this.#ledger.capture(slots, number);
    const { stateRoot, hash: found } = parseHeader(fromHex(header));
    return SETTLED.map((registry) => {
      const address = this.#ledger.network.contracts[registry];
      const proof = accounts.find((one) => one.address === address)?.proof ?? [];
      const account = toHex(found) === hash ? accountOf(stateRoot, fromHex(address), proof.map(fromHex)) : null;
      if (account === null) throw refusal(registry, "");
      return { registry, root: toHex(account.storageRoot) };
    });
  }

  /** The next ones in turn, of however many there are by now. */
  #round(all: readonly Subject[]): readonly Subject[] {
    const turn = Array.from({ length: Math.min(ROUND, all.length) }, (_, i) => all[(this.#next + i) % all.length]);
    return turn.filter((subject) => subject !== undefined);
  }

  async #compare(
    wanted: readonly (Expectation & { readonly of: string })[],
    { number, hash }: Pick<Block, "number" | "hash">,
  ): Promise<void> {
    const evidence = await this.#ledger.capture(
      wanted.map(({ slot }) => slot),
      number,
    );
    const held = valuesIn(evidence, hash);
    const other = wanted.find(({ slot, value, mask }) => {
      const found = held.get(`${this.#ledger.network.contracts[slot.contract]}/${slot.key}`);
      return found === undefined || (mask === undefined ? found : found & mask) !== value;
    });
    if (other === undefined) return;
    throw refusal(other.of, other.slot.key);
  }
}

const placeOf = (registry: Settled, writes: number): string => `${registry} ${writes}`;

function refusal(of: string, key: string): YinzhengError {
  const reason = "a registry holds what the log's records do not make";
  return new YinzhengError("witness.refused", { reason, alarm: "witness.state", of, key });
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
