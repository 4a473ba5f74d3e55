import { type Context, memberIn } from "../context.ts";
import { SERVICE } from "../outbox.ts";
import { type Fact, fact, type Payloads, payloadOf } from "../payloads.ts";
import { typeOf } from "../resources.ts";
import { type Ground, judgeRows } from "./judge.ts";
import type { Import } from "./projection.ts";
import type { Fault, Row } from "./rows.ts";

const FAULTS_A_RECORD = 1_000;

/** Judges the rows once, and journals what is wrong with them. */
export async function checkRows(context: Context, found: Import): Promise<Payloads["import.checked"]> {
  if (found.checked !== undefined) return found.checked;
  const { id, mode } = found;
  const rows = await rowsOf(context, id);
  const tell = (done: number): void => context.progress.tell(id, { step: "checking", done });
  const { good, faults } = await judgeRows(context, groundOf(context, found), rows, tell);
  const bad = rows.length - good.length;
  const checked = { good: good.length, bad, refused: good.length === 0 || (mode === "atomic" && bad > 0) };
  await context.records.append(SERVICE, [...faultFacts(id, faults), fact("import.checked", id, checked)]);
  return checked;
}

/** Every row of an import, as it was read. */
export async function rowsOf({ records }: Context, id: string): Promise<readonly Row[]> {
  const pieces = await records.of(`${id}/rows`);
  return pieces.flatMap((record) => payloadOf("import.rows", record)?.rows ?? []);
}

/** What is wrong with an import's rows, in their order. */
export async function faultsOf({ records }: Context, id: string): Promise<readonly Fault[]> {
  const pieces = await records.of(`${id}/errors`);
  return pieces.flatMap((record) => payloadOf("import.errors", record)?.faults ?? []);
}

/** What the rows of an import are judged by. */
export function groundOf(context: Context, { memberId, type, typeVersion, format, receivedAt }: Import): Ground {
  return { member: memberIn(context, memberId), type: typeOf(context, type, typeVersion), format, now: receivedAt };
}

function faultFacts(id: string, faults: readonly Fault[]): readonly Fact[] {
  return Array.from({ length: Math.ceil(faults.length / FAULTS_A_RECORD) }, (_, i) =>
    fact("import.errors", `${id}/errors`, {
      faults: faults.slice(i * FAULTS_A_RECORD, (i + 1) * FAULTS_A_RECORD),
    }),
  );
}
