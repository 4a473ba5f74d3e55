import type { Anchor } from "../../domain/anchor.ts";
import type { Hex, Seconds } from "../../domain/bytes.ts";
import { isAmongDrafts } from "../../proof/drafts.ts";
import { approvalMessage, batchApprovalMessage } from "../../proof/messages.ts";
import type { BatchDocument, SignedBatchApproval } from "../officers.ts";
import type { SignerConfig } from "./config.ts";
import { checkMaker, refuse, SKEW } from "./rule.ts";

/** Refuses a draft (by its digest) to which no maker of this member has consented. */
export type ConsentRule = (approval: BatchDocument["approval"], draft: Hex, at: string) => void;

/** The rule for one anchor: a signature over many drafts is checked once, the place of each draft under it always. */
export function consentRule(config: SignerConfig, anchor: Anchor, now: Seconds): ConsentRule {
  const signed = new Set<string>();
  const checkConsent = (given: Consent, message: () => Uint8Array, at: string): void => {
    if (given.approval.memberId !== anchor.memberId || given.approval.typeId !== anchor.typeId)
      refuse("the approval is for another type", at);
    if (given.approval.approvedAt > now + SKEW) refuse("the approval is dated in the future", at);
    checkMaker(config, message(), given.officer, given.signature, at);
  };
  return (given, draft, at) => {
    if (!("batch" in given)) {
      if (given.approval.draft !== draft) refuse("the approval is for another draft", at);
      checkConsent(given, () => approvalMessage(config.network, given.approval), at);
      return;
    }
    const { batch, place } = given;
    if (!isAmongDrafts(draft, place, batch.approval)) refuse("the draft is not among those that were approved", at);
    const name = nameOf(batch);
    if (!signed.has(name)) checkConsent(batch, () => batchApprovalMessage(config.network, batch.approval), at);
    signed.add(name);
  };
}

interface Consent {
  readonly approval: { readonly memberId: Hex; readonly typeId: Hex; readonly approvedAt: Seconds };
  readonly officer: Hex;
  readonly signature: Hex;
}

/** Everything that the check of the signature depends on. */
function nameOf({ approval, officer, signature }: SignedBatchApproval): string {
  const { memberId, typeId, draftsRoot, count, approvedAt } = approval;
  return [memberId, typeId, draftsRoot, count, approvedAt, officer, signature].join("/");
}
