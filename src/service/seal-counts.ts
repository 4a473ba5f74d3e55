import type { Hex } from "../domain/bytes.ts";

/** How often one seal was used in a batch: on so many of the things in it. */
export interface SealCount {
  readonly sealId: Hex;
  readonly count: number;
}

/** How often each seal stands in this list, in the order of first use. */
export function countsOf(seals: readonly Hex[]): readonly SealCount[] {
  const counts = new Map<Hex, number>();
  for (const sealId of seals) counts.set(sealId, (counts.get(sealId) ?? 0) + 1);
  return [...counts].map(([sealId, count]) => ({ sealId, count }));
}
