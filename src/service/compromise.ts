import type { Seconds } from "../domain/bytes.ts";
import { YinzhengError } from "../domain/errors.ts";
import type { Principal } from "../domain/principal.ts";
import type { Context } from "./context.ts";
import type { SignedReport } from "./officers.ts";

/**
 * Sends what a member's officers signed; resolves when it is on chain. The contract alone says whether they may: whoever
 * has an API key can hand it in, for a thief at work is stopped by nobody's being away. Throws `auth.missing`, `chain.*`.
 */
export async function reportCompromise(
  { ledger }: Context,
  by: Principal,
  { report, signatures }: SignedReport,
): Promise<{ readonly block: number; readonly time: Seconds }> {
  if (by.via === "anonymous") throw new YinzhengError("auth.missing");
  const { number, time } = await ledger.submit({ kind: "compromise", report, signatures });
  return { block: number, time };
}
