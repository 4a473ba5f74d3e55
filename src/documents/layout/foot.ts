import { type Box, type Group, type Mark, type Modules, type Part, POINT, type Sheet } from "../sheet.ts";
import { LEADING, type Setting } from "./block.ts";
import { type Code, captionHeight, drawCode, LINK_SIZE, offlineSize, quietOf } from "./codes.ts";
import { INK } from "./ink.ts";
import { linesOf } from "./rows.ts";
import { widthOf } from "./wrap.ts";

/** What closes a document. */
export interface Foot {
  /** Address of the certificate's verification, and its QR code. */
  readonly link: string;
  readonly modules: Modules;
  /** Code of the certificate itself; null: it is too large for one, and the document says so. */
  readonly offline?: Modules | null;
  /** Who seals, in its own words, and when: the lines that the seal covers. */
  readonly authority: string;
  readonly date: string;
}

/** The foot of a document, laid out before it is known where it stands. */
export interface Footing {
  /** Room that it takes at the end of the last page. */
  readonly height: number;
  /** @param bottom lower edge, millimetres from the upper one of the page */
  draw(bottom: number): Pick<Sheet, "groups" | "links"> & {
    readonly seal: NonNullable<Sheet["seal"]>;
    readonly parts: readonly Part[];
  };
}

const SEAL = 42;
/** The seal's square with its distance from the right edge and from what stands beside. */
const SEAL_ROOM = SEAL + 10;
const GAP = 4;
/** Words stand beside the codes where they have this width, millimetres, and otherwise beneath. */
const BESIDE = 38;

// Each Chinese character that stands nowhere else costs 170 bytes of outline: these words are few.
const WORDS = {
  scan: { zh: "扫码核验", en: "Scan to verify" },
  offline: { zh: "离线核验码", en: "Offline code" },
  how: {
    zh: "扫码或以文件核验，以结果为准。",
    en: "This is an electronic certificate: what counts is what its verification says, by the code or by the file.",
  },
  apart: {
    zh: "离线核验码不联网也可核验。",
    en: "The offline code holds the certificate itself, which programs verify without a network.",
  },
  none: {
    zh: "内容较多或限用一次，故无离线核验码。",
    en: "It has no offline code, being too large or good for one use: without a network, verify it by the file.",
  },
} as const;

/** Codes and words on the left, the place of the seal over authority and date on the right. */
export function foot(setting: Setting, given: Foot): Footing {
  const { left, width } = setting;
  const codes = codesOf(given, setting.languages === "zh+en");
  const wide = codes.reduce((sum, { size }) => sum + size + GAP, 0);
  const caption = captionHeight(setting);
  const beside = width - wide - SEAL_ROOM >= BESIDE;
  const how = words(setting, given, beside ? [left + wide, width - wide - SEAL_ROOM] : [left, width]);
  const beneath = beside ? 0 : how.height + 1.5;
  const high = Math.max(...codes.map(({ size }) => size)) + caption;
  return {
    height: Math.max(high + 4, SEAL) + beneath,
    draw: (bottom) => {
      const low = bottom - beneath;
      const seal = { x: left + width - SEAL / 2 - 4, y: low - SEAL / 2 + 2, size: SEAL };
      const drawn = inARow(setting, codes, low - caption);
      const signed = centred(setting, seal.x, seal.y + 2, [given.authority, given.date]);
      return {
        groups: [
          ...drawn.flatMap(({ groups }) => groups),
          { part: how.part, marks: how.at(beside ? low - caption - LINK_SIZE + 2 : low + 1.5) },
          signed,
        ],
        links: drawn.slice(0, 1).map(({ box }) => ({ ...box, url: given.link })),
        parts: [...drawn.flatMap(({ parts }) => parts), how.part, signed.part],
        seal,
      };
    },
  };
}

/** Codes beside each other on a line. The dark of the first one begins where text does, its paper before it. */
function inARow(setting: Setting, codes: readonly Code[], low: number) {
  let x = setting.left - (codes[0] === undefined ? 0 : quietOf(codes[0]));
  return codes.map((code) => {
    const { size } = code;
    const box: Box = { x, y: low - size, width: size, height: size };
    x += size + GAP;
    return { box, ...drawCode(setting, code, box) };
  });
}

function codesOf({ link, modules, offline }: Foot, both: boolean): readonly Code[] {
  const { scan, offline: apart } = WORDS;
  const alt = both ? `${scan.zh} ${scan.en}: ${link}` : `${scan.zh}：${link}`;
  const first: Code = { rows: modules, size: LINK_SIZE, caption: scan, alt };
  if (offline === undefined || offline === null) return [first];
  const words = both ? `${apart.zh} ${apart.en}` : apart.zh;
  return [first, { rows: offline, size: offlineSize(offline), caption: apart, alt: words }];
}

/** What the codes are for. */
function words(setting: Setting, { offline }: Foot, [x, width]: readonly [number, number]): ReturnType<typeof linesOf> {
  const more = offline === undefined ? null : offline === null ? WORDS.none : WORDS.apart;
  const both = setting.languages === "zh+en";
  const said = [WORDS.how, ...(more === null ? [] : [more])];
  return linesOf(setting, "P", x, width, [
    ...said.map(({ zh }) => ({ text: zh, style: { face: "body", size: 7.5 } as const, colour: INK.label })),
    ...(both
      ? [
          {
            text: said.map(({ en }) => en).join(" "),
            style: { face: "body", size: 6.5 } as const,
            colour: INK.faint,
          },
        ]
      : []),
  ]);
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
