import type { WeierstrassPointCons } from "@noble/curves/abstract/weierstrass.js";
import { p256 } from "@noble/curves/nist.js";
import * as native from "#native";
import type { Seconds } from "../domain/bytes.ts";
import { YinzhengError } from "../domain/errors.ts";
import { ALGORITHM, EXTENSION, USAGE } from "./certificate-oids.ts";
import {
  bitStringOf,
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
  textOf,
  timeOf,
} from "./der.ts";
import { equal } from "./encoding.ts";
import { ensure } from "./failure.ts";
import { rsaVerify } from "./rsa.ts";
import { signatureOfDer } from "./signature-der.ts";
import { sm2Verify } from "./sm2.ts";
import { Sm2Point } from "./sm2-curve.ts";

/** What is asked for where a certificate's key is of another kind. */
export const EXPECTED_KEY = "a key of P-256, SM2 or RSA";

/** Public keys of certificates, as far as they are understood. */
export type CertificateKey =
  | { readonly kind: "p256" | "sm2"; readonly point: Uint8Array }
  | { readonly kind: "rsa"; readonly modulus: bigint; readonly exponent: bigint };

/** What a certificate says (RFC 5280), as far as seals and signatures need it. */
export interface Certificate {
  /** DER. */
  readonly whole: Uint8Array;
  readonly serial: bigint;
  /** DER of the names, which are compared byte for byte. */
  readonly issuer: Uint8Array;
  readonly subject: Uint8Array;
  /** Texts of the subject's attributes by object identifier; the first of several. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly notBefore: Seconds;
  readonly notAfter: Seconds;
  readonly key: CertificateKey;
  /** Bits of the key usage, 0 = digitalSignature; null: without the extension. */
  readonly usage: ReadonlySet<number> | null;
  readonly authority: boolean;
  /** Object identifiers of the extended key usage; null: without the extension. */
  readonly purposes: readonly string[] | null;
  /** Object identifiers of critical extensions that are not read here. */
  readonly unread: readonly string[];
}

/** Reads a certificate from strict DER. Throws `schema.pattern` for what is none, and for keys of other kinds. */
export function readCertificate(bytes: Uint8Array): Certificate {
  const [tbs, algorithm, signature, ...more] = sequenceOf(readDer(bytes));
  const parts = sequenceOf(tbs);
  ensure(parts[0]?.tag === context(0), "certificate", "version 3");
  // Looked at again where the issuer is: what can't be read there is no certificate here.
  ensure(more.length === 0 && bitStringOf(signature).length > 0, "certificate", "one signature");
  oidOf(sequenceOf(algorithm)[0]);
  const [, serial, , issuer, validity, subject, key, ...rest] = parts;
  const [notBefore, notAfter] = sequenceOf(validity);
  const extensions = extensionsOf(rest.find(({ tag }) => tag === context(3)));
  return {
    whole: bytes,
    serial: integerOf(serial),
    issuer: tagged(issuer, TAG.sequence).whole,
    subject: tagged(subject, TAG.sequence).whole,
    attributes: attributesOf(tagged(subject, TAG.sequence)),
    notBefore: timeOf(notBefore),
    notAfter: timeOf(notAfter),
    key: keyOf(key),
    ...extensions,
  };
}

/** Whether the key signed these bytes; the algorithm is the one that its kind goes with. False, never an error. */
export function isSignedWith(key: CertificateKey, message: Uint8Array, signature: Uint8Array): boolean {
  if (key.kind === "rsa") return rsaVerify(key, message, signature);
  try {
    const raw = signatureOfDer(signature);
    return key.kind === "p256" ? native.p256Verify(key.point, message, raw) : sm2Verify(key.point, message, raw);
  } catch {
    return false;
  }
}

/** Whether the one certificate was issued by the other: names, right to issue, and signature. */
export function isIssuedBy(certificate: Certificate, issuer: Certificate): boolean {
  const named = equal(certificate.issuer, issuer.subject);
  const entitled = issuer.authority && (issuer.usage === null || issuer.usage.has(USAGE.keyCertSign));
  if (!named || !entitled) return false;
  const [tbs, algorithm, signature] = sequenceOf(readDer(certificate.whole));
  const [, , inner] = sequenceOf(tbs);
  if (!isAlgorithmOf(issuer, [algorithm, inner])) return false;
  return isSignedWith(issuer.key, tbs?.whole ?? new Uint8Array(), bitStringOf(signature));
}

