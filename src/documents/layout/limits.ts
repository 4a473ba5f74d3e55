import { day } from "../../domain/i18n/times.ts";
import type { RepresentationLimits } from "../../proof/representation.ts";
import { type Group, type Mark, type Part, POINT } from "../sheet.ts";
import { LEADING, type Setting } from "./block.ts";
import { FRAME } from "./frame.ts";
import { INK } from "./ink.ts";
import { linesOf } from "./rows.ts";
import { type Style, widthOf, wrap } from "./wrap.ts";

/** What makes a copy for one purpose (加注件) unmistakable on every page. */
export interface Notice {
  /** Of the band at the head of a page. */
  readonly height: number;
  readonly part: Part;
  /** The band, from its upper edge; said once, on the first page. */
  band(top: number): readonly Group[];
  /** The words across the page, beneath everything else. */
  across(width: number, height: number): Group;
}

const BAND: Style = { face: "body", size: 9 };
const SMALL: Style = { face: "body", size: 7 };
const PAD = 1.6;
/** The words across a page: their size, the width at which they wrap, how many lines of them are shown, and their slope. */
const ACROSS: Style = { face: "body", size: 13 };
const ACROSS_WIDTH = 105;
const MOST_LINES = 3;
const SLOPE = -28;
/** Between the beginnings of two of them, millimetres. */
const STEP = [125, 56] as const;

export function noticeOf(setting: Setting, limits: RepresentationLimits): Notice {
  const { left, width, languages } = setting;
  const english = { text: inEnglish(limits), style: SMALL, colour: INK.notice };
  const lines = linesOf(setting, "P", left + PAD, width - 2 * PAD, [
    { text: `加注件：${inChinese(limits)}，不得用于其他用途。`, style: BAND, colour: INK.notice },
    ...(languages === "zh" ? [] : [english]),
  ]);
  const height = lines.height + 2 * PAD;
  const border = { width: 0.35, colour: INK.notice };
  return {
    height,
    part: lines.part,
    band: (top) => [
      { part: null, marks: [{ kind: "box", x: left, y: top, width, height, fill: INK.noticeGround, border }] },
      { part: lines.part, marks: lines.at(top + PAD) },
    ],
    across: (wide, high) => acrossPage(setting, inChinese(limits), [wide, high]),
  };
}

function inChinese({ purpose, audience, validUntil }: RepresentationLimits): string {
  const whom = audience === undefined ? "仅限用途" : `仅供${audience}使用，用途`;
  return `${whom}：${purpose}，有效期至 ${dayOf(validUntil, "zh")}`;
}

function inEnglish({ purpose, audience, validUntil }: RepresentationLimits): string {
  const whom = audience === undefined ? "" : `, for ${audience}`;
  return `Copy for one purpose: ${purpose}${whom}, until ${dayOf(validUntil, "en")}. Not to be relied on for anything else.`;
}

const dayOf = (time: string, language: "zh" | "en"): string => day(Math.floor(Date.parse(time) / 1000), language);

/** Light enough to be read through, again and again, so that no part of the page within its frame is without it. */
function acrossPage(setting: Setting, text: string, [width, height]: readonly [number, number]): Group {
  const whole = wrap(setting.fonts, ACROSS, text, ACROSS_WIDTH);
  // The band says all of it.
  const lines =
    whole.length > MOST_LINES ? [...whole.slice(0, MOST_LINES - 1), `${whole[MOST_LINES - 1] ?? ""}…`] : whole;
  const angle = (SLOPE * Math.PI) / 180;
  const down = ACROSS.size * LEADING * POINT;
  const marks: Mark[] = [];
  for (let row = 0; row * STEP[1] < height + STEP[1]; row++)
    for (let column = -1; column * STEP[0] < width; column++) {
      const [x, y] = [(column + (row % 2) / 2) * STEP[0], row * STEP[1]];
      lines.forEach((line, i) => {
        const indent = (ACROSS_WIDTH - widthOf(setting.fonts, ACROSS, line)) / 2;
        marks.push({
          kind: "text",
          x: x + indent * Math.cos(angle) - i * down * Math.sin(angle),
          y: y + indent * Math.sin(angle) + i * down * Math.cos(angle),
          text: line,
          ...ACROSS,
          colour: INK.across,
          turn: SLOPE,
        });
      });
    }
  return { part: null, marks, clip: { x: FRAME, y: FRAME, width: width - 2 * FRAME, height: height - 2 * FRAME } };
}
