import type { Principal } from "../domain/principal.ts";
import type { JournalRecord } from "../store/store.ts";
import { requireMember } from "./access.ts";
import { type ClaimState, claimView, loadClaim } from "./claim-record.ts";
import type { Context } from "./context.ts";
import { cursorOf, type Page, type PageRequest, pageOf } from "./page.ts";
import { payloadOf } from "./payloads.ts";
import type { ClaimView } from "./service.ts";

/** The claims that the caller's member has made or tried, newest first. Throws `auth.*`, `schema.value`. */
export async function claims(context: Context, by: Principal, request: PageRequest): Promise<Page<ClaimView>> {
  requireMember(by, "claimant");
  const { before, limit } = pageOf(request);
  // One more than asked for tells whether there is a next page.
  const records = await context.records.newest("claims", by.memberId, before, limit + 1);
  const page = records.slice(0, limit);
  const own = page.filter(({ tenant }) => tenant === by.tenant);
  const states = await Promise.all(own.map((record) => stateOf(context, record)));
  const items = states.filter((state) => state !== null).map(claimView);
  const last = page.at(-1);
  return records.length <= limit || last === undefined ? { items } : { items, next: cursorOf(last) };
}

/** The claim that this record began. One that was followed by another of the same certificate was refused. */
async function stateOf(context: Context, record: JournalRecord): Promise<ClaimState | null> {
  const ordered = payloadOf("claim.ordered", record);
  const last = await loadClaim(context, record.subject);
  if (ordered === null || last?.seq === record.seq) return last;
  return { ordered, orderedAt: record.time, seq: record.seq, refused: "conflict.claimed" };
}
