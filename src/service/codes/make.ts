import { qrSvg } from "../../documents/qr.ts";
import { YinzhengError } from "../../domain/errors.ts";
import type { Principal } from "../../domain/principal.ts";
import { checkText } from "../../domain/text.ts";
import { isUscc } from "../../domain/uscc.ts";
import { LIVE_BYTES, liveCodeOf } from "../../proof/live-code.ts";
import { requireMember } from "../access.ts";
import { requireHeld } from "../acting.ts";
import type { Context } from "../context.ts";
import type { DocumentDesk } from "../documents/desk.ts";
import type { DocumentTerms } from "../documents/terms.ts";
import { loadCertificate } from "../load.ts";
import { fact, type Payloads } from "../payloads.ts";
import type { Quota } from "../quota.ts";
import type { CodeRequest, NewCode, ShownCertificate } from "./codes.ts";
import { codeSubject, codeView } from "./record.ts";

/** Seconds for which a code can be redeemed. */
export const LIFETIME = 60;
/** Certificates of one code. */
export const MAX_CERTIFICATES = 10;
/** Longest purpose and reason, in characters. */
export const MAX_WORDS = 200;
/** The document that is shown: the one that there is of each certificate. */
export const SHOWN_TERMS: DocumentTerms = { languages: "zh" };

/** Journals what the holder consented to under a code that nobody has seen yet, and gives it out. See `Codes.make`. */
export async function makeCode(
  context: Context,
  { quota, desk }: { readonly quota: Quota; readonly desk: DocumentDesk },
  by: Principal,
  { certificates, purpose, audience }: CodeRequest,
): Promise<NewCode> {
  requireMember(by, "clerk", "reader");
  checkText(purpose, "/purpose", { max: MAX_WORDS });
  if (audience !== undefined && !isUscc(audience)) throw new YinzhengError("schema.pattern", { pointer: "/audience" });
  requireFew(certificates);
  const caller = JSON.stringify([by.tenant, by.subject]);
  quota.require(caller, context.clock());
  for (const { id, show } of certificates) {
    const { issued } = await requireHeld(context, by, await loadCertificate(context, id));
    if (issued === undefined) throw new YinzhengError("conflict.state", { id, expected: "an issued certificate" });
    // Its making is begun, so that it is there when the code is redeemed.
    if (show === "document") await desk.document(by, id, SHOWN_TERMS);
  }
  const code = liveCodeOf(context.random(LIVE_BYTES));
  const id = codeSubject(context.records, code);
  const made: Payloads["code.made"] = {
    memberId: by.memberId,
    certificates: certificates.map(({ id: of, show }) => ({ id: of, show })),
    purpose,
    ...(audience === undefined ? {} : { audience }),
    expiresAt: context.clock() + LIFETIME,
  };
  // Others of the same caller may have been made meanwhile.
  quota.spend(caller, context.clock());
  const [record] = await context.records.append(by, [fact("code.made", id, made)]);
  const madeAt = record?.time ?? context.clock();
  return { ...codeView({ id, made, madeAt }), code, image: qrSvg(code) };
}

function requireFew(certificates: readonly ShownCertificate[]): void {
  const distinct = new Set(certificates.map(({ id }) => id));
  if (distinct.size === certificates.length && distinct.size >= 1 && distinct.size <= MAX_CERTIFICATES) return;
  throw new YinzhengError("schema.value", {
    pointer: "/certificates",
    expected: `1 to ${MAX_CERTIFICATES} certificates, each once`,
  });
}
