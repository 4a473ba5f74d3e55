import type { Seconds } from "../domain/bytes.ts";
import { ALGORITHM, EXTENSION } from "./certificate-oids.ts";
import { context, der, derBits, derInteger, derOid, derTime, TAG } from "./der.ts";
import { keyIdentifier } from "./x509-write.ts";

/** What a list of revoked certificates is to say. */
export interface RevocationRequest {
  /** Counts the issuer's lists. */
  readonly number: bigint;
  /** DER of the issuer's name, and its SubjectPublicKeyInfo. */
  readonly issuer: Uint8Array;
  readonly issuerKey: Uint8Array;
  readonly thisUpdate: Seconds;
  readonly nextUpdate: Seconds;
  readonly revoked: readonly { readonly serial: bigint; readonly since: Seconds }[];
  /** Of the issuer: its algorithm, and its signature over the bytes (DER of r and s). */
  readonly algorithm: "ecdsaSha256" | "sm2Sm3";
  sign(bytes: Uint8Array): Promise<Uint8Array>;
}

/** Object identifier of the number of a list (RFC 5280 §5.2.3). */
const CRL_NUMBER = "2.5.29.20";

/** A list of revoked certificates of version 2 (RFC 5280 §5), DER. */
export async function writeRevocationList(request: RevocationRequest): Promise<Uint8Array> {
  const { issuer, issuerKey, number, thisUpdate, nextUpdate, revoked } = request;
  const signing = der(TAG.sequence, derOid(ALGORITHM[request.algorithm]));
  const entries = revoked.map(({ serial, since }) => der(TAG.sequence, derInteger(serial), derTime(since)));
  const plain = (oid: string, value: Uint8Array): Uint8Array =>
    der(TAG.sequence, derOid(oid), der(TAG.octetString, value));
  const tbs = der(
    TAG.sequence,
    derInteger(1),
    signing,
    issuer,
    derTime(thisUpdate),
    derTime(nextUpdate),
    ...(entries.length === 0 ? [] : [der(TAG.sequence, ...entries)]),
    der(
      context(0),
      der(
        TAG.sequence,
        plain(EXTENSION.authorityKey, der(TAG.sequence, der(0x80, keyIdentifier(issuerKey)))),
        plain(CRL_NUMBER, derInteger(number)),
      ),
    ),
  );
  return der(TAG.sequence, tbs, signing, derBits(await request.sign(tbs)));
}
