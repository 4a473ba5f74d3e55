/** Object identifiers of certificates: RFC 5280, RFC 5480, RFC 8017; SM2 and SM3 of GM/T 0006. */
export const ALGORITHM = {
  ecPublicKey: "1.2.840.10045.2.1",
  p256: "1.2.840.10045.3.1.7",
  sm2: "1.2.156.10197.1.301",
  rsa: "1.2.840.113549.1.1.1",
  ecdsaSha256: "1.2.840.10045.4.3.2",
  rsaSha256: "1.2.840.113549.1.1.11",
  sm2Sm3: "1.2.156.10197.1.501",
  sha256: "2.16.840.1.101.3.4.2.1",
} as const;

export const EXTENSION = {
  usage: "2.5.29.15",
  constraints: "2.5.29.19",
  extendedUsage: "2.5.29.37",
  subjectKey: "2.5.29.14",
  authorityKey: "2.5.29.35",
} as const;

/** Attributes of names. The last one holds `NTRCN-` and the unified social credit code (ETSI EN 319 412-1 §5.1.4). */
export const ATTRIBUTE = {
  country: "2.5.4.6",
  organisation: "2.5.4.10",
  commonName: "2.5.4.3",
  organisationIdentifier: "2.5.4.97",
} as const;

/** Content types and attributes of signatures: RFC 5652, RFC 5035, RFC 6211, RFC 3161. */
export const CMS = {
  signedData: "1.2.840.113549.1.7.2",
  data: "1.2.840.113549.1.7.1",
  timestampInfo: "1.2.840.113549.1.9.16.1.4",
  contentType: "1.2.840.113549.1.9.3",
  messageDigest: "1.2.840.113549.1.9.4",
  signingTime: "1.2.840.113549.1.9.5",
  signingCertificate: "1.2.840.113549.1.9.16.2.47",
  algorithmProtection: "1.2.840.113549.1.9.52",
  timestamp: "1.2.840.113549.1.9.16.2.14",
} as const;

/** The purpose of a time-stamping authority's certificate, which has no other (RFC 3161 §2.3). */
export const TIME_STAMPING = "1.3.6.1.5.5.7.3.8";

/** Purposes of certificates that sign documents: RFC 9336, and e-mail, for viewers that know no other. */
export const DOCUMENT_PURPOSES: readonly string[] = ["1.3.6.1.5.5.7.3.36", "1.3.6.1.5.5.7.3.4"];

/** Bits of the key usage (RFC 5280 §4.2.1.3). */
export const USAGE = { digitalSignature: 0, nonRepudiation: 1, keyCertSign: 5, crlSign: 6 } as const;
