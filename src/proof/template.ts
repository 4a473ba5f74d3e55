import { sameBytes } from "../crypto/compare.ts";
import { utf8 } from "../crypto/encoding.ts";
import { canonicalize } from "../domain/canonical.ts";
import { parseJsonText } from "../domain/json.ts";
import { bundleJson } from "./build.ts";
import type { Bundle } from "./bundle.ts";
import { readManifest, readPath, readRepresentations } from "./parse.ts";
import { isShared } from "./pool.ts";

/** A bundle's text without what is one certificate's own: the pieces between which manifest, path and representations stand. */
export interface Template {
  readonly head: Uint8Array;
  readonly between: readonly [string, string];
  readonly tail: Uint8Array;
  readonly bundle: Bundle;
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
  return { head: utf8(head), between: [first, second], tail: utf8(`${rest}}`), bundle };
}

/**
 * The bundle in these bytes where they differ from the template's in nothing but the certificate's own members, each of
 * them a whole JSON value; null in any other case, which is for the parser to judge. JSON can be read in one way only, so
 * the parser would have read the same.
 */
export function fill({ head, between, tail, bundle }: Template, bytes: Uint8Array): Bundle | null {
  const end = bytes.length - tail.length;
  if (end < head.length || !sameBytes(bytes.subarray(end), tail) || !sameBytes(bytes.subarray(0, head.length), head))
    return null;
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes.subarray(head.length, end));
    const first = text.indexOf(between[0]);
    const second = text.indexOf(between[1], first + between[0].length);
    if (first < 0 || second < 0) return null;
    const own = [
      text.slice(0, first),
      text.slice(first + between[0].length, second),
      text.slice(second + between[1].length),
    ];
    const [manifest, path, representations] = own.map((part) => parseJsonText(part, { depth: 31, nodes: MAX_NODES }));
    return {
      ...bundle,
      manifest: readManifest(manifest, "/manifest"),
      path: readPath(path, "/path"),
      representations: readRepresentations(representations, "/representations"),
    };
  } catch {
    return null;
  }
}
