import type { Hex } from "../domain/bytes.ts";
import { YinzhengError } from "../domain/errors.ts";
import type { AccountProof } from "../proof/bundle.ts";
import { nullifierOf } from "../proof/claim.ts";
import { claimSlot, claimTimeSlot } from "../proof/slots.ts";
import type { CapturedBatch } from "./capture.ts";
import type { Context } from "./context.ts";
import type { Certificate } from "./projection.ts";

/** Where the certificate's claim stands on chain; null where it is not claimable. */
function nullifierIn({ ledger }: Context, { draft: { claimSecret } }: Certificate): Hex | null {
  return typeof claimSecret === "string" ? nullifierOf(ledger.network.registryId, claimSecret as Hex) : null;
}

/**
 * Proof of the two words of a certificate's claim, at the block of its batch's evidence; empty where it is not claimable.
 * It is one certificate's own, so not captured with the batch. Throws `chain.unreachable` where the node has no state of
 * that block any more.
 */
export async function claimProof(
  context: Context,
  { capture: { block, evidence } }: CapturedBatch,
  certificate: Certificate,
): Promise<readonly AccountProof[]> {
  const nullifier = nullifierIn(context, certificate);
  if (nullifier === null) return [];
  const claim = await context.ledger.capture([claimSlot(nullifier), claimTimeSlot(nullifier)], block);
  if (claim.header !== evidence.header) throw new YinzhengError("chain.mismatch", { block });
  return claim.accounts;
}

/** Whether the certificate was claimed when the batch's evidence had been read; a claim in the same second may be in it. */
export async function claimedSince(
  context: Context,
  { capture }: CapturedBatch,
  certificate: Certificate,
): Promise<boolean> {
  const nullifier = nullifierIn(context, certificate);
  const claim = nullifier === null ? null : await context.ledger.claimOf(nullifier);
  if (claim === null || claim.claimedAt < capture.time) return false;
  return (await context.ledger.head()).number > capture.block;
}
