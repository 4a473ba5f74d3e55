/**
 * What stands on the pages of a document, drawn by no one yet: PDF and OFD are written from it. Lengths are millimetres from
 * the upper left corner, x to the right and y down; font sizes are points.
 */

/** Text that people read; text that carries weight. */
export type Face = "body" | "strong";

/** Red, green, blue; each from 0 to 1. */
export type Colour = readonly [number, number, number];

export type Mark =
  | {
      readonly kind: "text";
      /** Left end of the baseline. */
      readonly x: number;
      readonly y: number;
      readonly text: string;
      readonly face: Face;
      readonly size: number;
      readonly colour: Colour;
      /** Degrees, clockwise around (x, y). */
      readonly turn?: number;
      /** Millimetres by which its strokes are broader, for weight without another font. */
      readonly heavier?: number;
    }
  | {
      readonly kind: "line";
      readonly from: readonly [number, number];
      readonly to: readonly [number, number];
      readonly width: number;
      readonly colour: Colour;
    }
  | {
      readonly kind: "box";
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
      readonly fill?: Colour;
      readonly border?: { readonly width: number; readonly colour: Colour };
    }
  | {
      /** A line through points, or what it encloses. */
      readonly kind: "path";
      readonly points: readonly (readonly [number, number])[];
      readonly closed: boolean;
      readonly fill?: Colour;
      readonly border?: { readonly width: number; readonly colour: Colour };
    }
  | {
      /** Marks without text around a place, drawn `count` times, each time so much farther. */
      readonly kind: "repeated";
      readonly x: number;
      readonly y: number;
      readonly marks: readonly Mark[];
      readonly count: number;
      readonly dx: number;
      readonly dy: number;
    }
  | {
      readonly kind: "circle";
      readonly x: number;
      readonly y: number;
      readonly radius: number;
      readonly border: { readonly width: number; readonly colour: Colour };
    }
  | {
      /** Squares in rows, dark or left as they are, from the upper left corner: a two-dimensional code. */
      readonly kind: "modules";
      readonly x: number;
      readonly y: number;
      /** Of all rows together. */
      readonly size: number;
      readonly rows: Modules;
    };

/** Rows of a square code, true = dark. */
export type Modules = readonly (readonly boolean[])[];

/** What a part of a document is to somebody who hears it read out (PDF 32000-1 §14.8.4). */
export type Role = "Document" | "H1" | "P" | "Table" | "TR" | "TH" | "TD" | "Figure" | "Sect";

/** A part of a document; its marks stand on pages and name it. */
export interface Part {
  readonly role: Role;
  /** Of a figure: what it shows, in words. */
  readonly alt?: string;
  readonly parts: readonly Part[];
}

/** Marks that belong to one part, or to none: a frame, a page number. */
export interface Group {
  readonly part: Part | null;
  readonly marks: readonly Mark[];
  /** What lies outside is not shown. */
  readonly clip?: Box;
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A part of the page that leads to an address when it is clicked. */
export interface Link extends Box {
  readonly url: string;
}

export interface Sheet {
  readonly width: number;
  readonly height: number;
  readonly groups: readonly Group[];
  readonly links: readonly Link[];
  /** Where the seal goes: the middle of a square of `size`. Only on the last page of what is sealed. */
  readonly seal?: { readonly x: number; readonly y: number; readonly size: number };
}

/** All pages, and how their parts belong together. */
export interface Pages {
  readonly sheets: readonly Sheet[];
  readonly root: Part;
}

/** Millimetres in a point. */
export const POINT = 25.4 / 72;
