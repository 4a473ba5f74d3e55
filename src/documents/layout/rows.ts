import type { Row } from "../content.ts";
import type { Group, Mark, Part } from "../sheet.ts";
import { POINT } from "../sheet.ts";
import { BASELINE, type Block, LEADING, PADDING, type Setting } from "./block.ts";
import { INK } from "./ink.ts";
import { type Style, widthOf, wrap } from "./wrap.ts";

/** A line of the certificate whose value is a text, not a table. */
export interface TextRow {
  readonly label: Row["label"];
  readonly value: { readonly zh: string; readonly en: string };
}

/** Share of the width that labels may take. */
const MOST_LABEL = 0.45;
/** Widest English label that is not wrapped for the column's sake; millimetres. */
const MOST_ENGLISH = 42;
const GAP = 4;
/** Size of what is beneath, English, against what is above. */
export const SMALLER = 0.72;

/** Width of the column of labels: the widest one, as long as values keep most of the line. */
export function labelWidth(setting: Setting, rows: readonly TextRow[], width: number): number {
  const widths = rows.map(({ label }) =>
    Math.max(widthOf(setting.fonts, labelStyle(setting), label.zh), englishWidth(setting, label.en)),
  );
  return Math.min(Math.max(...widths, 0) + 0.5, width * MOST_LABEL);
}

/** Whether all Chinese labels stand on one line. */
export function labelsFit(setting: Setting, rows: readonly TextRow[], width: number): boolean {
  const most = width * MOST_LABEL;
  return rows.every(({ label }) => widthOf(setting.fonts, labelStyle(setting), label.zh) <= most);
}

function englishWidth({ fonts, languages, size }: Setting, text: string): number {
  return languages === "zh" ? 0 : Math.min(widthOf(fonts, { face: "body", size: size * SMALLER }, text), MOST_ENGLISH);
}

const labelStyle = ({ size }: Setting): Style => ({ face: "body", size: size * 0.94 });

/** One or several rows beside each other, all as high as the highest. */
export function rowBlock(setting: Setting, cells: readonly TextRow[], labels: number, first: boolean): Block {
  const { left, width } = setting;
  const each = width / cells.length;
  const made = cells.map((cell, i) =>
    cellOf(setting, cell, left + i * each, each - (i + 1 < cells.length ? GAP : 0), labels),
  );
  const height = Math.max(...made.map((cell) => cell.height)) + 2 * PADDING;
  const part: Part = { role: "TR", parts: made.flatMap(({ label, value }) => [label.part, value.part]) };
  return {
    height,
    part,
    draw: (top) => [
      ...(first ? [] : [ruleAt(left, top, width)]),
      ...made.flatMap(({ label, value }) =>
        [label, value].map((lines): Group => ({ part: lines.part, marks: lines.at(top + PADDING) })),
      ),
    ],
  };
}

/** Lines of a value that stay together where a row is longer than a page. */
const TOGETHER = 8;

/** A row that may go over pages: its label beside its first lines, and then the others. */
export function longRow(setting: Setting, { label, value }: TextRow, labels: number, first: boolean): readonly Block[] {
  const { fonts, left, width, size } = setting;
  const lines = wrap(fonts, { face: "body", size }, value.zh, width - labels - GAP);
  const pieces = Array.from({ length: Math.ceil(lines.length / TOGETHER) }, (_, i) =>
    lines.slice(i * TOGETHER, (i + 1) * TOGETHER),
  );
  if (pieces.length < 2) return [rowBlock(setting, [{ label, value }], labels, first)];
  const name = nameOf(setting, label, left, labels);
  const said: Part = { role: "TD", parts: [] };
  const high = size * LEADING * POINT;
  return pieces.map((piece, i): Block => {
    const [opens, closes] = [i === 0, i === pieces.length - 1];
    const above = opens ? PADDING : 0;
    const marks = (top: number): readonly Mark[] =>
      piece.map((text, n) => ({
        kind: "text",
        x: left + labels + GAP,
        y: top + above + n * high + size * BASELINE * POINT,
        text,
        face: "body",
        size,
        colour: INK.text,
      }));
    return {
      height: above + piece.length * high + (closes ? PADDING : 0),
      part: opens ? { role: "TR", parts: [name.part, said] } : null,
      draw: (top) => [
        ...(opens && !first ? [ruleAt(left, top, width)] : []),
        ...(opens ? [{ part: name.part, marks: name.at(top + PADDING) }] : []),
        { part: said, marks: marks(top) },
      ],
    };
  });
}

/** A hairline above a row. */
export function ruleAt(left: number, top: number, width: number): Group {
  const mark: Mark = {
    kind: "line",
    from: [left, top],
    to: [left + width, top],
    width: 0.15,
    colour: INK.rule,
  };
  return { part: null, marks: [mark] };
}

interface Lines {
  readonly part: Part;
  readonly height: number;
  at(top: number): readonly Mark[];
}

function cellOf(setting: Setting, { label, value }: TextRow, x: number, width: number, labels: number) {
  const { languages, size } = setting;
  const both = languages === "zh+en";
  const name = nameOf(setting, label, x, labels);
  const translated = both && value.en !== value.zh;
  const said = linesOf(setting, "TD", x + labels + GAP, width - labels - GAP, [
    { text: value.zh, style: { face: "body", size }, colour: INK.text },
    ...(translated
      ? [{ text: value.en, style: { face: "body", size: size * SMALLER } as const, colour: INK.faint }]
      : []),
  ]);
  return { label: name, value: said, height: Math.max(name.height, said.height) };
}

function nameOf(setting: Setting, label: Row["label"], x: number, width: number): Lines {
  const { languages, size } = setting;
  const english: Said = { text: label.en, style: { face: "body", size: size * SMALLER }, colour: INK.faint };
  return linesOf(setting, "TH", x, width, [
    { text: label.zh, style: labelStyle(setting), colour: INK.label },
    ...(languages === "zh+en" ? [english] : []),
  ]);
}

interface Said {
  readonly text: string;
  readonly style: Style;
  readonly colour: (typeof INK)[keyof typeof INK];
}

/** Paragraphs beneath each other, each wrapped. */
export function linesOf(
  { fonts }: Setting,
  role: Part["role"],
  x: number,
  width: number,
  said: readonly Said[],
): Lines {
  const lines = said.flatMap(({ text, style, colour }) =>
    wrap(fonts, style, text, width).map((line) => ({ line, style, colour })),
  );
  const height = lines.reduce((sum, { style }) => sum + style.size * LEADING * POINT, 0);
  return {
    part: { role, parts: [] },
    height,
    at: (top) => {
      let y = top;
      return lines.map(({ line, style: { face, size }, colour }): Mark => {
        const mark: Mark = { kind: "text", x, y: y + size * BASELINE * POINT, text: line, face, size, colour };
        y += size * LEADING * POINT;
        return mark;
      });
    },
  };
}
