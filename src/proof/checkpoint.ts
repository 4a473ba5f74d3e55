import { fromHex, toHex } from "../crypto/encoding.ts";
import { formatCheckpoint, parseCheckpoint, parseNote, parseVkey, verifyCosignature } from "../crypto/note.ts";
import type { Hex } from "../domain/bytes.ts";
import type { LogHead } from "./log-head.ts";

/** First line of every checkpoint of one installation's log. */
export const originOf = (registryId: Hex): string => `yinzheng/${registryId.slice(2)}`;

/** What a co-signature says: this log stood so at this block. */
export interface Checkpoint extends LogHead {
  readonly block: { readonly number: number; readonly hash: Hex };
}

/** The text that witnesses co-sign (C2SP tlog-checkpoint with the extension line `block <number> <hash>`). */
export function checkpointBody(registryId: Hex, checkpoint: Checkpoint): string {
  const { size, root, block } = checkpoint;
  return formatCheckpoint({
    origin: originOf(registryId),
    size,
    root: fromHex(root),
    block: { number: block.number, hash: fromHex(block.hash) },
  });
}

/** The checkpoint in a note's body, null where it is another log's; throws `schema.pattern`. */
export function readCheckpoint(registryId: Hex, body: string): Checkpoint | null {
  const { origin, size, root, block } = parseCheckpoint(body);
  return origin === originOf(registryId)
    ? { size, root: toHex(root), block: { number: block.number, hash: toHex(block.hash) } }
    : null;
}

/** `cosignersOf` for a note that should say exactly this checkpoint. */
export function cosigners(
  registryId: Hex,
  note: string,
  expected: Checkpoint,
  vkeys: readonly string[],
): readonly string[] | null {
  return cosignersOf(note, checkpointBody(registryId, expected), vkeys);
}

/**
 * Names of the witnesses (vkeys) whose co-signature under the note holds for exactly this body. null: the note is
 * malformed, says something else, or there is a line in the name of one of these witnesses that does not hold, or a
 * second one. Lines of names that are not among these are passed over, as C2SP demands.
 */
export function cosignersOf(note: string, body: string, vkeys: readonly string[]): readonly string[] | null {
  try {
    const parsed = parseNote(note);
    if (parsed.body !== body) return null;
    const names: string[] = [];
    for (const vkey of vkeys) {
      const { name } = parseVkey(vkey);
      const lines = parsed.signatures.filter((line) => line.name === name).length;
      if (lines === 0) continue;
      if (lines > 1 || verifyCosignature(vkey, parsed) === null) return null;
      names.push(name);
    }
    return names;
  } catch {
    return null;
  }
}
