import { fromHex } from "../../crypto/encoding.ts";
import { keccak256 } from "../../crypto/hash.ts";
import { isSignedBy } from "../../crypto/secp256k1.ts";
import { type Anchor, BATCH_SIZE, HASH_SUITES, SIGNING_WINDOW } from "../../domain/anchor.ts";
import type { Hex, Seconds } from "../../domain/bytes.ts";
import { anchorMessage, type SigningNetwork } from "../../proof/messages.ts";
import { Cells } from "./cells.ts";
import { holds, type Members, maySign, requireActive, requireThreshold } from "./members.ts";
import { keep } from "./rules.ts";

/** Whether a memberId, batchId or head is 32 zero bytes. */
export const isNone = (id: Hex): boolean => /^0x0+$/.test(id);

/** An anchored batch: its statusHead and the states of its cells. */
export interface BatchModel {
  head: Hex;
  readonly cells: Cells;
}

/** An anchor as the log has it, at its block's time; `signatures`: as the registry's event has them, null: not to be checked. */
export interface Anchored {
  readonly anchor: Anchor;
  readonly threshold: number;
  readonly signers: readonly Hex[];
  readonly signatures: readonly Hex[] | null;
  readonly time: Seconds;
}

const FIRST_HEAD: Hex = `0x${"00".repeat(32)}`;
const SUITES: readonly number[] = Object.values(HASH_SUITES);

/** Batches as AnchorRegistry keeps them: a batchId is used once, for an anchor or for nothing. */
export class Batches {
  readonly #network: SigningNetwork;
  readonly #members: Members;
  /** null: burned. */
  readonly #batches = new Map<string, BatchModel | null>();
  /** Adopted in part: what has been made over again of batches that don't stand yet. */
  readonly #parts = new Map<string, BatchModel>();

  constructor(network: SigningNetwork, members: Members) {
    this.#network = network;
    this.#members = members;
  }

  /** A batch that is anchored and not burned. */
  anchored(memberId: Hex, batchId: Hex): BatchModel | undefined {
    return this.#batches.get(`${memberId}/${batchId}`) ?? undefined;
  }

  /** Refuses what AnchorRegistry would have; then nothing has changed. */
  anchor({ anchor, threshold, signers, signatures, time }: Anchored): void {
    const { memberId, batchId, typeId, size, notBefore, deadline } = anchor;
    const whole = Number.isInteger(Math.log2(size)) && size >= BATCH_SIZE.min && size <= BATCH_SIZE.max;
    keep("anchor.shape", whole && SUITES.includes(anchor.hashSuite) && !isNone(typeId));
    keep("signed.window", notBefore <= time && time <= deadline && deadline - notBefore <= SIGNING_WINDOW);
    this.#requireUnused(memberId, batchId);
    const member = this.#members.get(memberId);
    requireActive(member, time, anchor.officerEpoch);
    const scope = member.scopes.get(typeId);
    keep("anchor.scope", scope !== undefined && holds(scope, time));
    keep("signers.threshold", threshold === member.threshold);
    requireThreshold(member, signers, time, typeId);
    if (signatures !== null) this.#requireSignatures(anchor, signers, signatures);
    this.#batches.set(`${memberId}/${batchId}`, this.#partOf(memberId, batchId));
  }

  /** Whether its batchId was spent on nothing, and nothing was adopted in its place. */
  burned(memberId: Hex, batchId: Hex): boolean {
    return this.#batches.get(`${memberId}/${batchId}`) === null;
  }

  /** What StatusRegistry holds of a batch, also of one that was adopted in part or is none. */
  held(memberId: Hex, batchId: Hex): BatchModel {
    return this.anchored(memberId, batchId) ?? this.#partOf(memberId, batchId);
  }

  /** A batch that doesn't stand here yet, as far as it was adopted, also a burned one; undefined where it is anchored. */
  adoptable(memberId: Hex, batchId: Hex): BatchModel | undefined {
    const stands = isNone(batchId) || this.anchored(memberId, batchId) !== undefined;
    return stands ? undefined : this.#partOf(memberId, batchId);
  }

  /** What an adoption makes of a batch; with the last one it stands. */
  adopt(memberId: Hex, batchId: Hex, batch: BatchModel, stands: boolean): void {
    (stands ? this.#batches : this.#parts).set(`${memberId}/${batchId}`, batch);
  }

  #partOf(memberId: Hex, batchId: Hex): BatchModel {
    return this.#parts.get(`${memberId}/${batchId}`) ?? { head: FIRST_HEAD, cells: new Cells() };
  }

  /** One valid officer spends a batchId on nothing. */
  burn(memberId: Hex, batchId: Hex, officer: Hex, time: Seconds): void {
    this.#requireUnused(memberId, batchId);
    const member = this.#members.get(memberId);
    requireActive(member, time);
    const known = member.officers.get(officer);
    keep("signers.officer", known !== undefined && maySign(known, time));
    this.#batches.set(`${memberId}/${batchId}`, null);
  }

  #requireUnused(memberId: Hex, batchId: Hex): void {
    keep("anchor.batch", !isNone(batchId) && !this.#batches.has(`${memberId}/${batchId}`));
  }

  #requireSignatures(anchor: Anchor, signers: readonly Hex[], signatures: readonly Hex[]): void {
    const digest = keccak256(anchorMessage(this.#network, anchor));
    const right = signers.every((signer, i) => isSignedBy(signer, digest, fromHex(signatures[i] ?? "0x")));
    keep("signers.signature", right && signatures.length === signers.length);
  }
}
