import type { Content, Row } from "../content.ts";
import type { FontSet } from "../fonts.ts";
import type { Group, Link, Pages, Part, Sheet } from "../sheet.ts";
import type { Block, Languages, Setting } from "./block.ts";
import { flow } from "./flow.ts";
import { FOOT_HEIGHT, type Foot, foot } from "./foot.ts";
import { type Form, paper } from "./forms.ts";
import { FRAME, frameOf } from "./frame.ts";
import { type Head, headOf } from "./head.ts";
import { labelWidth, longRow, rowBlock, type TextRow } from "./rows.ts";
import { isLined, tableBlocks } from "./table.ts";
import { widthOf } from "./wrap.ts";

/** What a document is made of beside what the certificate says. */
export interface Design {
  readonly form: Form;
  readonly languages: Languages;
  readonly foot: Foot;
}

/** Sizes of text that are tried, the largest first; what doesn't fit one page at the last goes over several. */
const SIZES = [13, 12, 11, 10, 9.5, 9] as const;
const LONG = 10;
/** Between the frame, or the edge of the paper, and the text. */
const INSET = 9;

/** Lays a certificate out on A4 pages. Throws `document.glyph_missing`. */
export function compose(fonts: FontSet, content: Content, design: Design): Pages {
  const { form, languages } = design;
  const [width, height] = paper(form);
  const inset = FRAME + INSET;
  const setting = (size: number): Setting => ({ fonts, languages, size, left: inset, width: width - 2 * inset });
  const head = headOf(setting(11), content, inset, width);
  const bottom = height - inset - FOOT_HEIGHT;
  const room = bottom - head.bottom - 4;
  const fitting = firstFitting(setting, content, form, room);
  const blocks = fitting ?? blocksOf(setting(LONG), content, form.columns, longRow);
  const area = { top: head.bottom, next: inset + 4, last: bottom - 4, full: height - inset - 6 };
  const placed = flow(blocks, area, fitting === undefined ? 0 : spreadOf(blocks, room));
  return assemble(design, head, placed, setting(LONG), [width, height]);
}

function assemble(
  { form, foot: feet }: Design,
  head: Head,
  { pages, root }: ReturnType<typeof flow>,
  setting: Setting,
  [width, height]: readonly [number, number],
): Pages {
  const end = foot(setting, feet, [width, height]);
  const sheets = pages.map((groups, i): Sheet => {
    const [first, last] = [i === 0, i === pages.length - 1];
    const frame: Group = { part: null, marks: form.framed ? frameOf(width, height) : [] };
    const links: readonly Link[] = last ? end.links : [];
    return {
      width,
      height,
      groups: [
        frame,
        ...(first ? head.groups : []),
        ...groups,
        ...(last ? end.groups : []),
        ...(pages.length > 1 ? [pageNumber(setting, i + 1, pages.length, [width, height])] : []),
      ],
      links,
      ...(last ? { seal: end.seal } : {}),
    };
  });
  const parts: readonly Part[] = [...head.parts, ...root, ...end.parts];
  return { sheets, root: { role: "Document", parts } };
}

/** As large as it goes onto one page; with short rows side by side only where it does not otherwise. */
function firstFitting(
  setting: (size: number) => Setting,
  content: Content,
  { columns }: Form,
  room: number,
): readonly Block[] | undefined {
  for (const each of columns === 1 ? ([1, 2] as const) : ([2] as const)) {
    for (const size of SIZES) {
      const blocks = blocksOf(setting(size), content, each);
      if (heightOf(blocks) <= room) return blocks;
    }
  }
  return undefined;
}

const heightOf = (blocks: readonly Block[]): number => blocks.reduce((sum, { height }) => sum + height, 0);

/** What is left on a page that is not full goes between the rows, but no more than looks well. */
function spreadOf(blocks: readonly Block[], room: number): number {
  return Math.min((room - heightOf(blocks)) / (blocks.length + 1), 3.2);
}

/** Rows in their order; neighbours that are short enough share a line where the form says so. */
function blocksOf(
  setting: Setting,
  content: Content,
  columns: Form["columns"],
  alone: typeof longRow = (...row) => [rowBlock(row[0], [row[1]], row[2], row[3])],
): readonly Block[] {
  const rows: readonly Row[] = [
    ...content.rows,
    { name: "", label: { zh: "有效期", en: "Validity" }, value: content.validity },
  ];
  const texts = rows.filter((row): row is Row & TextRow => !isLined(row.value));
  const half = setting.width / 2;
  const labels = labelWidth(setting, texts, columns === 2 ? half : setting.width);
  const blocks: Block[] = [];
  let waiting: TextRow | null = null;
  const flush = (): void => {
    if (waiting !== null) blocks.push(rowBlock(setting, [waiting], labels, blocks.length === 0));
    waiting = null;
  };
  for (const row of rows) {
    if (isLined(row.value)) {
      flush();
      blocks.push(...tableBlocks(setting, row.label, row.value));
    } else if (columns === 1 || !isShort(setting, row as TextRow, half - labels - 10)) {
      flush();
      blocks.push(...alone(setting, row as TextRow, labels, blocks.length === 0));
    } else if (waiting === null) waiting = row as TextRow;
    else {
      blocks.push(rowBlock(setting, [waiting, row as TextRow], labels, blocks.length === 0));
      waiting = null;
    }
  }
  flush();
  return blocks;
}

function isShort({ fonts, size }: Setting, { value }: TextRow, width: number): boolean {
  return widthOf(fonts, { face: "body", size }, value.zh) <= width;
}

function pageNumber(
  { fonts }: Setting,
  page: number,
  count: number,
  [width, height]: readonly [number, number],
): Group {
  const text = `第 ${page} 页，共 ${count} 页`;
  const style = { face: "body", size: 8 } as const;
  const x = (width - widthOf(fonts, style, text)) / 2;
  return { part: null, marks: [{ kind: "text", x, y: height - FRAME - 3.2, text, ...style, colour: [0.4, 0.4, 0.4] }] };
}
