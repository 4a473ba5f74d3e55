import { hold } from "./fault.ts";
import type { Files } from "./package.ts";
import { type Element, parseXml } from "./xml.ts";

/** Longest part that is read as XML; bytes. */
const MAX_XML = 8 * 1024 * 1024;

/** The parts of a document (GB/T 33190 §7): where they stand, and what is needed to seal it. */
export interface Parts {
  readonly root: Element;
  /** Path of Document.xml. */
  readonly document: string;
  readonly pages: readonly Page[];
  /** Path of Signatures.xml; null: nobody signed. */
  readonly signatures: string | null;
}

export interface Page {
  readonly id: string;
  readonly path: string;
}

/** Finds the parts of a document. Throws `OfdError`. */
export function partsOf(files: Files): Parts {
  const root = readXml(files, "/OFD.xml", "OFD");
  const body = only(root, "DocBody", "/OFD.xml");
  const document = resolvePath("/", textOf(only(body, "DocRoot", "/OFD.xml")));
  const [pages, ...more] = childrenOf(readXml(files, document, "Document"), "Pages");
  hold(pages !== undefined && more.length === 0, "ofd.structure", document);
  const found = childrenOf(pages, "Page").map(
    (page): Page => ({
      id: attribute(page, "ID", document),
      path: resolvePath(document, attribute(page, "BaseLoc", document)),
    }),
  );
  hold(found.length > 0 && new Set(found.map(({ id }) => id)).size === found.length, "ofd.structure", document);
  const [list, ...others] = childrenOf(body, "Signatures");
  hold(others.length === 0, "ofd.structure", "/OFD.xml");
  const signatures = list === undefined ? null : resolvePath("/", textOf(list));
  return { root, document, pages: found, signatures };
}

/** A part as XML, with the element that it must be. */
export function readXml(files: Files, path: string, name: string): Element {
  const bytes = files.get(path);
  hold(bytes !== undefined, "ofd.structure", path);
  hold(bytes.length <= MAX_XML, "ofd.xml", path);
  const element = parseXml(bytes, path);
  hold(element.name === name, "ofd.structure", path);
  return element;
}

export const childrenOf = ({ children }: Element, name: string): readonly Element[] =>
  children.filter((child) => child.name === name);

export function only(element: Element, name: string, entry: string): Element {
  const [found, ...more] = childrenOf(element, name);
  hold(found !== undefined && more.length === 0, "ofd.structure", entry);
  return found;
}

export const textOf = ({ text }: Element): string => text.trim();

export function attribute({ attributes }: Element, name: string, entry: string): string {
  const value = attributes.get(name)?.trim();
  hold(value !== undefined && value !== "", "ofd.structure", entry);
  return value;
}

/** ST_Loc: from the root, or from the folder of the part in which it stands. Throws `OfdError` where it leads out. */
export function resolvePath(base: string, path: string): string {
  const folder = base.slice(0, base.lastIndexOf("/") + 1);
  const parts: string[] = [];
  for (const segment of (path.startsWith("/") ? path : folder + path).split("/").slice(1)) {
    if (segment === ".") continue;
    if (segment !== "..") parts.push(segment);
    else hold(parts.pop() !== undefined, "ofd.structure", base);
  }
  hold(parts.length > 0 && parts.every((one) => one !== ""), "ofd.structure", base);
  return `/${parts.join("/")}`;
}
