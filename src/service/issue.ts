import { toHex } from "../crypto/encoding.ts";
import { taggedHash } from "../crypto/hash.ts";
import type { Hex, Seconds } from "../domain/bytes.ts";
import type { JsonObject } from "../domain/canonical.ts";
import { dateAt, endOfDay, formatInstant, isDate, parseInstant, startOfDay } from "../domain/dates.ts";
import { DRAFT_FORMAT, type Draft, draftIssues } from "../domain/draft.ts";
import { throwIssues, YinzhengError } from "../domain/errors.ts";
import { buildIdentifier } from "../domain/identifier.ts";
import type { Principal } from "../domain/principal.ts";
import type { TypeDefinition } from "../domain/types/definition.ts";
import { draftDigest, jcsBytes, typeIdOf } from "../proof/ids.ts";
import { type MemberPrincipal, requireMember } from "./access.ts";
import type { Context, Member } from "./context.ts";
import { heldBy } from "./copies/holder.ts";
import { drawSerial } from "./draw.ts";
import { signingKeys } from "./hosted-keys.ts";
import { likenessOf } from "./import/likeness.ts";
import { loadCertificate } from "./load.ts";
import { fact, payloadOf } from "./payloads.ts";
import { typeOf } from "./resources.ts";
import type { CertificateView, IssueRequest } from "./service.ts";
import { type Successor, successorOf } from "./succession.ts";
import { issuerView } from "./view.ts";

const CLAIM_SECRET_BYTES = 32;

/**
 * Journals a draft, which a maker approves or returns. With an Idempotency-Key, a repeated request of the same caller
 * finds the draft that the first one made, even where the first was never answered.
 * Throws `auth.*`, `policy.*`, `schema.*`, `text.*` with pointers into the request, `http.idempotency_key_reused`,
 * `chain.closed`.
 */
export async function issue(
  context: Context,
  by: Principal,
  request: IssueRequest,
  idempotencyKey?: string,
): Promise<CertificateView> {
  requireMember(by, "clerk");
  const requestKey = idempotencyKey === undefined ? undefined : JSON.stringify([by.tenant, by.subject, idempotencyKey]);
  const id =
    requestKey === undefined
      ? await draft(context, by, request)
      : await context.locks.run(`request ${requestKey}`, () => draftOnce(context, by, request, requestKey));
  const certificate = await loadCertificate(context, id);
  if (certificate === null) throw new YinzhengError("internal", { id });
  return issuerView(context, certificate, "whole");
}

async function draftOnce(context: Context, by: MemberPrincipal, request: IssueRequest, key: string): Promise<string> {
  const digest = toHex(taggedHash("yinzheng/issue-request/v1", jcsBytes({ ...request })));
  const before = await context.records.draftOf(key);
  if (before === null) return draft(context, by, request, { key, digest });
  if (payloadOf("certificate.drafted", before)?.request?.digest === digest) return before.subject;
  throw new YinzhengError("http.idempotency_key_reused");
}

async function draft(
  context: Context,
  by: MemberPrincipal,
  request: IssueRequest,
  from?: { readonly key: string; readonly digest: Hex },
): Promise<string> {
  const { member, type } = requireIssuer(context, by, request.type);
  await context.chain.requireOpen();
  const now = context.clock();
  const { supersedes } = request;
  if (supersedes === undefined)
    return journal(context, by, request, from, draftOf(context, member, type, request, now));
  // An import judges its successors and drafts them under this lock too.
  return context.locks.run(draftsOf(member.memberId, type.code), async () => {
    const successor = await successorOf(context, by, { ...request, supersedes });
    return journal(context, by, request, from, draftOf(context, member, type, request, now, successor));
  });
}

/** Judges the draft by its type, and writes it down. */
async function journal(
  context: Context,
  by: MemberPrincipal,
  request: IssueRequest,
  from: { readonly key: string; readonly digest: Hex } | undefined,
  made: Draft,
): Promise<string> {
  const type = typeOf(context, request.type);
  throwIssues(draftIssues(made, type, dateAt(context.clock())));
  const payload = {
    memberId: made.memberId,
    type: type.code,
    draft: made as unknown as JsonObject,
    draftDigest: draftDigest(made),
    likeness: likenessOf(made.memberId, type, made.subject),
    ...heldBy(type, made.subject),
    ...(request.supersedes === undefined ? {} : { supersedes: request.supersedes }),
    ...(from === undefined ? {} : { request: from }),
  };
  await context.records.append(by, [fact("certificate.drafted", made.identifier, payload)]);
  return made.identifier;
}

/** Name of the lock under which drafts are made that depend on what else is drafted. */
export function draftsOf(memberId: Hex, type: string): string {
  return `drafts ${memberId}/${type}`;
}

/** The caller's member and a type that it issues here. Throws `auth.forbidden`, `policy.type_unknown`, `policy.scope`. */
export function requireIssuer(
  context: Context,
  by: MemberPrincipal,
  code: string,
): { readonly member: Member; readonly type: TypeDefinition } {
  const member = context.members.get(by.memberId);
  if (member === undefined || member.tenant !== by.tenant) throw new YinzhengError("auth.forbidden");
  const type = typeOf(context, code);
  if (!member.types.includes(type.code) || signingKeys(type, member.keys) === null) {
    throw new YinzhengError("policy.scope", { pointer: "/type" });
  }
  return { member, type };
}

/** A draft of what was asked for, under a new identifier, not judged yet; it begins `now` unless it says when. */
export function draftOf(
  { ledger, random }: Context,
  { memberId, profile }: Member,
  type: TypeDefinition,
  request: Pick<IssueRequest, "subject" | "validFrom" | "validUntil">,
  now: Seconds,
  successor?: Successor,
): Draft {
  const { validFrom, validUntil } = request;
  return {
    format: DRAFT_FORMAT,
    identifier: successor?.identifier ?? firstIdentifier(type, profile.code, random),
    registryId: ledger.network.registryId,
    memberId,
    typeId: typeIdOf(type.code),
    typeVersion: type.version,
    subject: request.subject,
    validFrom: validFrom === undefined ? formatInstant(now) : instantOf(validFrom, "/validFrom", startOfDay),
    ...(validUntil === undefined ? {} : { validUntil: instantOf(validUntil, "/validUntil", endOfDay) }),
    ...(successor === undefined ? {} : { supersedes: successor.supersedes }),
    ...(type.claimable === true ? { claimSecret: successor?.claimSecret ?? toHex(random(CLAIM_SECRET_BYTES)) } : {}),
  };
}

function firstIdentifier(type: TypeDefinition, issuerCode: string, random: Context["random"]): string {
  return buildIdentifier({ typeCode: type.code, issuerCode, serial: drawSerial(random), version: 1 });
}

/** An instant as we write it; a bare date is that day in Asia/Shanghai. Throws `schema.date`. */
function instantOf(text: string, pointer: string, ofDay: (date: string) => number): string {
  const time = isDate(text) ? ofDay(text) : parseInstant(text);
  if (time === undefined)
    throw new YinzhengError("schema.date", { pointer, expected: "YYYY-MM-DD or YYYY-MM-DDTHH:MM:SSZ" });
  return formatInstant(time);
}
