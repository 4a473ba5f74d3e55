import type { Hex } from "../../domain/bytes.ts";
import type { JsonObject } from "../../domain/canonical.ts";
import { isYinzhengError, type YinzhengError } from "../../domain/errors.ts";
import { draftsRoot } from "../../proof/drafts.ts";
import { draftDigest } from "../../proof/ids.ts";
import type { Context } from "../context.ts";
import { heldBy } from "../copies/holder.ts";
import { type Fact, fact, payloadOf } from "../payloads.ts";
import { faultsOf, groundOf, rowsOf } from "./check.ts";
import { draftOfRow, type GoodRow, type Ground } from "./judge.ts";
import { likenessOf } from "./likeness.ts";
import type { Import } from "./projection.ts";
import type { RowRequest } from "./rows.ts";

/** Drafts that are journaled by one append. */
const PIECE = 250;

/**
 * Makes a draft of each good row, in their order, behind those that are there already. A row that can't be drafted any
 * more, since what it supersedes was changed while we were down, is left out; an atomic import is then returned whole, and
 * so is one of which nothing is left.
 */
export async function draftRows(context: Context, found: Import): Promise<void> {
  const { id, tenant } = found;
  const by = { tenant, subject: "import" };
  const ground = groundOf(context, found);
  const good = await goodRows(context, id);
  const digests = await digestsSoFar(context, id);
  let facts: Fact[] = [];
  for (const { row, request } of good.slice(digests.length)) {
    const made = await draftFact(context, ground, request, { id, index: digests.length }).catch(faultIn);
    if (isYinzhengError(made)) {
      facts.push(fact("import.errors", `${id}/errors`, { faults: [{ row, field: "", code: made.code }] }));
      if (found.mode === "atomic") facts.push(fact("import.returned", id, { reason: `${row}: ${made.code}` }));
    } else {
      facts.push(made.fact);
      digests.push(made.digest);
    }
    if (facts.length < PIECE && !isYinzhengError(made)) continue;
    await context.records.append(by, facts);
    facts = [];
    if (isYinzhengError(made) && found.mode === "atomic") return;
    context.progress.tell(id, { step: "drafting", done: digests.length });
  }
  const ended =
    digests.length === 0
      ? [fact("import.returned", id, { reason: "no row can be drafted any more" })]
      : [
          fact("import.digests", `${id}/digests`, { digests }),
          fact("import.drafted", id, { draftsRoot: draftsRoot(digests), count: digests.length }),
        ];
  await context.records.append(by, [...facts, ...ended]);
}

/** What is wrong with a row for good; anything else is thrown, and tried again. */
function faultIn(error: unknown): YinzhengError {
  if (isYinzhengError(error) && error.detail.pointer !== undefined) return error;
  throw error;
}

/** Rows without a fault, in the order of the file: their drafts have these places. */
export async function goodRows(context: Context, id: string): Promise<readonly GoodRow[]> {
  const bad = new Set((await faultsOf(context, id)).map(({ row }) => row));
  const rows = await rowsOf(context, id);
  return rows.filter((row): row is GoodRow => row.request !== null && !bad.has(row.row));
}

async function draftFact(
  context: Context,
  ground: Ground,
  request: RowRequest,
  place: { readonly id: string; readonly index: number },
): Promise<{ readonly fact: Fact; readonly digest: Hex }> {
  const { member, type } = ground;
  const draft = await draftOfRow(context, ground, request);
  const digest = draftDigest(draft);
  const payload = {
    memberId: member.memberId,
    type: type.code,
    draft: draft as unknown as JsonObject,
    draftDigest: digest,
    likeness: likenessOf(member.memberId, type, draft.subject),
    ...heldBy(type, draft.subject),
    ...(request.supersedes === undefined ? {} : { supersedes: request.supersedes }),
    import: place,
  };
  return { fact: fact("certificate.drafted", draft.identifier, payload), digest };
}

async function digestsSoFar(context: Context, id: string): Promise<Hex[]> {
  const digests: Hex[] = [];
  for await (const page of context.records.draftsIn(id)) {
    for (const record of page) {
      const drafted = payloadOf("certificate.drafted", record);
      if (drafted !== null) digests.push(drafted.draftDigest);
    }
  }
  return digests;
}