/** Whether both names of the algorithm, outside and inside of what was signed, are the one that the signer's key goes with. */
export function isAlgorithmOf(signer: Certificate, [outer, inner]: readonly (Der | undefined)[]): boolean {
  const same = outer !== undefined && inner !== undefined && equal(outer.whole, inner.whole);
  const expected = { p256: ALGORITHM.ecdsaSha256, sm2: ALGORITHM.sm2Sm3, rsa: ALGORITHM.rsaSha256 }[signer.key.kind];
  return same && oidOf(sequenceOf(outer)[0]) === expected;
}

function attributesOf(name: Der): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const relative of childrenOf(name)) {
    for (const one of childrenOf(tagged(relative, TAG.set))) {
      const [type, value] = sequenceOf(one);
      const oid = oidOf(type);
      const readable =
        value !== undefined && [TAG.utf8String, TAG.printableString, TAG.ia5String].some((tag) => tag === value.tag);
      if (readable && !found.has(oid)) found.set(oid, textOf(value));
    }
  }
  return found;
}

function keyOf(info: Der | undefined): CertificateKey {
  const [algorithm, bits] = sequenceOf(info);
  const [type, curve] = sequenceOf(algorithm);
  const bytes = bitStringOf(bits);
  if (oidOf(type) === ALGORITHM.rsa) {
    const [modulus, exponent] = sequenceOf(readDer(bytes)).map(integerOf);
    ensure(modulus !== undefined && exponent !== undefined, "certificate", "an RSA key");
    return { kind: "rsa", modulus, exponent };
  }
  ensure(oidOf(type) === ALGORITHM.ecPublicKey, "certificate", EXPECTED_KEY);
  const named = oidOf(curve);
  ensure(named === ALGORITHM.p256 || named === ALGORITHM.sm2, "certificate", EXPECTED_KEY);
  const kind = named === ALGORITHM.p256 ? "p256" : "sm2";
  return { kind, point: compressed(kind === "p256" ? p256.Point : Sm2Point, bytes) };
}

/** An uncompressed point in its short form, once it is known to be one of the curve. */
function compressed(curve: WeierstrassPointCons<bigint>, bytes: Uint8Array): Uint8Array {
  ensure(bytes[0] === 4 && bytes.length === 65, "certificate", "an uncompressed point");
  try {
    return curve.fromBytes(bytes).toBytes(true);
  } catch (cause) {
    throw new YinzhengError("schema.pattern", { what: "certificate", expected: "a point on the curve" }, cause);
  }
}

function extensionsOf(wrapped: Der | undefined): Pick<Certificate, "usage" | "authority" | "purposes" | "unread"> {
  const list = wrapped === undefined ? [] : sequenceOf(childrenOf(wrapped)[0]);
  let usage: ReadonlySet<number> | null = null;
  let authority = false;
  let purposes: readonly string[] | null = null;
  const unread: string[] = [];
  for (const one of list) {
    const [id, ...more] = sequenceOf(one);
    const oid = oidOf(id);
    const critical = more.length === 2;
    const value = readDer(octetsOf(more.at(-1)));
    if (oid === EXTENSION.usage) usage = bitsOf(value);
    else if (oid === EXTENSION.constraints) authority = isAuthority(value);
    else if (oid === EXTENSION.extendedUsage) purposes = sequenceOf(value).map(oidOf);
    else if (critical) unread.push(oid);
  }
  return { usage, authority, purposes, unread };
}

/** BasicConstraints (RFC 5280 §4.2.1.9). FALSE is to be left out, and some write it all the same. */
function isAuthority(constraints: Der): boolean {
  const [first] = sequenceOf(constraints);
  return first?.tag === TAG.boolean && first.content.length === 1 && first.content[0] === 0xff;
}

/** Numbers of the bits that are set, 0 = the first. */
function bitsOf(value: Der): ReadonlySet<number> {
  const [, ...bytes] = tagged(value, TAG.bitString).content;
  return new Set(
    bytes.flatMap((byte, i) =>
      Array.from({ length: 8 }, (_, n) => n)
        .filter((n) => byte & (0x80 >> n))
        .map((n) => 8 * i + n),
    ),
  );
}
