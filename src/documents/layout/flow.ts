import type { Group, Part } from "../sheet.ts";
import type { Block } from "./block.ts";

/** Where blocks may stand: the first page begins below the title, the last one ends above the seal. Millimetres. */
export interface Area {
  readonly top: number;
  readonly next: number;
  readonly last: number;
  readonly full: number;
}

/** Blocks on pages, and the tables they make. */
export interface Flowed {
  readonly pages: readonly (readonly Group[])[];
  readonly root: readonly Part[];
}

/** Puts blocks beneath each other, `gap` between them, and onto further pages where there is no room. */
export function flow(blocks: readonly Block[], area: Area, gap: number): Flowed {
  const pages: Group[][] = [[]];
  let y = area.top + gap;
  blocks.forEach((block, i) => {
    const after = blocks[i + 1];
    // The name of a table does not stay behind alone, nor does its head.
    const whole = block.height + (after?.head === undefined && block.part?.role !== "P" ? 0 : (after?.height ?? 0));
    if (y + whole > area.full && pages.at(-1)?.length !== 0) {
      pages.push([]);
      y = area.next;
      if (block.head !== undefined) {
        pages.at(-1)?.push(...asDecoration(block.head.draw(y)));
        y += block.head.height;
      }
    }
    pages.at(-1)?.push(...block.draw(y));
    y += block.height + gap;
  });
  // What closes the document needs its place below the last row.
  if (y - gap > area.last + 0.01) pages.push([]);
  return { pages, root: tablesOf(blocks) };
}

/** Said once already: who listens does not hear it again. */
export const asDecoration = (groups: readonly Group[]): readonly Group[] =>
  groups.map(({ marks }) => ({ part: null, marks }));

/** Rows that follow each other are one table; those under a head of their own are another. */
function tablesOf(blocks: readonly Block[]): readonly Part[] {
  const parts: Part[] = [];
  let rows: Part[] = [];
  let under: Block | undefined;
  const close = (): void => {
    if (rows.length > 0) parts.push({ role: "Table", parts: rows });
    rows = [];
  };
  blocks.forEach((block, i) => {
    const { part } = block;
    if (part === null) return;
    const head = blocks[i + 1]?.head === block ? block : block.head;
    if (part.role !== "TR" || head !== under) close();
    under = head;
    if (part.role === "TR") rows.push(part);
    else parts.push(part);
  });
  close();
  return parts;
}
