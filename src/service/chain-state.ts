import type { Hex } from "../domain/bytes.ts";
import { isYinzhengError, YinzhengError } from "../domain/errors.ts";
import type { StatusEvent } from "../domain/status.ts";
import type { Ledger, Lifetime, MemberState } from "../ledger/ledger.ts";

/** The changes of one batch, and the statusHead after the last of them. */
export interface BatchStatus {
  readonly head: Hex;
  readonly changes: readonly StatusEvent[];
}

const REMEMBERED = 10_000;

/** What the service asks its own node again and again. */
export class ChainState {
  readonly #ledger: Ledger;
  readonly #members = new Map<Hex, MemberState>();
  readonly #statuses = new Map<string, BatchStatus>();
  #closed: Lifetime | null = null;

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
  }

  /**
   * A member as the chain has it now; while the chain is down, as it was last seen: what follows is judged again by the
   * signers and by the contract. Throws `chain.unreachable` where it was never seen.
   */
  async member(memberId: Hex): Promise<MemberState> {
    try {
      const member = await this.#ledger.member(memberId);
      this.#members.set(memberId, member);
      return member;
    } catch (error) {
      const last = this.#members.get(memberId);
      if (last === undefined || !isYinzhengError(error, "chain.unreachable")) throw error;
      return last;
    }
  }

  /**
   * Throws `chain.closed` where nothing is anchored any more, which is for ever. While the chain is down, nothing: what
   * follows is judged again by the contract.
   */
  async requireOpen(): Promise<void> {
    this.#closed ??= await this.#closing();
    if (this.#closed === null) return;
    const { closedAt, successor } = this.#closed;
    throw new YinzhengError("chain.closed", { closedAt, successor });
  }

  async #closing(): Promise<Lifetime | null> {
    try {
      const lifetime = await this.#ledger.lifetime();
      return lifetime.closedAt === 0 ? null : lifetime;
    } catch (error) {
      if (isYinzhengError(error, "chain.unreachable")) return null;
      throw error;
    }
  }

  /** The status of a batch now; never an older one: an unknown status is not "not revoked". Throws `chain.unreachable`. */
  async status(memberId: Hex, batchId: Hex): Promise<BatchStatus> {
    const key = `${memberId}/${batchId}`;
    const head = await this.#ledger.statusHead(memberId, batchId);
    const known = this.#statuses.get(key);
    if (known?.head === head) return known;
    const block = await this.#ledger.head();
    const changes = await this.#ledger.changesOf(memberId, batchId, block.number);
    const status = { head, changes };
    // A change mined between the two questions would give changes that don't belong to the head: not remembered.
    if ((await this.#ledger.statusHead(memberId, batchId)) !== head) return this.status(memberId, batchId);
    if (this.#statuses.size >= REMEMBERED) this.#statuses.clear();
    this.#statuses.set(key, status);
    return status;
  }
}
