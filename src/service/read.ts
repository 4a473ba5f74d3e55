import type { Hex } from "../domain/bytes.ts";
import { YinzhengError } from "../domain/errors.ts";
import type { Principal } from "../domain/principal.ts";
import { memberIdOf } from "../proof/ids.ts";
import { isIssuerOf, type MemberPrincipal, requireMember } from "./access.ts";
import { isHeldBy, isSuccessor } from "./acting.ts";
import { standingAt } from "./as-of.ts";
import type { Context } from "./context.ts";
import { loadCertificate } from "./load.ts";
import { cursorOf, LIMIT, type Page, type PageRequest, pageOf } from "./page.ts";
import type { Certificate } from "./projection.ts";
import type {
  CertificateState,
  CertificateView,
  Instant,
  MemberView,
  PublicCertificate,
  Readiness,
} from "./service.ts";
import { issuerView, publicView, stateOf } from "./view.ts";
import { cosignedNote } from "./witnesses.ts";

export interface Filter {
  readonly state?: CertificateState;
  readonly type?: string;
  /** Code of the member that issued them, where it is one that the caller's has succeeded. */
  readonly issuer?: string;
}

/**
 * One certificate: with its fields for its issuer and for the member that succeeded it, without for anyone else, and only once it is issued; where an instant
 * is asked about, with its status then. Throws `http.not_found`; `schema.value` for an instant that is yet to come;
 * `chain.unreachable` where the status can't be told.
 */
export async function certificate(
  context: Context,
  by: Principal,
  id: string,
  asOf?: Instant,
): Promise<PublicCertificate | CertificateView> {
  const found = await loadCertificate(context, id);
  if (found === null) throw new YinzhengError("http.not_found");
  const own = by.roles.some((role) => READERS.includes(role)) && (await isHeldBy(context, by, found));
  if (!own && found.issued === undefined) throw new YinzhengError("http.not_found");
  const standing = asOf === undefined ? undefined : await standingAt(context, found, asOf);
  return own ? issuerView(context, found, "masked", standing) : publicView(context, found, standing);
}

const READERS: readonly string[] = ["clerk", "maker", "reader"];

/** A member's own certificates, or those of one that it succeeded, newest first. Throws `auth.*`, `schema.*`, `chain.*`. */
export async function certificates(
  context: Context,
  by: Principal,
  filter: Filter,
  request: PageRequest,
): Promise<Page<CertificateView>> {
  requireMember(by, "clerk", "maker", "reader");
  const memberId = filter.issuer === undefined ? by.memberId : await issuerOf(context, by, filter.issuer);
  const found: Certificate[] = [];
  const { limit, before: start } = pageOf(request);
  let before = start;
  // One more than asked for tells whether there is a next page.
  while (found.length <= limit) {
    const drafts = await context.records.newest("certificates", memberId, before, LIMIT.most);
    const loaded = await Promise.all(drafts.map(({ subject }) => loadCertificate(context, subject)));
    const held = loaded.filter((one) => one !== null && (memberId !== by.memberId || isIssuerOf(by, one)));
    found.push(...held.filter((one) => one !== null).filter((one) => passes(one, filter)));
    before = drafts.at(-1)?.seq ?? null;
    if (drafts.length < LIMIT.most) break;
  }
  const page = found.slice(0, limit);
  const items = await Promise.all(page.map((one) => issuerView(context, one)));
  const last = page.at(-1);
  return found.length <= limit || last === undefined ? { items } : { items, next: cursorOf(last) };
}

/** Throws `auth.forbidden` for a member whose certificates are not the caller's to see. */
async function issuerOf(context: Context, by: MemberPrincipal, code: string): Promise<Hex> {
  const issuer = memberIdOf(code);
  if (issuer === by.memberId || (await isSuccessor(context, by, issuer))) return issuer;
  throw new YinzhengError("auth.forbidden");
}

function passes(certificate: Certificate, { state, type }: Filter): boolean {
  return (state === undefined || stateOf(certificate) === state) && (type === undefined || certificate.type === type);
}

/** The members served here. Anyone may know. Throws `chain.unreachable`. */
export async function members({ members: served, chain }: Context): Promise<readonly MemberView[]> {
  return Promise.all(
    [...served.values()].map(async ({ memberId, profile, types }) => {
      const { frozen, closed, successor, officerEpoch } = await chain.member(memberId);
      return { memberId, profile, types, frozen, officerEpoch, closed, successor };
    }),
  );
}

/** The latest co-signed checkpoint note. Throws `witness.unreachable` where there is none yet and none can be had. */
export async function checkpoint({ checkpoints, ledger, cosigners, network }: Context): Promise<string> {
  if (checkpoints.note === null) {
    const log = await ledger.logState();
    checkpoints.saw(log.block, await cosignedNote(cosigners, network, log));
  }
  if (checkpoints.note === null) throw new YinzhengError("witness.unreachable");
  return checkpoints.note;
}

/** Whether the service can do its work now. Throws nothing. */
export async function readiness({ ledger, records, officers }: Context): Promise<Readiness> {
  const [head, signers] = await Promise.all([
    ledger.head().catch(() => null),
    Promise.all(
      // One who signs offline is never reachable, and that is no fault.
      officers
        .filter(({ offline }) => offline !== true)
        .map(async (officer) => {
          const reachable = await officer.reachable().catch(() => false);
          return { member: officer.memberId, name: officer.name, reachable };
        }),
    ),
  ]);
  const chain = head === null ? { reachable: false } : { reachable: true, block: head.number, time: head.time };
  return { ready: chain.reachable, chain, journal: { seq: records.head }, signers };
}
