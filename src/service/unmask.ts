import type { Principal } from "../domain/principal.ts";
import { checkText } from "../domain/text.ts";
import { requireMember, requireOwn } from "./access.ts";
import type { Context } from "./context.ts";
import { loadCertificate } from "./load.ts";
import { fact } from "./payloads.ts";
import type { CertificateView } from "./service.ts";
import { issuerView } from "./view.ts";

/** Longest reason, in characters. */
const MAX_REASON = 200;

/**
 * The certificate with every name and number, for a clerk or maker of its issuer who says why. Who, when and why is in
 * the journal before anything is shown. Throws `auth.*`, `http.not_found`, `text.*`, `chain.unreachable`.
 */
export async function unmask(context: Context, by: Principal, id: string, reason: string): Promise<CertificateView> {
  requireMember(by, "clerk", "maker");
  checkText(reason, "/reason", { max: MAX_REASON });
  const certificate = await loadCertificate(context, id);
  requireOwn(by, certificate);
  await context.records.append(by, [fact("certificate.unmasked", id, { reason })]);
  return issuerView(context, certificate, "whole");
}
