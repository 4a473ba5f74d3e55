import type { Content } from "../content.ts";
import { type Colour, type Face, type Group, type Mark, type Part, POINT } from "../sheet.ts";
import { LEADING, type Setting } from "./block.ts";
import { INK } from "./ink.ts";
import { widthOf } from "./wrap.ts";

/** Title and identifier, and where they end. */
export interface Head {
  readonly groups: readonly Group[];
  readonly parts: readonly Part[];
  readonly bottom: number;
}

const TITLE = 30;

/** The title over the middle of the page, the identifier beneath it. */
export function headOf(setting: Setting, { title, identifier }: Content, top: number, width: number): Head {
  const { fonts, languages } = setting;
  let y = top;
  const centred = (text: string, face: Face, largest: number, colour: Colour): Mark => {
    const full = widthOf(fonts, { face, size: largest }, text);
    const size = Math.min(largest, (largest * setting.width) / full);
    y += size * LEADING * POINT;
    return {
      kind: "text",
      x: (width - (full * size) / largest) / 2,
      y: y - size * 0.35 * POINT,
      text,
      face,
      size,
      colour,
    };
  };
  const heading: Part = { role: "H1", parts: [] };
  const number: Part = { role: "P", parts: [] };
  const titles = [centred(title.zh, "strong", TITLE, INK.text)];
  if (languages === "zh+en") titles.push(centred(title.en, "body", 13, INK.faint));
  y += 1.5;
  const named = languages === "zh" ? `证照标识  ${identifier}` : `证照标识 Identifier  ${identifier}`;
  const identified = centred(named, "body", 8, INK.faint);
  return {
    groups: [
      { part: heading, marks: titles },
      { part: number, marks: [identified] },
    ],
    parts: [heading, number],
    bottom: y + 3,
  };
}
