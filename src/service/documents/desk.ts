import { YinzhengError } from "../../domain/errors.ts";
import type { Principal } from "../../domain/principal.ts";
import { requireMember } from "../access.ts";
import { requireHeld } from "../acting.ts";
import type { Placer } from "../batcher.ts";
import { type BundleFiles, type IssuedCertificate, requireIssued } from "../bundle.ts";
import type { Context } from "../context.ts";
import { loadBatch, loadCertificate } from "../load.ts";
import { fact } from "../payloads.ts";
import type { Certificate } from "../projection.ts";
import type { Actor } from "../records.ts";
import type { DocumentAnswer } from "../service.ts";
import { statusAt } from "../view.ts";
import { type Document, documentIdOf, isPlaced, isSealed, loadDocument } from "./document.ts";
import { DocumentFiles, isIssued } from "./file.ts";
import { checkLimits } from "./limits.ts";
import type { Making } from "./making.ts";
import { requireScope } from "./scope.ts";
import { makerOf, sealDocument } from "./seal.ts";
import type { DocumentTerms } from "./terms.ts";

/** Where documents are asked for. What it remembers is only what the journal says. */
export class DocumentDesk {
  readonly #context: Context;
  readonly #bundles: BundleFiles;
  readonly #files: DocumentFiles;
  readonly #making: Making;
  readonly #placer: Placer;
  /** Tried since the start and can't be made; after a start with other fonts, a request has them tried again. */
  readonly #failed = new Set<string>();

  constructor(context: Context, bundles: BundleFiles, making: Making, placer: Placer) {
    this.#context = context;
    this.#bundles = bundles;
    this.#files = new DocumentFiles(context, bundles);
    this.#making = making;
    this.#placer = placer;
  }

  /**
   * The document of a certificate on these terms, made when it is first asked for: the state until it is on chain, then
   * always the same sealed file. A certificate that is not in force gets no new one.
   * Throws `auth.*`, `http.not_found`, and what `documentFor` throws.
   */
  async document(by: Principal, id: string, terms: DocumentTerms): Promise<DocumentAnswer> {
    requireMember(by, "clerk", "maker", "reader");
    const held = await requireHeld(this.#context, by, await loadCertificate(this.#context, id));
    return this.documentFor(by, held, terms);
  }

  /**
   * The same for somebody who may have it, which is for the caller to know: nobody is asked here who that is.
   * Throws `conflict.state`, `policy.scope`, `document.*`, `schema.*` and `text.*` for limits that can't be, `service.self_check`,
   * `chain.*`, `store.*`.
   */
  async documentFor(by: Actor, held: Certificate, terms: DocumentTerms): Promise<DocumentAnswer> {
    const context = this.#context;
    const certificate = await requireIssued(context, held);
    const id = documentIdOf(context, certificate.id, terms);
    const document = await context.locks.run(`document ${id}`, () => this.#ordered(by, certificate, id, terms));
    if (isIssued(document)) return { state: "issued", file: await this.#files.file(document, certificate) };
    await this.#requireNoAlarm(document);
    return { state: isSealed(document) ? "anchoring" : "sealing" };
  }

  /** Makes the document, or goes on with it. */
  start(id: string): void {
    this.#context.work.run({
      name: `document ${id}`,
      task: async () => {
        const document = await loadDocument(this.#context, id);
        if (document === null) return;
        const seal = () => sealDocument(this.#context, this.#bundles, document);
        if (await this.#making.run(document.memberId, seal)) this.#placer.start(id);
        else this.#failed.add(id);
      },
    });
  }

  async #ordered(by: Actor, certificate: IssuedCertificate, id: string, terms: DocumentTerms): Promise<Document> {
    const known = await loadDocument(this.#context, id);
    if (known !== null && known.failed === undefined) return known;
    if (known?.failed !== undefined && this.#failed.has(id))
      throw new YinzhengError(known.failed.code, known.failed.detail);
    if (terms.limits !== undefined) checkLimits(terms.limits, this.#context.clock());
    await this.#requireOrder(certificate, terms);
    const { memberId } = certificate;
    const order = { memberId, certificate: certificate.id, ...terms };
    const [record] = await this.#context.records.append(by, [fact("document.ordered", id, order)]);
    this.start(id);
    return { ...order, id, orderedAt: record?.time ?? 0 };
  }

  /** Throws where no document of the certificate can be made. */
  async #requireOrder(certificate: IssuedCertificate, { carrier }: DocumentTerms): Promise<void> {
    makerOf(this.#context, { memberId: certificate.memberId, ...(carrier === undefined ? {} : { carrier }) });
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
