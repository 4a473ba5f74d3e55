import { fromHex, toHex } from "../../crypto/encoding.ts";
import { encodeHeader, parseHeader } from "../../crypto/header.ts";
import { accountOf, slotOf } from "../../crypto/state-proof.ts";
import type { Hex } from "../../domain/bytes.ts";
import { isYinzhengError, YinzhengError } from "../../domain/errors.ts";
import { type Network, type PerRegistry, type RegistryName, registriesIn } from "../../domain/network.ts";
import type { AccountProof, Evidence } from "../../proof/bundle.ts";
import type { Slot } from "../ledger.ts";
import { fromData, fromObject } from "../quantity.ts";
import type { Rpc } from "../rpc.ts";
import { ask, rawBlock, tagOf } from "./node.ts";

export interface CaptureParts {
  readonly rpc: Rpc;
  readonly network: Network;
  readonly codeHashes: PerRegistry<Hex>;
}

/**
 * Header of a block and proofs of storage slots in its state, checked as a verifier will before they are handed out.
 * Throws `chain.mismatch` where they don't hold, `chain.unreachable` where the node has no such block or no proofs of it,
 * `chain.no_seals` for slots of a registry that the installation doesn't have.
 */
export async function capture(parts: CaptureParts, slots: readonly Slot[], block: number): Promise<Evidence> {
  try {
    return await captureChecked(parts, slots, block);
  } catch (cause) {
    if (isYinzhengError(cause, "schema.pattern"))
      throw new YinzhengError("chain.mismatch", { what: "proof", block }, cause);
    throw cause;
  }
}

async function captureChecked(parts: CaptureParts, slots: readonly Slot[], block: number): Promise<Evidence> {
  const known = registriesIn(parts.network.contracts);
  if (slots.some(({ contract }) => !known.includes(contract))) throw new YinzhengError("chain.no_seals", { block });
  const contracts = known.filter((contract) => slots.some((slot) => slot.contract === contract));
  const [header, ...accounts] = await Promise.all([
    headerOf(parts.rpc, block),
    ...contracts.map((contract) => {
      const keys = slots.filter((slot) => slot.contract === contract).map(({ key }) => key);
      return proofOf(parts, contract, [...new Set(keys)], block);
    }),
  ]);
  const { stateRoot } = parseHeader(fromHex(header));
  contracts.forEach((contract, i) => {
    checkProof(stateRoot, accounts[i], parts.codeHashes[contract]);
  });
  return { header, accounts };
}

async function headerOf(rpc: Rpc, block: number): Promise<Hex> {
  const found = await rawBlock(rpc, block);
  if (found === null) throw new YinzhengError("chain.unreachable", { what: "no such block", block });
  const header = encodeHeader(found);
  if (toHex(parseHeader(header).hash) !== found.hash)
    throw new YinzhengError("chain.mismatch", { what: "header", block });
  return toHex(header);
}

async function proofOf(
  { rpc, network }: CaptureParts,
  contract: RegistryName,
  keys: readonly Hex[],
  block: number,
): Promise<AccountProof> {
  const address = network.contracts[contract] ?? "0x";
  const answer = fromObject(await ask(rpc, "eth_getProof", address, keys, tagOf(block))) ?? {};
  const proofs = list(answer.storageProof).map((one) => fromObject(one) ?? {});
  return {
    address,
    proof: nodes(answer.accountProof),
    slots: keys.map((key) => ({ key, proof: nodes(proofs.find((one) => isKey(one.key, key))?.proof) })),
  };
}

function checkProof(stateRoot: Uint8Array, proof: AccountProof | undefined, codeHash: Hex | undefined): void {
  const account = proof && accountOf(stateRoot, fromHex(proof.address), proof.proof.map(fromHex));
  if (!account || toHex(account.codeHash) !== codeHash)
    throw new YinzhengError("chain.mismatch", { what: "code", ...(codeHash !== undefined && { codeHash }) });
  for (const slot of proof.slots) slotOf(account.storageRoot, fromHex(slot.key), slot.proof.map(fromHex));
}

/** Some nodes write out the one node of an empty trie, some don't; here it is never written, so that one proof has one form. */
function nodes(value: unknown): Hex[] {
  return list(value)
    .map((node) => fromData(node))
    .filter((node) => node !== "0x80");
}

function list(value: unknown): unknown[] {
  if (!Array.isArray(value)) throw new YinzhengError("chain.unreachable", { expected: "an array" });
  return value;
}

/** Some nodes answer keys as quantities. */
function isKey(answered: unknown, key: Hex): boolean {
  return typeof answered === "string" && /^0x[0-9a-fA-F]+$/.test(answered) && BigInt(answered) === BigInt(key);
}
