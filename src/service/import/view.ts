import { YinzhengError } from "../../domain/errors.ts";
import type { Principal } from "../../domain/principal.ts";
import { requireMember } from "../access.ts";
import type { Context } from "../context.ts";
import { loadBatch } from "../load.ts";
import type { Batch } from "../projection.ts";
import { typeOf } from "../resources.ts";
import type { BatchState, BatchView } from "./batches.ts";
import { type Import, loadImport } from "./projection.ts";

/** An import of the caller's member. Throws `auth.*`, `http.not_found`. */
export async function requireImport(context: Context, by: Principal, id: string): Promise<Import> {
  requireMember(by, "clerk", "maker", "reader");
  const found = await loadImport(context, id);
  if (found === null || found.memberId !== by.memberId || found.tenant !== by.tenant)
    throw new YinzhengError("http.not_found");
  return found;
}

/** How an import stands. */
export async function viewOf(context: Context, id: string): Promise<BatchView> {
  const found = await loadImport(context, id);
  if (found === null) throw new YinzhengError("internal", { import: id });
  const batch = found.batchId === undefined ? null : await loadBatch(context, found.batchId);
  const { type: code, mode, key, format, encoding, receivedAt, checked, drafted, returned, batchId } = found;
  const type = typeOf(context, code, found.typeVersion);
  const progress = context.progress.step(id);
  return {
    id,
    type: { code, names: type.names },
    mode,
    key,
    format,
    encoding,
    state: stateOf(found, batch),
    receivedAt,
    rows: { total: found.rows, good: checked?.good ?? null, bad: checked?.bad ?? null },
    drafts: drafted === undefined ? null : { draftsRoot: drafted.draftsRoot, count: drafted.count },
    batchId: batchId ?? null,
    issued: batch?.finished === true ? (drafted?.count ?? 0) : 0,
    ...(returned === undefined ? {} : { returned }),
    ...(batch?.alarm === undefined || batch.finished ? {} : { failure: batch.alarm }),
    ...(progress === null ? {} : { progress }),
  };
}

function stateOf({ checked, drafted, approved, returned }: Import, batch: Batch | null): BatchState {
  if (returned !== undefined) return "returned";
  if (checked?.refused === true) return "refused";
  if (drafted === undefined) return "checking";
  if (approved === undefined) return "awaiting_approval";
  if (batch?.finished === true) return "issued";
  if (batch?.alarm !== undefined) return "failed";
  const waits = batch?.awaiting !== undefined && batch.signed === undefined && batch.record === undefined;
  return waits ? "awaiting_signature" : "anchoring";
}

/** Nothing will change any more by itself. */
export function isDone({ state }: BatchView): boolean {
  return state === "refused" || state === "returned" || state === "issued" || state === "failed";
}
