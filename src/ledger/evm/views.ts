import type { Interface, Result } from "ethers";
import type { Hex } from "../../domain/bytes.ts";
import { YinzhengError } from "../../domain/errors.ts";
import type { Network, RegistryName } from "../../domain/network.ts";
import { fromData } from "../quantity.ts";
import type { Rpc } from "../rpc.ts";
import { INTERFACES, REGISTRY_ARTIFACTS } from "./artifacts.ts";
import { ask, type BlockTag, tagOf } from "./node.ts";

/** Encoder and decoder of a registry. */
export function interfaceOf(contract: RegistryName): Interface {
  return INTERFACES[REGISTRY_ARTIFACTS[contract]];
}

/** Topic of an event of a registry. */
export function topicOf(contract: RegistryName, event: string): Hex {
  return fromData(interfaceOf(contract).getEvent(event)?.topicHash, 32);
}

/** One view of one registry, at a block. */
export interface View {
  readonly contract: RegistryName;
  readonly name: string;
  readonly args?: readonly unknown[];
  readonly at: BlockTag;
}

/** Reads a view. Throws `chain.mismatch` where what stands at the address doesn't answer as that registry does, `chain.no_seals` where none stands. */
export async function readView(rpc: Rpc, network: Network, { contract, name, args = [], at }: View): Promise<Result> {
  const registry = interfaceOf(contract);
  const to = network.contracts[contract];
  if (to === undefined) throw new YinzhengError("chain.no_seals", { registryId: network.registryId });
  const call = { to, data: registry.encodeFunctionData(name, args) };
  const answer = fromData(await ask(rpc, "eth_call", call, tagOf(at)));
  try {
    return registry.decodeFunctionResult(name, answer);
  } catch (cause) {
    throw new YinzhengError("chain.mismatch", { what: "registry", contract, view: name }, cause);
  }
}
