import type { Principal } from "../domain/principal.ts";
import { checkText } from "../domain/text.ts";
import { requireMember } from "./access.ts";
import { requireHeld } from "./acting.ts";
import type { Context } from "./context.ts";
import { loadCertificate } from "./load.ts";
import { fact } from "./payloads.ts";
import type { CertificateView } from "./service.ts";
import { issuerView } from "./view.ts";

/** Longest reason, in characters. */
const MAX_REASON = 200;

/**
 * The certificate with every name and number, for a clerk or maker of its issuer, or of the issuer's successor, who says why. Who, when and why is in
 * the journal before anything is shown. Throws `auth.*`, `http.not_found`, `text.*`, `chain.unreachable`.
 */
export async function unmask(context: Context, by: Principal, id: string, reason: string): Promise<CertificateView> {
  requireMember(by, "clerk", "maker");
  checkText(reason, "/reason", { max: MAX_REASON });
  const certificate = await requireHeld(context, by, await loadCertificate(context, id));
  await context.records.append(by, [fact("certificate.unmasked", id, { reason })]);
  return issuerView(context, certificate, "whole");
}
