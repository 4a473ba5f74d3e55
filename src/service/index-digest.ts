import { fromHex, toHex, utf8 } from "../crypto/encoding.ts";
import { sha256 } from "../crypto/hash.ts";
import type { Hex } from "../domain/bytes.ts";
import type { Index, IndexEntry } from "../store/store.ts";
import { META_KEY } from "./index-entries.ts";

/** Digest of an index without entries. */
export const EMPTY_INDEX: Hex = toHex(new Uint8Array(32));
const PAGE = 1_000;

/**
 * A digest of a set of entries, whatever their order: the exclusive or of SHA-256(key ‖ 0x00 ‖ value). LevelDB drops
 * damaged entries without a word; this is how the service notices. It guards against damage, not against malice.
 */
export function toggled(digest: Hex, entry: IndexEntry): Hex {
  const mask = sha256(utf8(`${entry.key}\0${entry.value}`));
  return toHex(fromHex(digest).map((byte, i) => byte ^ (mask[i] ?? 0)));
}

/** The digest after a change; entries that it overwrites or deletes are looked up. */
export async function digestAfter(
  index: Index,
  digest: Hex,
  puts: readonly IndexEntry[],
  deletes: readonly string[],
): Promise<Hex> {
  const keys = [...puts.map(({ key }) => key), ...deletes];
  const old = await Promise.all(keys.map(async (key) => ({ key, value: await index.get(key) })));
  const gone = old.flatMap(({ key, value }) => (value === null ? [] : [{ key, value }]));
  return [...gone, ...puts].reduce(toggled, digest);
}

/** The digest of the entries that are really there. */
export async function digestOf(index: Index): Promise<Hex> {
  let digest = EMPTY_INDEX;
  let page: readonly IndexEntry[];
  let after: string | undefined;
  do {
    page = await index.range("", { limit: PAGE, ...(after === undefined ? {} : { after }) });
    digest = page.filter(({ key }) => key !== META_KEY).reduce(toggled, digest);
    after = page.at(-1)?.key;
  } while (page.length === PAGE);
  return digest;
}
