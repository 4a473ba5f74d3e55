import type { Seconds } from "../../domain/bytes.ts";
import type { SealUse } from "../../domain/seal.ts";
import { memberIdOf } from "../../proof/ids.ts";
import type { SignerConfig } from "./config.ts";
import { checkWindow, refuse } from "./rule.ts";
import type { SignLog } from "./sign-log.ts";

/**
 * Refuses to count uses of a seal but for a batch whose anchor this officer has signed itself, and of it so many as it saw there when it
 * did. Whether the seal may be used, the registry judges. Throws `signer.refused`.
 */
export function checkUse(config: SignerConfig, use: SealUse, log: Pick<SignLog, "usesIn">, now: Seconds): void {
  if (use.memberId !== memberIdOf(config.profile.code)) refuse("the uses are another member's");
  checkWindow(use, now);
  const seen = log.usesIn(use.batchId).find(({ sealId }) => sealId === use.sealId);
  if (seen === undefined) refuse("this officer has signed no batch with uses of this seal");
  if (seen.count !== use.count) refuse("the seal is used another number of times in the batch");
}
