import type { Hex, Seconds } from "../domain/bytes.ts";
import type { CouncilCall } from "../domain/council.ts";
import type { Block } from "./ledger.ts";

/** The council's side of a chain: what a proposal needs to know, and sending one. Every question is answered at the head. */

/** Who decides, and which of the council's transactions is next. */
export interface CouncilState {
  readonly head: Block;
  /** In the order of the Safe's list. */
  readonly owners: readonly Hex[];
  /** How many of them decide. */
  readonly quorum: number;
  readonly nonce: number;
  /** Delay of what widens, in seconds; 0 during the founding. */
  readonly delay: Seconds;
  readonly openedAt: Seconds;
  /** 0 = not closed. */
  readonly closedAt: Seconds;
}

/** An act that was announced and neither carried out, cancelled nor lapsed. */
export interface Announced {
  readonly call: CouncilCall;
  readonly from: Seconds;
  readonly until: Seconds;
}

/** Something that stands still until then; FOREVER (2^40 − 1): until the council lifts it. */
export interface Stopped {
  readonly id: Hex;
  readonly until: Seconds;
}

/** What a transaction is sent with: any account; it has no authority. */
export interface SendingKey {
  readonly address: Hex;
  sign(message: Uint8Array): Promise<Uint8Array>;
}

/** All methods throw `chain.unreachable`. */
export interface CouncilLedger {
  state(): Promise<CouncilState>;
  announced(): Promise<readonly Announced[]>;
  /** null where this call isn't announced. */
  announcementOf(call: CouncilCall): Promise<Announced | null>;
  frozen(): Promise<readonly Stopped[]>;
  /** By typeId; 32 zero bytes: every type. */
  paused(): Promise<readonly Stopped[]>;
  /** Until when this owner can't stop anything alone; 0 or a time past: now. */
  restsUntil(owner: Hex): Promise<Seconds>;
  /** The head that the next change of a batch's statuses follows. */
  statusHead(memberId: Hex, batchId: Hex): Promise<Hex>;
  /** Sends a call and waits until it is mined; throws `chain.rejected` with the contract's own error where it reverts. */
  send(call: CouncilCall, key: SendingKey): Promise<Block>;
}

/** What tells a council's chain from others. */
export interface CouncilPlace {
  readonly guardian: Hex;
  readonly manager: Hex;
  readonly safe: Hex;
}
