import type { Hex } from "../../domain/bytes.ts";
import { YinzhengError } from "../../domain/errors.ts";
import { draftPaths } from "../../proof/drafts.ts";
import type { Context } from "../context.ts";
import type { SharedApproval } from "../officers.ts";
import { payloadOf } from "../payloads.ts";
import type { Certificate } from "../projection.ts";
import { loadImport } from "./projection.ts";

/** Digests of an import's drafts, in their order. */
export async function digestsOf({ records }: Context, id: string): Promise<readonly Hex[]> {
  const [record] = await records.of(`${id}/digests`);
  return (record === undefined ? null : payloadOf("import.digests", record)?.digests) ?? [];
}

/** What each certificate of an approved import has of its approval. */
export async function sharedApprovals(
  context: Context,
  id: string,
): Promise<(certificate: Certificate) => SharedApproval> {
  const batch = (await loadImport(context, id))?.approved;
  if (batch === undefined) throw new YinzhengError("internal", { import: id });
  const pathOf = draftPaths(await digestsOf(context, id));
  return ({ import: from }) => {
    if (from?.id !== id) throw new YinzhengError("internal", { import: id });
    return { batch, place: { index: from.index, path: pathOf(from.index) } };
  };
}
