import { deflateSync } from "node:zlib";
import { degrees, PDFDocument, PDFName, PDFString, StandardFonts } from "@cantoo/pdf-lib";
import { concat } from "../../../src/crypto/encoding.ts";
import { FontSet } from "../../../src/documents/fonts.ts";
import { type ReadStamped, readStamped } from "../../../src/documents/read/stamped/read.ts";
import { stampedTailOf } from "../../../src/documents/read/stamped/tail.ts";
import { sealPictureOf } from "../../../src/documents/seal/picture.ts";
import type { SealKey } from "../../../src/documents/seal-key.ts";
import { readFonts } from "../../../src/main/documents/fonts.ts";
import { infoOf, SIGNER, scene, sealBy } from "../read/ses/world.ts";

export { NOW } from "../read/ses/world.ts";
export const CODE = "11371000MB28461234001";
export const PROOF = new TextEncoder().encode('{"format":"yinzheng-seal-use/1"}');

/** A seal with a picture as it is drawn here, and the key of who signs with it. */
export async function sealKey(): Promise<SealKey> {
  const set = await scene();
  const name = "威海市行政审批服务局";
  const data = sealPictureOf(new FontSet(await readFonts()), { kind: "round", name, code: CODE, form: "png" });
  const info = infoOf(set.signer, { id: CODE, picture: { type: "PNG", data, width: 42, height: 42 } });
  return { seal: sealBy(info, set), certificate: set.signer, sign: async (bytes) => SIGNER.sign(bytes) };
}

export interface Foreign {
  readonly pages?: number;
  readonly turn?: number;
  readonly objectStreams?: boolean;
  readonly form?: boolean;
  readonly xfa?: boolean;
}

/** A contract of somebody else: what it says stands 80 by 442 points from the upper left corner of an unturned page. */
export async function foreign({ pages = 3, turn = 0, objectStreams = false, form = false, xfa = false }: Foreign = {}) {
  const pdf = await PDFDocument.create();
  const font = await pdf.embedFont(StandardFonts.Helvetica);
  for (let i = 1; i <= pages; i++) {
    const page = pdf.addPage([595, 842]);
    page.setRotation(degrees(turn));
    if (turn !== 0) page.setCropBox(50, 60, 480, 700);
    page.drawText(`Page ${i} of the contract, signed here (seal)`, { x: 80, y: 400, size: 16, font });
  }
  if (form) {
    const field = pdf.getForm().createTextField("name");
    field.setText("kept");
    field.addToPage(pdf.getPage(0), { x: 80, y: 600, width: 200, height: 20 });
  }
  if (xfa) pdf.getForm().acroForm.dict.set(PDFName.of("XFA"), PDFString.of("form"));
  return pdf.save({ useObjectStreams: objectStreams });
}

/** A stamped file as it was read; an error where it is none. */
export async function readBack(bytes: Uint8Array): Promise<ReadStamped> {
  const read = await readStamped(bytes);
  if ("fault" in read) throw new Error(read.fault);
  return read;
}

/** With the one revision that may follow, and this proof in it. */
export async function withProof(sealed: Uint8Array, proof = PROOF): Promise<Uint8Array> {
  const { data } = await readBack(sealed);
  const tail = stampedTailOf(sealed, data, new Uint8Array(deflateSync(proof)), proof.length);
  if (tail === null) throw new Error("no tail");
  return concat(sealed, tail);
}
