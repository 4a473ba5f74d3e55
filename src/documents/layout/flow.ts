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

/** Rows that a last page has at least, beside what closes the document. */
const ALONG = 2;

/** Puts blocks beneath each other, `gap` between them, and onto further pages where there is no room. */
export function flow(blocks: readonly Block[], area: Area, gap: number): Flowed {
  const fits = ({ end }: Placed): boolean => end <= area.last + 0.01;
  const placed = place(blocks, area, gap, null);
  const lonely = placed.firsts.length > 1 && blocks.length - (placed.firsts.at(-1) ?? 0) < ALONG;
  const root = tablesOf(blocks);
  if (fits(placed) && !lonely) return { pages: placed.pages, root };
  // The last rows go to a page of their own, with what closes the document below them.
  const turn = turnBefore(blocks, placed.firsts.at(lonely ? -2 : -1) ?? 0);
  const again = turn === null ? null : place(blocks, area, gap, turn);
  if (again !== null && fits(again)) return { pages: again.pages, root };
  return { pages: fits(placed) ? placed.pages : [...placed.pages, []], root };
}

/** Where a new page may begin among the last blocks, after `first`, which begins one; null: nowhere. */
function turnBefore(blocks: readonly Block[], first: number): number | null {
  let turn = blocks.length - ALONG;
  // A name stays with its table, a head with its rows, and what goes on with what it goes on from.
  while (
    turn > first &&
    (isHead(blocks, turn - 1) || blocks[turn - 1]?.part?.role === "P" || blocks[turn]?.part === null)
  )
    turn -= 1;
  return turn > first ? turn : null;
}

const isHead = (blocks: readonly Block[], at: number): boolean => blocks[at + 1]?.head === blocks[at];

interface Placed {
  readonly pages: readonly (readonly Group[])[];
  /** Indices of the blocks with which pages begin, and where the last one ends. */
  readonly firsts: readonly number[];
  readonly end: number;
}

/** @param turn index of a block that begins a page whatever room there is */
function place(blocks: readonly Block[], area: Area, gap: number, turn: number | null): Placed {
  const pages: Group[][] = [[]];
  const firsts = [0];
  let y = area.top + gap;
  blocks.forEach((block, i) => {
    const after = blocks[i + 1];
    // The name of a table does not stay behind alone, nor does its head.
    const whole = block.height + (after?.head === undefined && block.part?.role !== "P" ? 0 : (after?.height ?? 0));
    if (i === turn || (y + whole > area.full && pages.at(-1)?.length !== 0)) {
      pages.push([]);
      firsts.push(i);
      y = area.next;
      if (block.head !== undefined) {
        pages.at(-1)?.push(...asDecoration(block.head.draw(y)));
        y += block.head.height;
      }
    }
    pages.at(-1)?.push(...block.draw(y));
    y += block.height + gap;
  });
  return { pages, firsts, end: y - gap };
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
