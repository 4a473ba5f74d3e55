import { toBase64, utf8 } from "../../../src/crypto/encoding.ts";
import { canonicalize, type JsonObject, type JsonValue } from "../../../src/domain/canonical.ts";
import { bundleJson, bundleText } from "../../../src/proof/build.ts";
import type { Bundle } from "../../../src/proof/bundle.ts";
import type { Facts } from "../../../src/proof/facts.ts";
import type { Policy } from "../../../src/proof/policy.ts";
import type { TrustFile } from "../../../src/proof/trust.ts";
import { NOW, type Paper } from "../../proof/paper/options.ts";
import type { Expected, ToldFacts, ToldList, Vector } from "../judge-vector.ts";

/** How a question differs from the plain one about a world: its own bundle, archival, now. */
export interface More extends Partial<Policy> {
  /** A bundle, or the text of one; bytes where it is no text. */
  readonly bundle?: Bundle | string | Uint8Array;
  readonly trust?: TrustFile;
  readonly facts?: Facts;
  /** What mirrors answered: the text of a list, or a code. */
  readonly lists?: readonly string[];
  readonly now?: number;
}

/** What follows where no state is proven or believed. */
export const NOTHING_PROVEN = [
  "issuer.key issuer.key_unproven",
  "issuer.credential issuer.profile_unproven",
  "anchor.record anchor.unproven",
  "anchor.log anchor.missing",
  "anchor.member anchor.member_unproven",
  "anchor.scope anchor.unproven",
  "anchor.officers anchor.officer_unproven",
  "status.cell status.unproven",
  "status.history status.history_missing",
].join(" | ");

/** What a question is about: a world on paper, or one with a real chain. */
export type World = Pick<Paper, "bundle" | "trust"> & { readonly node?: () => Facts };

/**
 * One vector. `expected` is written by hand, as `verdict | check code | …`, or `error <code>` for what is no bundle: the
 * generator writes nothing that does not come out so.
 */
export function vector(name: string, shows: string, expected: string, world: World, more: More = {}): Vector {
  const { bundle = world.bundle, trust = world.trust, facts, lists, now = NOW, level = "archival", ...policy } = more;
  return {
    name,
    shows,
    bundle: fileOf(bundle),
    trust: trust as unknown as JsonObject,
    policy: { level, ...policy },
    facts: told(facts ?? (level === "online" ? (world.node?.() ?? null) : null), lists),
    now,
    expected: expectedOf(expected),
  };
}

function told(facts: Facts | null, lists?: readonly string[]): ToldFacts | null {
  const node = facts?.node ?? null;
  if (lists === undefined) return facts === null ? null : { node };
  const answers = lists.map((text, i): ToldList => {
    const mirror = `https://mirror-${i + 1}.example`;
    return text.startsWith("{") ? { mirror, ok: true, text } : { mirror, ok: false, code: text };
  });
  return { node, lists: answers };
}

/** A file's bytes in base64. */
function fileOf(bundle: Bundle | string | Uint8Array): string {
  if (bundle instanceof Uint8Array) return toBase64(bundle);
  return toBase64(utf8(typeof bundle === "string" ? bundle : bundleText(bundle)));
}

/** An answer as it is written by hand. */
export function expectedOf(summary: string): Expected {
  const [, error] = /^error (\S+)$/.exec(summary) ?? [];
  if (error !== undefined) return { verdict: "invalid", codes: [], error };
  const [verdict, ...codes] = summary.split(" | ");
  return { verdict: verdict as Expected["verdict"], codes };
}

/** A value, or what becomes of the one that is there; undefined takes the member away. */
export type Edit = JsonValue | undefined | ((value: JsonValue) => JsonValue | undefined);

/** The text of a bundle in which the value at a JSON pointer is another. */
export function edited(bundle: Bundle, pointer: string, edit: Edit): string {
  return editedJson(bundleJson(bundle), pointer, edit);
}

/** The JCS text of a JSON value in which the value at a pointer is another. */
export function editedJson(json: JsonObject, pointer: string, edit: Edit): string {
  return canonicalize(replaced(json, pointer.split("/").slice(1), edit));
}

function replaced(value: JsonValue, [name, ...rest]: readonly string[], edit: Edit): JsonValue {
  if (name === undefined) return (typeof edit === "function" ? edit(value) : edit) as JsonValue;
  if (Array.isArray(value)) {
    const list = value as readonly JsonValue[];
    return list.map((item, i) => (i === Number(name) ? replaced(item, rest, edit) : item));
  }
  const object = value as JsonObject;
  const changed = replaced(object[name] as JsonValue, rest, edit) as JsonValue | undefined;
  const { [name]: _, ...others } = object;
  return changed === undefined ? others : { ...others, [name]: changed };
}

/** One bit of the last byte of a hex string turned over. */
export const flipped = (value: JsonValue): JsonValue => {
  const text = String(value);
  return `${text.slice(0, -1)}${(Number.parseInt(text.slice(-1), 16) ^ 1).toString(16)}`;
};
