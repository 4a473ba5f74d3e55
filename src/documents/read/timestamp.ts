import { ALGORITHM, CMS, TIME_STAMPING } from "../../crypto/certificate-oids.ts";
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
  timeOf,
} from "../../crypto/der.ts";
import { equal } from "../../crypto/encoding.ts";
import { ensure } from "../../crypto/failure.ts";
import { sha256 } from "../../crypto/hash.ts";
import { type Certificate, isSignedWith } from "../../crypto/x509.ts";
import type { Seconds } from "../../domain/bytes.ts";
import { isInForce, leadsTo } from "./chain.ts";
import { attributesOf, isNamed, signedDataOf } from "./cms.ts";

/** What a time-stamp says (RFC 3161 §2.4.2): that something with this SHA-256 was there at this time. */
export interface Timestamp {
  readonly digest: Uint8Array;
  /** Fractions of a second are cut off. */
  readonly time: Seconds;
  readonly serial: bigint;
  /** What the question had in it; null: nothing. */
  readonly nonce: bigint | null;
  readonly signer: Certificate;
  /** All that it carries, the signer's among them. */
  readonly certificates: readonly Certificate[];
}

/**
 * Reads a token (ContentInfo, DER) and checks that it is signed by the certificate in it, that this one is for time-stamps and
 * nothing else and was in force, and which one was meant. Not checked: who issued it (`isVouchedFor`), and what the digest is of.
 * Throws `schema.pattern`.
 */
export function readTimestamp(token: Uint8Array): Timestamp {
  const { certificates, content, signer } = signedDataOf(token);
  ensure(content?.type === CMS.timestampInfo, "timestamp", "TSTInfo");
  const attributes = attributesOf(signer.attributes);
  const named = certificates.find(({ issuer, serial }) => equal(issuer, signer.issuer) && serial === signer.serial);
  ensure(named !== undefined, "timestamp", "the authority's certificate");
  ensure(isNamed(named, attributes.get(CMS.signingCertificate)), "timestamp", "the certificate that was signed along");
  ensure(oidOf(attributes.get(CMS.contentType)) === CMS.timestampInfo, "timestamp", "a signature over TSTInfo");
  ensure(
    equal(octetsOf(attributes.get(CMS.messageDigest)), sha256(content.bytes)),
    "timestamp",
    "the digest of TSTInfo",
  );
  const signed = Uint8Array.of(TAG.set, ...signer.attributes.whole.subarray(1));
  ensure(isSignedWith(named.key, signed, signer.signature), "timestamp", "a signature that holds");
  ensure(named.purposes?.join() === TIME_STAMPING, "timestamp", "a certificate for time-stamps alone");
  ensure(!named.authority && named.unread.length === 0, "timestamp", "a certificate that is understood");
  const said = infoOf(content.bytes);
  ensure(isInForce(named, said.time), "timestamp", "a certificate in force");
  return { ...said, signer: named, certificates };
}

/** Whether one of these authorities issued the signer's certificate, by way of those that the token carries. */
export function isVouchedFor(stamp: Timestamp, authorities: readonly Certificate[]): boolean {
  return leadsTo(authorities, stamp);
}

function infoOf(bytes: Uint8Array): Omit<Timestamp, "signer" | "certificates"> {
  const [version, policy, imprint, serial, time, ...rest] = sequenceOf(readDer(bytes));
  oidOf(policy);
  const [algorithm, digest] = sequenceOf(imprint);
  ensure(integerOf(version) === 1n, "timestamp", "version 1");
  ensure(oidOf(sequenceOf(algorithm)[0]) === ALGORITHM.sha256, "timestamp", "SHA-256");
  const over = octetsOf(digest);
  ensure(over.length === 32, "timestamp", "SHA-256");
  const nonce = rest.find(({ tag }) => tag === TAG.integer);
  return {
    digest: over,
    time: wholeSeconds(time),
    serial: integerOf(serial),
    nonce: nonce === undefined ? null : integerOf(nonce),
  };
}

/** GeneralizedTime, here with a fraction of a second too (RFC 3161 §2.4.2). */
function wholeSeconds(der: Der | undefined): Seconds {
  const text = String.fromCharCode(...(der?.content.subarray(0, 32) ?? []));
  const found = /^(\d{14})(?:\.\d{0,5}[1-9])?Z$/.exec(text);
  ensure(der?.tag === TAG.generalizedTime && found !== null, "timestamp", "a time in UTC");
  return timeOf({ ...der, content: new TextEncoder().encode(`${found[1]}Z`) });
}

/** The token in an answer (RFC 3161 §2.4.2). Throws `schema.pattern` for a refusal too. */
export function tokenIn(answer: Uint8Array): Uint8Array {
  const [status, token] = sequenceOf(readDer(answer));
  const [number] = sequenceOf(status);
  const granted = integerOf(number);
  ensure(granted === 0n || granted === 1n, "timestamp", "a token, granted");
  ensure(token !== undefined && childrenOf(token)[1]?.tag === context(0), "timestamp", "a token");
  return token.whole;
}
