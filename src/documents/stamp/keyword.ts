import { YinzhengError } from "../../domain/errors.ts";
import { openForeign } from "./open.ts";
import { pagesOf, seenAt } from "./pages.ts";
import type { Finder, Found } from "./places.ts";

/** Looks words up in a file, which is opened again for it: reading text may change what was opened. */
export const finderOf =
  (file: Uint8Array): Finder =>
  async (text) => {
    const document = await openForeign(file);
    const pages = pagesOf(document);
    const found: Found[] = [];
    for (const [index, page] of pages.entries()) {
      if (!page.dict.has("Resources") && page.resources !== undefined) page.dict.set("Resources", page.resources);
      const known = document.getPages().find(({ ref }) => ref.objectNumber === page.ref.objectNumber);
      for (const { charBoxes } of matches(() => known?.findText(text) ?? [])) {
        const [x, y] = seenAt(page, ...middleOf(charBoxes));
        found.push({ page: index, x, y });
      }
    }
    return found;
  };

interface Bounds {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

function matches<T>(search: () => readonly T[]): readonly T[] {
  try {
    return search();
  } catch {
    throw new YinzhengError("document.damaged");
  }
}

function middleOf(boxes: readonly Bounds[]): readonly [number, number] {
  const [left, right] = [Math.min(...boxes.map(({ x }) => x)), Math.max(...boxes.map(({ x, width }) => x + width))];
  const [low, high] = [Math.min(...boxes.map(({ y }) => y)), Math.max(...boxes.map(({ y, height }) => y + height))];
  return [(left + right) / 2, (low + high) / 2];
}
