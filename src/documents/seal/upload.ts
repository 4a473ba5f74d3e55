import { crc32 } from "../../crypto/crc32.ts";
import { concat, equal } from "../../crypto/encoding.ts";
import { inflate } from "../../crypto/gzip.ts";
import { YinzhengError } from "../../domain/errors.ts";
import type { SealPicture } from "../read/ses/info.ts";
import { PNG_SIGNATURE } from "./png.ts";

/** Largest file, bytes; most pixels of a side; longest side on paper, millimetres. */
const MAX_BYTES = 256 * 1024;
const MAX_PIXELS = 2000;
const MAX_SIDE = 100;
/** How far the sides of the picture may be from those on paper, before it looks squeezed. */
const SQUEEZED = 0.02;

/** What else than pixels may stand in it, each once: nothing that holds texts, profiles, places or other pictures. */
const PLAIN: readonly string[] = ["tRNS", "pHYs", "gAMA", "cHRM", "sRGB", "sBIT", "bKGD", "tIME"];

/** Samples of each colour type (ISO/IEC 15948 table 11.1). Of 8 bits: more nobody sees, and fewer not every program reads. */
const SAMPLES: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/**
 * Looks through a picture that somebody brings for a seal, and gives it as it is: a PNG of which every byte is accounted for. SVG is
 * taken from nobody, since it can hold scripts, links and fonts.
 *
 * @param size on paper, millimetres
 * @throws seal.picture with what was expected
 */
export async function checkedPicture(
  bytes: Uint8Array,
  { width, height }: Pick<SealPicture, "width" | "height">,
): Promise<SealPicture> {
  for (const side of [width, height])
    demand(Number.isInteger(side) && side >= 1 && side <= MAX_SIDE, `1 to ${MAX_SIDE} whole millimetres a side`);
  demand(bytes.length <= MAX_BYTES, `at most ${MAX_BYTES} bytes`);
  demand(equal(bytes.subarray(0, 8), PNG_SIGNATURE), "a PNG");
  const chunks = chunksOf(bytes);
  const head = headOf(chunks);
  demand(
    Math.abs((head.width * height) / (head.height * width) - 1) <= SQUEEZED,
    "the proportions of the size on paper",
  );
  demandOrder(chunks, head);
  const data = concat(...chunks.filter(({ type }) => type === "IDAT").map((chunk) => chunk.data));
  const rows = await inflate(data, head.height * head.row).catch(() => new Uint8Array());
  demand(rows.length === head.height * head.row, "as many pixels as it says");
  for (let at = 0; at < rows.length; at += head.row) demand((rows[at] ?? 5) <= 4, "filters that there are");
  return { type: "PNG", data: bytes, width, height };
}

interface Chunk {
  readonly type: string;
  readonly data: Uint8Array;
}

/** All of the file after its signature: length, type, data, and a sum that is right. */
function chunksOf(bytes: Uint8Array): readonly Chunk[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunks: Chunk[] = [];
  for (let at = 8; at < bytes.length; ) {
    demand(at + 12 <= bytes.length, "a whole PNG");
    const end = at + 8 + view.getUint32(at);
    demand(end + 4 <= bytes.length, "a whole PNG");
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    demand(crc32(bytes.subarray(at + 4, end)) === view.getUint32(end), `a right check sum of ${shown(type)}`);
    chunks.push({ type, data: bytes.subarray(at + 8, end) });
    at = end + 4;
  }
  return chunks;
}

interface Head {
  readonly width: number;
  readonly height: number;
  readonly colour: number;
  /** Bytes of a row, with that of its filter. */
  readonly row: number;
}

function headOf([first]: readonly Chunk[]): Head {
  demand(first?.type === "IHDR" && first.data.length === 13, "a PNG");
  const { data } = first as Chunk;
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const [width, height] = [view.getUint32(0), view.getUint32(4)];
  const [bits = 0, colour = 0, compression, filter, interlace] = data.subarray(8);
  const sized = [width, height].every((side) => side >= 1 && side <= MAX_PIXELS);
  demand(sized, `1 to ${MAX_PIXELS} pixels a side`);
  const samples = SAMPLES[colour] ?? 0;
  demand(bits === 8 && samples > 0, "8 bits a sample");
  demand(compression === 0 && filter === 0 && interlace === 0, "a PNG that is not interlaced");
  return { width, height, colour, row: 1 + width * samples };
}

/** Which chunks there are, how often, and in which order (§5.6): IHDR, a palette, one run of IDAT, IEND, and nothing behind it. */
function demandOrder(chunks: readonly Chunk[], { colour }: Head): void {
  const types = chunks.map(({ type }) => type);
  for (const type of types)
    demand([...PLAIN, "IHDR", "PLTE", "IDAT", "IEND"].includes(type), `a PNG without ${shown(type)}`);
  const once = types.filter((type, i) => type !== "IDAT" || types[i - 1] !== "IDAT");
  demand(new Set(once).size === once.length && once.includes("IDAT"), "each part of a PNG once");
  demand(types.at(-1) === "IEND" && chunks.at(-1)?.data.length === 0, "nothing behind the PNG");
  const [palette, clear] = ["PLTE", "tRNS"].map((type) => chunks.find((chunk) => chunk.type === type));
  const before = (type: string, other: string): boolean =>
    !types.includes(type) || types.indexOf(type) < types.indexOf(other);
  demand(before("PLTE", "IDAT") && before("tRNS", "IDAT") && before("pHYs", "IDAT"), "a PNG in its order");
  const entries = (palette?.data.length ?? 0) / 3;
  if (colour === 3) demand(Number.isInteger(entries) && entries >= 1 && entries <= 256, "a palette");
  else demand(palette === undefined, "no palette where there is none to be");
  if (clear === undefined) return;
  const lengths = colour === 3 ? clear.data.length <= entries : clear.data.length === { 0: 2, 2: 6 }[colour];
  demand(lengths && (colour !== 3 || types.indexOf("PLTE") < types.indexOf("tRNS")), "opacities of its colours");
}

/** A type as it may be repeated to whoever sent it. */
const shown = (type: string): string => (/^[A-Za-z]{4}$/.test(type) ? type : "an unknown part");

function demand(holds: boolean, expected: string): asserts holds {
  if (!holds) throw new YinzhengError("seal.picture", { expected });
}
