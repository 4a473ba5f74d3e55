import { PDF, PdfArray, PdfDict, PdfNumber, PdfString } from "@libpdf/core";
import type { Seconds } from "../../domain/bytes.ts";
import { YinzhengError } from "../../domain/errors.ts";
import { type Box, POINT } from "../sheet.ts";

/** Who signs a document: a key behind a callback, and the certificates that say whose it is. */
export interface DocumentSigner {
  /** DER. */
  readonly certificate: Uint8Array;
  /** DER, the issuer of the one before each; the root may be among them. */
  readonly chain: readonly Uint8Array[];
  readonly algorithm: "P-256" | "RSA";
  /** Over the bytes, with SHA-256. P-256: DER of r and s; RSA: PKCS #1 v1.5. */
  sign(bytes: Uint8Array): Promise<Uint8Array>;
}

/** Gives a token for a digest (RFC 3161), DER. */
export type Timestamper = (digest: Uint8Array) => Promise<Uint8Array>;

/** Where on the last page a new field stands, and its picture. */
export interface SealPlace {
  readonly box: Box;
  /** What the picture shows, in words. */
  readonly alt: string;
  /** A PDF of one page, as large as the box. */
  readonly picture: Uint8Array;
}

export interface SignatureRequest {
  readonly signer: DocumentSigner;
  /** Field that is there already, or a new one without a picture. */
  readonly field: string;
  /** Only of a new field. */
  readonly place?: SealPlace;
  readonly time: Seconds;
  readonly reason?: string;
  /** PAdES B-T instead of B-B. */
  readonly timestamper?: Timestamper;
}

/** Room for the signature in the file, bytes, beside the certificates; a time-stamp needs its own. */
const ROOM = { "P-256": 1024, RSA: 1536 } as const;
const STAMP_ROOM = 6144;

/** Signs (PAdES, ETSI EN 319 142-1) by an incremental save: what was there before stays, byte for byte. */
export async function sign(pdf: Uint8Array, request: SignatureRequest): Promise<Uint8Array> {
  const { signer, field, time, reason, timestamper } = request;
  const document = await PDF.load(pdf);
  // What makes a file show up sooner over the web is no obstacle to adding to it: saved anew, earlier signatures would be lost.
  Object.defineProperty(document, "isLinearized", { value: false });
  const at = new Date(time * 1000);
  if (request.place !== undefined) await addPlace(document, field, request.place);
  keepPlace(document, field);
  const rsa = signer.algorithm === "RSA";
  const size = [signer.certificate, ...signer.chain].reduce((sum, { length }) => sum + length, 0);
  const { bytes } = await document.sign({
    signer: {
      certificate: signer.certificate,
      certificateChain: [...signer.chain],
      keyType: rsa ? "RSA" : "EC",
      signatureAlgorithm: rsa ? "RSASSA-PKCS1-v1_5" : "ECDSA",
      sign: (data) => signer.sign(data),
    },
    fieldName: field,
    signingTime: at,
    level: timestamper === undefined ? "B-B" : "B-T",
    estimatedSize: ROOM[signer.algorithm] + size + (timestamper === undefined ? 0 : STAMP_ROOM),
    ...(reason === undefined ? {} : { reason }),
    ...(timestamper === undefined ? {} : { timestampAuthority: { timestamp: timestamper } }),
  });
  return bytes;
}

/** libpdf moves the field that it signs to nowhere on page 1; one that has a place and a picture keeps them. */
function keepPlace(document: PDF, name: string): void {
  const field = document.getForm()?.getField(name);
  const dictionary = field?.acroField();
  if (dictionary?.get("Rect") === undefined) return;
  const set = dictionary.set.bind(dictionary);
  dictionary.set = (key, value) => {
    if (key !== "Rect" && key !== "P") set(key, value);
  };
}

/** A new field on the last page. What it changes there is the page's list of annotations alone. */
async function addPlace(document: PDF, name: string, { box, alt, picture }: SealPlace): Promise<void> {
  const page = document.getPage(document.getPageCount() - 1);
  if (page === null) throw new YinzhengError("internal", { expected: "a page" });
  const field = document.getOrCreateForm().createSignatureField(name);
  const shown = await document.embedPage(await PDF.load(picture), 0);
  const { x, y, width, height } = box;
  const bottom = page.height - (y + height) / POINT;
  const rect = [x / POINT, bottom, (x + width) / POINT, bottom + height / POINT];
  const dictionary = field.acroField();
  dictionary.set("Rect", new PdfArray(rect.map((one) => PdfNumber.of(Math.round(one * 1000) / 1000))));
  dictionary.set("P", page.ref);
  dictionary.set("TU", PdfString.fromString(alt));
  dictionary.set("AP", PdfDict.of({ N: shown.ref }));
  const known = page.dict.getArray("Annots", (ref) => document.getObject(ref));
  const before = known === undefined ? [] : Array.from({ length: known.length }, (_, i) => known.at(i));
  const all = [...before, document.context.registry.getRef(dictionary)];
  page.dict.set("Annots", new PdfArray(all.filter((one) => one != null)));
}
