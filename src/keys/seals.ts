import { ALGORITHM } from "../crypto/certificate-oids.ts";
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
} from "../crypto/der.ts";
import { isCertificate, readable } from "./documents.ts";

/** Whether this is what an authority for seals signs with SM2: a TBSCertificate, or a TBSCertList of version 2 (RFC 5280 §5.1). */
export function isSealAuthority(message: Uint8Array): boolean {
  return isCertificate(message, ALGORITHM.sm2Sm3) || readable(() => isList(readDer(message)));
}

function isList(list: Der): boolean {
  const [version, algorithm, issuer, ...times] = sequenceOf(list);
  tagged(issuer, TAG.sequence);
  for (const time of times.slice(0, 2)) timeOf(time);
  const named = oidOf(sequenceOf(algorithm)[0]) === ALGORITHM.sm2Sm3;
  return named && integerOf(version) === 1n && times.length >= 2;
}

/** Whether this is what the maker of a seal signs: SES_SealInfo of version 4 or 5 (GB/T 38540-2020), in one piece. */
export function isSealInfo(message: Uint8Array): boolean {
  return readable(() => isInfo(readDer(message)));
}

function isInfo(info: Der): boolean {
  const [header, id, property, picture, ...more] = sequenceOf(info);
  const [mark, version, vendor, ...rest] = sequenceOf(header);
  const code = textOf(tagged(id, TAG.ia5String));
  const words = [textOf(tagged(mark, TAG.ia5String)), textOf(tagged(vendor, TAG.ia5String))];
  const whole = sequenceOf(property).length === 7 && sequenceOf(picture).length === 4;
  return words[0] === "ES" && code.length > 0 && isVersion(version) && whole && rest.length === 0 && more.length < 2;
}

/**
 * Whether this is what is signed with a seal: TBS_Sign of version 4 or 5 (GB/T 38540-2020), over an SM3, with a seal of that version.
 * A seal object that its maker has yet to sign is none of these, and the other way round.
 */
export function isSealing(message: Uint8Array): boolean {
  return readable(() => {
    const [version, seal, time, hash, property, extensions, ...more] = sequenceOf(readDer(message));
    const [info, maker, algorithm, signature] = sequenceOf(seal);
    if (info === undefined || !isInfo(info) || octetsOf(maker).length === 0) return false;
    if (oidOf(algorithm) !== ALGORITHM.sm2Sm3 || bitStringOf(signature).length === 0) return false;
    const [, sealed] = sequenceOf(sequenceOf(info)[0]);
    timeOf(tagged(time, TAG.generalizedTime));
    textOf(tagged(property, TAG.ia5String));
    if (extensions !== undefined) childrenOf(tagged(extensions, context(0)));
    const same = integerOf(version) === integerOf(sealed);
    return same && bitStringOf(hash).length === 32 && more.length === 0;
  });
}

const isVersion = (version: Der | undefined): boolean => [4n, 5n].includes(integerOf(version));
