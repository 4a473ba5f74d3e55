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
} from "../../../crypto/der.ts";
import { ensure } from "../../../crypto/failure.ts";
import type { Seconds } from "../../../domain/bytes.ts";
import { type Extension, extensionsOf } from "./info.ts";
import { type Seal, sealOf, stampOf } from "./seal.ts";

/** A use of a seal: SES_Signature. */
export interface SesSignature {
  /** DER, whole. */
  readonly whole: Uint8Array;
  readonly seal: Seal;
  /** When it was sealed: as the signer says, or in a time-stamp token (DER). */
  readonly time: { readonly claimed: Seconds } | { readonly token: Uint8Array };
  /** Digest of what was sealed. */
  readonly dataHash: Uint8Array;
  /** What the digest is over; in OFD the path of the signature's description within the package. */
  readonly property: string;
  readonly extensions: readonly Extension[];
  /** The signer's certificate, DER. */
  readonly signer: Uint8Array;
  /** Object identifier of the signature algorithm. */
  readonly algorithm: string;
  /** TBS_Sign as it was signed, and the signature: DER of r and s. */
  readonly signed: Uint8Array;
  readonly signature: Uint8Array;
  /** A time-stamp token over the signature, DER. */
  readonly stamp: Uint8Array | null;
}

/** Longest signature that is read; bytes. It holds the seal whole. */
const MAX_SIGNATURE = 5 * 1024 * 1024;

/** Reads a signature of any of the three forms, in strict DER. Throws `schema.pattern`. */
export function readSesSignature(bytes: Uint8Array): SesSignature {
  ensure(bytes.length <= MAX_SIGNATURE, "seal", "at most 5 MiB");
  const value = readDer(bytes);
  const parts = sequenceOf(value);
  return parts.length === 2 ? firstForm(value, parts) : laterForm(value, parts);
}

/** GM/T 0031-2014: certificate and algorithm are among what is signed. */
function firstForm({ whole }: Der, [tbs, signature]: readonly Der[]): SesSignature {
  const [version, seal, time, hash, property, cert, algorithm, ...more] = sequenceOf(tbs);
  ensure(more.length === 0 && integerOf(version) === 1n && seal !== undefined, "seal", "a signature of version 1");
  const read = sealOf(seal);
  ensure(read.info.version === 1, "seal", "a seal of the same version");
  return {
    whole,
    seal: read,
    time: firstTimeOf(bitStringOf(time)),
    dataHash: bitStringOf(hash),
    property: textOf(tagged(property, TAG.ia5String)),
    extensions: [],
    signer: octetsOf(cert),
    algorithm: oidOf(algorithm),
    signed: tbs?.whole ?? new Uint8Array(),
    signature: bitStringOf(signature),
    stamp: null,
  };
}

/** UTCTime or a time-stamp token, in a BIT STRING. */
function firstTimeOf(bytes: Uint8Array): SesSignature["time"] {
  const value = readDer(bytes);
  return value.tag === TAG.utcTime ? { claimed: timeOf(value) } : { token: tagged(value, TAG.sequence).whole };
}

function laterForm({ whole }: Der, parts: readonly Der[]): SesSignature {
  const [tbs, cert, algorithm, signature, stamp, ...more] = parts;
  ensure(more.length === 0, "seal", "five fields at most");
  const [version, seal, time, hash, property, extensions, ...rest] = sequenceOf(tbs);
  ensure(rest.length === 0 && seal !== undefined, "seal", "six fields at most");
  const read = sealOf(seal);
  ensure(
    integerOf(version) === BigInt(read.info.version) && read.info.version > 1,
    "seal",
    "a seal of the same version",
  );
  return {
    whole,
    seal: read,
    time: { claimed: timeOf(tagged(time, TAG.generalizedTime)) },
    dataHash: bitStringOf(hash),
    property: textOf(tagged(property, TAG.ia5String)),
    extensions: extensions === undefined ? [] : taggedExtensions(extensions),
    signer: octetsOf(cert),
    algorithm: oidOf(algorithm),
    signed: tbs?.whole ?? new Uint8Array(),
    signature: bitStringOf(signature),
    stamp: stamp === undefined ? null : stampOf(stamp),
  };
}

/** [0] EXPLICIT, other than in a seal, as public implementations have it. */
function taggedExtensions(der: Der): readonly Extension[] {
  const [list, ...more] = childrenOf(tagged(der, context(0)));
  ensure(list !== undefined && more.length === 0, "seal", "extensions");
  return extensionsOf(list);
}
