import { YinzhengError } from "../../domain/errors.ts";
import { childrenOf, type Page, partsOf, readXml, textOf } from "../read/ofd/document.ts";
import { OfdError, type OfdFault } from "../read/ofd/fault.ts";
import { type Files, packageOf } from "../read/ofd/package.ts";
import { filesOf, readOfd } from "../read/ofd/read.ts";
import type { Element } from "../read/ofd/xml.ts";
import { MAX_OFD, openPackage } from "../read/ofd/zip.ts";
import { readSeal } from "../read/ses/seal.ts";
import { type Place, placesOf } from "../stamp/places.ts";
import type { StampedSeal, StampRequest } from "../stamp/request.ts";
import { type Stamp, sealedFiles } from "./seal.ts";
import { findText } from "./text.ts";

/**
 * Puts seals on anybody's OFD, one over the other: earlier signatures stay valid, and no file of it is changed but the list of
 * signatures. The same request gives the same bytes, as long as its keys give the same signatures. An OFD bears no PAdES. Throws
 * `document.*`, and what a key's holder throws.
 */
export async function stampOfd(file: Uint8Array, request: StampRequest): Promise<Uint8Array> {
  const { time, more = [] } = request;
  const made = await told(async () => {
    let files = await filesOf(openPackage(file));
    const pages = pagesOf(files);
    for (const seal of [request, ...more])
      files = await sealedFiles(files, { key: seal.key, time, stamps: await stampsOf(seal, pages) });
    return packageOf(files);
  });
  const reading = await readOfd(made);
  if ("fault" in reading) throw failure(reading.fault);
  return made;
}

interface OfdPage extends Page {
  readonly content: Element;
  readonly width: number;
  readonly height: number;
}

function pagesOf(files: Files): readonly OfdPage[] {
  const { document, pages } = partsOf(files);
  const [common] = childrenOf(readXml(files, document, "Document"), "CommonData");
  const usual = common === undefined ? null : sizeIn(common, "PageArea");
  return pages.map((page) => {
    const content = readXml(files, page.path, "Page");
    const size = sizeIn(content, "Area") ?? usual;
    if (size === null) throw new OfdError("ofd.structure", page.path);
    return { ...page, content, ...size };
  });
}

/** Of the paper; null where it is not said. */
function sizeIn(element: Element, name: string): { readonly width: number; readonly height: number } | null {
  const [area] = childrenOf(element, name);
  const [box] = area === undefined ? [] : childrenOf(area, "PhysicalBox");
  const [x, y, width = 0, height = 0] = box === undefined ? [] : textOf(box).split(/\s+/).map(Number);
  return x !== undefined && y !== undefined && width > 0 && height > 0 ? { width, height } : null;
}

async function stampsOf({ key, placements }: StampedSeal, pages: readonly OfdPage[]): Promise<readonly Stamp[]> {
  if (placements.length === 0) throw new YinzhengError("schema.value", { pointer: "/placements", expected: "a place" });
  const size = readSeal(key.seal).info.picture;
  const find = async (text: string) =>
    pages.flatMap(({ content }, page) => findText(content, text).map((middle) => ({ page, ...middle })));
  const places = await placesOf(placements, { pages, size, find });
  return places.map((place) => stampAt(place, pages[place.page]?.id ?? ""));
}

/** A slice is the whole picture where it would stand, and what of it shows. */
function stampAt({ box: { x, y, width, height }, part: [from, to] }: Place, page: string): Stamp {
  const boundary = [x, y, width, height];
  const whole = from === 0 && to === 1;
  return whole ? { page, boundary } : { page, boundary, clip: [from * width, 0, (to - from) * width, height] };
}

async function told<T>(task: () => Promise<T>): Promise<T> {
  try {
    return await task();
  } catch (error) {
    throw error instanceof OfdError ? failure(error.fault.fault) : error;
  }
}

/** What whoever sent the file is told. */
function failure(fault: OfdFault): YinzhengError {
  if (fault === "ofd.too_large") return new YinzhengError("document.too_large", { max: MAX_OFD });
  if (fault === "ofd.encrypted") return new YinzhengError("document.encrypted");
  if (fault === "ofd.order") return new YinzhengError("document.locked");
  return new YinzhengError("document.damaged", { expected: fault });
}
