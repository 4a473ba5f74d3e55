import { YinzhengError } from "../../domain/errors.ts";
import type { Principal } from "../../domain/principal.ts";
import { type MemberPrincipal, requireMember } from "../access.ts";
import { isHeldBy, requireHeld } from "../acting.ts";
import { type IssuedCertificate, requireIssued } from "../bundle.ts";
import type { Context } from "../context.ts";
import type { DocumentAnswer } from "../documents/answer.ts";
import type { DocumentDesk } from "../documents/desk.ts";
import { checkWords } from "../documents/limits.ts";
import { loadCertificate } from "../load.ts";
import { fact, type Payloads } from "../payloads.ts";
import type { Certificate } from "../projection.ts";
import type { CopyRequest, CopyView } from "./copies.ts";
import { limitsOf } from "./limits.ts";
import { type Copy, copyIdOf, loadCopy } from "./record.ts";

/** What is asked for, once it is known that the caller may have it. */
export type CopyOrder = Pick<Payloads["copy.ordered"], "languages" | "limits" | "reason" | "operation">;

/** Where copies for one purpose are ordered and fetched. */
export class CopyDesk {
  readonly #context: Context;
  readonly #documents: DocumentDesk;

  constructor(context: Context, documents: DocumentDesk) {
    this.#context = context;
    this.#documents = documents;
  }

  /** See `Copies.make`. */
  async make(by: Principal, certificate: string, request: CopyRequest, idempotencyKey: string): Promise<CopyView> {
    requireMember(by, "clerk", "maker");
    const { languages, reason } = request;
    checkWords(reason, "/reason");
    const limits = limitsOf(request, this.#context.copies, this.#context.clock());
    const held = await requireHeld(this.#context, by, await loadCertificate(this.#context, certificate));
    const issued = await requireIssued(this.#context, held);
    return this.order(by, issued, { operation: "issuer", languages, limits, reason }, idempotencyKey);
  }

  /** Journals who, why and what for, before anything is made or told. Throws as `Copies.make` does. */
  async order(
    by: MemberPrincipal,
    certificate: IssuedCertificate,
    order: CopyOrder,
    idempotencyKey: string,
  ): Promise<CopyView> {
    const id = copyIdOf(this.#context, by, idempotencyKey);
    const copy = await this.#context.locks.run(`copy ${id}`, async () => {
      const known = await loadCopy(this.#context, id);
      if (known !== null) return requireSame(known, certificate, order);
      const ordered = { ...order, certificate: certificate.id, memberId: by.memberId };
      const [record] = await this.#context.records.append(by, [fact("copy.ordered", id, ordered)]);
      return { ...ordered, id, orderedAt: record?.time ?? 0, tenant: by.tenant };
    });
    return viewOf(copy, await this.#answerOf(by, certificate, copy));
  }

  /** See `Copies.copy`. */
  async copy(by: Principal, id: string): Promise<CopyView> {
    const { copy, answer } = await this.#known(by, id);
    return viewOf(copy, answer);
  }

  /** See `Copies.file`. */
  async file(by: Principal, id: string): Promise<DocumentAnswer> {
    return (await this.#known(by, id)).answer;
  }

  async #known(by: Principal, id: string): Promise<{ readonly copy: Copy; readonly answer: DocumentAnswer }> {
    requireMember(by, "clerk", "maker", "caseworker");
    const copy = await loadCopy(this.#context, id);
    const certificate = copy === null ? null : await loadCertificate(this.#context, copy.certificate);
    if (copy === null || certificate === null || !(await this.#mayHave(by, copy, certificate)))
      throw new YinzhengError("http.not_found");
    return { copy, answer: await this.#answerOf(by, certificate, copy) };
  }

  /** The member that it was made for, by whoever of it works on cases; and the issuer's clerks and makers. */
  async #mayHave(by: MemberPrincipal, copy: Copy, certificate: Certificate): Promise<boolean> {
    const own = copy.memberId === by.memberId && copy.tenant === by.tenant;
    if (own && copy.operation === "case" && by.roles.includes("caseworker")) return true;
    if (!by.roles.some((role) => role === "clerk" || role === "maker")) return false;
    return isHeldBy(this.#context, by, certificate);
  }

  /** A copy is a document of its own, made on the road of all documents. */
  #answerOf(by: Principal, certificate: Certificate, { languages, limits }: CopyOrder): Promise<DocumentAnswer> {
    return this.#documents.documentFor(by, certificate, { languages, limits });
  }
}

function viewOf(copy: Copy, { state }: DocumentAnswer): CopyView {
  const { id, certificate, languages, limits, reason, orderedAt } = copy;
  const { purpose, audience = null, validUntil } = limits;
  return { id, certificate, state, languages, purpose, audience, validUntil, reason, orderedAt };
}

/** Throws `http.idempotency_key_reused` where the key was used for something else. */
function requireSame(
  known: Copy,
  certificate: IssuedCertificate,
  { languages, limits, reason, operation }: CopyOrder,
): Copy {
  // A case's end moves with the clock: it is the first request's.
  const until = operation === "case" ? known.limits.validUntil : limits.validUntil;
  const told = (copy: CopyOrder, id: string, validUntil: string) =>
    JSON.stringify([
      id,
      copy.languages,
      copy.operation,
      copy.reason,
      copy.limits.purpose,
      copy.limits.audience ?? null,
      validUntil,
    ]);
  const asked = told({ languages, limits, reason, operation }, certificate.id, until);
  if (told(known, known.certificate, known.limits.validUntil) === asked) return known;
  throw new YinzhengError("http.idempotency_key_reused");
}
