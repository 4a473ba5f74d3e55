import type { Seconds } from "../domain/bytes.ts";
import { USAGE } from "./certificate-oids.ts";
import {
  bitStringOf,
  childrenOf,
  context,
  type Der,
  integerOf,
  octetsOf,
  readDer,
  sequenceOf,
  TAG,
  tagged,
  timeOf,
} from "./der.ts";
import { equal } from "./encoding.ts";
import { ensure } from "./failure.ts";
import { type Certificate, isAlgorithmOf, isSignedWith } from "./x509.ts";

/** A list of revoked certificates (RFC 5280 §5), of one issuer and whole. */
export interface RevocationList {
  /** DER, whole. */
  readonly whole: Uint8Array;
  /** DER of the issuer's name. */
  readonly issuer: Uint8Array;
  readonly thisUpdate: Seconds;
  /** When the next one is due. */
  readonly nextUpdate: Seconds;
  /** Serial numbers, and since when. */
  readonly revoked: ReadonlyMap<bigint, Seconds>;
}

/** Longest list that is read; bytes. About 100,000 certificates. */
const MAX_LIST = 4 * 1024 * 1024;

/**
 * Reads a list in strict DER. Throws `schema.pattern` for what is none, for one without a next update, and for lists of a part only
 * (delta lists, distribution points): what is not in such a one may be revoked all the same.
 */
export function readRevocationList(bytes: Uint8Array): RevocationList {
  ensure(bytes.length <= MAX_LIST, "crl", "at most 4 MiB");
  const [tbs] = sequenceOf(readDer(bytes));
  const parts = [...sequenceOf(tbs)];
  if (parts[0]?.tag === TAG.integer) ensure(integerOf(parts.shift()) === 1n, "crl", "version 2");
  const [, issuer, thisUpdate, nextUpdate, ...rest] = parts;
  const entries = rest[0]?.tag === TAG.sequence ? rest.shift() : undefined;
  const [extensions, ...more] = rest;
  ensure(more.length === 0, "crl", "no more fields");
  if (extensions !== undefined) refuseCritical(childrenOf(tagged(extensions, context(0)))[0]);
  return {
    whole: bytes,
    issuer: tagged(issuer, TAG.sequence).whole,
    thisUpdate: timeOf(thisUpdate),
    nextUpdate: timeOf(nextUpdate),
    revoked: new Map(entries === undefined ? [] : sequenceOf(entries).map(entryOf)),
  };
}

/** Whether the list is the issuer's own. */
export function isListOf(list: RevocationList, issuer: Certificate): boolean {
  if (!issuer.authority || !equal(list.issuer, issuer.subject)) return false;
  if (issuer.usage !== null && !issuer.usage.has(USAGE.crlSign)) return false;
  const [tbs, algorithm, signature] = sequenceOf(readDer(list.whole));
  const inner = sequenceOf(tbs).find(({ tag }) => tag === TAG.sequence);
  if (!isAlgorithmOf(issuer, [algorithm, inner])) return false;
  return isSignedWith(issuer.key, tbs?.whole ?? new Uint8Array(), bitStringOf(signature));
}

function entryOf(entry: Der): readonly [bigint, Seconds] {
  const [serial, since, extensions, ...more] = sequenceOf(entry);
  ensure(more.length === 0, "crl", "an entry");
  if (extensions !== undefined) refuseCritical(extensions);
  return [integerOf(serial), timeOf(since)];
}

/** What is critical changes what the list is about, and nothing of that kind is read here. */
function refuseCritical(extensions: Der | undefined): void {
  for (const extension of sequenceOf(extensions)) {
    const parts = sequenceOf(extension);
    octetsOf(parts.at(-1));
    ensure(parts.length === 2, "crl", "no critical extensions");
  }
}
