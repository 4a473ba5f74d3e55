import { isListOf, type RevocationList } from "../../../crypto/crl.ts";
import { equal } from "../../../crypto/encoding.ts";
import { type Certificate, isIssuedBy } from "../../../crypto/x509.ts";
import type { Seconds } from "../../../domain/bytes.ts";
import { isInForce } from "../chain.ts";

/** What a verifier of seals holds beforehand. */
export interface SealTrust {
  /** Authorities for makers of seals and for signers, roots of their chains. */
  readonly authorities: readonly Certificate[];
  /** Certificates between, trusted for nothing by themselves. */
  readonly intermediates: readonly Certificate[];
  readonly revocations: readonly RevocationList[];
}

/** How a certificate stood at an instant. */
export type ChainState = "good" | "no_chain" | "out_of_period" | "revoked" | "revocation_unknown";

/** Most certificates between a signer's and a root. */
const DEPTH = 4;

/** Whether a root vouches for the certificate at that instant: chain, periods, and revocation of every link but the root. */
export function chainState(certificate: Certificate, at: Seconds, trust: SealTrust): ChainState {
  const chain = chainOf(certificate, at, trust);
  if (chain === null) return "no_chain";
  if (!chain.every((one) => isInForce(one, at))) return "out_of_period";
  const states = chain.slice(0, -1).map((one, i) => revocationOf(one, chain[i + 1] as Certificate, at, trust));
  return states.find((state) => state === "revoked") ?? states.find((state) => state !== "good") ?? "good";
}

/** From the certificate to a root, both with it; the certificate alone where it is a root. */
function chainOf(
  certificate: Certificate,
  at: Seconds,
  trust: SealTrust,
  depth = DEPTH,
): readonly Certificate[] | null {
  if (trust.authorities.some(({ whole }) => equal(whole, certificate.whole))) return [certificate];
  const roots = trust.authorities.filter((one) => isIssuedBy(certificate, one));
  const root = roots.find((one) => isInForce(one, at)) ?? roots[0];
  if (root !== undefined) return [certificate, root];
  if (depth === 0) return null;
  for (const next of trust.intermediates) {
    // What is critical in it and not read here may be that it vouches for less.
    if (next.unread.length > 0 || !isIssuedBy(certificate, next)) continue;
    const rest = chainOf(next, at, trust, depth - 1);
    if (rest !== null) return [certificate, ...rest];
  }
  return null;
}

/**
 * A list answers for an instant if it was made after it, or was the latest then; and if it was made while the certificate lasted,
 * since an expired one is left out of later lists (RFC 5280 §3.3). Revoked later: it stood at that instant (GM/T 0031 §6.2.3).
 */
function revocationOf(one: Certificate, issuer: Certificate, at: Seconds, { revocations }: SealTrust): ChainState {
  const lists = revocations.filter((list) => isListOf(list, issuer));
  if (lists.some(({ revoked }) => (revoked.get(one.serial) ?? Number.POSITIVE_INFINITY) <= at)) return "revoked";
  const answers = lists.some(({ thisUpdate, nextUpdate }) => at <= nextUpdate && thisUpdate <= one.notAfter);
  return answers ? "good" : "revocation_unknown";
}
