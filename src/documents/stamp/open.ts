import { PDF, PdfArray, PdfDict, PdfNumber, PdfString } from "@libpdf/core";
import { sha256 } from "../../crypto/hash.ts";
import { isYinzhengError, YinzhengError } from "../../domain/errors.ts";
import { latin1 } from "../read/latin1.ts";
import { MAX_DOCUMENT } from "../read/sealed.ts";

/**
 * Opens anybody's PDF to be added to, and never written anew. Throws `document.too_large`, `document.not_pdf`,
 * `document.encrypted`, `document.damaged`, `document.unsupported`.
 */
export async function openForeign(bytes: Uint8Array): Promise<PDF> {
  if (bytes.length > MAX_DOCUMENT) throw new YinzhengError("document.too_large", { max: MAX_DOCUMENT });
  if (!/^%PDF-\d\.\d[\r\n]/.test(latin1(bytes, 0, Math.min(bytes.length, 16))))
    throw new YinzhengError("document.not_pdf");
  // Two tables for two kinds of readers, which may show two documents.
  if (/\/XRefStm\s+\d/.test(latin1(bytes))) throw new YinzhengError("document.unsupported", { expected: "one table" });
  // What has to be guessed at is refused: another reader may guess otherwise, and guessing may take for ever.
  const document = await PDF.load(bytes, { lenient: false }).catch(() => null);
  if (document === null || document.recoveredViaBruteForce) throw new YinzhengError("document.damaged");
  if (document.isEncrypted) throw new YinzhengError("document.encrypted");
  // What makes a file show up sooner over the web is no obstacle to adding to it.
  Object.defineProperty(document, "isLinearized", { value: false });
  if (document.canSaveIncrementally() !== null) throw new YinzhengError("document.damaged");
  identify(document, bytes);
  return document;
}

/** Throws `document.unsupported` for forms of XFA, `document.locked` where an earlier signature allows no more. */
export function checkForm(document: PDF): void {
  const { form, catalog } = partsOf(document);
  if (form?.has("XFA")) throw new YinzhengError("document.unsupported", { expected: "no XFA" });
  const allowed = allowedBy(document, catalog);
  if (allowed !== null && allowed < 2) throw new YinzhengError("document.locked");
}

/** What a certifying signature allows from then on (PDF 32000-1 §12.8.2.2); null: there is none. */
function allowedBy(document: PDF, catalog: PdfDict): number | null {
  const resolve = resolverOf(document);
  const certified = catalog.getDict("Perms", resolve)?.getDict("DocMDP", resolve);
  const references = certified?.getArray("Reference", resolve);
  if (certified === undefined) return null;
  const first = references?.at(0, resolve);
  const allowed = first instanceof PdfDict ? first.getDict("TransformParams", resolve)?.get("P", resolve) : undefined;
  return allowed instanceof PdfNumber ? allowed.value : 2;
}

export const resolverOf = (document: PDF) => document.context.resolve.bind(document.context);

/** Throws `document.damaged`. */
export function partsOf(document: PDF): { readonly catalog: PdfDict; readonly form: PdfDict | undefined } {
  const resolve = resolverOf(document);
  const catalog = document.context.info.trailer.getDict("Root", resolve);
  if (catalog === undefined) throw new YinzhengError("document.damaged");
  return { catalog, form: catalog.getDict("AcroForm", resolve) };
}

/** A file without an identifier gets one that follows from its bytes, so that what is made again is the same. */
function identify({ context }: PDF, bytes: Uint8Array): void {
  const { trailer } = context.info;
  const known = trailer.getArray("ID");
  const whole = [0, 1].every((i) => known?.at(i) instanceof PdfString);
  if (whole) return;
  const own = new PdfString(sha256(bytes).slice(0, 16), "hex");
  trailer.set("ID", new PdfArray([own, own]));
}

/** What a library throws for a file of a stranger says that it is damaged. */
export async function orDamaged<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isYinzhengError(error)) throw error;
    throw new YinzhengError("document.damaged");
  }
}
