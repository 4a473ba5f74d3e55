import { utf8 } from "../../crypto/encoding.ts";
import { hold } from "../read/ofd/fault.ts";
import { element, textElement } from "./xml.ts";

/** Puts an element of OFD before an end tag, and leaves every other byte as it is; the namespace is declared where it stands. */
export function insertedBefore(file: Uint8Array, tag: string, xml: string, entry: string): Uint8Array {
  const text = new TextDecoder().decode(file);
  const ends = [...text.matchAll(new RegExp(`</(?:[\\p{L}_][\\p{L}\\p{N}._-]*:)?${tag}\\s*>`, "gu"))];
  const [end] = ends;
  // In a comment it would not count, and of two it might be the wrong one.
  hold(end !== undefined && ends.length === 1 && !/<!--|<!\[CDATA\[/.test(text), "ofd.structure", entry);
  return utf8(`${text.slice(0, end.index)}${xml}${text.slice(end.index)}`);
}

/** As it must be written where nobody knows which prefix stands for the namespace. */
export const declared = (xml: string): string =>
  xml.replace(/^<ofd:\w+/, (open) => `${open} xmlns:ofd="http://www.ofdspec.org/2016"`);

/** The entrance of a document with the place of its list of signatures. */
export const withSignatures = (entrance: Uint8Array, list: string): Uint8Array =>
  insertedBefore(entrance, "DocBody", declared(textElement("Signatures", list)), "/OFD.xml");

/** A list of signatures with one more, and the largest number that any of them uses. */
export function withSignature(
  list: Uint8Array,
  entry: string,
  { id, path, last }: { readonly id: number; readonly path: string; readonly last: number },
): Uint8Array {
  const text = new TextDecoder().decode(list);
  const most = /(<(?:[\p{L}_][\p{L}\p{N}._-]*:)?MaxSignId[^>]*>)[^<]*(<)/u;
  const raised = utf8(text.replace(most, (_, open: string, close: string) => `${open}${last}${close}`));
  return insertedBefore(raised, "Signatures", declared(signatureEntry(id, path)), entry);
}

export const signatureEntry = (id: number, path: string): string =>
  element("Signature", { ID: id, Type: "Seal", BaseLoc: path });
