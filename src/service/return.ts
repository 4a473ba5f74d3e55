import { YinzhengError } from "../domain/errors.ts";
import type { Principal } from "../domain/principal.ts";
import { checkText } from "../domain/text.ts";
import { requireMember, requireOwn } from "./access.ts";
import { requireSingle } from "./approve.ts";
import type { Context } from "./context.ts";
import { loadCertificate } from "./load.ts";
import { fact } from "./payloads.ts";
import type { CertificateView } from "./service.ts";
import { issuerView } from "./view.ts";

/** Longest reason, in characters. */
export const MAX_REASON = 500;

/**
 * A maker sends a draft back instead of approving it. The draft is done with: its identifier is never used.
 * Throws `auth.*`, `http.not_found`, `text.*`, `conflict.state` for a draft that was approved or returned before.
 */
export async function returnDraft(
  context: Context,
  by: Principal,
  id: string,
  reason: string,
): Promise<CertificateView> {
  requireMember(by, "maker");
  checkText(reason, "/reason", { max: MAX_REASON });
  await context.locks.run(`certificate ${id}`, async () => {
    const certificate = await loadCertificate(context, id);
    requireOwn(by, certificate);
    requireSingle(certificate);
    if (certificate.returned?.reason === reason) return;
    if (certificate.approval !== undefined || certificate.returned !== undefined)
      throw new YinzhengError("conflict.state");
    await context.records.append(by, [fact("certificate.returned", id, { reason })]);
  });
  const certificate = await loadCertificate(context, id);
  requireOwn(by, certificate);
  return issuerView(context, certificate);
}
