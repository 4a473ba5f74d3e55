import {
  bitStringOf,
  childrenOf,
  context,
  type Der,
  der,
  octetsOf,
  oidOf,
  readDer,
  sequenceOf,
  TAG,
  tagged,
} from "../../../crypto/der.ts";
import { ensure } from "../../../crypto/failure.ts";
import { type SealInfo, sealInfoOf } from "./info.ts";

/** An electronic seal as its maker signed it: SESeal. */
export interface Seal {
  /** DER, whole. */
  readonly whole: Uint8Array;
  readonly info: SealInfo;
  /** The maker's certificate, DER. */
  readonly maker: Uint8Array;
  /** Object identifier of the maker's signature algorithm. */
  readonly algorithm: string;
  /** What the maker signed, and the signature: DER of r and s. */
  readonly signed: Uint8Array;
  readonly signature: Uint8Array;
  /** A time-stamp token over the signature, DER; version 5 only. */
  readonly stamp: Uint8Array | null;
}

/** Longest seal that is read; bytes. A picture of some hundred kilobytes is a large one. */
const MAX_SEAL = 4 * 1024 * 1024;

/** Reads a seal of any of the three forms, in strict DER. Throws `schema.pattern`. */
export function readSeal(bytes: Uint8Array): Seal {
  ensure(bytes.length <= MAX_SEAL, "seal", "at most 4 MiB");
  return sealOf(readDer(bytes));
}

/** The same within something larger. */
export function sealOf(value: Der): Seal {
  const parts = sequenceOf(value);
  return parts.length === 2 ? firstForm(value, parts) : laterForm(value, parts);
}

/** GM/T 0031-2014: the maker signs the seal with his certificate and the algorithm. */
function firstForm({ whole }: Der, [info, sign]: readonly Der[]): Seal {
  const [cert, algorithm, signature, ...more] = sequenceOf(sign);
  ensure(more.length === 0 && info !== undefined, "seal", "the maker's signature");
  const named = [info, cert, algorithm].map((part) => part?.whole ?? new Uint8Array());
  return {
    whole,
    info: sealInfoOf(info, true),
    maker: octetsOf(cert),
    algorithm: oidOf(algorithm),
    signed: der(TAG.sequence, ...named),
    signature: bitStringOf(signature),
    stamp: null,
  };
}

/** GB/T 38540-2020 and GM/T 0031-2025: the maker signs what he says of the seal, and nothing beside it. */
function laterForm({ whole }: Der, [info, cert, algorithm, signature, stamp, ...more]: readonly Der[]): Seal {
  const read = sealInfoOf(info, false);
  ensure(more.length === 0 && (stamp === undefined || read.version === 5), "seal", "the fields of its version");
  return {
    whole,
    info: read,
    maker: octetsOf(cert),
    algorithm: oidOf(algorithm),
    signed: info?.whole ?? new Uint8Array(),
    signature: bitStringOf(signature),
    stamp: stamp === undefined ? null : stampOf(stamp),
  };
}

/** [0] EXPLICIT BIT STRING. Throws `schema.pattern`. */
export function stampOf(stamp: Der): Uint8Array {
  const [bits, ...more] = childrenOf(tagged(stamp, context(0)));
  ensure(more.length === 0, "seal", "one time-stamp");
  return bitStringOf(bits);
}
