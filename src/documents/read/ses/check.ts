import { ALGORITHM, USAGE } from "../../../crypto/certificate-oids.ts";
import { equal, toHex } from "../../../crypto/encoding.ts";
import { sha256, sm3 } from "../../../crypto/hash.ts";
import { type Certificate, isSignedWith, readCertificate } from "../../../crypto/x509.ts";
import type { Seconds } from "../../../domain/bytes.ts";
import { type ChainState, chainState, type SealTrust } from "./chain.ts";
import type { SealSigners } from "./info.ts";
import type { Seal } from "./seal.ts";
import type { SesSignature } from "./signature.ts";

/** What GM/T 0031 §6.1.2 and §6.2.2 ask to be checked, in the order of a report. */
export const SES_CHECKS = [
  "maker_signature",
  "maker_chain",
  "maker_usage",
  "seal_period",
  "signer_listed",
  "signature",
  "signer_chain",
  "signer_usage",
  "data_hash",
] as const;
export type SesCheck = (typeof SES_CHECKS)[number];

/** `unknown`: it could not be checked, and is not to be relied on. */
export interface SesFinding {
  readonly check: SesCheck;
  readonly result: "good" | "bad" | "unknown";
  /** Why it is not good; of a chain its state. */
  readonly why?: Exclude<ChainState, "good"> | "unreadable" | "algorithm" | "differs";
}

/**
 * Whether a seal is its maker's and could be used at that instant.
 *
 * @param at when it was used, as far as that is known; it must lie within the seal's period
 */
export function sealFindings(seal: Seal, at: Seconds, trust: SealTrust): readonly SesFinding[] {
  const maker = certificateOf(seal.maker);
  const { created, validFrom, validUntil } = seal.info;
  return [
    signedBy("maker_signature", maker, seal),
    // The maker signed when he made it; he may have lost his certificate since.
    inChain("maker_chain", maker, created, trust),
    forSigning("maker_usage", maker),
    finding("seal_period", validFrom <= at && at <= validUntil),
  ];
}

/**
 * Everything that the standard asks of a use of a seal.
 *
 * @param content what was sealed, whole
 * @param signedAt when it was sealed: what a time-stamp or an anchor shows, or what the signer says where there is neither
 */
export function sesFindings(
  signature: SesSignature,
  content: Uint8Array,
  signedAt: Seconds,
  trust: SealTrust,
): readonly SesFinding[] {
  const signer = certificateOf(signature.signer);
  return [
    ...sealFindings(signature.seal, signedAt, trust),
    finding("signer_listed", isListed(signature.signer, signature.seal.info.signers)),
    signedBy("signature", signer, signature),
    inChain("signer_chain", signer, signedAt, trust),
    forSigning("signer_usage", signer),
    finding("data_hash", equal(signature.dataHash, sm3(content))),
  ];
}

const finding = (check: SesCheck, good: boolean, why: SesFinding["why"] = "differs"): SesFinding =>
  good ? { check, result: "good" } : { check, result: "bad", why };

function certificateOf(bytes: Uint8Array): Certificate | null {
  try {
    return readCertificate(bytes);
  } catch {
    return null;
  }
}

/** Only SM2 with SM3: another algorithm under this name would be another standard's. */
function signedBy(
  check: SesCheck,
  by: Certificate | null,
  { algorithm, signed, signature }: Pick<Seal, "algorithm" | "signed" | "signature">,
): SesFinding {
  if (by === null) return finding(check, false, "unreadable");
  if (algorithm !== ALGORITHM.sm2Sm3 || by.key.kind !== "sm2") return finding(check, false, "algorithm");
  return finding(check, isSignedWith(by.key, signed, signature));
}

function inChain(check: SesCheck, certificate: Certificate | null, at: Seconds, trust: SealTrust): SesFinding {
  if (certificate === null) return finding(check, false, "unreadable");
  const state = chainState(certificate, at, trust);
  if (state === "good") return { check, result: "good" };
  // Nobody whom the verifier knows vouches for it, or nobody said whether it was revoked: neither shows that it is false.
  const unknown = state === "no_chain" || state === "revocation_unknown";
  return { check, result: unknown ? "unknown" : "bad", why: state };
}

/** A signature certificate, no encryption certificate of the pair that holders get (GM/T 0015), and none of an authority. */
function forSigning(check: SesCheck, certificate: Certificate | null): SesFinding {
  if (certificate === null) return finding(check, false, "unreadable");
  const { usage, unread } = certificate;
  const signs = usage !== null && (usage.has(USAGE.digitalSignature) || usage.has(USAGE.nonRepudiation));
  return finding(check, signs && unread.length === 0);
}

/** Names and identifiers of the digests that seals are seen with. */
const DIGESTS = new Map([
  ["sm3", sm3],
  ["1.2.156.10197.1.401", sm3],
  ["sha256", sha256],
  ["sha-256", sha256],
  [ALGORITHM.sha256, sha256],
]);

function isListed(certificate: Uint8Array, signers: SealSigners): boolean {
  if (signers.kind === "certificates") return signers.list.some((one) => equal(one, certificate));
  return signers.list.some(({ type, value }) => {
    const digest = DIGESTS.get(type.toLowerCase());
    return digest !== undefined && toHex(digest(certificate)) === toHex(value);
  });
}
