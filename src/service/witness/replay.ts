import { fromHex } from "../../crypto/encoding.ts";
import { type LogRecord, readLogLeaf } from "../../crypto/log-read.ts";
import type { Hex, Seconds } from "../../domain/bytes.ts";
import { isYinzhengError } from "../../domain/errors.ts";
import type { Network } from "../../domain/network.ts";
import { Adoptions } from "./adoptions.ts";
import { Batches, isNone } from "./batches.ts";
import { DirectoryModel } from "./directory.ts";
import { Expected } from "./expected.ts";
import { takeMemberEvent } from "./member-events.ts";
import { Members } from "./members.ts";
import { broken, keep } from "./rules.ts";
import { Seals } from "./seals.ts";
import { Statuses } from "./statuses.ts";

/** What a record may say that breaks no rule and that somebody should hear of. */
export type Heard = "directory.registered" | "log.unknown";

/** Of seals, what is refused before the installation is open and after it was closed. */
const NEEDS_OPEN: readonly string[] = ["applied", "made", "used"];

/** A leaf that was taken: its record, its block's time, and what somebody should hear of it. */
export interface Taken {
  readonly record: LogRecord;
  readonly time: Seconds;
  readonly heard: Heard | null;
}

/**
 * The whole installation, made again from the log's leaves alone: members, officers, scopes, freezes, compromises, batches,
 * statuses and seals, record by record by the rules of the contracts. Not in the log, so not judged: pauses, the signatures
 * under status changes, burns, reports, claims and what is done with seals, who of the council did what, and the paths of adoptions.
 */
export class Replay {
  readonly #registryId: Hex;
  readonly #directory: DirectoryModel;
  readonly #members = new Members();
  readonly #batches: Batches;
  readonly #statuses: Statuses;
  readonly #adoptions: Adoptions;
  /** null: the trust file names no registry of seals. */
  readonly #seals: Seals | null;
  readonly #claims = new Set<Hex>();
  /** What the registries must hold after the leaves taken. */
  readonly expected: Expected;
  #size = 0;
  #time: Seconds = 0;

  constructor(network: Network) {
    this.#registryId = network.registryId;
    this.#directory = new DirectoryModel(network.registryId, network.contracts);
    this.#batches = new Batches(network, this.#members);
    this.#adoptions = new Adoptions(network.registryId, this.#batches);
    this.#seals = network.contracts.sealRegistry === undefined ? null : new Seals(this.#members, this.#batches);
    const models = { directory: this.#directory, members: this.#members, batches: this.#batches, seals: this.#seals };
    this.expected = new Expected(models);
    this.#statuses = new Statuses(this.#members, this.#batches);
  }

  /** Leaves taken. */
  get size(): number {
    return this.#size;
  }

  /** Block time of the newest leaf; 0 before the first. */
  get time(): Seconds {
    return this.#time;
  }

  /**
   * Takes the next leaf. `signatures`: those under an anchor; null for any leaf that was judged in an earlier run. Throws
   * `witness.refused` with `detail.rule` for a leaf that breaks a rule; then nothing has changed.
   */
  take(data: Hex, signatures: readonly Hex[] | null): Taken {
    try {
      const { registryId, time, record } = readLogLeaf(fromHex(data));
      keep("log.registry", registryId === this.#registryId);
      keep("log.time", time >= this.#time);
      const heard = this.#judge(record, time, signatures);
      this.expected.take({ record, data, time });
      this.#size += 1;
      this.#time = time;
      return { record, time, heard };
    } catch (cause) {
      throw isYinzhengError(cause, "schema.pattern") ? broken("log.record", cause) : cause;
    }
  }

  #judge(record: LogRecord, time: Seconds, signatures: readonly Hex[] | null): Heard | null {
    switch (record.kind) {
      case "directory":
        return this.#directory.take(record.event, record.data, time);
      case "member": {
        const { memberId, event, data } = record;
        return takeMemberEvent({ members: this.#members, memberId, time }, event, data) ? null : "log.unknown";
      }
      case "anchor":
        this.#directory.requireOpen();
        this.#batches.anchor({ ...record, signatures, time });
        return null;
      case "burn":
        this.#directory.requireOpen();
        this.#batches.burn(record.memberId, record.batchId, record.officer, time);
        return null;
      case "status":
        this.#statuses.take({ ...record, time });
        return null;
      case "continue":
        this.#adoptions.continue(record.origin);
        return null;
      case "adopt":
        this.#adoptions.adopt(record.from, record.adopted, time);
        return null;
      case "claim":
        this.#directory.requireOpen();
        keep("claim.once", !isNone(record.commitment) && !this.#claims.has(record.nullifier));
        this.#claims.add(record.nullifier);
        return null;
      case "seal":
        if (this.#seals === null || record.fact.what === "other") return "log.unknown";
        // What stops a seal goes on for ever.
        if (NEEDS_OPEN.includes(record.fact.what)) this.#directory.requireOpen();
        this.#seals.take(record.sealId, record.fact, time);
        return null;
      case "other":
        return "log.unknown";
    }
  }
}
