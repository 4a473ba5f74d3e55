import type { Seconds } from "../../domain/bytes.ts";
import { dateAt, parseInstant } from "../../domain/dates.ts";
import { type Draft, draftIssues } from "../../domain/draft.ts";
import { type Issue, isYinzhengError } from "../../domain/errors.ts";
import { columnAt } from "../../domain/types/columns.ts";
import type { TypeDefinition } from "../../domain/types/definition.ts";
import type { Context, Member } from "../context.ts";
import { draftOf } from "../issue.ts";
import { loadCertificate } from "../load.ts";
import { successorOf } from "../succession.ts";
import { latestState } from "../view.ts";
import { likenessOf } from "./likeness.ts";
import type { Fault, ImportFormat, Row, RowRequest } from "./rows.ts";

/** One row that may become a certificate. */
export type GoodRow = Row & { readonly request: RowRequest };

export interface Judged {
  readonly good: readonly GoodRow[];
  readonly faults: readonly Fault[];
}

/** What rows are judged by. */
export interface Ground {
  readonly member: Member;
  readonly type: TypeDefinition;
  readonly format: ImportFormat;
  /** When the file came: what is valid from now on is valid from then. */
  readonly now: Seconds;
}

const PIECE = 100;

/**
 * Judges every row by its type, all faults of each, and finds what is there twice: in the file, and among the member's
 * certificates that are drafted, on their way or in force. Writes nothing. `tell` hears how far it is.
 * Throws `chain.unreachable` where the status of a certificate like one of these can't be told.
 */
export async function judgeRows(
  context: Context,
  ground: Ground,
  rows: readonly Row[],
  tell: (done: number) => void = () => undefined,
): Promise<Judged> {
  const good: GoodRow[] = [];
  const faults: Fault[] = [];
  const seen = new Map<string, number>();
  for (const [i, row] of rows.entries()) {
    const found = await faultsOf(context, ground, row, seen);
    if (found.length === 0 && row.request !== null) good.push({ ...row, request: row.request });
    faults.push(...found);
    if ((i + 1) % PIECE > 0) continue;
    tell(i + 1);
    await turn(context);
  }
  return { good, faults };
}

/** Lets others have their turn of the event loop. */
function turn({ timers }: Context): Promise<void> {
  return new Promise((resolve) => {
    timers.after(0, resolve);
  });
}

async function faultsOf(
  context: Context,
  ground: Ground,
  { row, request, faults }: Row,
  seen: Map<string, number>,
): Promise<readonly Fault[]> {
  if (request === null || faults.length > 0) return faults;
  const issues = await issuesOf(context, ground, request);
  if (issues.length > 0) return issues.map((issue) => faultOf(ground.format, row, issue));
  const likeness = likenessOf(ground.member.memberId, ground.type, request.subject);
  const first = seen.get(likeness);
  if (first !== undefined) return [{ row, field: "", code: "conflict.duplicate", expected: `row ${first}` }];
  seen.set(likeness, row);
  const other = await livingLike(context, ground.now, likeness, request.supersedes?.id);
  return other === null ? [] : [{ row, field: "", code: "conflict.duplicate", expected: other }];
}

async function issuesOf(context: Context, ground: Ground, request: RowRequest): Promise<readonly Issue[]> {
  try {
    const draft = await draftOfRow(context, ground, request);
    return draftIssues(draft, ground.type, dateAt(ground.now));
  } catch (error) {
    if (!isYinzhengError(error) || error.detail.pointer === undefined) throw error;
    const { pointer, expected } = error.detail;
    // The rest is judged without what can't be read, of which nothing more is said.
    const [, member = ""] = pointer.split("/");
    const { [member as keyof RowRequest]: _, ...rest } = request;
    const others = await issuesOf(context, ground, { ...rest, subject: request.subject });
    const more = others.filter((issue) => issue.pointer !== "/validUntil" && !issue.pointer.startsWith(`/${member}`));
    return [{ code: error.code, pointer, ...(expected === undefined ? {} : { expected }) }, ...more];
  }
}

/** The draft of a row, under a new identifier. Throws `schema.*`, `conflict.state` with a pointer. */
export async function draftOfRow(context: Context, ground: Ground, request: RowRequest): Promise<Draft> {
  const { member, type, now } = ground;
  const { supersedes } = request;
  if (supersedes === undefined) return draftOf(context, member, type, request, now);
  const successor = await successorOf(context, member, { type: type.code, supersedes });
  return draftOf(context, member, type, request, now, successor);
}

/** Identifier of a certificate that is like this one and not done with; null where there is none. */
async function livingLike(
  context: Context,
  now: Seconds,
  likeness: string,
  supersedes: string | undefined,
): Promise<string | null> {
  for (const { subject: id } of await context.records.like(likeness)) {
    if (id !== supersedes && (await isLiving(context, id, now))) return id;
  }
  return null;
}

async function isLiving(context: Context, id: string, now: Seconds): Promise<boolean> {
  const certificate = await loadCertificate(context, id);
  if (certificate === null || certificate.returned !== undefined) return false;
  const until = certificate.draft.validUntil;
  if (typeof until === "string" && (parseInstant(until) ?? now) < now) return false;
  const { memberId, placed, issued } = certificate;
  if (placed === undefined || issued === undefined) return true;
  const state = latestState(await context.chain.status(memberId, placed.batchId), placed.index);
  return state === "active" || state === "suspended";
}

/** In a sheet a field is a column, in JSON Lines a pointer into the line. */
function faultOf(format: ImportFormat, row: number, { code, pointer, expected }: Issue): Fault {
  const column = pointer.startsWith("/subject/")
    ? columnAt(pointer.slice("/subject".length))
    : columnAt(`/certificate${pointer}`);
  return { row, field: format === "jsonl" ? pointer : column, code, ...(expected === undefined ? {} : { expected }) };
}
