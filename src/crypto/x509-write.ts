import type { Seconds } from "../domain/bytes.ts";
import { ALGORITHM, ATTRIBUTE, DOCUMENT_PURPOSES, EXTENSION, USAGE } from "./certificate-oids.ts";
import { context, der, derBits, derInteger, derOid, derText, derTime, TAG } from "./der.ts";
import { sha256 } from "./hash.ts";

/** Name of a certificate's holder, in the order of the members. */
export interface Name {
  readonly country?: string;
  readonly organisation?: string;
  /** `NTRCN-` and the unified social credit code. */
  readonly organisationIdentifier?: string;
  readonly commonName: string;
}

/** What a certificate is to say. */
export interface CertificateRequest {
  readonly serial: bigint;
  readonly subject: Name;
  readonly issuer: Name;
  readonly notBefore: Seconds;
  readonly notAfter: Seconds;
  /** SubjectPublicKeyInfo, DER. */
  readonly publicKey: Uint8Array;
  /** The same of the issuer. */
  readonly issuerKey: Uint8Array;
  readonly authority: boolean;
  /** Of the issuer: its algorithm, and its signature over the bytes (DER of r and s, or PKCS #1 v1.5). */
  readonly algorithm: "ecdsaSha256" | "rsaSha256" | "sm2Sm3";
  sign(bytes: Uint8Array): Promise<Uint8Array>;
}

/** A certificate of version 3 (RFC 5280), DER. */
export async function writeCertificate(request: CertificateRequest): Promise<Uint8Array> {
  const { serial, subject, issuer, notBefore, notAfter, publicKey, algorithm } = request;
  const named = [derOid(ALGORITHM[algorithm]), ...(algorithm === "rsaSha256" ? [der(TAG.null)] : [])];
  const signing = der(TAG.sequence, ...named);
  const tbs = der(
    TAG.sequence,
    der(context(0), derInteger(2)),
    derInteger(serial),
    signing,
    nameOf(issuer),
    der(TAG.sequence, derTime(notBefore), derTime(notAfter)),
    nameOf(subject),
    publicKey,
    der(context(3), der(TAG.sequence, ...extensionsOf(request))),
  );
  return der(TAG.sequence, tbs, signing, derBits(await request.sign(tbs)));
}

/** SubjectPublicKeyInfo of a point, uncompressed (65 bytes), on P-256 or on SM2's curve. */
export function pointInfo(curve: "p256" | "sm2", point: Uint8Array): Uint8Array {
  return der(TAG.sequence, der(TAG.sequence, derOid(ALGORITHM.ecPublicKey), derOid(ALGORITHM[curve])), derBits(point));
}

function nameOf(name: Name): Uint8Array {
  const members = Object.entries(name) as [keyof Name, string][];
  const attributes = members.map(([member, text]) => {
    const tag = member === "country" ? TAG.printableString : TAG.utf8String;
    return der(TAG.set, der(TAG.sequence, derOid(ATTRIBUTE[member]), derText(tag, text)));
  });
  return der(TAG.sequence, ...attributes);
}

function extensionsOf({ authority, publicKey, issuerKey }: CertificateRequest): readonly Uint8Array[] {
  const yes = der(TAG.boolean, Uint8Array.of(0xff));
  const critical = (oid: string, value: Uint8Array): Uint8Array =>
    der(TAG.sequence, derOid(oid), yes, der(TAG.octetString, value));
  const usage = authority ? [USAGE.keyCertSign, USAGE.crlSign] : [USAGE.digitalSignature, USAGE.nonRepudiation];
  const constraints = critical(EXTENSION.constraints, der(TAG.sequence, ...(authority ? [yes] : [])));
  const plain = (oid: string, value: Uint8Array): Uint8Array =>
    der(TAG.sequence, derOid(oid), der(TAG.octetString, value));
  return [
    constraints,
    critical(EXTENSION.usage, usageBits(usage)),
    ...(authority ? [] : [plain(EXTENSION.extendedUsage, der(TAG.sequence, ...DOCUMENT_PURPOSES.map(derOid)))]),
    // By which a chain is found where names are the same (RFC 5280 §4.2.1.1, §4.2.1.2).
    plain(EXTENSION.subjectKey, der(TAG.octetString, keyIdentifier(publicKey))),
    plain(EXTENSION.authorityKey, der(TAG.sequence, der(0x80, keyIdentifier(issuerKey)))),
  ];
}

/** RFC 7093 §2, the fourth method: of the whole SubjectPublicKeyInfo. 20 bytes, as viewers expect. */
export const keyIdentifier = (info: Uint8Array): Uint8Array => sha256(info).subarray(0, 20);

/** All bits are in the first byte; those after the last one that is set are not written (X.690 §11.2.2). */
function usageBits(bits: readonly number[]): Uint8Array {
  const unused = 7 - Math.max(...bits);
  const byte = bits.reduce((sum, bit) => sum | (0x80 >> bit), 0);
  return der(TAG.bitString, Uint8Array.of(unused, byte));
}
