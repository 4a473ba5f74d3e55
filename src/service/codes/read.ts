import type { Principal } from "../../domain/principal.ts";
import type { JournalRecord } from "../../store/store.ts";
import { type MemberPrincipal, requireMember } from "../access.ts";
import type { Context } from "../context.ts";
import { cursorOf, type Page, type PageRequest, pageOf } from "../page.ts";
import type { CodeView, RedemptionView } from "./codes.ts";
import { type CodeState, codeView, loadCode } from "./record.ts";

/** See `Codes.made`. */
export async function madeCodes(context: Context, by: Principal, request: PageRequest): Promise<Page<CodeView>> {
  requireMember(by, "clerk", "reader");
  return listed(context, by, "codes", request, codeView);
}

/** See `Codes.redeemed`. */
export async function redeemedCodes(
  context: Context,
  by: Principal,
  request: PageRequest,
): Promise<Page<RedemptionView>> {
  requireMember(by, "verifier");
  return listed(context, by, "redemptions", request, ({ id, made, redeemed }) => {
    const { certificates, purpose } = made;
    return redeemed === undefined ? null : { id, certificates, purpose, reason: redeemed.reason, at: redeemed.at };
  });
}

async function listed<View>(
  context: Context,
  by: MemberPrincipal,
  list: "codes" | "redemptions",
  request: PageRequest,
  view: (state: CodeState) => View | null,
): Promise<Page<View>> {
  const { before, limit } = pageOf(request);
  // One more than asked for tells whether there is a next page.
  const records = await context.records.newest(list, by.memberId, before, limit + 1);
  const page = records.slice(0, limit);
  const own = page.filter(({ tenant }: JournalRecord) => tenant === by.tenant);
  const states = await Promise.all(own.map(({ subject }) => loadCode(context, subject)));
  const items = states.flatMap((state) => (state === null ? [] : (view(state) ?? [])));
  const last = page.at(-1);
  return records.length <= limit || last === undefined ? { items } : { items, next: cursorOf(last) };
}
