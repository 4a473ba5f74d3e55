import { DOCUMENT_PURPOSES, USAGE } from "../../crypto/certificate-oids.ts";
import { equal } from "../../crypto/encoding.ts";
import { type Certificate, isIssuedBy } from "../../crypto/x509.ts";
import type { Seconds } from "../../domain/bytes.ts";

/** Most certificates between a signer and its authority. */
const MAX_STEPS = 4;

/** Most signatures that are checked for one chain: a file may carry many certificates of one name, each of which takes time. */
const MAX_TRIES = 8;

/** Whether one of these authorities issued the signer's certificate, by way of those carried along that were in force. */
export function leadsTo(
  authorities: readonly Certificate[],
  { signer, certificates, time }: { signer: Certificate; certificates: readonly Certificate[]; time: Seconds },
): boolean {
  if (authorities.length === 0) return false;
  let tries = 0;
  const issued = (one: Certificate, by: Certificate): boolean =>
    equal(one.issuer, by.subject) && tries++ < MAX_TRIES && isIssuedBy(one, by);
  let left = certificates.filter((one) => isInForce(one, time) && one.unread.length === 0);
  let reached: readonly Certificate[] = [signer];
  for (let step = 0; step < MAX_STEPS && reached.length > 0; step++) {
    if (reached.some((one) => authorities.some((root) => equal(root.whole, one.whole) || issued(one, root))))
      return true;
    const below = reached;
    reached = left.filter((next) => below.some((one) => issued(one, next)));
    left = left.filter((one) => !reached.includes(one));
  }
  return false;
}

/** Both ends of the period belong to it (RFC 5280 §4.1.2.5). */
export function isInForce({ notBefore, notAfter }: Certificate, time: Seconds): boolean {
  return notBefore <= time && time <= notAfter;
}

/** Whether a certificate is one for signing documents: no authority's, no time-stamps', and nothing in it unread. */
export function isForDocuments({ authority, unread, usage, purposes }: Certificate): boolean {
  const signs = usage === null || usage.has(USAGE.digitalSignature) || usage.has(USAGE.nonRepudiation);
  const meant = purposes === null || purposes.some((purpose) => DOCUMENT_PURPOSES.includes(purpose));
  return !authority && unread.length === 0 && signs && meant;
}
