import { parseDraft } from "../../domain/draft.ts";
import type { MemberPrincipal } from "../access.ts";
import type { IssuedCertificate } from "../bundle.ts";
import type { Context } from "../context.ts";
import { loadCertificates } from "../load.ts";
import type { Certificate } from "../projection.ts";
import { typeOf } from "../resources.ts";
import { holderKey } from "./holder.ts";
import type { Sought } from "./sharing.ts";

/** Certificates that one query gives. */
export const MOST_FOUND = 50;
const PAGE = 100;
/** Number of a certificate in GB/T 36903. */
const NUMBER = "ZZBH";

/** Issued certificates of exactly this holder and type that are shared with the caller's member, newest first. */
export async function sharedWith(
  context: Context,
  by: MemberPrincipal,
  sought: Pick<Sought, "holderCode" | "holderTypeCode" | "certTypeCode" | "certNo">,
  id?: string,
): Promise<readonly IssuedCertificate[]> {
  const { holderCode: code, holderTypeCode: codeType, certTypeCode: type, certNo } = sought;
  const found: IssuedCertificate[] = [];
  for await (const certificate of heldBy(context, holderKey(type, { codeType, code }))) {
    const meant = (id ?? certificate.id) === certificate.id && hasNumber(context, certificate, certNo);
    if (meant && isShared(context, by, certificate) && isIssued(certificate)) found.push(certificate);
    if (found.length === MOST_FOUND) break;
  }
  return found;
}

async function* heldBy({ records, ...context }: Context, holder: string): AsyncGenerator<Certificate> {
  let before: number | null = null;
  do {
    const page = await records.newest("held", holder, before, PAGE);
    const ids = page.map(({ subject }) => subject);
    // What was erased is not there any more.
    yield* (await loadCertificates({ records, ...context }, ids)).filter((one) => one !== null);
    before = page.length === PAGE ? (page.at(-1)?.seq ?? null) : null;
  } while (before !== null);
}

/** By what the issuing member's configuration says now; what it doesn't say is not shared. */
function isShared({ members }: Context, by: MemberPrincipal, { memberId, type }: Certificate): boolean {
  const department = members.get(by.memberId)?.profile.code;
  const sharing = members.get(memberId)?.sharing ?? [];
  return department !== undefined && sharing.some((one) => one.type === type && one.members.includes(department));
}

function hasNumber(context: Context, { type, draft }: Certificate, number: string | undefined): boolean {
  if (number === undefined) return true;
  const { typeVersion, subject } = parseDraft(draft);
  const field = typeOf(context, type, typeVersion).fields.find(({ gb }) => gb === NUMBER);
  return field !== undefined && subject[field.name] === number;
}

const isIssued = (certificate: Certificate): certificate is IssuedCertificate =>
  certificate.issued !== undefined && certificate.placed !== undefined;
