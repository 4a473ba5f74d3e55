import type { Context } from "../context.ts";
import { draftsOf } from "../issue.ts";
import { checkRows } from "./check.ts";
import { draftRows } from "./draft.ts";
import { placeDrafts } from "./place.ts";
import { loadImport } from "./projection.ts";
import { withdraw } from "./withdraw.ts";

/** Takes an import on its way, from where the journal says it stands; what fails for now is tried again. */
export function startImport(context: Context, id: string): void {
  context.work.run({ name: `import ${id}`, task: () => travel(context, id) });
}

/**
 * The road of an import: judged → drafted, then, once a maker has approved it, into the cells of one batch, which goes
 * the road of any other. Every step is journaled in pieces, each whole or not at all, and goes on behind the last.
 */
async function travel(context: Context, id: string): Promise<void> {
  const before = await loadImport(context, id);
  if (before === null) return;
  if (before.drafted === undefined && before.returned === undefined) {
    // What is judged not to be there must not come from another file before it is drafted.
    await context.locks.run(draftsOf(before.memberId, before.type), async () => {
      const checked = await checkRows(context, before);
      if (!checked.refused) await draftRows(context, before);
    });
  }
  const found = (await loadImport(context, id)) ?? before;
  if (found.returned !== undefined) await withdraw(context, found);
  else if (found.approved !== undefined && !found.placed) await placeDrafts(context, found);
  context.progress.changed(id);
}
