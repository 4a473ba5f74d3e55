import { equal, fromHex, toHex } from "../../crypto/encoding.ts";
import { parseHeader } from "../../crypto/header.ts";
import { accountOf, slotOf } from "../../crypto/state-proof.ts";
import type { Hex, Seconds } from "../../domain/bytes.ts";
import { registriesIn } from "../../domain/network.ts";
import type { AccountProof, Evidence } from "../bundle.ts";
import { remember, settled } from "../sealed.ts";
import type { Slot } from "../slots.ts";
import type { TrustedNetwork } from "../trust.ts";

/** The registries' state at one block, as far as it is proven against the header's state root. */
export interface ProvenState {
  readonly block: { readonly number: number; readonly hash: Hex; readonly time: Seconds };
  /** Value of a slot, 0n where its absence is proven; undefined: nothing is proven about it. */
  read(slot: Slot): bigint | undefined;
}

/** Evidence whose proofs all hold, or what is wrong with it: the first of header, code and proofs that is. */
export type OpenedEvidence =
  | { readonly ok: true; readonly state: ProvenState }
  | { readonly ok: false; readonly why: "header" | "proof" | "code" };

/**
 * Checks every proof in the evidence: header → state root → accounts with the code hashes that the trust file names →
 * slots. One proof that fails spoils the evidence. Whether the header itself is to be believed is not checked here.
 */
export const openEvidence = remember(opened);

function opened(evidence: Evidence, network: TrustedNetwork): OpenedEvidence {
  const header = attempt(() => parseHeader(fromHex(evidence.header)));
  if (header === null) return { ok: false, why: "header" };
  const values = new Map<string, bigint>();
  for (const account of evidence.accounts) {
    const why = attempt(() => openAccount(header.stateRoot, account, network, values)) ?? "proof";
    if (why !== "ok") return { ok: false, why };
  }
  const block = { number: header.number, hash: toHex(header.hash), time: header.time };
  return { ok: true, state: settled({ block, read: ({ contract, key }) => values.get(`${contract}/${key}`) }) };
}

/**
 * Whether the evidence speaks of exactly these slots, each once: what is needed is there, and nothing beside it that no
 * check would read.
 */
export function provesExactly(evidence: Evidence, network: TrustedNetwork, slots: readonly Slot[]): boolean {
  const named = namesIn(evidence);
  const wanted = new Set(
    slots.flatMap(({ contract, key }) => {
      const address = network.contracts[contract]?.address ?? "";
      return [address, `${address}/${key}`];
    }),
  );
  return named !== null && named.size === wanted.size && [...wanted].every((name) => named.has(name));
}

/** Accounts and slots that the evidence speaks of; null where it names one twice. */
const namesIn = remember(({ accounts }: Evidence): ReadonlySet<string> | null => {
  const named = accounts.flatMap(({ address, slots }) => [address, ...slots.map(({ key }) => `${address}/${key}`)]);
  const once = new Set(named);
  return once.size === named.length ? once : null;
});

function openAccount(
  stateRoot: Uint8Array,
  { address, proof, slots }: AccountProof,
  network: TrustedNetwork,
  values: Map<string, bigint>,
): "ok" | "proof" | "code" {
  const contract = registriesIn(network.contracts).find((name) => network.contracts[name]?.address === address);
  const known = contract && network.contracts[contract];
  if (known === undefined) return "proof";
  const account = accountOf(stateRoot, fromHex(address), proof.map(fromHex));
  if (account === null || !equal(account.codeHash, fromHex(known.codeHash))) return "code";
  for (const slot of slots) {
    values.set(`${contract}/${slot.key}`, slotOf(account.storageRoot, fromHex(slot.key), slot.proof.map(fromHex)));
  }
  return "ok";
}

function attempt<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}
