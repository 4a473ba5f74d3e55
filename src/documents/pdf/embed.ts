import { type PDFDict, type PDFDocument, PDFName, PDFString } from "@cantoo/pdf-lib";
import { CERTIFICATE_FILE, type Numbers } from "../read/names.ts";

/** Puts the certificate's bundle into the document, as a file that every reader shows (PDF 32000-1 §7.11.4). */
export function embed(pdf: PDFDocument, bundle: Uint8Array): Numbers {
  const { context, catalog } = pdf;
  const data = context.register(
    context.flateStream(bundle, {
      Type: "EmbeddedFile",
      Subtype: PDFName.of("application/vnd.yinzheng.bundle+json"),
      Params: { Size: bundle.length },
    }),
  );
  const name = PDFString.of(CERTIFICATE_FILE);
  const file = context.register(
    context.obj({ Type: "Filespec", F: name, UF: name, AFRelationship: "Data", EF: { F: data } }),
  );
  const tree = context.register(context.obj({ Names: [name, file] }));
  catalog.set(PDFName.of("Names"), context.obj({ EmbeddedFiles: tree }) as PDFDict);
  catalog.set(PDFName.of("AF"), context.obj([file]));
  return { names: tree.objectNumber, file: file.objectNumber, data: data.objectNumber };
}
