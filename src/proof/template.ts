import { indexOfBytes, sameBytes } from "../crypto/compare.ts";
import { concat, utf8 } from "../crypto/encoding.ts";
import { ensure } from "../crypto/failure.ts";
import type { Hex } from "../domain/bytes.ts";
import { canonicalize, MAX_DEPTH } from "../domain/canonical.ts";
import { type JsonValue, parseJsonText } from "../domain/json.ts";
import { readCanonical } from "../domain/json-canonical.ts";
import type { Manifest } from "../domain/manifest.ts";
import { CELLS_PER_WORD } from "../domain/status.ts";
import { bundleJson } from "./build.ts";
import { type Bundle, CREDENTIAL_MEDIA_TYPE, type Representation } from "./bundle.ts";
import { MAX_BUNDLE_BYTES, MAX_PATH, readManifest, readPath, readRepresentations } from "./parse.ts";
import { type ManifestPlaces, manifestAt, manifestPlaces, startsAt, wordsAt } from "./places.ts";
import { isShared } from "./pool.ts";
import type { Written } from "./verify.ts";

/** A bundle's text without what is one certificate's own: the pieces between which manifest, path and representations stand. */
export interface Template {
  readonly head: Uint8Array;
  readonly between: readonly [Uint8Array, Uint8Array];
  readonly tail: Uint8Array;
  readonly bundle: Bundle;
  readonly places: ManifestPlaces | null;
}

const OWN: readonly string[] = ["manifest", "path", "representations"] satisfies (keyof Bundle)[];
/** Bytes of the longest bundle that a template is made of. */
const MAX_BYTES = 2 ** 18;
/** Values within one member that is a certificate's own; the strict gate has to count what has more. */
const MAX_NODES = 10_000;

/** The template of a bundle and the bytes that it was parsed from; null where the text is not JCS, or too long. */
export function templateOf(bytes: Uint8Array, bundle: Bundle): Template | null {
  if (bytes.length > MAX_BYTES || !isShared(bundle)) return null;
  const json = bundleJson(bundle);
  const pieces = [""];
  let text = "";
  for (const [i, name] of Object.keys(json).sort().entries()) {
    const label = `${i === 0 ? "{" : ","}${JSON.stringify(name)}:`;
    const value = canonicalize(json[name]);
    text += label + value;
    pieces[pieces.length - 1] += OWN.includes(name) ? label : label + value;
    if (OWN.includes(name)) pieces.push("");
  }
  const [head = "", first = "", second = "", rest = ""] = pieces;
  if (!sameBytes(utf8(`${text}}`), bytes)) return null;
  return {
    head: utf8(head),
    between: [utf8(first), utf8(second)],
    tail: utf8(`${rest}}`),
    bundle,
    places: manifestPlaces(bundle.manifest),
  };
}

const MANIFEST = utf8('"manifest":');
const BATCH = utf8('"manifest":{"batchId":"');
const INDEX = utf8('"index":');
const BATCH_ID = 66;

/**
 * What the bytes seem to be a certificate of: batch and status word. A hint, for which template to try; undefined: none.
 *
 * @param like where one that was tried before ends its head: the next is mostly like it, and needn't be searched through
 */
export function hintOf(bytes: Uint8Array, like?: Template): string | undefined {
  const guess = like === undefined ? 0 : Math.max(0, like.head.length - MANIFEST.length);
  const start = BATCH.length + (startsAt(bytes, guess, BATCH) ? guess : indexOfBytes(bytes, BATCH, 0));
  const place = start < BATCH.length ? -1 : indexOfBytes(bytes, INDEX, start + BATCH_ID);
  if (place < 0) return undefined;
  let index = 0;
  for (let at = place + INDEX.length; at < place + INDEX.length + MAX_DIGITS; at++) {
    const digit = (bytes[at] ?? 0) - 0x30;
    if (digit < 0 || digit > 9) break;
    index = index * 10 + digit;
  }
  return hintFor(LENIENT.decode(bytes.subarray(start, start + BATCH_ID)), index);
}

const MAX_DIGITS = 7;
const LENIENT = new TextDecoder();

/** The hint that the bytes of a certificate in this cell give. */
export function hintFor(batchId: string, index: number): string {
  return `${batchId}/${Math.floor(index / CELLS_PER_WORD)}`;
}

/** A bundle read by a template. */
export interface Filled {
  readonly bundle: Bundle;
  /** JCS bytes that were cut out of the file. */
  readonly written: Written;
}

/**
 * The bundle in these bytes where they differ from the template's in nothing but the certificate's own members, each of
 * them a whole JSON value; null in any other case, which is for the parser to judge. JSON can be read in one way only, so
 * the parser would have read the same.
 */
