import type { JsonObject } from "../../domain/canonical.ts";
import type { Principal } from "../../domain/principal.ts";
import { checkText } from "../../domain/text.ts";
import { requireMember } from "../access.ts";
import type { Context } from "../context.ts";
import { cursorOf, type Page, type PageRequest, pageOf } from "../page.ts";
import { fact, payloadOf } from "../payloads.ts";
import { MAX_REASON } from "../return.ts";
import type { BatchView, RowResult } from "./batches.ts";
import { faultsOf } from "./check.ts";
import { goodRows } from "./draft.ts";
import type { Fault } from "./rows.ts";
import { isDone, requireImport, viewOf } from "./view.ts";

export async function batch(context: Context, by: Principal, id: string): Promise<BatchView> {
  await requireImport(context, by, id);
  return viewOf(context, id);
}

/** A member's imports, newest first. Throws `auth.*`, `schema.value`. */
export async function batches(context: Context, by: Principal, request: PageRequest): Promise<Page<BatchView>> {
  requireMember(by, "clerk", "maker", "reader");
  const { before, limit: most } = pageOf(request);
  const found = await context.records.newest("imports", by.memberId, before, most + 1);
  const page = found.slice(0, most).filter(({ tenant }) => tenant === by.tenant);
  const items = await Promise.all(page.map(({ subject }) => viewOf(context, subject)));
  const last = found[most - 1];
  return found.length <= most || last === undefined ? { items } : { items, next: cursorOf(last) };
}

export async function faults(context: Context, by: Principal, id: string): Promise<readonly Fault[]> {
  await requireImport(context, by, id);
  return faultsOf(context, id);
}

/** Good rows and drafts have the same order. */
export async function results(context: Context, by: Principal, id: string): Promise<readonly RowResult[]> {
  await requireImport(context, by, id);
  const rows = await goodRows(context, id);
  const found: RowResult[] = [];
  for await (const page of context.records.draftsIn(id)) {
    for (const record of page) {
      const index = payloadOf("certificate.drafted", record)?.import?.index;
      const row = index === undefined ? undefined : rows[index];
      if (row !== undefined) found.push({ row: row.row, id: record.subject });
    }
  }
  return found;
}

/** Names and numbers of many people at once: why they are needed is journaled before the first is shown. */
export async function drafts(
  context: Context,
  by: Principal,
  id: string,
  reason: string,
): Promise<AsyncIterable<JsonObject>> {
  requireMember(by, "clerk", "maker");
  checkText(reason, "/reason", { max: MAX_REASON });
  await requireImport(context, by, id);
  await context.records.append(by, [fact("import.unmasked", id, { reason })]);
  return draftsOf(context, id);
}

async function* draftsOf(context: Context, id: string): AsyncGenerator<JsonObject> {
  for await (const page of context.records.draftsIn(id)) {
    for (const record of page) {
      const drafted = payloadOf("certificate.drafted", record);
      if (drafted !== null) yield drafted.draft;
    }
  }
}

export async function watch(
  context: Context,
  by: Principal,
  id: string,
  signal: AbortSignal,
): Promise<AsyncIterable<BatchView>> {
  await requireImport(context, by, id);
  return viewsOf(context, id, signal);
}

/** Changes that come while one is told are told as one. */
async function* viewsOf(context: Context, id: string, signal: AbortSignal): AsyncGenerator<BatchView> {
  let changed = Promise.withResolvers<void>();
  const tell = (): void => changed.resolve();
  const stop = context.progress.watch(id, tell);
  signal.addEventListener("abort", tell);
  try {
    while (!signal.aborted) {
      const view = await viewOf(context, id);
      yield view;
      if (isDone(view)) return;
      await changed.promise;
      changed = Promise.withResolvers();
    }
  } finally {
    stop();
    signal.removeEventListener("abort", tell);
  }
}
