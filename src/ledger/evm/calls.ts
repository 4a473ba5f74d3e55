import type { Hex } from "../../domain/bytes.ts";
import { YinzhengError } from "../../domain/errors.ts";
import type { Network } from "../../domain/network.ts";
import { CELLS_PER_WORD, type StatusChange, type StatusEvent } from "../../domain/status.ts";
import type { Call } from "../ledger.ts";
import { fromData } from "../quantity.ts";
import { interfaceOf } from "./views.ts";

/** What a transaction asks for, before it has a nonce. `gas` is the most it may use; what it doesn't use costs nothing. */
export interface Request {
  readonly to: Hex;
  readonly data: Hex;
  readonly gas: number;
}

/** Room for the transaction itself and the registry's own work; about four times what two officers' anchor was measured at. */
const BASE_GAS = 500_000;
const SIGNATURE_GAS = 20_000;
const RANGE_GAS = 15_000;
/** Reading and writing a status word that was zero, with room. */
const WORD_GAS = 30_000;
const REPLAY_GAS = 60_000;
/** Below 2^24, the most gas of one transaction (EIP-7825). */
const MAX_GAS = 16_000_000;
/** A plain transfer, which is all that a heartbeat is. */
const TRANSFER_GAS = 21_000;

/** The transaction of a call; throws `chain.no_seals` where its registry is not there. A heartbeat is the relayer's transfer of nothing to itself. */
export function requestOf(network: Network, relayer: Hex, call: Call): Request {
  if (call.kind === "heartbeat") return heartbeat(relayer);
  if (call.kind === "claim") return claimRequest(network, call);
  if (call.kind === "adopt") return adoptRequest(network, call);
  const signatures = call.signatures.toSorted((a, b) => (BigInt(a.signer) < BigInt(b.signer) ? -1 : 1));
  const { contract, method, message, work } = signedCall(call);
  const to = network.contracts[contract];
  if (to === undefined) throw new YinzhengError("chain.no_seals", { registryId: network.registryId });
  const args = [message, signatures.map(({ signature }) => signature)];
  const data = fromData(interfaceOf(contract).encodeFunctionData(method, args));
  const gas = Math.min(MAX_GAS, BASE_GAS + SIGNATURE_GAS * signatures.length + work);
  return { to, data, gas };
}

type SignedCall = Extract<Call, { readonly signatures: readonly unknown[] }>;

/** Which registry takes what officers signed, by which function, and what its work may cost beyond the ordinary. */
function signedCall(call: SignedCall) {
  switch (call.kind) {
    case "anchor":
      return { contract: "anchorRegistry", method: "anchor", message: call.anchor, work: 0 } as const;
    case "status":
      return {
        contract: "statusRegistry",
        method: "change",
        message: call.change,
        work: changeGas(call.change),
      } as const;
    case "compromise":
      return { contract: "memberRegistry", method: "reportOwnCompromise", message: call.report, work: 0 } as const;
    case "seal-apply":
      return { contract: "sealRegistry", method: "applyFor", message: call.application, work: 0 } as const;
    case "seal-make":
      return { contract: "sealRegistry", method: "make", message: call.making, work: 0 } as const;
    case "seal-change":
      return { contract: "sealRegistry", method: "change", message: call.change, work: 0 } as const;
    case "seal-delegate":
      return { contract: "sealRegistry", method: "delegate", message: call.delegation, work: 0 } as const;
    case "seal-use":
      return { contract: "sealRegistry", method: "use", message: call.use, work: 0 } as const;
  }
}

function claimRequest({ contracts }: Network, { claim, signature }: Call & { readonly kind: "claim" }): Request {
  const data = fromData(interfaceOf("claimRegistry").encodeFunctionData("claim", [claim, signature]));
  return { to: contracts.claimRegistry, data, gas: BASE_GAS + SIGNATURE_GAS };
}

function adoptRequest(
  { contracts }: Network,
  { from, index, path, adopted }: Call & { readonly kind: "adopt" },
): Request {
  const args = [from, index, path, adopted.adoption, adopted.changes];
  const data = fromData(interfaceOf("statusRegistry").encodeFunctionData("adopt", args));
  return { to: contracts.statusRegistry, data, gas: Math.min(MAX_GAS, BASE_GAS + adoptedGas(adopted.changes)) };
}

/** Room for changes to be made over again: their data, hash and event beside the words. */
export function adoptedGas(changes: readonly StatusEvent[]): number {
  return changes.reduce((gas, { change }) => gas + REPLAY_GAS + changeGas(change), 0);
}

export function heartbeat(relayer: Hex): Request {
  return { to: relayer, data: "0x", gas: TRANSFER_GAS };
}

function changeGas({ ranges }: StatusChange): number {
  return ranges.reduce((gas, { count }) => gas + RANGE_GAS + WORD_GAS * (Math.ceil(count / CELLS_PER_WORD) + 1), 0);
}
