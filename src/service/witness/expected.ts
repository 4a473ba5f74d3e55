import { fromHex, toHex } from "../../crypto/encoding.ts";
import { sha256 } from "../../crypto/hash.ts";
import type { LogRecord } from "../../crypto/log-read.ts";
import { leafHash } from "../../crypto/merkle.ts";
import { StorageTrie } from "../../crypto/storage-trie.ts";
import type { Hex, Seconds } from "../../domain/bytes.ts";
import type { PerRegistry, RegistryName } from "../../domain/network.ts";
import type { Batches } from "./batches.ts";
import type { DirectoryModel } from "./directory.ts";
import {
  burnedHolding,
  claimHoldings,
  directoryHoldings,
  type Holding,
  memberHolding,
  memberHoldings,
  originHoldings,
  recordHolding,
  statusHoldings,
} from "./holdings.ts";
import type { Members } from "./members.ts";
import { delegationHolding, sealHoldings, sealUseHolding, usedHoldings } from "./seal-holdings.ts";
import type { Seals } from "./seals.ts";

/** Something whose state follows from the log: the directory, a member, a batch, a claim, a seal, its uses, or what is continued. */
export interface Subject {
  /** For whoever is told that its state is another. */
  readonly name: string;
  readonly holdings: () => readonly Holding[];
}

interface BatchName {
  readonly memberId: Hex;
  readonly batchId: Hex;
}

/** The models, after a record. */
export interface Models {
  readonly directory: DirectoryModel;
  readonly members: Members;
  readonly batches: Batches;
  /** null: no registry of seals is known. */
  readonly seals: Seals | null;
}

/** A leaf, read. */
export interface ReadLeaf {
  readonly record: LogRecord;
  readonly data: Hex;
  readonly time: Seconds;
}

/**
 * Registries whose whole storage follows from records of these kinds; that of AnchorRegistry but for pauses, which are in
 * no record. EvidenceLog is none of them: its root is compared with its leaves.
 */
const WRITERS = {
  directory: ["directory"],
  anchorRegistry: ["anchor", "burn", "adopt"],
  memberRegistry: ["member", "status"],
  statusRegistry: ["status", "adopt", "continue"],
  claimRegistry: ["claim"],
  sealRegistry: ["seal"],
} as const satisfies Partial<Record<RegistryName, readonly LogRecord["kind"][]>>;
export type Settled = keyof typeof WRITERS;
export const SETTLED = Object.keys(WRITERS) as readonly Settled[];
/** Those of them that an installation has. */
export const settledIn = (contracts: PerRegistry<Hex>): readonly Settled[] =>
  SETTLED.filter((registry) => contracts[registry] !== undefined);
const NO_RECORD: Hex = `0x${"00".repeat(32)}`;

/** One of a kind for each of them. */
const each = <T>(make: () => T): Record<Settled, T> =>
  Object.fromEntries(SETTLED.map((registry) => [registry, make()])) as Record<Settled, T>;

/** What the registries must hold if the log is all that ever happened: their storage roots, and whose a slot is. */
export class Expected {
  readonly #models: Models;
  readonly #records = new Map<string, Hex>();
  readonly #subjects = new Map<string, Subject>();
  readonly #tries = each(() => new StorageTrie());
  /** By size of the log. */
  readonly #writes = each(() => [0]);

