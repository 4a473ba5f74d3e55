import { YinzhengError } from "../../domain/errors.ts";
import type { Principal } from "../../domain/principal.ts";
import { checkText } from "../../domain/text.ts";
import { requireMember } from "../access.ts";
import type { Context } from "../context.ts";
import { fact } from "../payloads.ts";
import { MAX_REASON } from "../return.ts";
import type { BatchView } from "./batches.ts";
import { startImport } from "./job.ts";
import { requireImport, viewOf } from "./view.ts";

/**
 * A maker sends a whole batch back instead of approving it; none of its drafts becomes a certificate.
 * Throws `auth.*`, `http.not_found`, `text.*`, `conflict.state`.
 */
export async function returnBatch(context: Context, by: Principal, id: string, reason: string): Promise<BatchView> {
  requireMember(by, "maker");
  checkText(reason, "/reason", { max: MAX_REASON });
  await context.locks.run(`import ${id}`, async () => {
    const { drafted, approved, returned } = await requireImport(context, by, id);
    if (returned?.reason === reason) return;
    if (drafted === undefined || approved !== undefined || returned !== undefined)
      throw new YinzhengError("conflict.state");
    await context.records.append(by, [fact("import.returned", id, { reason })]);
  });
  startImport(context, id);
  return viewOf(context, id);
}
