import type { Bilingual } from "../../domain/bilingual.ts";
import type { Shown } from "../../domain/types/shown.ts";
import type { Row } from "../content.ts";
import { type Group, type Mark, type Part, POINT } from "../sheet.ts";
import { BASELINE, type Block, LEADING, PADDING, type Setting } from "./block.ts";
import { INK } from "./ink.ts";
import { ruleAt, SMALLER } from "./rows.ts";
import { type Style, widthOf, wrap } from "./wrap.ts";

export type Lined = Exclude<Shown, string>;

/** A list of the certificate: its name, and a table whose head is repeated on every page. */
export function tableBlocks(setting: Setting, label: Bilingual, value: { zh: Lined; en: Lined }): readonly Block[] {
  const both = setting.languages === "zh+en";
  const heads = value.zh.columns.map((zh, i) => ({ zh, en: both ? (value.en.columns[i] ?? "") : "" }));
  const widths = columnWidths(setting, heads, value.zh.rows);
  const head = headBlock(setting, heads, widths);
  const name = nameBlock(setting, label, both);
  const last = value.zh.rows.length - 1;
  // Below the last line stands the next row, with a rule of its own.
  return [name, head, ...value.zh.rows.map((cells, i) => lineBlock(setting, { cells, ruled: i < last }, widths, head))];
}

/** Whether a row is a table. */
export function isLined(value: Row["value"]): value is { readonly zh: Lined; readonly en: Lined } {
  return typeof value.zh !== "string";
}

const body = ({ size }: Setting): Style => ({ face: "body", size: size * 0.9 });

/** As wide as their widest text, scaled to the width that there is; none takes more than half. */
function columnWidths(
  setting: Setting,
  heads: readonly Bilingual[],
  rows: readonly (readonly string[])[],
): readonly number[] {
  const { fonts, width } = setting;
  const own = body(setting);
  const natural = heads.map(({ zh, en }, i) => {
    const texts = [zh, ...rows.map((row) => row[i] ?? "")].map((text) => widthOf(fonts, own, text));
    const english = widthOf(fonts, { ...own, size: own.size * SMALLER }, en);
    return Math.min(Math.max(...texts, english) + 4, width / 2);
  });
  const sum = natural.reduce((total, one) => total + one, 0);
  return natural.map((one) => (one / sum) * width);
}

function nameBlock(setting: Setting, { zh, en }: Bilingual, both: boolean): Block {
  const { left, size } = setting;
  const part: Part = { role: "P", parts: [] };
  const height = size * LEADING * POINT + 2 * PADDING;
  return {
    height,
    part,
    draw: (top) => {
      const y = top + PADDING + size * BASELINE * POINT;
      const zhMark: Mark = { kind: "text", x: left, y, text: zh, face: "body", size, colour: INK.text, heavier: 0.1 };
      const x = left + widthOf(setting.fonts, { face: "body", size }, zh) + 2;
      const enMark: Mark = { kind: "text", x, y, text: en, face: "body", size: size * SMALLER, colour: INK.faint };
      return [{ part, marks: both ? [zhMark, enMark] : [zhMark] }];
    },
  };
}

function headBlock(setting: Setting, heads: readonly Bilingual[], widths: readonly number[]): Block {
  const { left, width } = setting;
  const cells = heads.map(({ zh, en }) => (en === "" ? [zh] : [zh, en]));
  const block = cellsBlock(setting, "TH", cells, widths);
  const ground = (top: number): Group => ({
    part: null,
    marks: [{ kind: "box", x: left, y: top, width, height: block.height, fill: INK.head }],
  });
  return { ...block, draw: (top) => [ground(top), ...block.draw(top)] };
}

function lineBlock(
  setting: Setting,
  { cells, ruled }: { readonly cells: readonly string[]; readonly ruled: boolean },
  widths: readonly number[],
  head: Block,
): Block {
  const block = cellsBlock(
    setting,
    "TD",
    cells.map((cell) => [cell]),
    widths,
  );
  const rule = (top: number): readonly Group[] =>
    ruled ? [ruleAt(setting.left, top + block.height, setting.width)] : [];
  return { ...block, head, draw: (top) => [...block.draw(top), ...rule(top)] };
}

/** Cells of one row; several texts in one stand beneath each other, the later ones smaller. */
function cellsBlock(
  setting: Setting,
  role: "TH" | "TD",
  cells: readonly (readonly string[])[],
  widths: readonly number[],
): Block {
  const { fonts, left } = setting;
  const style = body(setting);
  const set = cells.map((texts, i) =>
    texts.flatMap((text, n) => {
      const size = n === 0 ? style.size : style.size * SMALLER;
      return wrap(fonts, { face: style.face, size }, text, (widths[i] ?? 0) - 3).map((line) => ({ line, size }));
    }),
  );
  const heights = set.map((lines) => lines.reduce((sum, { size }) => sum + size * LEADING * POINT, 0));
  const height = Math.max(...heights) + 2 * PADDING * 0.7;
  const parts: readonly Part[] = cells.map(() => ({ role, parts: [] }));
  const draw = (top: number): readonly Group[] => {
    let x = left + 1.5;
    return set.map((lines, i) => {
      let y = top + PADDING * 0.7;
      const marks = lines.map(({ line, size }): Mark => {
        const mark: Mark = {
          kind: "text",
          x,
          y: y + size * BASELINE * POINT,
          text: line,
          face: style.face,
          size,
          colour: role === "TH" ? INK.label : INK.text,
        };
        y += size * LEADING * POINT;
        return mark;
      });
      x += widths[i] ?? 0;
      return { part: parts[i] ?? null, marks };
    });
  };
  return { height, part: { role: "TR", parts }, draw };
}
