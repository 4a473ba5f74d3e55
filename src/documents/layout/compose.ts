import type { RepresentationLimits } from "../../proof/representation.ts";
import type { Content, Row } from "../content.ts";
import type { FontSet } from "../fonts.ts";
import type { Group, Pages, Part, Sheet } from "../sheet.ts";
import type { Block, Languages, Setting } from "./block.ts";
import { asDecoration, flow } from "./flow.ts";
import { type Foot, type Footing, foot } from "./foot.ts";
import { type Form, paper } from "./forms.ts";
import { FRAME, frameOf } from "./frame.ts";
import { type Head, headOf } from "./head.ts";
import { type Notice, noticeOf } from "./limits.ts";
import { labelsFit, labelWidth, longRow, rowBlock, type TextRow } from "./rows.ts";
import { isLined, tableBlocks } from "./table.ts";
import { widthOf } from "./wrap.ts";

/** What a document is made of beside what the certificate says. */
export interface Design {
  readonly form: Form;
  readonly languages: Languages;
  readonly foot: Foot;
  /** Of a copy for one purpose. */
  readonly limits?: RepresentationLimits;
}

/** Sizes of text that are tried, the largest first; what doesn't fit one page at the last goes over several. */
const SIZES = [13, 12, 11, 10, 9.5, 9, 8.5] as const;
const LONG = 10;
/** Between the frame, or the edge of the paper, and the text. */
const INSET = 9;

/** Lays a certificate out on A4 pages. Throws `document.glyph_missing`. */
export function compose(fonts: FontSet, content: Content, { form, languages, foot: feet, limits }: Design): Pages {
  const [width, height] = paper(form);
  const inset = FRAME + INSET;
  const setting = (size: number): Setting => ({ fonts, languages, size, left: inset, width: width - 2 * inset });
  const notice = limits === undefined ? null : noticeOf(setting(LONG), limits);
  // The band of a copy stands nearer to the frame than text does.
  const above = notice === null ? 0 : Math.max(notice.height + BAND - inset + 2, 0);
  const head = headOf(setting(11), content, inset + above, width);
  const closing = foot(setting(LONG), feet);
  const bottom = height - inset - closing.height;
  const room = bottom - head.bottom - 4;
  const fitting = firstFitting(setting, content, form, room);
  const blocks = fitting ?? blocksOf(setting(LONG), content, form.columns, longRow);
  const area = { top: head.bottom, next: inset + 4 + above, last: bottom - 4, full: height - inset - 6 };
  const placed = flow(blocks, area, fitting === undefined ? 0 : spreadOf(blocks, room));
  const pages = { ...placed, head, closing, notice, setting: setting(LONG) };
  return assemble(pages, form.framed, [width, height]);
}

/** Upper edge of the band of a copy for one purpose. */
const BAND = FRAME + 2.5;

interface Placed extends ReturnType<typeof flow> {
  readonly head: Head;
  readonly closing: Footing;
  readonly notice: Notice | null;
  readonly setting: Setting;
}

function assemble(
  { pages, root, head, closing, notice, setting }: Placed,
  framed: boolean,
  [width, height]: readonly [number, number],
): Pages {
  const end = closing.draw(height - setting.left);
  const sheets = pages.map((groups, i): Sheet => {
    const [first, last] = [i === 0, i === pages.length - 1];
    const frame: Group = { part: null, marks: framed ? frameOf(width, height) : [] };
    const band = notice?.band(BAND) ?? [];
    return {
      width,
      height,
      groups: [
        ...(notice === null ? [] : [notice.across(width, height)]),
        frame,
        ...(first ? band : asDecoration(band)),
        ...(first ? head.groups : []),
        ...groups,
        ...(last ? end.groups : []),
        ...(pages.length > 1 ? [pageNumber(setting, i + 1, pages.length, [width, height])] : []),
      ],
      links: last ? end.links : [],
      ...(last ? { seal: end.seal } : {}),
    };
  });
  const copied: readonly Part[] = notice === null ? [] : [notice.part];
  const parts: readonly Part[] = [...copied, ...head.parts, ...root, ...end.parts];
  return { sheets, root: { role: "Document", parts } };
}

/**
 * As large as it goes onto one page; with short rows side by side only where it does not otherwise. Smaller where a label would
 * be broken, as long as that helps.
 */
function firstFitting(
  setting: (size: number) => Setting,
  content: Content,
  { columns }: Form,
  room: number,
): readonly Block[] | undefined {
  for (const each of columns === 1 ? ([1, 2] as const) : ([2] as const)) {
    const fitting = SIZES.map((size) => ({ size, blocks: blocksOf(setting(size), content, each) })).filter(
      ({ blocks }) => heightOf(blocks) <= room,
    );
    const whole = fitting.find(({ size }) => labelsFit(setting(size), textRows(content), setting(size).width / each));
    const chosen = whole ?? fitting[0];
    if (chosen !== undefined) return chosen.blocks;
  }
  return undefined;
}

const heightOf = (blocks: readonly Block[]): number => blocks.reduce((sum, { height }) => sum + height, 0);

/** What is left on a page that is not full goes between the rows, but no more than looks well. */
function spreadOf(blocks: readonly Block[], room: number): number {
  return Math.min((room - heightOf(blocks)) / (blocks.length + 1), 3.2);
}

const rowsOf = ({ rows, validity }: Content): readonly Row[] => [
  ...rows,
  { name: "", label: { zh: "有效期", en: "Validity" }, value: validity },
];

const textRows = (content: Content): readonly (Row & TextRow)[] =>
  rowsOf(content).filter((row): row is Row & TextRow => !isLined(row.value));

/** Rows in their order; neighbours that are short enough share a line where the form says so. */
function blocksOf(
  setting: Setting,
  content: Content,
  columns: Form["columns"],
  alone: typeof longRow = (...row) => [rowBlock(row[0], [row[1]], row[2], row[3])],
): readonly Block[] {
  const rows = rowsOf(content);
  const texts = textRows(content);
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
