import { type PDF, PdfArray, PdfDict, PdfName, PdfNumber, type PdfRef, PdfStream } from "@libpdf/core";
import { YinzhengError } from "../../domain/errors.ts";
import type { SealPicture } from "../read/ses/info.ts";
import type { SeenPage } from "./pages.ts";
import type { Place } from "./places.ts";

/** Most points of a picture; a seal of 50 mm has 2.3 million at 1,200 a inch. */
const MAX_POINTS = 4_000_000;
const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** Puts a seal's picture into a file, once. Throws `document.picture`. */
export function embedPicture(document: PDF, { type, data }: SealPicture): PdfRef {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const right = type.toUpperCase() === "PNG" && data.length > 33 && SIGNATURE.every((byte, i) => data[i] === byte);
  if (!right || view.getUint32(16) * view.getUint32(20) > MAX_POINTS)
    throw new YinzhengError("document.picture", { expected: `PNG, ${MAX_POINTS} points` });
  try {
    return document.embedPng(data).ref;
  } catch {
    throw new YinzhengError("document.picture", { expected: "PNG" });
  }
}

/** What turns a picture so that it stands upright on a page that is shown turned. */
const TURNS = {
  0: [1, 0, 0, 1, 0, 0],
  90: [0, 1, -1, 0, 0, 0],
  180: [-1, 0, 0, -1, 0, 0],
  270: [0, -1, 1, 0, 0, 0],
} as const;

/** The appearance of a picture, or of a slice of it, at its place. */
export function appearance(document: PDF, picture: PdfRef, { box, part }: Place, { turn, unit }: SeenPage): PdfRef {
  const [width, height] = [box.width / unit, box.height / unit];
  const [from, to] = [part[0] * width, part[1] * width];
  // As ink on paper: what is beneath stays legible.
  const drawn = `q /Ink gs ${rounded(width)} 0 0 ${rounded(height)} ${rounded(-from)} 0 cm /Seal Do Q`;
  const stream = PdfStream.fromDict(
    {
      Type: PdfName.of("XObject"),
      Subtype: PdfName.of("Form"),
      BBox: numbers([0, 0, to - from, height]),
      Matrix: numbers(TURNS[turn]),
      Resources: PdfDict.of({
        XObject: PdfDict.of({ Seal: picture }),
        ExtGState: PdfDict.of({ Ink: PdfDict.of({ BM: PdfName.of("Multiply") }) }),
      }),
    },
    new TextEncoder().encode(drawn),
  );
  return document.context.register(stream);
}

export const numbers = (values: readonly number[]): PdfArray =>
  new PdfArray(values.map((one) => PdfNumber.of(rounded(one))));

const rounded = (value: number): number => Math.round(value * 1000) / 1000 || 0;