  constructor(models: Models) {
    this.#models = models;
    this.write(this.#subject("directory", () => directoryHoldings(models.directory)).holdings());
  }

  /** Leaves taken. */
  get size(): number {
    return this.#writes.directory.length - 1;
  }

  /** Everything that the log ever spoke of, in the order in which it first did. */
  get subjects(): readonly Subject[] {
    return [...this.#subjects.values()];
  }

  /** Storage root that a registry must have. */
  root(registry: Settled): Hex {
    return toHex(this.#tries[registry].root());
  }

  /** How many of the first `size` records have changed this registry's storage: while it is the same, so is the storage. */
  writes(registry: Settled, size = this.size): number {
    return this.#writes[registry][size] ?? 0;
  }

  /** Takes note of a leaf, after the models have taken its record. */
  take(leaf: ReadLeaf): void {
    for (const registry of SETTLED) {
      const kinds: readonly string[] = WRITERS[registry];
      this.#writes[registry].push(this.writes(registry) + (kinds.includes(leaf.record.kind) ? 1 : 0));
    }
    this.write(this.#written(leaf));
  }

  /** Writes what no record tells, as it was found: pauses. */
  write(holdings: readonly Holding[]): void {
    for (const { slot, value } of holdings)
      if (isSettled(slot.contract)) this.#tries[slot.contract].set(fromHex(slot.key), value);
  }

  /** What the record may have changed. */
  #written({ record, data, time }: ReadLeaf): readonly Holding[] {
    switch (record.kind) {
      case "directory":
        return directoryHoldings(this.#models.directory);
      case "member":
        return this.#member(record.memberId);
      case "anchor":
        return this.#anchored(record.anchor, hashOf(data));
      case "burn":
        return this.#batch(record, hashOf(data)).holdings();
      case "status":
        return this.#changed(record);
      case "adopt": {
        const { adoption } = record.adopted;
        return this.#batch(adoption, adoption.last ? adoption.record : undefined).holdings();
      }
      case "continue":
        return this.#subject(`origin ${record.origin.registryId}`, () => originHoldings(record.origin)).holdings();
      case "claim":
        return this.#subject(`claim ${record.nullifier}`, () => claimHoldings(record, time)).holdings();
      case "seal":
        return this.#sealed(record, data);
      case "other":
        return [];
    }
  }

  #subject(name: string, holdings: () => readonly Holding[]): Subject {
    const subject = this.#subjects.get(name) ?? { name, holdings };
    this.#subjects.set(name, subject);
    return subject;
  }

  /** None for an event of a member that nobody admitted, which is none that we know. */
  #member(memberId: Hex): readonly Holding[] {
    const { members } = this.#models;
    if (members.find(memberId) === undefined) return [];
    return this.#subject(`member ${memberId}`, () => memberHoldings(memberId, members.get(memberId))).holdings();
  }

  #batch({ memberId, batchId }: BatchName, record?: Hex): Subject {
    const name = `batch ${memberId}/${batchId}`;
    if (record !== undefined) this.#records.set(name, record);
    const { batches } = this.#models;
    return this.#subject(name, () => {
      const batch = batches.held(memberId, batchId);
      return [
        recordHolding(memberId, batchId, this.#records.get(name) ?? NO_RECORD),
        burnedHolding(memberId, batchId, batches.burned(memberId, batchId)),
        ...statusHoldings(memberId, batchId, batch, batch.cells.touched()),
      ];
    });
  }

  /** None where nobody here keeps seals, or the record is none that we know. */
  #sealed({ sealId, fact }: LogRecord & { kind: "seal" }, data: Hex): readonly Holding[] {
    const seal = this.#models.seals?.find(sealId);
    if (seal === undefined || fact.what === "other") return [];
    this.#subject(`seal ${sealId}`, () => sealHoldings(sealId, this.#models.seals?.find(sealId) ?? seal));
    if (fact.what === "delegated") {
      const { delegate } = fact.delegation;
      return [...sealHoldings(sealId, seal, []), delegationHolding(sealId, delegate, seal)];
    }
    if (fact.what !== "used") return sealHoldings(sealId, seal, []);
    const { memberId, batchId } = fact.use;
    const use = sealUseHolding(fact.use, hashOf(data));
    this.#subject(`uses of seal ${sealId} in batch ${memberId}/${batchId}`, () => [use]);
    return [...usedHoldings(sealId, seal), use];
  }

  /** The record alone: whatever else there is of the batch is as it was. */
  #anchored(batch: BatchName, record: Hex): readonly Holding[] {
    this.#batch(batch, record);
    return [recordHolding(batch.memberId, batch.batchId, record)];
  }

  /** A change's own cells, of however many its batch has; revocations are counted with whoever acts. */
  #changed({ change }: LogRecord & { kind: "status" }): readonly Holding[] {
    const { members, batches } = this.#models;
    const { memberId, batchId, actingMemberId, ranges } = change;
    const acting = members.find(actingMemberId);
    return [
      ...statusHoldings(memberId, batchId, batches.held(memberId, batchId), ranges),
      ...(acting === undefined ? [] : [memberHolding(actingMemberId, acting)]),
    ];
  }
}

const isSettled = (contract: RegistryName): contract is Settled => Object.hasOwn(WRITERS, contract);

const hashOf = (data: Hex): Hex => toHex(leafHash(sha256, fromHex(data)));
