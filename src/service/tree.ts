import type { Hex } from "../domain/bytes.ts";
import { type BatchTree, batchTree } from "../proof/batch.ts";
import { voidLeaf } from "../proof/leaf.ts";
import { cargoOf } from "./cargo-of.ts";
import type { Context } from "./context.ts";
import type { Batch } from "./projection.ts";

interface Leaf {
  readonly index: number;
  readonly leaf: Uint8Array;
}

/** The tree of a batch over what stands in it. */
export function treeOf(context: Context, batch: Batch): Promise<BatchTree> {
  return treeOver(context.ledger.network.registryId, batch, cargoOf(batch).leaves(context, batch));
}

/** The tree of a batch over these leaves in their cells. */
export async function treeOver(
  registryId: Hex,
  batch: Batch,
  given: Iterable<Leaf> | AsyncIterable<Leaf>,
): Promise<BatchTree> {
  const { capacity: size, hashSuite: suite, voidValue } = batch;
  const leaves = new Map<number, Uint8Array>();
  for await (const { index, leaf } of given) leaves.set(index, leaf);
  return batchTree({ size, suite, leaves, voidLeaf: voidLeaf({ registryId, ...batch }, voidValue, suite) });
}
