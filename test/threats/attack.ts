import { signingMessage } from "../../src/crypto/eip712.ts";
import { toHex } from "../../src/crypto/encoding.ts";
import type { Anchor, OfficerSignature } from "../../src/domain/anchor.ts";
import type { Hex } from "../../src/domain/bytes.ts";
import type { CompromiseReport } from "../../src/domain/compromise.ts";
import type { ContractName } from "../../src/domain/network.ts";
import type { StatusChange } from "../../src/domain/status.ts";
import type { Signer } from "../../src/keys/keys.ts";
import { INTERFACES, REGISTRY_ARTIFACTS } from "../../src/ledger/evm/artifacts.ts";
import { rejectionOf } from "../../src/ledger/evm/rejection.ts";
import type { Call, Ledger } from "../../src/ledger/ledger.ts";
import { typeIdOf } from "../../src/proof/ids.ts";
import { anchorMessage, compromiseMessage, statusMessage } from "../../src/proof/messages.ts";
import { signingWindow } from "../../src/service/anchoring.ts";
import { NO_CELL } from "../../src/service/status.ts";
import { type Agency, addressOf, hashOf, type World } from "../service/world.ts";

/** Whoever holds some officers' keys and tries what can be tried with them, at the real contracts. */
export class Attacker {
  readonly #world: World;
  readonly #agency: Agency;
  readonly #keys: readonly Signer[];

  constructor(world: World, agency: Agency, ...keys: readonly Signer[]) {
    this.#world = world;
    this.#agency = agency;
    this.#keys = keys;
  }

  get address(): Hex {
    const [key] = this.#keys;
    if (key === undefined) throw new Error("no key");
    return addressOf(key);
  }

  async anchor(fields: Partial<Anchor> = {}): Promise<Call & { kind: "anchor" }> {
    const { memberId, type } = this.#agency;
    const anchor: Anchor = {
      memberId,
      officerEpoch: 1,
      batchId: hashOf("forged"),
      root: hashOf("forged root"),
      size: 16,
      hashSuite: 1,
      typeId: typeIdOf(type),
      ...signingWindow(this.#world.clock()),
      ...fields,
    };
    return { kind: "anchor", anchor, signatures: await this.#sign(anchorMessage(this.#world.network, anchor)) };
  }

  async change(
    batchId: Hex,
    index: number,
    to: number,
    fields: Partial<StatusChange> = {},
  ): Promise<Call & { kind: "status" }> {
    const { memberId } = this.#agency;
    const ledger = this.#world.ledger();
    const change: StatusChange = {
      memberId,
      actingMemberId: memberId,
      officerEpoch: 1,
      batchId,
      ranges: [{ first: index, count: 1 }],
      to,
      reason: 0,
      successor: NO_CELL,
      expectedHead: await ledger.statusHead(memberId, batchId),
      ...signingWindow(this.#world.clock()),
      ...fields,
    };
    await ledger.close();
    return { kind: "status", change, signatures: await this.#sign(statusMessage(this.#world.network, change)) };
  }

  async report(fields: Partial<CompromiseReport>): Promise<Call & { kind: "compromise" }> {
    const window = signingWindow(this.#world.clock());
    const report: CompromiseReport = {
      memberId: this.#agency.memberId,
      officerEpoch: 1,
      subject: hashOf("nothing"),
      since: 0,
      ...window,
      ...fields,
    };
    return { kind: "compromise", report, signatures: await this.#sign(compromiseMessage(this.#world.network, report)) };
  }

  /** What the registry says to a burning of the batchId; "" where it would burn. */
  async burn(batchId: Hex): Promise<string> {
    const { network, clock } = this.#world;
    const { chainId, registryId, contracts } = network;
    const burn = { memberId: this.#agency.memberId, officerEpoch: 1, batchId, ...signingWindow(clock()) };
    const domain = { chainId, verifyingContract: contracts.anchorRegistry, salt: registryId };
    const [one] = await this.#sign(signingMessage(domain, "Burn", burn));
    return this.call("anchorRegistry", "burn", burn, one?.signature);
  }

  /** What a registry says to a call by the officer itself; "" where it would be carried out. */
  async call(contract: ContractName, method: string, ...args: readonly unknown[]): Promise<string> {
    const data = INTERFACES[REGISTRY_ARTIFACTS[contract]].encodeFunctionData(method, args);
    const to = this.#world.network.contracts[contract];
    try {
      await this.#world.chain.rpc("eth_call", [{ from: this.address, to, data }, "latest"]);
      return "";
    } catch (cause) {
      return String(rejectionOf(cause)?.detail.error ?? cause);
    }
  }

  async #sign(message: Uint8Array): Promise<readonly OfficerSignature[]> {
    const signed = await Promise.all(
      this.#keys.map(async (key) => ({ signer: addressOf(key), signature: toHex(await key.sign(message)) })),
    );
    return signed.sort((a, b) => (a.signer < b.signer ? -1 : 1));
  }
}

/** The registry's own word for what it refused; "" where it was carried out. */
export async function refusalOf(ledger: Ledger, call: Call): Promise<string> {
  try {
    await ledger.submit(call);
    return "";
  } catch (error) {
    const { code, detail } = Object(error);
    return code === "chain.rejected" ? String(detail.error) : String(code);
  }
}

/** A ledger of anybody's, ready to send. */
export async function openRelay(world: World): Promise<Ledger> {
  const ledger = world.ledger();
  await ledger.start({ prepared: async () => {}, settled: async () => {}, pending: async () => [] });
  return ledger;
}
