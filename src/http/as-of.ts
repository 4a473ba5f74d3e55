import { parseTime } from "../domain/dates.ts";
import { isYinzhengError, YinzhengError } from "../domain/errors.ts";
import type { Principal } from "../domain/principal.ts";
import type { CertificateView, PublicCertificate, Service } from "../service/service.ts";

/**
 * A certificate as it stands, or as it stood at the instant that `asOf` of the query names.
 *
 * @throws schema.date for no date or instant, schema.value for one that is yet to come; both name the parameter
 */
export async function certificateAsOf(
  service: Service,
  by: Principal,
  id: string,
  asOf: string | undefined,
): Promise<PublicCertificate | CertificateView> {
  if (asOf === undefined) return service.certificate(by, id);
  try {
    return await service.certificate(by, id, parseTime(asOf, "/asOf"));
  } catch (error) {
    if (!isYinzhengError(error) || error.detail.pointer !== "/asOf") throw error;
    throw new YinzhengError(error.code, { ...error.detail, in: "query" }, error);
  }
}
