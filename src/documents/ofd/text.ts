import { childrenOf } from "../read/ofd/document.ts";
import type { Element } from "../read/ofd/xml.ts";

/** A character as it stands on a page; millimetres. */
interface Letter {
  readonly left: readonly [number, number];
  readonly right: readonly [number, number];
  /** Height of its middle above the baseline. */
  readonly up: number;
}

/** Most characters of a page that are looked at. */
const MOST = 200_000;

/** Middles of a text, wherever it stands on a page: its characters follow each other, in one object or in several. */
export function findText(page: Element, wanted: string): readonly { readonly x: number; readonly y: number }[] {
  const [texts, letters]: [string[], Letter[]] = [[], []];
  for (const content of childrenOf(page, "Content"))
    for (const layer of childrenOf(content, "Layer")) collect(layer, texts, letters);
  const text = texts.join("");
  const found: { x: number; y: number }[] = [];
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + wanted.length)) {
    const [first, last] = [letters[at], letters[at + wanted.length - 1]];
    if (first === undefined || last === undefined) break;
    found.push({ x: (first.left[0] + last.right[0]) / 2, y: (first.left[1] + last.right[1]) / 2 - first.up });
  }
  return found;
}

/** A unit of text is a letter, so that places in the one are places in the other. */
function collect(element: Element, texts: string[], letters: Letter[]): void {
  for (const child of element.children) {
    if (letters.length > MOST) return;
    if (child.name === "PageBlock") collect(child, texts, letters);
    else if (child.name === "TextObject") object(child, texts, letters);
  }
}

function object(element: Element, texts: string[], letters: Letter[]): void {
  const numbersOf = (name: string): readonly number[] =>
    (element.attributes.get(name) ?? "").trim().split(/\s+/).map(Number);
  const [left = Number.NaN, top = Number.NaN] = numbersOf("Boundary");
  const [size = Number.NaN] = numbersOf("Size");
  const given = element.attributes.has("CTM") ? numbersOf("CTM") : [1, 0, 0, 1, 0, 0];
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = given;
  if (![left, top, size, a, b, c, d, e, f].every(Number.isFinite)) return;
  const at = (x: number, y: number): readonly [number, number] => [a * x + c * y + e + left, b * x + d * y + f + top];
  let [x, y] = [0, 0];
  for (const code of childrenOf(element, "TextCode")) {
    x = Number(code.attributes.get("X") ?? x);
    y = Number(code.attributes.get("Y") ?? y);
    const [across, down] = ["DeltaX", "DeltaY"].map((name) =>
      deltasOf(code.attributes.get(name) ?? "", code.text.length),
    );
    for (let i = 0; i < code.text.length; i++) {
      const unit = code.text.charAt(i);
      const own = across?.[i] ?? (/[\x20-\x7e]/.test(unit) ? size / 2 : size);
      texts.push(unit);
      letters.push({ left: at(x, y), right: at(x + own, y), up: 0.36 * size * Math.abs(d) });
      x += across?.[i] ?? 0;
      y += down?.[i] ?? 0;
    }
  }
}

/** Advances, `g n v` being n times v (GB/T 33190 §11.3); as many as there are characters. */
function deltasOf(text: string, most: number): readonly number[] {
  const tokens = text.trim() === "" ? [] : text.trim().split(/\s+/);
  const deltas: number[] = [];
  for (let i = 0; i < tokens.length && deltas.length < most; i++) {
    const repeated = tokens[i] === "g";
    const count = repeated ? Math.min(Number(tokens[i + 1]) || 0, most) : 1;
    const value = Number(tokens[repeated ? i + 2 : i]);
    for (let n = 0; n < count; n++) deltas.push(Number.isFinite(value) ? value : 0);
    if (repeated) i += 2;
  }
  return deltas;
}
