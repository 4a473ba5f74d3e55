import { toBase64 } from "../../crypto/encoding.ts";
import { YinzhengError } from "../../domain/errors.ts";
import type { Principal } from "../../domain/principal.ts";
import { checkText } from "../../domain/text.ts";
import { memberIdOf } from "../../proof/ids.ts";
import { isLiveCode } from "../../proof/live-code.ts";
import { type MemberPrincipal, requireMember } from "../access.ts";
import { requireHeld } from "../acting.ts";
import { type BundleFiles, bundle } from "../bundle.ts";
import { type Context, memberIn } from "../context.ts";
import type { DocumentDesk } from "../documents/desk.ts";
import { loadCertificate } from "../load.ts";
import { fact } from "../payloads.ts";
import type { Quota } from "../quota.ts";
import type { DocumentAnswer } from "../service.ts";
import { publicView } from "../view.ts";
import type { RedeemedCertificate, Redemption, ShownCertificate } from "./codes.ts";
import { LIFETIME, MAX_WORDS, SHOWN_TERMS } from "./make.ts";
import { type CodeState, codeSubject, loadCode } from "./record.ts";

/** Where what is given comes from, and how many guesses each caller has. */
export interface RedeemParts {
  readonly files: BundleFiles;
  readonly desk: DocumentDesk;
  readonly guesses: Quota;
}

export interface RedeemInput {
  readonly code: string;
  readonly reason: string;
  readonly idempotencyKey: string;
}

/**
 * Uses a code up: what it gives is made ready, then who, when and why is journaled, and only then it is given. One that
 * can't be given for now is not used up. See `Codes.redeem`.
 */
export async function redeemCode(
  context: Context,
  parts: RedeemParts,
  by: Principal,
  { code, reason, idempotencyKey }: RedeemInput,
): Promise<Redemption> {
  requireMember(by, "verifier");
  checkText(reason, "/reason", { max: MAX_WORDS });
  const caller = JSON.stringify([by.tenant, by.subject]);
  const request = JSON.stringify([by.tenant, by.subject, idempotencyKey]);
  const { guesses } = parts;
  guesses.require(caller, context.clock());
  const id = codeSubject(context.records, code);
  const redeemed = async (): Promise<Redemption> => {
    const state = isLiveCode(code) ? await loadCode(context, id) : null;
    // Again, now that it is known: of guesses brought at once no more are answered than of others.
    guesses.require(caller, context.clock());
    if (state === null) {
      guesses.count(caller, context.clock());
      throw new YinzhengError("code.unknown");
    }
    const again = await requireUsable(context, by, state, request);
    const certificates = await Promise.all(state.made.certificates.map((one) => given(context, parts, state, one)));
    const at = again ?? (await use(context, by, state, { reason, request }));
    const { profile } = memberIn(context, state.maker.memberId);
    return { id, purpose: state.made.purpose, by: profile, at, certificates };
  };
  // Under the key too: of two codes at once with the same one, the second would be used up for nothing.
  return context.locks.run(`redemption ${request}`, () => context.locks.run(`code ${id}`, redeemed));
}

/** When this same request redeemed it before, null where nobody has; throws where it can't be redeemed. */
async function requireUsable(
  { records }: Context,
  by: MemberPrincipal,
  { id, seq, made, redeemed }: CodeState,
  request: string,
): Promise<number | null> {
  const before = await records.redemptionOf(request);
  if (before !== null && before.subject !== id) throw new YinzhengError("http.idempotency_key_reused");
  if (redeemed !== undefined) {
    if (before !== null && !records.times.isPast(redeemed.at + LIFETIME, redeemed)) return redeemed.at;
    throw new YinzhengError("code.used");
  }
  if (records.times.isPast(made.expiresAt, { seq })) throw new YinzhengError("code.expired");
  if (made.audience !== undefined && memberIdOf(made.audience) !== by.memberId)
    throw new YinzhengError("code.audience");
  return null;
}

async function use(
  { records, clock }: Context,
  by: MemberPrincipal,
  { id }: CodeState,
  { reason, request }: { readonly reason: string; readonly request: string },
): Promise<number> {
  const payload = { memberId: by.memberId, reason, request };
  const [record] = await records.append(by, [fact("code.redeemed", id, payload)]);
  return record?.time ?? clock();
}

/** What the holder consented to of one certificate, in the name of whom the code was made by. */
async function given(
  context: Context,
  { files, desk }: RedeemParts,
  { maker }: CodeState,
  { id, show }: ShownCertificate,
): Promise<RedeemedCertificate> {
  const holder: Principal = { ...maker, roles: ["reader"], via: "local" };
  const certificate = await publicView(context, await requireHeld(context, holder, await loadCertificate(context, id)));
  if (show === "status") return { certificate };
  if (show === "document") return { certificate, document: pdfOf(await desk.document(holder, id, SHOWN_TERMS)) };
  const { text } = await bundle(context, files, holder, id);
  return { certificate, bundle: JSON.parse(text) };
}

/** Throws `conflict.state` while it is being made. */
function pdfOf(document: DocumentAnswer): RedeemedCertificate["document"] & object {
  if (document.state === "issued") return { mediaType: "application/pdf", data: toBase64(document.file.bytes) };
  throw new YinzhengError("conflict.state", { state: document.state, expected: "a document that is ready: ask again" });
}
