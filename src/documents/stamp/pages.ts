import { type PDF, PdfArray, PdfDict, PdfNumber, type PdfObject, PdfRef } from "@libpdf/core";
import { YinzhengError } from "../../domain/errors.ts";
import { POINT } from "../sheet.ts";
import { partsOf, resolverOf } from "./open.ts";

/** A page as it is seen: what of it shows, which way up, and how large its units are. */
export interface SeenPage {
  readonly ref: PdfRef;
  readonly dict: PdfDict;
  /** Lower left corner and size of what shows, in the page's own units, before it is turned. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Degrees, clockwise. */
  readonly turn: 0 | 90 | 180 | 270;
  /** Millimetres in a unit. */
  readonly unit: number;
  /** Fonts and pictures, its own or those of what it stands under. */
  readonly resources: PdfObject | undefined;
}

/** Most pages of a file that is stamped. */
const MAX_PAGES = 5000;
const DEPTH = 32;

type Inherited = Readonly<Record<"MediaBox" | "CropBox" | "Rotate" | "Resources", PdfObject | undefined>>;
const INHERITED = ["MediaBox", "CropBox", "Rotate", "Resources"] as const;
const NOTHING: Inherited = { MediaBox: undefined, CropBox: undefined, Rotate: undefined, Resources: undefined };

/** All pages in their order. Throws `document.damaged`. */
export function pagesOf(document: PDF): readonly SeenPage[] {
  const resolve = resolverOf(document);
  const pages: SeenPage[] = [];
  const seen = new Set<string>();
  const walk = (ref: PdfObject | undefined, above: Inherited, depth: number): void => {
    const damaged = !(ref instanceof PdfRef) || depth > DEPTH || pages.length >= MAX_PAGES;
    if (damaged || seen.has(`${ref.objectNumber} ${ref.generation}`)) throw new YinzhengError("document.damaged");
    seen.add(`${ref.objectNumber} ${ref.generation}`);
    const node = resolve(ref);
    if (!(node instanceof PdfDict)) throw new YinzhengError("document.damaged");
    const held = inherited(node, above, resolve);
    const kids = node.getArray("Kids", resolve);
    if (kids === undefined) pages.push(seenPage(ref, node, held, resolve));
    else for (let i = 0; i < kids.length; i++) walk(kids.at(i), held, depth + 1);
  };
  walk(partsOf(document).catalog.get("Pages"), NOTHING, 0);
  if (pages.length === 0) throw new YinzhengError("document.damaged");
  return pages;
}

type Resolve = ReturnType<typeof resolverOf>;

function inherited(node: PdfDict, above: Inherited, resolve: Resolve): Inherited {
  const own = INHERITED.map((name) => [name, node.get(name, resolve) ?? above[name]] as const);
  return Object.fromEntries(own) as unknown as Inherited;
}

function seenPage(ref: PdfRef, dict: PdfDict, held: Inherited, resolve: Resolve): SeenPage {
  const media = boxOf(held.MediaBox, resolve) ?? [0, 0, 612, 792];
  const crop = boxOf(held.CropBox, resolve) ?? media;
  const [left, bottom] = [Math.max(crop[0], media[0]), Math.max(crop[1], media[1])];
  const [right, top] = [Math.min(crop[2], media[2]), Math.min(crop[3], media[3])];
  if (!(right - left > 1) || !(top - bottom > 1)) throw new YinzhengError("document.damaged");
  const turn = held.Rotate instanceof PdfNumber ? ((held.Rotate.value % 360) + 360) % 360 || 0 : 0;
  if (turn % 90 !== 0) throw new YinzhengError("document.damaged");
  const unit = dict.get("UserUnit", resolve);
  return {
    ref,
    dict,
    x: left,
    y: bottom,
    width: right - left,
    height: top - bottom,
    turn: turn as SeenPage["turn"],
    unit: POINT * (unit instanceof PdfNumber && unit.value > 0 ? unit.value : 1),
    resources: held.Resources,
  };
}

function boxOf(box: PdfObject | undefined, resolve: Resolve): readonly [number, number, number, number] | null {
  if (!(box instanceof PdfArray) || box.length !== 4) return null;
  const [a = 0, b = 0, c = 0, d = 0] = Array.from({ length: 4 }, (_, i) => {
    const one = box.at(i, resolve);
    return one instanceof PdfNumber ? one.value : Number.NaN;
  });
  if (![a, b, c, d].every(Number.isFinite)) return null;
  return [Math.min(a, c), Math.min(b, d), Math.max(a, c), Math.max(b, d)];
}

/** Size of a page as it is seen, millimetres. */
export function sizeOf({ width, height, turn, unit }: SeenPage): { readonly width: number; readonly height: number } {
  const upright = turn === 0 || turn === 180;
  return { width: (upright ? width : height) * unit, height: (upright ? height : width) * unit };
}

/** A point as it is seen (millimetres from the upper left corner) in the page's own units. */
export function pointOn(page: SeenPage, x: number, y: number): readonly [number, number] {
  const [right, down] = [x / page.unit, y / page.unit];
  switch (page.turn) {
    case 0:
      return [page.x + right, page.y + page.height - down];
    case 90:
      return [page.x + down, page.y + right];
    case 180:
      return [page.x + page.width - right, page.y + down];
    case 270:
      return [page.x + page.width - down, page.y + page.height - right];
  }
}

/** The other way round. */
export function seenAt(page: SeenPage, x: number, y: number): readonly [number, number] {
  const [along, up] = [x - page.x, y - page.y];
  const places = {
    0: [along, page.height - up],
    90: [up, along],
    180: [page.width - along, up],
    270: [page.height - up, page.width - along],
  } as const;
  const [right, down] = places[page.turn];
  return [right * page.unit, down * page.unit];
}
