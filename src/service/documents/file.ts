import { concat, toBase64Url, utf8 } from "../../crypto/encoding.ts";
import { deflate } from "../../crypto/gzip.ts";
import { sha256 } from "../../crypto/hash.ts";
import { tailOf } from "../../documents/read/tail.ts";
import { YinzhengError } from "../../domain/errors.ts";
import { representationText } from "../../proof/representation.ts";
import type { Context } from "../context.ts";
import { freshBatch } from "../fresh.ts";
import type { DocumentFile } from "../service.ts";
import type { Document, PlacedDocument } from "./document.ts";
import { proofOf } from "./proof.ts";

export type IssuedDocument = PlacedDocument & { readonly issued: NonNullable<Document["issued"]> };

/** The sealed file with the one revision behind it that proves it, of fresh evidence. Throws `chain.*`, `store.*`. */
export async function documentFile(context: Context, document: IssuedDocument): Promise<DocumentFile> {
  const batch = await freshBatch(context, document.placed.batchId);
  const text = utf8(representationText(proofOf(context, batch, document, document.issued.path)));
  const sealed = await context.objects.get(document.sealed.file);
  const tail = tailOf(sealed, await deflate(text), text.length);
  if (tail === null) throw new YinzhengError("internal", { expected: "a document of ours" });
  const bytes = concat(sealed, tail);
  return { bytes, etag: `"${toBase64Url(sha256(bytes))}"` };
}

export function isIssued(document: Document): document is IssuedDocument {
  return document.issued !== undefined;
}
