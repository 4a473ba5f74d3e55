import { CMS } from "../crypto/certificate-oids.ts";
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
} from "../crypto/der.ts";

/** Attributes of a PAdES signature that a key signs: the first three always, the others too (ETSI EN 319 142-1 §6.3). */
const DEMANDED: readonly string[] = [CMS.contentType, CMS.messageDigest, CMS.signingCertificate];
const ALLOWED: readonly string[] = [...DEMANDED, CMS.signingTime, CMS.algorithmProtection];

/** Whether these are the signed attributes of a signature over data, each once, with a SHA-256 and the signer's certificate. */
export function isSignedAttributes(message: Uint8Array): boolean {
  return readable(() => {
    const values = new Map<string, Der>();
    for (const attribute of childrenOf(tagged(readDer(message), TAG.set))) {
      const [type, set, ...more] = sequenceOf(attribute);
      const [value, ...others] = childrenOf(tagged(set, TAG.set));
      const oid = oidOf(type);
      if (value === undefined || values.has(oid) || !ALLOWED.includes(oid) || more.length + others.length > 0)
        return false;
      values.set(oid, value);
    }
    const whole = DEMANDED.every((oid) => values.has(oid)) && sequenceOf(values.get(CMS.signingCertificate)).length > 0;
    const over = octetsOf(values.get(CMS.messageDigest));
    return whole && oidOf(values.get(CMS.contentType)) === CMS.data && over.length === 32;
  });
}

/** Whether this is a TBSCertificate of version 3 (RFC 5280 §4.1) that this algorithm is to sign. */
export function isCertificate(message: Uint8Array, by: string): boolean {
  return readable(() => {
    const [version, serial, algorithm, issuer, validity, subject, key] = sequenceOf(readDer(message));
    const [number, ...more] = childrenOf(tagged(version, context(0)));
    for (const part of [issuer, validity, subject, key]) tagged(part, TAG.sequence);
    const third = integerOf(number) === 2n && more.length === 0 && integerOf(serial) > 0n;
    return third && oidOf(sequenceOf(algorithm)[0]) === by;
  });
}

/** What is not DER of the right form is none of these. */
export function readable(holds: () => boolean): boolean {
  try {
    return holds();
  } catch {
    return false;
  }
}
