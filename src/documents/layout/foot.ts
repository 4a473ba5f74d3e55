import { type Group, type Mark, type Part, POINT, type Sheet } from "../sheet.ts";
import { LEADING, type Setting } from "./block.ts";
import { INK } from "./ink.ts";
import { linesOf } from "./rows.ts";
import { widthOf } from "./wrap.ts";

/** What closes a document. */
export interface Foot {
  /** Address of the certificate's verification, and its QR code: rows of dark modules. */
  readonly link: string;
  readonly modules: readonly (readonly boolean[])[];
  /** Who seals, in its own words, and when: the lines that the seal covers. */
  readonly authority: string;
  readonly date: string;
}

/** Room that it takes at the end of the last page. */
export const FOOT_HEIGHT = 44;
/** The code with its quiet zone; millimetres. */
const CODE = 25;
const QUIET = 4;
const SEAL = 42;

const WORDS = {
  scan: { zh: "扫码核验", en: "Scan to verify" },
  how: {
    zh: "本证照为电子证照，以区块链存证与电子签名为准。打印件须扫码或持文件核验，核验结论以核验时为准。",
    en: "This is an electronic certificate; its signatures and its record on the blockchain are what counts. Verify a print by its code.",
  },
} as const;

/** Code and words on the left, the place of the seal over authority and date on the right. */
export function foot(
  setting: Setting,
  { link, modules, authority, date }: Foot,
  [, height]: readonly [number, number],
): Pick<Sheet, "groups" | "links"> & { readonly seal: NonNullable<Sheet["seal"]>; readonly parts: readonly Part[] } {
  const { left, width, languages } = setting;
  const bottom = height - left;
  const both = languages === "zh+en";
  const code: Part = {
    role: "Figure",
    alt: both ? `${WORDS.scan.zh} ${WORDS.scan.en}: ${link}` : `${WORDS.scan.zh}：${link}`,
    parts: [],
  };
  const top = bottom - CODE - 5;
  const seal = { x: left + width - SEAL / 2 - 4, y: bottom - SEAL / 2 + 2, size: SEAL };
  const how = linesOf({ ...setting, size: 8 }, "P", left + CODE + 4, width - CODE - SEAL - 26, [
    {
      text: both ? `${WORDS.scan.zh} ${WORDS.scan.en}` : WORDS.scan.zh,
      style: { face: "strong", size: 9 },
      colour: INK.text,
    },
    { text: WORDS.how.zh, style: { face: "body", size: 7.5 }, colour: INK.label },
    ...(both ? [{ text: WORDS.how.en, style: { face: "body", size: 6 } as const, colour: INK.faint }] : []),
  ]);
  const signed = centred(setting, seal.x, seal.y + 2, [authority, date]);
  return {
    groups: [
      { part: code, marks: codeMarks(modules, left, top, CODE) },
      { part: how.part, marks: how.at(top) },
      signed,
    ],
    links: [{ x: left, y: top, width: CODE, height: CODE, url: link }],
    parts: [code, how.part, signed.part],
    seal,
  };
}

/** Dark modules of a row that touch are one box. */
function codeMarks(modules: readonly (readonly boolean[])[], x: number, y: number, size: number): readonly Mark[] {
  const module = size / (modules.length + 2 * QUIET);
  return modules.flatMap((row, i) => {
    const marks: Mark[] = [];
    for (let from = 0; from < row.length; from++) {
      if (row[from] !== true) continue;
      let to = from;
      while (row[to + 1] === true) to += 1;
      marks.push({
        kind: "box",
        x: x + (from + QUIET) * module,
        y: y + (i + QUIET) * module,
        width: (to - from + 1) * module,
        // A hair higher, so that no line shows between two rows.
        height: module * 1.02,
        fill: [0, 0, 0],
      });
      from = to;
    }
    return marks;
  });
}

/** Lines over the middle of the seal, smaller where there is no room. */
function centred(
  { fonts, left, width }: Setting,
  x: number,
  y: number,
  texts: readonly string[],
): Group & { part: Part } {
  const style = { face: "body", size: 11 } as const;
  const room = Math.min(2 * (left + width - x), 90);
  const marks = texts.map((text, i): Mark => {
    const full = widthOf(fonts, style, text);
    const share = Math.min(1, room / full);
    return {
      kind: "text",
      x: x - (full * share) / 2,
      y: y + i * style.size * LEADING * POINT,
      text,
      face: style.face,
      size: style.size * share,
      colour: INK.text,
    };
  });
  return { part: { role: "P", parts: [] }, marks };
}
