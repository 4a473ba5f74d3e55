import type { Hex } from "../domain/bytes.ts";
import { type BatchTree, batchTree } from "../proof/batch.ts";
import { leafOf, voidLeaf } from "../proof/leaf.ts";
import { manifestOf } from "./credential.ts";
import type { PlacedCertificate } from "./load.ts";
import type { Batch } from "./projection.ts";

/** The tree of a batch over the certificates in it. */
export async function treeOf(
  registryId: Hex,
  batch: Batch,
  certificates: Iterable<PlacedCertificate> | AsyncIterable<PlacedCertificate>,
): Promise<BatchTree> {
  const suite = batch.hashSuite;
  const leaves = new Map<number, Uint8Array>();
  for await (const certificate of certificates) {
    leaves.set(certificate.placed.index, leafOf(manifestOf(registryId, batch, certificate), suite));
  }
  const empty = voidLeaf({ registryId, ...batch }, batch.voidValue, suite);
  return batchTree({ size: batch.capacity, suite, leaves, voidLeaf: empty });
}
