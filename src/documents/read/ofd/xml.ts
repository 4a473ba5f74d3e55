import { hold, OfdError } from "./fault.ts";

/** An element of a document's own names (GB/T 33190 §7.1); of other names it is called `{…}name`. */
export interface Element {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly Element[];
  /** All its text, that of its children not among it. */
  readonly text: string;
}

const OFD = "http://www.ofdspec.org/2016";
const MAX_DEPTH = 64;
const MAX_ELEMENTS = 400_000;
/** Names of namespaces in force at one place; each element that declares one copies them. */
const MAX_SPACES = 64;

const NAME = "[\\p{L}_][\\p{L}\\p{N}._\\-]*(?::[\\p{L}_][\\p{L}\\p{N}._\\-]*)?";
const ATTRIBUTE = new RegExp(`\\s+(${NAME})\\s*=\\s*(?:"([^"<]{0,65535})"|'([^'<]{0,65535})')`, "uy");
const OPEN = new RegExp(`<(${NAME})`, "uy");
const OPENED = /\s*(\/?)>/y;
const CLOSE = new RegExp(`</(${NAME})\\s*>`, "uy");
const CDATA = "<![CDATA[";
const DECLARATION =
  /^\u{feff}?<\?xml\s+version\s*=\s*["']1\.0["'](?:\s+encoding\s*=\s*["'][Uu][Tt][Ff]-8["'])?(?:\s+standalone\s*=\s*["'](?:yes|no)["'])?\s*\?>/u;
/** What XML 1.0 §2.2 leaves out or advises against. */
const FORBIDDEN = /(?![\t\n\r])[\p{Cc}\u{fffe}\u{ffff}]/u;

interface Frame {
  readonly tag: string;
  readonly name: string;
  readonly spaces: ReadonlyMap<string, string>;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: Element[];
  readonly text: string[];
}

/**
 * Reads XML 1.0 in UTF-8, strictly: no DTD, no entities but the five, no processing instructions. Time and memory grow with the length
 * alone. Throws `OfdError`.
 */
export function parseXml(bytes: Uint8Array, entry: string): Element {
  const text = textOf(bytes, entry);
  const fail = (): never => {
    throw new OfdError("ofd.xml", entry);
  };
  const stack: Frame[] = [];
  let root: Element | null = null;
  let [at, count] = [DECLARATION.exec(text)?.[0].length ?? (text.startsWith("\u{feff}") ? 1 : 0), 0];
  const next = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found !== null) at = pattern.lastIndex;
    return found;
  };
  /** What stands before the next `end`, behind so many characters; the end of the text is one of plain text alone. */
  const upTo = (end: string, skip: number): string | null => {
    const found = text.indexOf(end, at + skip);
    if (found < 0 && skip > 0) return null;
    const before = text.slice(at + skip, found < 0 ? undefined : found);
    at = found < 0 ? text.length : found;
    return before;
  };
  const close = ({ name, attributes, children, text: parts }: Frame): void => {
    const element = { name, attributes, children, text: parts.join("") };
    const parent = stack.at(-1);
    if (parent === undefined) root = element;
    else parent.children.push(element);
  };
  while (at < text.length) {
    const parent = stack.at(-1);
    const plain = text.startsWith("<", at) ? null : upTo("<", 0);
    if (plain !== null) {
      if (parent !== undefined) parent.text.push(resolved(plain) ?? fail());
      else if (plain.trim() !== "") fail();
      continue;
    }
    if (text.startsWith("<!--", at)) {
      if (upTo("--", 4) === null || !text.startsWith("-->", at)) fail();
      at += 3;
      continue;
    }
    if (text.startsWith(CDATA, at)) {
      (parent ?? fail()).text.push(upTo("]]>", CDATA.length) ?? fail());
      at += 3;
      continue;
    }
    const closing = next(CLOSE);
    if (closing !== null) {
      const frame = stack.pop() ?? fail();
      if (frame.tag !== closing[1]) fail();
      close(frame);
      continue;
    }
    const opening = next(OPEN) ?? fail();
    if (root !== null || stack.length >= MAX_DEPTH || ++count > MAX_ELEMENTS) fail();
    const given = attributesAt(next) ?? fail();
    const frame = frameOf(opening[1] ?? "", given, parent?.spaces) ?? fail();
    const closed = next(OPENED) ?? fail();
    if (closed[1] === "/") close(frame);
    else stack.push(frame);
  }
  return root === null || stack.length > 0 ? fail() : root;
}

function textOf(bytes: Uint8Array, entry: string): string {
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    hold(!FORBIDDEN.test(text), "ofd.xml", entry);
    return text.replace(/\r\n?/g, "\n");
  } catch {
    throw new OfdError("ofd.xml", entry);
  }
}

function attributesAt(next: (pattern: RegExp) => RegExpExecArray | null): ReadonlyMap<string, string> | null {
  const attributes = new Map<string, string>();
  for (let found = next(ATTRIBUTE); found !== null; found = next(ATTRIBUTE)) {
    const [, name = "", double, single] = found;
    const value = resolved((double ?? single ?? "").replace(/[\n\t]/g, " "));
    if (value === null || attributes.has(name)) return null;
    attributes.set(name, value);
  }
  return attributes;
}

const NONE: ReadonlyMap<string, string> = new Map();

function frameOf(tag: string, attributes: ReadonlyMap<string, string>, outer = NONE): Frame | null {
  const own = [...attributes].filter(([name]) => name === "xmlns" || name.startsWith("xmlns:"));
  const spaces =
    own.length === 0 ? outer : new Map([...outer, ...own.map(([name, uri]) => [name.slice(6), uri] as const)]);
  if (spaces.size > MAX_SPACES) return null;
  const [local = "", prefix = ""] = tag.split(":").reverse();
  const space = spaces.get(prefix);
  if (space === undefined && prefix !== "") return null;
  const name = space === OFD ? local : `{${space ?? ""}}${local}`;
  return { tag, name, spaces, attributes, children: [], text: [] };
}

const FIVE: ReadonlyMap<string, string> = new Map([
  ["amp", "&"],
  ["lt", "<"],
  ["gt", ">"],
  ["quot", '"'],
  ["apos", "'"],
]);

/** null where an entity is none of the five, or a number is no character of XML. */
function resolved(text: string): string | null {
  if (!text.includes("&")) return text;
  let right = true;
  const plain = text.replace(/&(?:#(\d{1,7})|#x([0-9A-Fa-f]{1,6})|(\w{1,8}));|&/g, (_, decimal, hex, name) => {
    const code = decimal === undefined ? (hex === undefined ? null : Number.parseInt(hex, 16)) : Number(decimal);
    const found = code === null ? FIVE.get(String(name)) : characterOf(code);
    right &&= found !== undefined;
    return found ?? "";
  });
  return right ? plain : null;
}

function characterOf(code: number): string | undefined {
  if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return undefined;
  const character = String.fromCodePoint(code);
  return FORBIDDEN.test(character) ? undefined : character;
}
