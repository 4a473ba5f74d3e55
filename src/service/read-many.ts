import type { Journal, JournalRecord } from "../store/store.ts";

/** Records this near to each other are read by one read. */
const NEAR = 3;

/** The records of these numbers, in this order; those that lie close together are read together. */
export async function readMany(journal: Journal, wanted: readonly number[]): Promise<readonly JournalRecord[]> {
  const found = new Map<number, JournalRecord>();
  await Promise.all(runsOf(wanted).map((run) => readRun(journal, run, found)));
  return wanted.flatMap((seq) => found.get(seq) ?? []);
}

async function readRun(journal: Journal, run: readonly number[], found: Map<number, JournalRecord>): Promise<void> {
  const [first = 0, last = first] = [run[0], run.at(-1)];
  if (first === last) {
    const record = await journal.read(first);
    if (record !== null) found.set(first, record);
    return;
  }
  for await (const record of journal.scan(first)) {
    found.set(record.seq, record);
    if (record.seq >= last) break;
  }
}

/** The numbers in order, split where more lies between two than it costs to read on. */
function runsOf(wanted: readonly number[]): readonly (readonly number[])[] {
  const runs: number[][] = [];
  for (const seq of [...new Set(wanted)].sort((a, b) => a - b)) {
    const run = runs.at(-1);
    if (run !== undefined && seq - (run.at(-1) ?? 0) <= NEAR) run.push(seq);
    else runs.push([seq]);
  }
  return runs;
}
