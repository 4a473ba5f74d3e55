import type { Hex } from "../../domain/bytes.ts";
import type { Principal } from "../../domain/principal.ts";
import type { JournalRecord } from "../../store/store.ts";
import { requireMember } from "../access.ts";
import { requireHeld } from "../acting.ts";
import type { Context } from "../context.ts";
import { loadCertificate } from "../load.ts";
import { cursorOf, type Page, type PageRequest, pageOf } from "../page.ts";
import { payloadOf } from "../payloads.ts";
import type { Use } from "./copies.ts";

/** See `Copies.uses`. */
export async function uses(context: Context, by: Principal, id: string, request: PageRequest): Promise<Page<Use>> {
  requireMember(by, "clerk", "maker");
  const { before, limit } = pageOf(request);
  const certificate = await requireHeld(context, by, await loadCertificate(context, id));
  // One more than asked for tells whether there is a next page.
  const records = await context.records.newest("uses", certificate.id, before, limit + 1);
  const page = records.slice(0, limit);
  const items = page.flatMap((record) => useOf(record) ?? []);
  const last = page.at(-1);
  return records.length <= limit || last === undefined ? { items } : { items, next: cursorOf(last) };
}

/** null for what was erased. */
function useOf(record: JournalRecord): Use | null {
  const { time: at, actor: subject, subject: id } = record;
  const by = (memberId: Hex) => ({ memberId, subject });
  const ordered = payloadOf("copy.ordered", record);
  if (ordered !== null) {
    const { memberId, reason, limits } = ordered;
    const { purpose, audience = null, validUntil } = limits;
    return { what: "copy", at, by: by(memberId), reason, copy: { id, purpose, audience, validUntil } };
  }
  const sought = payloadOf("holder.sought", record);
  if (sought === null) return null;
  return { what: sought.operation, at, by: by(sought.memberId), reason: sought.cause, copy: null };
}
