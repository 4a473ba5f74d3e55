import { latin1 } from "../../../src/documents/read/latin1.ts";
import { edited, type Hostile } from "./world.ts";

/** The four numbers of the seal as they stand in the file, and the text between the brackets. */
function rangeIn(bytes: Uint8Array): { readonly inside: string; readonly numbers: readonly number[] } {
  const [, inside = ""] = /\/ByteRange \[([^\]]*)\]/.exec(latin1(bytes)) ?? [];
  return { inside, numbers: inside.trim().split(/\s+/).map(Number) };
}

type Numbers = (a: number, b: number, c: number) => string;
const ranged = (name: string, numbers: Numbers): Hostile => ({
  name: `a range ${name}`,
  make: ({ whole }) => {
    const {
      inside,
      numbers: [, a = 0, b = 0, c = 0],
    } = rangeIn(whole);
    return edited(whole, inside, numbers(a, b, c));
  },
  codes: ["pdf.byte_range"],
});

/** Seals that say of other bytes that they cover them. */
export const RANGES: readonly Hostile[] = [
  ranged("of nothing", () => "0 0 0 0"),
  ranged("that is negative", (a, b, c) => `-1 ${a} ${b} ${c}`),
  ranged("that begins after the first byte", (a, b, c) => `1 ${a} ${b} ${c}`),
  ranged("whose parts overlap", (a, b, c) => `0 ${b} ${a} ${c}`),
  ranged("that ends beyond the file", (a, b) => `0 ${a} ${b} 99999`),
  ranged("with an end that no number holds", (a, b) => `0 ${a} ${b} 9999999999`),
  ranged("of six numbers", (a, b, c) => `0 ${a} ${b} ${c} 0 0`),
  ranged("of three numbers", (a, b) => `0 ${a} ${b}`),
  ranged("of a fraction", (a, b, c) => `0 ${a} ${b} ${c}.0`),
  ranged("that leaves out more than the signature, before it", (a, b, c) => `0 ${a - 10} ${b} ${c}`),
  ranged("that leaves out more than the signature, behind it", (a, b, c) => `0 ${a} ${b + 5} ${c - 5}`),
  ranged("that covers a part of the signature too", (a, b, c) => `0 ${a + 1} ${b} ${c}`),
  ranged("that ends before the file ended", (a, b, c) => `0 ${a} ${b} ${c - 7}`),
  ranged("with a remark in it", (a, b) => `0 ${a} ${b}%`),
  {
    name: "a range that is no longer called one",
    make: ({ sealed }) => edited(sealed, "/ByteRange [", "/ByteRangX ["),
    codes: ["pdf.unsigned"],
  },
  {
    name: "a signature that is not written in hex",
    make: ({ whole }) => edited(whole, "/Contents <30", "/Contents <3G"),
    codes: ["pdf.byte_range"],
  },
  {
    name: "a range of something that is no signature",
    make: ({ whole }) => edited(whole, "/Contents <", "/Cxntents <"),
    codes: ["pdf.byte_range"],
  },
];
