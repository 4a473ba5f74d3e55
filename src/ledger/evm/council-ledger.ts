import type { Result } from "ethers";
import type { Hex, Seconds } from "../../domain/bytes.ts";
import type { CouncilCall } from "../../domain/council.ts";
import { YinzhengError } from "../../domain/errors.ts";
import type { Network, PerRegistry } from "../../domain/network.ts";
import type { Announced, CouncilLedger, CouncilPlace, CouncilState, SendingKey, Stopped } from "../council.ts";
import type { Block } from "../ledger.ts";
import { fromData } from "../quantity.ts";
import type { Rpc } from "../rpc.ts";
import { type ArtifactName, INTERFACES } from "./artifacts.ts";
import { checkIdentity } from "./identity.ts";
import { ask, blockAt, headOf, logsOf, tagOf } from "./node.ts";
import { rejectionOf } from "./rejection.ts";
import { ROLES } from "./roles.ts";
import { accountSender } from "./sender.ts";
import type { Sleep } from "./watch.ts";

export interface CouncilLedgerOptions {
  readonly rpc: Rpc;
  readonly network: Network;
  readonly codeHashes: PerRegistry<Hex>;
  readonly place: CouncilPlace;
  readonly sleep?: Sleep;
}

/** Throws `chain.mismatch` unless the node's chain is the council's own. */
export async function openCouncilLedger(options: CouncilLedgerOptions): Promise<CouncilLedger> {
  const { rpc, network, codeHashes, place } = options;
  await checkIdentity(rpc, network, codeHashes);
  const ledger = new EvmCouncil(options);
  const [safe] = await ledger.view("Directory", network.contracts.directory, "council", [], "latest");
  if (lower(safe) !== place.safe)
    throw new YinzhengError("chain.mismatch", { what: "council", expected: place.safe, found: lower(safe) });
  return ledger;
}

class EvmCouncil implements CouncilLedger {
  readonly #rpc: Rpc;
  readonly #network: Network;
  readonly #place: CouncilPlace;
  readonly #sleep: Pick<CouncilLedgerOptions, "sleep">;

  constructor({ rpc, network, place, sleep }: CouncilLedgerOptions) {
    this.#rpc = rpc;
    this.#network = network;
    this.#place = place;
    this.#sleep = sleep === undefined ? {} : { sleep };
  }

  async state(): Promise<CouncilState> {
    const head = await headOf(this.#rpc);
    const { safe, manager } = this.#place;
    const at = head.number;
    const [[owners], [quorum], [nonce], access, lifetime] = await Promise.all([
      this.view("Council", safe, "getOwners", [], at),
      this.view("Council", safe, "getThreshold", [], at),
      this.view("Council", safe, "nonce", [], at),
      this.view("AccessManager", manager, "getAccess", [ROLES.widen, safe], at),
      this.view("Directory", this.#network.contracts.directory, "lifetime", [], at),
    ]);
    return {
      head,
      owners: [...owners].map(lower),
      quorum: Number(quorum),
      nonce: Number(nonce),
      delay: Number(access[1]),
      openedAt: Number(lifetime[0]),
      closedAt: Number(lifetime[1]),
    };
  }

  async announced(): Promise<readonly Announced[]> {
    const { manager } = this.#place;
    const calls = (await this.#events("AccessManager", manager, "OperationScheduled")).map(
      ({ target, data }): CouncilCall => ({ to: lower(target), data: lower(data) }),
    );
    const distinct = new Map(calls.map((call) => [call.to + call.data, call]));
    const found = await Promise.all([...distinct.values()].map((call) => this.announcementOf(call)));
    return found.filter((one) => one !== null);
  }

  async announcementOf(call: CouncilCall): Promise<Announced | null> {
    const { manager, safe } = this.#place;
    const [id] = await this.view("AccessManager", manager, "hashOperation", [safe, call.to, call.data], "latest");
    const [[from], [expiration]] = await Promise.all([
      this.view("AccessManager", manager, "getSchedule", [id], "latest"),
      this.view("AccessManager", manager, "expiration", [], "latest"),
    ]);
    return from === 0n ? null : { call, from: Number(from), until: Number(from) + Number(expiration) };
  }

  async frozen(): Promise<readonly Stopped[]> {
    const { memberRegistry } = this.#network.contracts;
    const frozen = await this.#events("MemberRegistry", memberRegistry, "MemberFrozen");
    return this.#standing(
      frozen.map(({ memberId }) => memberId),
      async (id) => {
        const [member] = await this.view("MemberRegistry", memberRegistry, "member", [id], "latest");
        return member.frozenUntil;
      },
    );
  }

  async paused(): Promise<readonly Stopped[]> {
    const { anchorRegistry } = this.#network.contracts;
    const paused = await this.#events("AnchorRegistry", anchorRegistry, "Paused");
    return this.#standing(
      paused.map(({ typeId }) => typeId),
      async (id) => {
        const [until] = await this.view("AnchorRegistry", anchorRegistry, "pausedUntil", [id], "latest");
        return until;
      },
    );
  }

