import { type PDF, PdfDict, PdfName, PdfNumber, type PdfRef, PdfString } from "@libpdf/core";
import type { Seconds } from "../../domain/bytes.ts";
import { YinzhengError } from "../../domain/errors.ts";
import { sesDictionary, sesOver } from "../pdf/ses.ts";
import { signedRevision } from "../pdf/signed-revision.ts";
import { readSeal } from "../read/ses/seal.ts";
import type { SealKey } from "../seal-key.ts";
import { addField, annotate, freeName, rectangle, stampAnnotation } from "./annotations.ts";
import { checkForm, openForeign, orDamaged } from "./open.ts";
import { pagesOf, type SeenPage, sizeOf } from "./pages.ts";
import { appearance, embedPicture, numbers } from "./picture.ts";
import type { Finder, Place } from "./places.ts";
import { placesOf } from "./places.ts";
import type { StampedSeal } from "./request.ts";

export interface Sealing extends StampedSeal {
  readonly time: Seconds;
  /** Where words are looked up. */
  readonly find: Finder;
  /** What else this revision adds, before anything of the seal. */
  readonly first?: (document: PDF) => void;
}

/** One revision: the use of a seal, and its pictures, if it has any. */
export async function sealRevision(file: Uint8Array, sealing: Sealing): Promise<Uint8Array> {
  const { key, time } = sealing;
  const unsigned = await orDamaged(async () => (await prepared(file, sealing)).save({ incremental: true }));
  return signedRevision(unsigned, file.length, (range, parts) => sesOver(key, time, range, parts));
}

async function prepared(file: Uint8Array, { key, placements, time, find, first }: Sealing): Promise<PDF> {
  const document = await openForeign(file);
  checkForm(document);
  first?.(document);
  const pages = pagesOf(document);
  const { name, picture } = readSeal(key.seal).info;
  const places = await placesOf(placements, { pages: pages.map(sizeOf), size: picture, find });
  const shown = places.length === 0 ? null : embedPicture(document, picture);
  addSignature(document, pages, places, { key, time, alt: `${name}（电子印章 electronic seal）`, picture: shown });
  return document;
}

interface Shown {
  readonly key: SealKey;
  readonly time: Seconds;
  /** What the pictures show, in words. */
  readonly alt: string;
  readonly picture: PdfRef | null;
}

/** The field stands at the first place; the pictures at the others belong to it, since they can only be there by its revision. */
function addSignature(
  document: PDF,
  pages: readonly SeenPage[],
  places: readonly Place[],
  { key, time, alt, picture }: Shown,
): void {
  const { context } = document;
  const value = context.register(sesDictionary(key, time));
  const added = new Map<SeenPage, PdfRef[]>();
  const put = (page: SeenPage, ref: PdfRef) => added.set(page, [...(added.get(page) ?? []), ref]);
  const [first, ...others] = places;
  const home = pages[first?.page ?? 0];
  if (home === undefined) throw new YinzhengError("internal", { expected: "a page" });
  const widget = PdfDict.of({
    Type: PdfName.of("Annot"),
    Subtype: PdfName.of("Widget"),
    FT: PdfName.of("Sig"),
    T: PdfString.fromString(freeName(document, "SES")),
    TU: PdfString.fromString(alt),
    V: value,
    // Printed, and locked against being moved.
    F: PdfNumber.of(132),
    Rect: first === undefined ? numbers([0, 0, 0, 0]) : rectangle(home, first),
    P: home.ref,
  });
  if (first !== undefined && picture !== null)
    widget.set("AP", PdfDict.of({ N: appearance(document, picture, first, home) }));
  const field = context.register(widget);
  put(home, field);
  for (const place of others) {
    const page = pages[place.page];
    if (page === undefined || picture === null) continue;
    put(
      page,
      context.register(stampAnnotation(page, place, { alt, picture: appearance(document, picture, place, page) })),
    );
  }
  for (const [page, refs] of added) annotate(document, page, refs);
  addField(document, field);
}
