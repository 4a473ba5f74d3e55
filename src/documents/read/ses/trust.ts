import { type RevocationList, readRevocationList } from "../../../crypto/crl.ts";
import { fromBase64 } from "../../../crypto/encoding.ts";
import { type Certificate, readCertificate } from "../../../crypto/x509.ts";
import { isYinzhengError } from "../../../domain/errors.ts";
import type { TrustedNetwork } from "../../../proof/trust.ts";
import type { SealTrust } from "./chain.ts";

/** Most lists that are read of one proof: one an authority is the rule. */
const MAX_LISTS = 16;

/**
 * What seals are judged by, from the trust file and from what came with them.
 *
 * @param revocations lists of revoked certificates, DER in base64; each counts only as its issuer's own, so it matters not who brings
 *   them. What is no list is passed over, and so are all but the first 16
 * @param between certificates between, trusted for nothing by themselves
 */
export function sealTrustOf(
  { sealAuthorities = [] }: Pick<TrustedNetwork, "sealAuthorities">,
  revocations: readonly string[],
  between: readonly Certificate[] = [],
): SealTrust {
  return {
    authorities: sealAuthorities.map((text) => readCertificate(fromBase64(text))),
    intermediates: between,
    revocations: revocations.slice(0, MAX_LISTS).flatMap(listIn),
  };
}

function listIn(text: string): readonly RevocationList[] {
  try {
    return [readRevocationList(fromBase64(text))];
  } catch (error) {
    if (isYinzhengError(error, "schema.pattern")) return [];
    throw error;
  }
}
