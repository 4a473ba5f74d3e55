import { ALGORITHM, CMS } from "../../crypto/certificate-oids.ts";
import {
  childrenOf,
  context,
  type Der,
  integerOf,
  octetsOf,
  oidOf,
  readDer,
  sequenceOf,
  TAG,
  tagged,
  timeOf,
} from "../../crypto/der.ts";
import { equal } from "../../crypto/encoding.ts";
import { ensure } from "../../crypto/failure.ts";
import { sha256 } from "../../crypto/hash.ts";
import { type Certificate, isSignedWith, readCertificate } from "../../crypto/x509.ts";
import type { Seconds } from "../../domain/bytes.ts";

/** What is asked for where a signature is by way of another hash. */
export const EXPECTED_HASH = "SHA-256";

/** A signature as PAdES has it (ETSI EN 319 122-1): CMS SignedData with one signer, over content that stands elsewhere. */
export interface CmsSignature {
  readonly signer: Certificate;
  /** All that it carries, the signer's among them. */
  readonly certificates: readonly Certificate[];
  /** What the signer says of the time; nobody vouches for it. */
  readonly signingTime: Seconds | null;
  /** ContentInfo of a time-stamp token (RFC 3161), DER. */
  readonly timestamp: Uint8Array | null;
  /** The value that the time-stamp is over. */
  readonly value: Uint8Array;
  /** Digest of the content, and the attributes with it among them, as they were signed. */
  readonly digest: Uint8Array;
  readonly attributes: Uint8Array;
}

/** Reads strict DER. Throws `schema.pattern` for what is none of these signatures. */
export function readCms(bytes: Uint8Array): CmsSignature {
  const { certificates, signer, content } = signedDataOf(bytes);
  ensure(content === null, "cms", "content that stands elsewhere");
  const attributes = attributesOf(signer.attributes);
  ensure(oidOf(attributes.get(CMS.contentType)) === CMS.data, "cms", "a signature over data");
  const named = certificates.find(({ issuer, serial }) => equal(issuer, signer.issuer) && serial === signer.serial);
  ensure(named !== undefined, "cms", "the signer's certificate");
  ensure(isNamed(named, attributes.get(CMS.signingCertificate)), "cms", "the certificate that was signed along");
  const time = attributes.get(CMS.signingTime);
  const unsigned = signer.unsigned === null ? null : attributesOf(signer.unsigned).get(CMS.timestamp);
  return {
    signer: named,
    certificates,
    signingTime: time === undefined ? null : timeOf(time),
    timestamp: unsigned?.whole ?? null,
    value: signer.signature,
    digest: octetsOf(attributes.get(CMS.messageDigest)),
    attributes: Uint8Array.of(TAG.set, ...signer.attributes.whole.subarray(1)),
  };
}

/** Whether the signature is the signer's, over content with this SHA-256. */
export function holds({ signer, attributes, digest, value }: CmsSignature, contentDigest: Uint8Array): boolean {
  return equal(digest, contentDigest) && isSignedWith(signer.key, attributes, value);
}

/** The parts of a SignedData with one signer. */
export interface SignedData {
  readonly certificates: readonly Certificate[];
  /** Type and octets of the content; null: it stands elsewhere. */
  readonly content: { readonly type: string; readonly bytes: Uint8Array } | null;
  readonly signer: {
    readonly issuer: Uint8Array;
    readonly serial: bigint;
    readonly attributes: Der;
    readonly unsigned: Der | null;
    readonly signature: Uint8Array;
  };
}

/** Each may take a signature to check, in each step of a chain. */
const MAX_CERTIFICATES = 16;

/** Reads a ContentInfo of SignedData (RFC 5652 §5.1), SHA-256 throughout. Throws `schema.pattern`. */
export function signedDataOf(bytes: Uint8Array): SignedData {
  const [type, wrapped] = sequenceOf(readDer(bytes));
  ensure(oidOf(type) === CMS.signedData && wrapped?.tag === context(0), "cms", "SignedData");
  const [, , content, ...rest] = sequenceOf(childrenOf(wrapped)[0]);
  const infos = tagged(rest.at(-1), TAG.set);
  const carried = rest.find(({ tag }) => tag === context(0));
  const [info, ...more] = childrenOf(infos);
  ensure(info !== undefined && more.length === 0, "cms", "one signer");
  const carriedAlong = carried === undefined ? [] : childrenOf(carried);
  ensure(carriedAlong.length <= MAX_CERTIFICATES, "cms", `at most ${MAX_CERTIFICATES} certificates`);
  return {
    certificates: carriedAlong.map(({ whole }) => readCertificate(whole)),
    content: contentOf(content),
    signer: signerOf(info),
  };
}

function contentOf(der: Der | undefined): SignedData["content"] {
  const [type, wrapped] = sequenceOf(der);
  const oid = oidOf(type);
  if (wrapped === undefined) return null;
  return { type: oid, bytes: octetsOf(childrenOf(tagged(wrapped, context(0)))[0]) };
}

function signerOf(info: Der): SignedData["signer"] {
  const [, sid, digest, attributes, , signature, unsigned] = sequenceOf(info);
  const [issuer, serial] = sequenceOf(sid);
  ensure(oidOf(sequenceOf(digest)[0]) === ALGORITHM.sha256, "cms", EXPECTED_HASH);
  ensure(unsigned === undefined || unsigned.tag === context(1), "cms", "unsigned attributes, or nothing");
  return {
    issuer: tagged(issuer, TAG.sequence).whole,
    serial: integerOf(serial),
    attributes: tagged(attributes, context(0)),
    unsigned: unsigned ?? null,
    signature: octetsOf(signature),
  };
}

/** Values by type, each type once and with one value. */
export function attributesOf(set: Der): ReadonlyMap<string, Der> {
  const found = new Map<string, Der>();
  for (const attribute of childrenOf(set)) {
    const [type, values] = sequenceOf(attribute);
    const [value, ...more] = childrenOf(tagged(values, TAG.set));
    const oid = oidOf(type);
    ensure(value !== undefined && more.length === 0 && !found.has(oid), "cms", "each attribute once");
    found.set(oid, value);
  }
  return found;
}

/** The signer signs which certificate is meant (RFC 5035): else another one of the same key could stand in its place. */
export function isNamed(certificate: Certificate, attribute: Der | undefined): boolean {
  const [first] = sequenceOf(sequenceOf(attribute)[0]);
  const parts = sequenceOf(first);
  // SHA-256 is the default algorithm, and left out.
  const hash = parts[0]?.tag === TAG.octetString ? parts[0] : parts[1];
  const algorithm = hash === parts[0] ? ALGORITHM.sha256 : oidOf(sequenceOf(parts[0])[0]);
  return algorithm === ALGORITHM.sha256 && equal(octetsOf(hash), sha256(certificate.whole));
}
