import { ALGORITHM, CMS } from "../../../src/crypto/certificate-oids.ts";
import { childrenOf, context, der, derInteger, derOid, readDer, sequenceOf, TAG } from "../../../src/crypto/der.ts";
import { concat } from "../../../src/crypto/encoding.ts";
import { sha256 } from "../../../src/crypto/hash.ts";
import type { DocumentSigner } from "../../../src/documents/documents.ts";

/** What a signature made by hand says otherwise than one of ours. */
export interface CmsOptions {
  /** SHA-256 that is signed in place of the document's. */
  readonly digest?: Uint8Array;
  /** Without the attribute that names the certificate (RFC 5035). */
  readonly unnamed?: true;
  /** Object identifier of the hash. */
  readonly hash?: string;
  /** How many times the signer stands in it. */
  readonly signers?: number;
  /** Values that are carried along, the signer's certificate first. */
  readonly carried?: readonly Uint8Array[];
  /** Value of the attribute that a time-stamp stands in. */
  readonly timestamp?: Uint8Array;
}

const sequence = (...parts: readonly Uint8Array[]): Uint8Array => der(TAG.sequence, ...parts);
const attribute = (oid: string, value: Uint8Array): Uint8Array => sequence(derOid(oid), der(TAG.set, value));

/** A SignedData over a digest, DER, as PAdES has it. */
export async function cmsOf(
  signer: DocumentSigner,
  covered: Uint8Array,
  options: CmsOptions = {},
): Promise<Uint8Array> {
  const { digest = covered, hash = ALGORITHM.sha256, signers = 1, carried = [signer.certificate] } = options;
  const [tbs] = sequenceOf(readDer(signer.certificate));
  const [, serial, , issuer] = tbs === undefined ? [] : childrenOf(tbs);
  if (serial === undefined || issuer === undefined) throw new Error("no certificate");
  const named = sequence(sequence(sequence(der(TAG.octetString, sha256(signer.certificate)))));
  const attributes = [
    attribute(CMS.contentType, derOid(CMS.data)),
    attribute(CMS.messageDigest, der(TAG.octetString, digest)),
    ...(options.unnamed ? [] : [attribute(CMS.signingCertificate, named)]),
  ];
  const signature = await signer.sign(der(TAG.set, ...attributes));
  const stamp = options.timestamp;
  const info = sequence(
    derInteger(1),
    sequence(issuer.whole, serial.whole),
    sequence(derOid(hash)),
    der(context(0), ...attributes),
    sequence(derOid(ALGORITHM.ecdsaSha256)),
    der(TAG.octetString, signature),
    ...(stamp === undefined ? [] : [der(context(1), attribute(CMS.timestamp, stamp))]),
  );
  const data = sequence(
    derInteger(1),
    der(TAG.set, sequence(derOid(hash))),
    sequence(derOid(CMS.data)),
    der(context(0), ...carried),
    der(TAG.set, ...Array.from({ length: signers }, () => info)),
  );
  return sequence(derOid(CMS.signedData), der(context(0), data));
}

/** The same value with an indefinite length around it, as BER allows. */
export function indefinite(bytes: Uint8Array): Uint8Array {
  const { content } = readDer(bytes);
  return concat(Uint8Array.of(bytes[0] ?? 0, 0x80), content, new Uint8Array(2));
}

/** Sequences in sequences. */
export function nested(depth: number): Uint8Array {
  let value = sequence();
  for (let i = 0; i < depth; i++) value = sequence(value);
  return value;
}
