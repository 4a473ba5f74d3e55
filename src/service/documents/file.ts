import { toBase64Url, utf8 } from "../../crypto/encoding.ts";
import { sha256 } from "../../crypto/hash.ts";
import { YinzhengError } from "../../domain/errors.ts";
import { parseBundle } from "../../proof/parse.ts";
import { type CertificateState, representationText } from "../../proof/representation.ts";
import { type BundleFiles, type IssuedCertificate, issuedFile } from "../bundle.ts";
import type { CapturedBatch } from "../capture.ts";
import type { Context } from "../context.ts";
import { freshBatch } from "../fresh.ts";
import { Kept } from "../kept.ts";
import type { BundleFile, DocumentFile } from "../service.ts";
import { withProof } from "./carrier.ts";
import type { Document, PlacedDocument } from "./document.ts";
import { provenDocument } from "./proof.ts";
import { documentFaults } from "./self-check.ts";

export type IssuedDocument = PlacedDocument & { readonly issued: NonNullable<Document["issued"]> };

/** Files are some 100 kB each. */
const REMEMBERED = 64;

/** Documents as they are handed out: the sealed revision, which is always the same, and behind it what proves it. */
export class DocumentFiles {
  readonly #context: Context;
  readonly #bundles: BundleFiles;
  readonly #files = new Kept<DocumentFile>(REMEMBERED);

  constructor(context: Context, bundles: BundleFiles) {
    this.#context = context;
    this.#bundles = bundles;
  }

  /**
   * With evidence that is fresh enough, of the document's anchor and of its certificate, as a bundle has it. Throws as
   * `issuedFile` does.
   */
  async file(document: IssuedDocument, certificate: IssuedCertificate): Promise<DocumentFile> {
    const batch = await freshBatch(this.#context, document.placed.batchId);
    const bundle = await issuedFile(this.#context, this.#bundles, certificate);
    const evidence = `${batch.capture.blockHash}\n${batch.checkpoint ?? ""}\n${bundle.etag}`;
    const known = this.#files.get(document.id, evidence);
    if (known !== null) return known;
    const file = await checkedFile(this.#context, document, batch, bundle);
    this.#files.set(document.id, evidence, file);
    return file;
  }
}

async function checkedFile(
  context: Context,
  document: IssuedDocument,
  batch: CapturedBatch,
  bundle: BundleFile,
): Promise<DocumentFile> {
  const before = new TextDecoder().decode(await context.objects.get(document.sealed.bundle));
  const state = bundle.text === before ? undefined : stateIn(bundle);
  const proven = await provenDocument(context, batch, document, document.issued.path, state);
  // What becomes of a seal after its use was counted, the file tells whoever verifies it.
  const { seals: _, ...itself } = proven;
  const checks = await documentFaults(context, itself, batch.capture.time);
  if (checks !== null) {
    const where = `batch ${batch.batchId}`;
    context.notice({ what: "alarm", where, code: "service.self_check", detail: { checks } });
    throw new YinzhengError("service.self_check", { checks });
  }
  const sealed = await context.objects.get(document.sealed.file);
  const bytes = await withProof(document.carrier, sealed, representationText(proven.proof));
  return { bytes, etag: `"${toBase64Url(sha256(bytes))}"` };
}

/** The certificate as it stands now: else a document would say for ever what held when it was sealed. */
function stateIn({ text }: BundleFile): CertificateState {
  const { log, evidence, checkpoint, statusChanges, continued } = parseBundle(utf8(text));
  return { log, evidence, checkpoint, statusChanges, ...(continued === undefined ? {} : { continued }) };
}

export function isIssued(document: Document): document is IssuedDocument {
  return document.issued !== undefined;
}
