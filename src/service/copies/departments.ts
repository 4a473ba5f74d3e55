import { parseDraft } from "../../domain/draft.ts";
import { YinzhengError } from "../../domain/errors.ts";
import { parseIdentifier } from "../../domain/identifier.ts";
import type { Principal } from "../../domain/principal.ts";
import { type MemberPrincipal, requireMember } from "../access.ts";
import type { IssuedCertificate } from "../bundle.ts";
import { type Context, memberIn } from "../context.ts";
import { checkWords } from "../documents/limits.ts";
import { fact, type Payloads } from "../payloads.ts";
import type { PublicCertificate } from "../public-certificate.ts";
import { Quota } from "../quota.ts";
import { typeOf } from "../resources.ts";
import { publicView, statusAt } from "../view.ts";
import type { CopyView } from "./copies.ts";
import type { CopyDesk } from "./desk.ts";
import { sharedWith } from "./find.ts";
import { caseLimits } from "./limits.ts";
import type { Metadata, Named, Sharing, Sought } from "./sharing.ts";

const MINUTE = 60;
/** What one member asks in a minute: a city's counters at their busiest. */
export const ASKED_A_MINUTE = 600;
/** Where nothing was found: somebody guesses whose certificates there are. */
export const MISSED_A_MINUTE = 20;

/** See `Sharing`. */
export class Departments implements Sharing {
  readonly #context: Context;
  readonly #copies: CopyDesk;
  readonly #asked = new Quota(ASKED_A_MINUTE, MINUTE);
  readonly #missed = new Quota(MISSED_A_MINUTE, MINUTE);

  constructor(context: Context, copies: CopyDesk) {
    this.#context = context;
    this.#copies = copies;
  }

  async query(by: Principal, sought: Sought): Promise<readonly PublicCertificate[]> {
    this.#admit(by, sought.useCause);
    const found = await sharedWith(this.#context, by, sought);
    this.#requireFewMisses(by, found.length === 0);
    const views = await Promise.all(found.map((certificate) => publicView(this.#context, certificate)));
    await this.#tell(by, "query", sought, found);
    return views;
  }

  async metadata(by: Principal, named: Named): Promise<Metadata> {
    this.#admit(by, named.useCause);
    const found = await this.#find(by, named);
    const metadata = found === null ? null : await this.#metadataOf(found, named);
    await this.#tell(by, "metadata", named, found === null ? [] : [found]);
    if (metadata === null) throw new YinzhengError("http.not_found");
    return metadata;
  }

  async copy(
    by: Principal,
    named: Named & Pick<Payloads["copy.ordered"], "languages">,
    idempotencyKey: string,
  ): Promise<CopyView> {
    this.#admit(by, named.useCause);
    const found = await this.#find(by, named);
    if (found === null) {
      await this.#tell(by, "copy", named, []);
      throw new YinzhengError("http.not_found");
    }
    const { useCause: reason, languages } = named;
    const { copies, clock } = this.#context;
    const limits = caseLimits(reason, memberIn(this.#context, by.memberId).profile.names.zh, copies, clock());
    return this.#copies.order(by, found, { operation: "case", languages, limits, reason }, idempotencyKey);
  }

  /** A department is a member of this service, with somebody who works on cases. Throws `auth.*`, `http.rate`, `text.*`. */
  #admit(by: Principal, cause: string): asserts by is MemberPrincipal {
    requireMember(by, "caseworker");
    if (this.#context.members.get(by.memberId)?.tenant !== by.tenant) throw new YinzhengError("auth.forbidden");
    checkWords(cause, "/useCause");
    const now = this.#context.clock();
    this.#missed.require(by.memberId, now);
    this.#asked.spend(by.memberId, now);
  }

  async #find(by: MemberPrincipal, { id, ...named }: Named): Promise<IssuedCertificate | null> {
    const certTypeCode = typeIn(id);
    const [found = null] =
      certTypeCode === null ? [] : await sharedWith(this.#context, by, { ...named, certTypeCode }, id);
    this.#requireFewMisses(by, found === null);
    return found;
  }

  /** Counts a miss. Of calls at once none is answered, found or not, once there were too many. Throws `http.rate`. */
  #requireFewMisses(by: MemberPrincipal, missed: boolean): void {
    const now = this.#context.clock();
    if (missed) this.#missed.spend(by.memberId, now);
    else this.#missed.require(by.memberId, now);
  }

  /** Who asked, about whom and why, before anything is told: of those who are not here, too. */
  async #tell(
    by: MemberPrincipal,
    operation: Payloads["holder.sought"]["operation"],
    { holderCode, holderTypeCode, useCause: cause }: Pick<Sought, "holderCode" | "holderTypeCode" | "useCause">,
    found: readonly IssuedCertificate[],
  ): Promise<void> {
    const { records } = this.#context;
    const holder = records.mac(JSON.stringify(["holder", holderTypeCode, holderCode]));
    const sought = { memberId: by.memberId, operation, cause, certificates: found.map(({ id }) => id) };
    await records.append(by, [fact("holder.sought", holder, sought)]);
  }

  async #metadataOf(
    certificate: IssuedCertificate,
    { holderCode, holderTypeCode }: Pick<Sought, "holderCode" | "holderTypeCode">,
  ): Promise<Metadata> {
    const { typeVersion, validFrom, validUntil = null } = parseDraft(certificate.draft);
    const { code, names } = typeOf(this.#context, certificate.type, typeVersion);
    const { profile } = memberIn(this.#context, certificate.memberId);
    return {
      ZZMC: names.zh,
      ZZLXDM: code,
      ZZBS: certificate.id,
      ZZBFJG: profile.names.zh,
      ZZBFJGDM: profile.code,
      CZZTDM: holderCode,
      CZZTDMLXDM: holderTypeCode,
      ZZYXQQSRQ: validFrom,
      ZZYXQJZRQ: validUntil,
      status: await statusAt(this.#context, certificate),
      names,
    };
  }
}

/** Code of the type of which a certificate with this identifier is; null for what is no identifier. */
function typeIn(id: string): string | null {
  try {
    return parseIdentifier(id).typeCode;
  } catch {
    return null;
  }
}
