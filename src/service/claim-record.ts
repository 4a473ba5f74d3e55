import type { Hex, Seconds } from "../domain/bytes.ts";
import type { ErrorCode } from "../domain/errors.ts";
import type { JournalRecord } from "../store/store.ts";
import type { Context } from "./context.ts";
import { type Payloads, payloadOf } from "./payloads.ts";
import type { Records } from "./records.ts";
import type { ClaimView } from "./service.ts";

/** A member's last claim of one certificate, folded from its records. */
export interface ClaimState {
  readonly ordered: Payloads["claim.ordered"];
  readonly orderedAt: Seconds;
  /** Number of its record: the place in its member's list. */
  readonly seq: number;
  readonly made?: Payloads["claim.made"];
  readonly refused?: ErrorCode;
}

/** What a claim is journaled under. Not the nullifier, which stands on chain: the open part of a record names the tenant. */
export function claimSubject(records: Records, memberId: Hex, nullifier: Hex): string {
  return records.mac(JSON.stringify(["claim", memberId, nullifier]));
}

/** null where the member never tried to claim it. */
export async function loadClaim({ records }: Context, subject: string): Promise<ClaimState | null> {
  return foldClaim(await records.of(subject));
}

/** An order begins anew, after the one before was refused. */
function foldClaim(records: readonly JournalRecord[]): ClaimState | null {
  return records.reduce<ClaimState | null>(withRecord, null);
}

function withRecord(claim: ClaimState | null, record: JournalRecord): ClaimState | null {
  const ordered = payloadOf("claim.ordered", record);
  if (ordered !== null) return { ordered, orderedAt: record.time, seq: record.seq };
  if (claim === null) return null;
  const made = payloadOf("claim.made", record);
  const refused = payloadOf("claim.refused", record);
  return { ...claim, ...(made === null ? {} : { made }), ...(refused === null ? {} : { refused: refused.code }) };
}

/** What the claimer sees; the opening is what shows that the claim is its own. */
export function claimView({ ordered: { certificate, type, claim, memberId, random }, ...rest }: ClaimState): ClaimView {
  const { orderedAt, made, refused } = rest;
  return {
    certificate,
    type,
    nullifier: claim.nullifier,
    commitment: claim.commitment,
    opening: { memberId, random },
    state: made !== undefined ? "made" : refused === undefined ? "pending" : "refused",
    orderedAt,
    block: made?.block ?? null,
    time: made?.time ?? null,
  };
}
