import type { Hex } from "../domain/bytes.ts";
import type { LogState } from "../ledger/ledger.ts";
import { cosigners } from "../proof/checkpoint.ts";
import type { TrustedNetwork } from "../proof/trust.ts";
import type { Witness } from "./officers.ts";

/**
 * The checkpoint note of one log state with the co-signatures of every witness and snapshot signer that answered rightly; "" where none did.
 * A note that says something else, or that our own trust file does not hold good, is left out.
 */
export async function cosignedNote(
  witnesses: readonly Witness[],
  network: TrustedNetwork,
  log: LogState,
): Promise<string> {
  const { number, hash } = log.block;
  const answers = await Promise.allSettled(witnesses.map((witness) => witness.cosign({ number, hash })));
  const notes = answers.flatMap((answer) => (answer.status === "fulfilled" ? [answer.value] : []));
  return mergedNote(notes.filter((note) => isGood(note, network, log)));
}

function isGood(note: string, network: TrustedNetwork, log: LogState): boolean {
  const expected = { size: log.size, root: log.root, block: log.block };
  const keys = [...network.witnesses.keys, ...(network.snapshotSigners ?? [])];
  return (cosigners(network.registryId, note, expected, keys) ?? []).length > 0;
}

/** Notes of the same body as one, each signature line once. */
export function mergedNote(notes: readonly string[]): string {
  const first = notes[0];
  if (first === undefined) return "";
  const split = first.lastIndexOf("\n\n") + 2;
  const lines = notes.flatMap((note) => note.slice(split).split("\n")).filter((line) => line !== "");
  return `${first.slice(0, split)}${[...new Set(lines)].join("\n")}\n`;
}

/** The latest co-signed checkpoint that the service has seen. */
export class LatestCheckpoint {
  #latest: { readonly block: number; readonly note: string } | null = null;

  get note(): string | null {
    return this.#latest?.note ?? null;
  }

  saw(block: { readonly number: number; readonly hash: Hex }, note: string): void {
    if (note !== "" && block.number >= (this.#latest?.block ?? 0)) this.#latest = { block: block.number, note };
  }
}
