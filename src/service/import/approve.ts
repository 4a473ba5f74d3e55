import { YinzhengError } from "../../domain/errors.ts";
import type { Principal } from "../../domain/principal.ts";
import { typeIdOf } from "../../proof/ids.ts";
import { batchApprovalMessage } from "../../proof/messages.ts";
import { requireMember } from "../access.ts";
import { requireMaker, requireTime } from "../approve.ts";
import type { Context } from "../context.ts";
import type { SignedBatchApproval } from "../officers.ts";
import { fact } from "../payloads.ts";
import { signedBy } from "../signatures.ts";
import type { BatchApprovalInput, BatchView } from "./batches.ts";
import { startImport } from "./job.ts";
import type { Import } from "./projection.ts";
import { requireImport, viewOf } from "./view.ts";

/**
 * Takes a maker's one approval of all drafts of an import; they go on their way by themselves. The same approval again
 * is answered with where the import stands.
 * Throws `auth.*`, `http.not_found`, `policy.officer`, `schema.mismatch` for a root, count or signature that is another,
 * `schema.value` for a time that can't be, `conflict.state` for an import that is not waiting for it, `chain.closed`.
 */
export async function approveBatch(
  context: Context,
  by: Principal,
  id: string,
  input: BatchApprovalInput,
): Promise<BatchView> {
  requireMember(by, "maker");
  await context.locks.run(`import ${id}`, async () => {
    const found = await requireImport(context, by, id);
    const { approved: before, drafted, returned } = found;
    if (before !== undefined && before.officer === input.officer && before.signature === input.signature) return;
    if (before !== undefined || returned !== undefined || drafted === undefined)
      throw new YinzhengError("conflict.state");
    await context.chain.requireOpen();
    const signed = await checkedApproval(context, found, drafted, input);
    await context.records.append(by, [fact("import.approved", id, signed)]);
  });
  startImport(context, id);
  return viewOf(context, id);
}

async function checkedApproval(
  context: Context,
  { memberId, type }: Import,
  drafted: NonNullable<Import["drafted"]>,
  { officer, signature, draftsRoot, count, approvedAt }: BatchApprovalInput,
): Promise<SignedBatchApproval> {
  if (draftsRoot !== drafted.draftsRoot || count !== drafted.count) {
    throw new YinzhengError("schema.mismatch", { pointer: "/draftsRoot", expected: "the root of the batch's drafts" });
  }
  requireTime(approvedAt, drafted.at, context.clock(), "/approvedAt");
  await requireMaker(context, memberId, officer, "/officer");
  const approval = { memberId, typeId: typeIdOf(type), draftsRoot, count, approvedAt };
  if (!signedBy(batchApprovalMessage(context.ledger.network, approval), officer, signature)) {
    const expected = "the maker's signature over these drafts";
    throw new YinzhengError("schema.mismatch", { pointer: "/signature", expected });
  }
  return { approval, officer, signature };
}
