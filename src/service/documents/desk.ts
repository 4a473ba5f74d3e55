import { YinzhengError } from "../../domain/errors.ts";
import type { Principal } from "../../domain/principal.ts";
import { requireMember } from "../access.ts";
import { requireHeld } from "../acting.ts";
import type { Placer } from "../batcher.ts";
import { type BundleFiles, type IssuedCertificate, requireIssued } from "../bundle.ts";
import type { Context } from "../context.ts";
import { loadBatch, loadCertificate } from "../load.ts";
import { fact } from "../payloads.ts";
import type { DocumentAnswer } from "../service.ts";
import { statusAt } from "../view.ts";
import { type Document, documentIdOf, isPlaced, isSealed, loadDocument } from "./document.ts";
import { documentFile, isIssued } from "./file.ts";
import { requireScope } from "./scope.ts";
import { makingOf, sealDocument } from "./seal.ts";
import type { DocumentTerms } from "./terms.ts";

/** Where documents are asked for. What it remembers is only what the journal says. */
export class DocumentDesk {
  readonly #context: Context;
  readonly #files: BundleFiles;
  readonly #placer: Placer;

  constructor(context: Context, files: BundleFiles, placer: Placer) {
    this.#context = context;
    this.#files = files;
    this.#placer = placer;
  }

  /**
   * The document of a certificate on these terms, made when it is first asked for: the state until it is on chain, then
   * always the same sealed file. A certificate that is not in force gets no new one.
   * Throws `auth.*`, `http.not_found`, `conflict.state`, `document.*`, `service.self_check`, `chain.*`, `store.*`.
   */
  async document(by: Principal, certificateId: string, terms: DocumentTerms): Promise<DocumentAnswer> {
    const context = this.#context;
    requireMember(by, "clerk", "maker", "reader");
    const held = await requireHeld(context, by, await loadCertificate(context, certificateId));
    const certificate = await requireIssued(context, held);
    const id = documentIdOf(context, certificateId, terms);
    const document = await context.locks.run(`document ${id}`, () => this.#ordered(by, certificate, id, terms));
    if (isIssued(document)) return { state: "issued", file: await documentFile(context, document) };
    await this.#requireNoAlarm(document);
    return { state: isSealed(document) ? "anchoring" : "sealing" };
  }

  /** Makes the document, or goes on with it. */
  start(id: string): void {
    this.#context.work.run({
      name: `document ${id}`,
      task: async () => {
        await sealDocument(this.#context, this.#files, id);
        this.#placer.start(id);
      },
    });
  }

  async #ordered(by: Principal, certificate: IssuedCertificate, id: string, terms: DocumentTerms): Promise<Document> {
    const known = await loadDocument(this.#context, id);
    if (known !== null) return known;
    await this.#requireOrder(certificate);
    const { memberId } = certificate;
    const order = { memberId, certificate: certificate.id, ...terms };
    const [record] = await this.#context.records.append(by, [fact("document.ordered", id, order)]);
    this.start(id);
    return { ...order, id, orderedAt: record?.time ?? 0 };
  }

  /** Throws where no document of the certificate can be made. */
  async #requireOrder(certificate: IssuedCertificate): Promise<void> {
    makingOf(this.#context, certificate);
    await this.#context.chain.requireOpen();
    const { closed } = await this.#context.chain.member(certificate.memberId);
    if (closed) throw new YinzhengError("conflict.state", { expected: "a member that is not closed" });
    await requireScope(this.#context, certificate.memberId);
    const state = await statusAt(this.#context, certificate);
    if (state !== "active") throw new YinzhengError("conflict.state", { expected: "a certificate in force", state });
  }

  async #requireNoAlarm(document: Document): Promise<void> {
    if (!isPlaced(document)) return;
    const { alarm } = await loadBatch(this.#context, document.placed.batchId);
    if (alarm !== undefined) throw new YinzhengError(alarm.code, { checks: alarm.checks });
  }
}