  async restsUntil(owner: Hex): Promise<Seconds> {
    const [until] = await this.view("Guardian", this.#place.guardian, "restsUntil", [owner], "latest");
    return Number(until);
  }

  async statusHead(memberId: Hex, batchId: Hex): Promise<Hex> {
    const { statusRegistry } = this.#network.contracts;
    const [head] = await this.view("StatusRegistry", statusRegistry, "statusHead", [memberId, batchId], "latest");
    return lower(head);
  }

  async send(call: CouncilCall, key: SendingKey): Promise<Block> {
    try {
      // First asked, so that the contract's own error is told, and nothing is spent on what fails.
      await this.#rpc("eth_call", [{ from: key.address, ...call }, "pending"]);
    } catch (cause) {
      throw rejectionOf(cause) ?? cause;
    }
    const sender = accountSender({ rpc: this.#rpc, signer: key, chainId: this.#network.chainId, ...this.#sleep });
    const { succeeded, hash, block } = await sender.send(call);
    if (!succeeded) throw new YinzhengError("chain.rejected", { transaction: hash });
    const mined = await blockAt(this.#rpc, block);
    if (mined === null) throw new YinzhengError("chain.unreachable", { expected: `block ${block}` });
    return mined;
  }

  async view(
    contract: ArtifactName,
    to: Hex,
    name: string,
    args: readonly unknown[],
    at: number | "latest",
  ): Promise<Result> {
    const data = INTERFACES[contract].encodeFunctionData(name, args);
    const answer = fromData(await ask(this.#rpc, "eth_call", { to, data }, tagOf(at)));
    try {
      return INTERFACES[contract].decodeFunctionResult(name, answer);
    } catch (cause) {
      throw new YinzhengError("chain.mismatch", { what: "contract", contract, view: name }, cause);
    }
  }

  async #events(contract: ArtifactName, address: Hex, event: string): Promise<readonly Result[]> {
    const registry = INTERFACES[contract];
    const topic = fromData(registry.getEvent(event)?.topicHash, 32);
    const { number } = await headOf(this.#rpc);
    const logs = await logsOf(this.#rpc, { address, topics: [topic], from: this.#network.deployBlock, to: number });
    return logs.map(({ topics, data }) => registry.decodeEventLog(event, data, [...topics]));
  }

  /** Of these, what still stands still at the head's time. */
  async #standing(ids: readonly string[], untilOf: (id: Hex) => Promise<bigint>): Promise<readonly Stopped[]> {
    const { time } = await headOf(this.#rpc);
    const distinct = [...new Set(ids.map(lower))];
    const all = await Promise.all(distinct.map(async (id) => ({ id, until: Number(await untilOf(id)) })));
    return all.filter(({ until }) => until > time);
  }
}

const lower = (text: unknown): Hex => String(text).toLowerCase() as Hex;
