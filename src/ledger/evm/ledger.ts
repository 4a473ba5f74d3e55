import type { AnchorRecord } from "../../domain/anchor.ts";
import type { Hex } from "../../domain/bytes.ts";
import type { Claim, ClaimRecord } from "../../domain/claim.ts";
import { YinzhengError } from "../../domain/errors.ts";
import type { MemberKey } from "../../domain/member.ts";
import type { Network, PerRegistry } from "../../domain/network.ts";
import type { RegisteredSeal, SealUseRecord } from "../../domain/seal.ts";
import type { StatusEvent } from "../../domain/status.ts";
import type { Evidence } from "../../proof/bundle.ts";
import type { Block, Call, Ledger, Lifetime, LogState, MemberState, Outbox, SealWindow, Slot } from "../ledger.ts";
import { fromData, toQuantity } from "../quantity.ts";
import type { Rpc } from "../rpc.ts";
import { isSealCall } from "../seals.ts";
import { requestOf } from "./calls.ts";
import { capture } from "./capture.ts";
import type { MessageSigner } from "./council.ts";
import { checkIdentity } from "./identity.ts";
import { lifetimeOf } from "./lifetime.ts";
import { LogIndex } from "./log-index.ts";
import { memberKeys, memberState } from "./members.ts";
import { blockAt, headOf } from "./node.ts";
import { TransactionQueue } from "./queue.ts";
import { adoptedAt, anchorRecord, anchorSignatures, isSameChange, pausedTypes, statusChanges } from "./records.ts";
import { rejectionOf } from "./rejection.ts";
import { delegationOf, sealState, sealThere, useRecord } from "./seals.ts";
import { readView } from "./views.ts";
import { type Sleep, sleepByTimer } from "./watch.ts";

export interface EvmLedgerOptions {
  readonly rpc: Rpc;
  readonly network: Network;
  /** keccak256 of the code of each registry. */
  readonly codeHashes: PerRegistry<Hex>;
  /** Sends transactions, and has no authority: a secp256k1 key of purpose "transaction". */
  readonly relayer: MessageSigner;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** The machine's timer if absent. */
  readonly sleep?: Sleep;
  /** How long `submit` waits for a block before `chain.timeout`, in milliseconds; 60,000 if absent. */
  readonly patience?: number;
}

/** The registries on any EVM chain whose blocks are final, through one node. Gas price is twice the base fee: nothing where gas is free. */
export function openEvmLedger(options: EvmLedgerOptions): Ledger {
  return new EvmLedger(options);
}

class EvmLedger implements Ledger {
  readonly network: Network;
  readonly #options: EvmLedgerOptions;
  readonly #rpc: Rpc;
  readonly #log: LogIndex;
  #queue: TransactionQueue | null = null;

  constructor(options: EvmLedgerOptions) {
    this.network = options.network;
    this.#options = options;
    this.#rpc = options.rpc;
    this.#log = new LogIndex(options.rpc, options.network);
  }

  async start(outbox: Outbox): Promise<void> {
    const { rpc, relayer, clock, codeHashes, sleep = sleepByTimer, patience = 60_000 } = this.#options;
    await checkIdentity(rpc, this.network, codeHashes);
    const { chainId } = this.network;
    const queue = new TransactionQueue({ rpc, relayer, chainId, outbox, clock, sleep, patience });
    await queue.resume();
    this.#queue = queue;
  }

