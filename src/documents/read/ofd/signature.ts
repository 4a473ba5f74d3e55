import { equal, fromBase64 } from "../../../crypto/encoding.ts";
import { sm3 } from "../../../crypto/hash.ts";
import { isYinzhengError } from "../../../domain/errors.ts";
import { readSesSignature, type SesSignature } from "../ses/signature.ts";
import { attribute, childrenOf, only, type Page, readXml, resolvePath, textOf } from "./document.ts";
import { hold, OfdError } from "./fault.ts";
import type { Files } from "./package.ts";
import type { Element } from "./xml.ts";

/** Where the picture of a seal stands; millimetres. */
export interface StampPlace {
  /** From 0. */
  readonly page: number;
  /** x, y, width, height on the page. */
  readonly boundary: readonly number[];
  /** The part of it that is shown, from the boundary's corner; null: all. */
  readonly clip: readonly number[] | null;
}

/** A use of a seal in an OFD document. All that it refers to is as it says; whose it is, and whether it holds, is not judged. */
export interface ReadOfdSignature {
  readonly id: string;
  /** Of its description, Signature.xml: what the seal's own signature is over (`sesFindings`), and what `ses.property` names. */
  readonly path: string;
  readonly signatureXml: Uint8Array;
  /** null: a signature without a seal (GB/T 35275), which is not read. */
  readonly ses: SesSignature | null;
  /** Paths of the entries that it refers to. */
  readonly covers: ReadonlySet<string>;
  /** Paths of the signature itself. */
  readonly own: readonly string[];
  readonly places: readonly StampPlace[];
}

/** Most of one document, as of a PDF: each costs whoever judges it a dozen verifications. */
const MAX_SIGNATURES = 16;

const SM3 = ["SM3", "1.2.156.10197.1.401"];

/** Reads the signatures in the order of their list, and compares every digest. Throws `OfdError`. */
export function signaturesOf(files: Files, list: string, pages: readonly Page[]): readonly ReadOfdSignature[] {
  const { children } = readXml(files, list, "Signatures");
  // No signature covers the list: nothing may stand in it that another program takes for a part of the document.
  hold(
    children.every(({ name }) => name === "MaxSignId" || name === "Signature"),
    "ofd.structure",
    list,
  );
  const entries = children.filter(({ name }) => name === "Signature");
  hold(entries.length <= MAX_SIGNATURES, "ofd.structure", list);
  const found = entries.map((entry) => signatureOf(files, list, entry, pages));
  const paths = found.flatMap(({ own }) => own);
  hold(new Set(paths).size === paths.length, "ofd.structure", list);
  return found;
}

function signatureOf(files: Files, list: string, entry: Element, pages: readonly Page[]): ReadOfdSignature {
  const path = resolvePath(list, attribute(entry, "BaseLoc", list));
  const description = readXml(files, path, "Signature");
  const said = only(description, "SignedInfo", path);
  const value = resolvePath(path, textOf(only(description, "SignedValue", path)));
  const signature = files.get(value);
  hold(signature !== undefined, "ofd.structure", value);
  const ses = entry.attributes.get("Type") === "Sign" ? null : sesIn(signature, value);
  hold(ses === null || samePath(ses.property, path), "ofd.signature_unreadable", value);
  const [seal] = childrenOf(said, "Seal");
  const esl = seal === undefined ? null : resolvePath(path, textOf(only(seal, "BaseLoc", path)));
  if (esl !== null && ses !== null) demandSeal(files, esl, ses);
  return {
    id: attribute(entry, "ID", list),
    path,
    signatureXml: files.get(path) ?? new Uint8Array(),
    ses,
    covers: coveredBy(files, path, only(said, "References", path)),
    own: [path, value, ...(esl === null ? [] : [esl])],
    places: childrenOf(said, "StampAnnot").map((annot) => placeOf(annot, path, pages)),
  };
}

const samePath = (property: string, path: string): boolean => property === path || `/${property}` === path;

function sesIn(bytes: Uint8Array, entry: string): SesSignature {
  try {
    return readSesSignature(bytes);
  } catch (error) {
    if (isYinzhengError(error, "schema.pattern")) throw new OfdError("ofd.signature_unreadable", entry);
    throw error;
  }
}

/** The seal beside the signature must be the one within it. */
function demandSeal(files: Files, esl: string, ses: SesSignature): void {
  const seal = files.get(esl);
  hold(seal !== undefined && equal(seal, ses.seal.whole), "ofd.altered", esl);
}

function coveredBy(files: Files, path: string, references: Element): ReadonlySet<string> {
  hold(SM3.includes(attribute(references, "CheckMethod", path)), "ofd.signature_unreadable", path);
  const covers = new Set<string>();
  for (const reference of childrenOf(references, "Reference")) {
    const target = resolvePath(path, attribute(reference, "FileRef", path));
    hold(!covers.has(target), "ofd.structure", path);
    covers.add(target);
    const file = files.get(target);
    hold(file !== undefined && equal(sm3(file), digestOf(reference, path)), "ofd.altered", target);
  }
  return covers;
}

function digestOf(reference: Element, path: string): Uint8Array {
  try {
    return fromBase64(textOf(only(reference, "CheckValue", path)));
  } catch (error) {
    if (error instanceof OfdError) throw error;
    throw new OfdError("ofd.signature_unreadable", path);
  }
}

function placeOf(annot: Element, path: string, pages: readonly Page[]): StampPlace {
  const page = pages.findIndex(({ id }) => id === annot.attributes.get("PageRef"));
  hold(page >= 0, "ofd.structure", path);
  const clip = annot.attributes.get("Clip");
  return {
    page,
    boundary: boxOf(attribute(annot, "Boundary", path), path),
    clip: clip === undefined ? null : boxOf(clip, path),
  };
}

function boxOf(text: string, path: string): readonly number[] {
  const box = text.trim().split(/\s+/).map(Number);
  hold(box.length === 4 && box.every(Number.isFinite), "ofd.structure", path);
  return box;
}