export function fill(template: Template, bytes: Uint8Array): Filled | null {
  const { head, tail, bundle } = template;
  const end = bytes.length - tail.length;
  if (bytes.length > MAX_BUNDLE_BYTES) return null;
  if (end < head.length || !sameBytes(bytes.subarray(end), tail) || !sameBytes(bytes.subarray(0, head.length), head))
    return null;
  try {
    const { manifest, path, rest } = shortOf(template, bytes) ?? longOf(template, bytes, end);
    if (rest > end) return null;
    const representations = read(bytes.subarray(rest, end));
    const document = representations.jcs && documentIn(representations.jcs, representations.value);
    return {
      bundle: {
        ...bundle,
        manifest: manifest.value,
        path,
        representations: readRepresentations(representations.value, "/representations"),
      },
      written: { ...(document && { document }), ...(manifest.jcs && { manifest: manifest.jcs }) },
    };
  } catch {
    return null;
  }
}

/** Manifest and path of a file, and where its representations begin. */
interface Front {
  readonly manifest: { readonly value: Manifest; readonly jcs?: Uint8Array };
  readonly path: readonly Hex[];
  readonly rest: number;
}

/** By known places; null where they are not as we write them. */
function shortOf({ head, between, places }: Template, bytes: Uint8Array): Front | null {
  const manifest = places && manifestAt(places, bytes, head.length);
  if (manifest === null || !startsAt(bytes, manifest.end, between[0])) return null;
  const path = wordsAt(bytes, manifest.end + between[0].length, MAX_PATH);
  if (path === null || !startsAt(bytes, path.end, between[1])) return null;
  return {
    manifest: { value: manifest.value, jcs: bytes.subarray(head.length, manifest.end) },
    path: path.value,
    rest: path.end + between[1].length,
  };
}

/** By what stands between them. Throws what the readers throw. */
function longOf({ head, between }: Template, bytes: Uint8Array, end: number): Front {
  const first = indexOfBytes(bytes, between[0], head.length);
  const second = first < 0 ? -1 : indexOfBytes(bytes, between[1], first + between[0].length);
  ensure(second >= 0 && second < end, "bundle", "the members between manifest and representations");
  const { value, ...written } = read(bytes.subarray(head.length, first));
  const path = read(bytes.subarray(first + between[0].length, second)).value;
  return {
    manifest: { value: readManifest(value, "/manifest"), ...written },
    path: readPath(path, "/path"),
    rest: second + between[1].length,
  };
}

const DECODER = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const LIMITS = { depth: MAX_DEPTH - 1, nodes: MAX_NODES };

/** `jcs`: the bytes themselves, where they are known to be the JCS form of the value. */
function read(bytes: Uint8Array): { readonly value: JsonValue; readonly jcs?: Uint8Array } {
  const text = DECODER.decode(bytes);
  const value = readCanonical(text, LIMITS);
  return value === undefined ? { value: parseJsonText(text, LIMITS) } : { value, jcs: bytes };
}

const START = utf8('[{"credential":').length;
const PROOF = utf8(',"proof":');
const AFTER_PROOF = new Map(["relatedResource", "replaces"].map((name) => [name, utf8(`,"${name}":`)]));

/**
 * What stands before and after the proofs in the JCS text of one representation, one after the other. Only where each of
 * the two places is marked by a name that comes once, at whatever depth, so that it must be the credential's own.
 */
function documentIn(bytes: Uint8Array, value: JsonValue): Uint8Array | undefined {
  const [only, ...more] = value as unknown as readonly Representation[];
  if (only === undefined || more.length > 0 || only.mediaType !== CREDENTIAL_MEDIA_TYPE) return undefined;
  const tail = `,"entry":${only.entry},"mediaType":"${only.mediaType}","salt":"${only.salt}"}]`;
  const credential = bytes.subarray(START, bytes.length - tail.length);
  if (!Object.hasOwn(only.credential, "proof")) return credential;
  const names = Object.keys(only.credential);
  const next = AFTER_PROOF.get(names[names.indexOf("proof") + 1] ?? "");
  const from = placeOf(PROOF, credential);
  const to = next === undefined || from < 0 ? -1 : placeOf(next, credential);
  return names[0] === "proof" || to < from || from < 0
    ? undefined
    : concat(credential.subarray(0, from), credential.subarray(to));
}

/** Where the one occurrence begins; −1 where there is none, or a second. */
function placeOf(part: Uint8Array, bytes: Uint8Array): number {
  const place = indexOfBytes(bytes, part, 0);
  return place < 0 || indexOfBytes(bytes, part, place + 1) >= 0 ? -1 : place;
}