  head(): Promise<Block> {
    return headOf(this.#rpc);
  }

  block(number: number): Promise<Block | null> {
    return blockAt(this.#rpc, number);
  }

  async submit(call: Call): Promise<Block> {
    if (this.#queue === null) throw new YinzhengError("internal", { expected: "start before submit" });
    const request = requestOf(this.network, this.#options.relayer.address, call);
    if (call.kind !== "heartbeat") {
      const rejection = await this.#simulate(request, "pending");
      if (rejection !== null) return this.#alreadyThere(call, rejection);
    }
    const { succeeded, block } = await this.#queue.send(request);
    if (succeeded) return this.#existing(block);
    const rejection = await this.#simulate(request, toQuantity(block));
    return this.#alreadyThere(call, rejection ?? new YinzhengError("chain.rejected", { error: "reverted", block }));
  }

  anchorOf(memberId: Hex, batchId: Hex): Promise<AnchorRecord | null> {
    return anchorRecord(this.#records(), memberId, batchId);
  }

  async statusHead(memberId: Hex, batchId: Hex): Promise<Hex> {
    const view = { contract: "statusRegistry", name: "statusHead", args: [memberId, batchId], at: "latest" } as const;
    return fromData((await readView(this.#rpc, this.network, view))[0], 32);
  }

  async changesOf(memberId: Hex, batchId: Hex, upTo: number): Promise<readonly StatusEvent[]> {
    const changes = await statusChanges(this.#records(), memberId, batchId);
    return changes.filter(({ block }) => block <= upTo).map(({ change, time }) => ({ change, time }));
  }

  async claimOf(nullifier: Hex): Promise<ClaimRecord | null> {
    const view = { contract: "claimRegistry", name: "claimOf", args: [nullifier], at: "latest" } as const;
    const [claim] = await readView(this.#rpc, this.network, view);
    return claim.claimedAt === 0n
      ? null
      : { commitment: fromData(claim.commitment, 32), claimedAt: Number(claim.claimedAt) };
  }

  sealOf(sealId: Hex): Promise<RegisteredSeal | null> {
    return sealState(this.#records(), sealId);
  }

  sealUseOf(sealId: Hex, memberId: Hex, batchId: Hex): Promise<SealUseRecord | null> {
    return useRecord(this.#records(), { sealId, memberId, batchId });
  }

  sealDelegation(sealId: Hex, memberId: Hex): Promise<SealWindow | null> {
    return delegationOf(this.#records(), sealId, memberId);
  }

  async member(memberId: Hex): Promise<MemberState> {
    const [records, head] = [await this.#log.records(), await this.head()];
    const now = Math.max(head.time, Math.floor(this.#options.clock() / 1000));
    return memberState({ rpc: this.#rpc, network: this.network, records }, memberId, head, now);
  }

  async keys(memberId: Hex): Promise<readonly MemberKey[]> {
    const [records, head] = [await this.#log.records(), await this.head()];
    return memberKeys({ rpc: this.#rpc, network: this.network, records }, memberId, head);
  }

  lifetime(): Promise<Lifetime> {
    return lifetimeOf(this.#rpc, this.network);
  }

  async logState(number?: number): Promise<LogState> {
    const block = number === undefined ? await this.head() : await this.#existing(number);
    const view = { contract: "evidenceLog", name: "checkpoint", at: block.number } as const;
    const [size, root] = await readView(this.#rpc, this.network, view);
    return { size: Number(size), root: fromData(root, 32), block };
  }

  inclusion(index: number, size: number): Promise<readonly Hex[]> {
    return this.#log.inclusion(index, size);
  }

  consistency(from: number, to: number): Promise<readonly Hex[]> {
    return this.#log.consistency(from, to);
  }

  subtrees(level: number, first: number, end: number): Promise<readonly Hex[]> {
    return this.#log.subtrees(level, first, end);
  }

  logLeaves(from: number, to: number): Promise<readonly Hex[]> {
    return this.#log.leaves(from, to);
  }

  anchorSignatures(from: number, to: number): Promise<ReadonlyMap<number, readonly Hex[]>> {
    return anchorSignatures(this.#records(), from, to);
  }

  pausedTypes(first: number, last: number): Promise<readonly Hex[]> {
    return pausedTypes({ rpc: this.#rpc, network: this.network }, { first, last });
  }

  capture(slots: readonly Slot[], block: number): Promise<Evidence> {
    const { rpc, network, codeHashes } = this.#options;
    return capture({ rpc, network, codeHashes }, slots, block);
  }

  async close(): Promise<void> {
    await this.#queue?.close();
    this.#queue = null;
  }

  #records() {
    return { rpc: this.#rpc, network: this.network, log: this.#log };
  }

  async #existing(number: number): Promise<Block> {
    const block = await this.block(number);
    if (block === null) throw new YinzhengError("chain.unreachable", { what: "no such block", block: number });
    return block;
  }

  /** Why the registry would refuse; null where it would not. */
  async #simulate(
    { to, data, gas }: { readonly to: Hex; readonly data: Hex; readonly gas: number },
    at: string,
  ): Promise<YinzhengError | null> {
    try {
      await this.#rpc("eth_call", [{ from: this.#options.relayer.address, to, data, gas: toQuantity(gas) }, at]);
      return null;
    } catch (cause) {
      const rejection = rejectionOf(cause);
      if (rejection !== null) return this.#closing(rejection);
      if (cause instanceof YinzhengError) throw cause;
      throw new YinzhengError("chain.unreachable", { method: "eth_call" }, cause);
    }
  }

  /** That an installation isn't open may change until it is closed. */
  async #closing(rejection: YinzhengError): Promise<YinzhengError> {
    const { error } = rejection.detail;
    if (error !== "AnchorRegistryNotOpen" && error !== "ClaimRegistryNotOpen" && error !== "SealRegistryNotOpen")
      return rejection;
    const { closedAt, successor } = await this.lifetime();
    return closedAt === 0 ? rejection : new YinzhengError("chain.closed", { error, closedAt, successor }, rejection);
  }

  /** What was refused because it is on chain already, to the letter, is where it is; otherwise throws the rejection. */
  async #alreadyThere(call: Call, rejection: YinzhengError): Promise<Block> {
    if (call.kind === "anchor") {
      const { memberId, batchId, root, size, typeId, hashSuite } = call.anchor;
      const known = await this.anchorOf(memberId, batchId);
      if (known === null && rejection.detail.error !== "AnchorRegistryBatchUsed") throw rejection;
      const { anchor } = known ?? {};
      const same =
        anchor?.root === root && anchor.size === size && anchor.typeId === typeId && anchor.hashSuite === hashSuite;
      if (known === null || !same)
        throw new YinzhengError("conflict.used", { batchId, burned: known === null }, rejection);
      return this.#existing(known.block);
    }
    if (call.kind === "status") {
      const { memberId, batchId } = call.change;
      const changes = await statusChanges(this.#records(), memberId, batchId);
      const known = changes.find(({ change }) => isSameChange(change, call.change));
      if (known !== undefined) return this.#existing(known.block);
    }
    if (call.kind === "adopt") {
      const block = await adoptedAt(this.#records(), call.adopted);
      if (block !== null) return this.#existing(block);
    }
    if (call.kind === "claim") return this.#claimThere(call.claim, rejection);
    if (isSealCall(call)) return this.#existing(await sealThere(this.#records(), call, rejection));
    throw rejection;
  }

  async #claimThere({ nullifier, commitment }: Claim, rejection: YinzhengError): Promise<Block> {
    const known = await this.claimOf(nullifier);
    if (known === null && rejection.detail.error !== "ClaimRegistryAlreadyClaimed") throw rejection;
    // Seen among what is to be mined, by whomever: what becomes of it, the chain will say.
    if (known === null) throw new YinzhengError("chain.timeout", {}, rejection);
    if (known.commitment !== commitment) throw new YinzhengError("conflict.claimed", {}, rejection);
    const place = (await this.#log.records()).claim(nullifier);
    if (place === null) throw new YinzhengError("chain.mismatch", { what: "claim record" });
    return this.#existing(place.block);
  }
}
