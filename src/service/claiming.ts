import { isYinzhengError, type YinzhengError } from "../domain/errors.ts";
import { claimSubject, loadClaim } from "./claim-record.ts";
import type { Context } from "./context.ts";
import { SERVICE } from "./outbox.ts";
import { fact, type Payloads } from "./payloads.ts";
import type { Job } from "./work.ts";

/** What two claims of one certificate run under, one after the other. */
export const claimLock = (nullifier: string): string => `claim ${nullifier}`;

/** The work of going on with a journaled claim until it is made or given up. */
export function claimJob(context: Context, { memberId, claim }: Payloads["claim.ordered"]): Job {
  const subject = claimSubject(context.records, memberId, claim.nullifier);
  const task = async (): Promise<void> => {
    try {
      await context.locks.run(claimLock(claim.nullifier), () => tryClaim(context, subject));
    } catch (error) {
      if (!isFinalForClaim(error)) throw error;
    }
  };
  return { name: `claim ${subject}`, task };
}

/**
 * Sends one journaled claim, the same bytes each time; runs under the certificate's claim lock. Resolves when it is on
 * chain, also if it was made or given up before. Throws what can be tried again, and what is final once that is journaled:
 * `conflict.claimed` where somebody was first, `chain.rejected` where its 24 hours have passed, `chain.closed`.
 */
export async function tryClaim(context: Context, subject: string): Promise<void> {
  const known = await loadClaim(context, subject);
  if (known === null || known.made !== undefined || known.refused !== undefined) return;
  const { claim, signature } = known.ordered;
  try {
    const { number, time } = await context.ledger.submit({ kind: "claim", claim, signature });
    await context.records.append(SERVICE, [fact("claim.made", subject, { block: number, time })]);
  } catch (error) {
    if (isFinalForClaim(error))
      await context.records.append(SERVICE, [fact("claim.refused", subject, { code: error.code })]);
    throw error;
  }
}

/** Will sending it again lead nowhere? */
export function isFinalForClaim(error: unknown): error is YinzhengError {
  return isYinzhengError(error, "conflict.claimed", "chain.rejected", "chain.closed");
}
