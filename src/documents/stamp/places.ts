import { YinzhengError } from "../../domain/errors.ts";
import type { Placement } from "../seal-key.ts";
import type { Box } from "../sheet.ts";

/** One picture, or a slice of it, on a page; millimetres as they are seen. */
export interface Place {
  readonly page: number;
  /** Where the whole picture would stand. */
  readonly box: Box;
  /** What of its width shows: from and to, shares of it. */
  readonly part: readonly [number, number];
}

/** Where a word stands: page and middle, millimetres as they are seen. */
export interface Found {
  readonly page: number;
  readonly x: number;
  readonly y: number;
}

/** Looks a word up in a file's text, in the order of reading. */
export type Finder = (text: string) => Promise<readonly Found[]>;

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Most pictures of one seal. */
const MAX_PLACES = 2000;
/** Narrowest slice across pages, millimetres: more pages than that share more than one picture. */
const NARROWEST = 2;

/** Throws `document.keyword_missing`, `document.page_missing`, `document.place_outside`. */
export async function placesOf(
  placements: readonly Placement[],
  { pages, size, find }: { readonly pages: readonly Size[]; readonly size: Size; readonly find: Finder },
): Promise<readonly Place[]> {
  const places: Place[] = [];
  for (const placement of placements) {
    if (placement.kind === "across") places.push(...across(placement.y, pages, size));
    else for (const found of await spots(placement, pages, find)) places.push(at(found, pages, size));
  }
  if (places.length > MAX_PLACES) throw new YinzhengError("document.place_outside", { max: MAX_PLACES });
  return places;
}

type Spot = Exclude<Placement, { kind: "across" }>;

async function spots(placement: Spot, pages: readonly Size[], find: Finder): Promise<readonly Found[]> {
  if (placement.kind === "at") {
    const { page, x, y } = placement;
    return [{ page: page < 0 ? pages.length + page : page - 1, x, y }];
  }
  const { text, which } = placement;
  const found = await find(text);
  if (found.length === 0) throw new YinzhengError("document.keyword_missing", { expected: text });
  return which === "every" ? found : found.slice(...(which === "first" ? [0, 1] : [-1]));
}

function at({ page, x, y }: Found, pages: readonly Size[], { width, height }: Size): Place {
  const seen = pages[page];
  if (seen === undefined || !Number.isInteger(page))
    throw new YinzhengError("document.page_missing", { max: pages.length });
  const room = seen;
  if (!(x >= 0 && y >= 0 && x <= room.width && y <= room.height))
    throw new YinzhengError("document.place_outside", {
      expected: `${Math.floor(room.width)} × ${Math.floor(room.height)} mm`,
    });
  return { page, box: { x: x - width / 2, y: y - height / 2, width, height }, part: [0, 1] };
}

/** 骑缝章: slices from left to right on the right edges of pages that follow each other. */
function across(y: number, pages: readonly Size[], { width, height }: Size): readonly Place[] {
  if (pages.length < 2) throw new YinzhengError("document.page_missing", { min: 2 });
  const groups = Math.ceil(pages.length / Math.max(2, Math.floor(width / NARROWEST)));
  const bounds = Array.from({ length: groups + 1 }, (_, i) => Math.floor((i * pages.length) / groups));
  return pages.map((page, index) => {
    const group = bounds.findLastIndex((first) => first <= index);
    const [first = 0, next = pages.length] = bounds.slice(group, group + 2);
    const count = next - first;
    const part = [(index - first) / count, (index - first + 1) / count] as const;
    const room = page;
    if (!(y >= 0 && y <= room.height))
      throw new YinzhengError("document.place_outside", { expected: `${Math.floor(room.height)} mm` });
    return { page: index, box: { x: room.width - part[1] * width, y: y - height / 2, width, height }, part };
  });
}
