import { fromBase64, fromMultibase58, toHex } from "../crypto/encoding.ts";
import { suiteOf } from "../crypto/suites/table.ts";
import type { Hex } from "../domain/bytes.ts";
import { canonicalize, type JsonObject } from "../domain/canonical.ts";
import { parseCredential } from "../domain/credential.ts";
import { parseInstant } from "../domain/dates.ts";
import { isYinzhengError } from "../domain/errors.ts";
import type { Bundle } from "./bundle.ts";
import { CodeWriter, fault } from "./compact/bytes.ts";
import { type Known, type KnownBatch, knownOf, type Rebuilt, type RebuiltResult, rebuild } from "./compact/rebuild.ts";
import { type CodeProof, type CodeRecord, PREFIX, readRecord, recordText } from "./compact/record.ts";
import { writeSubject } from "./compact/subject.ts";
import { keyIdIn, readProof } from "./data-integrity.ts";
import { pinnedType } from "./verify/integrity.ts";

export type { Known, Rebuilt, RebuiltResult } from "./compact/rebuild.ts";

/**
 * Longest text of an offline code: alphanumeric characters of QR version 30, level M, or 27, level L. Its 137 modules at most
 * and the quiet zone are within 50 mm at 4 dots of 300 dpi a module.
 */
export const MAX_OFFLINE_CHARACTERS = 1994;

/**
 * A certificate as the text of a QR code, to be judged against a snapshot (docs/format/code.md).
 *
 * @returns null where it is too large for a code that is read from 300 dpi on 50 mm, and where it would not come out of
 *   the code again byte for byte: a claimable certificate, fields that its type does not name, proofs of other suites
 */
export function compactCode(bundle: Bundle): string | null {
  try {
    const text = recordText(recordOf(bundle));
    if (text.length > MAX_OFFLINE_CHARACTERS) return null;
    const read = readCompact(text, knownOf(bundle));
    return read.ok && certificateIn(read.certificate) === certificateIn(own(bundle)) ? text : null;
  } catch (error) {
    if (isYinzhengError(error)) return null;
    throw error;
  }
}

/**
 * The certificate in the text of an offline code, made again from what is known beforehand of its batch. That the parts
 * agree with each other, or with any chain, is not checked here. Throws `qr.format`.
 */
export function readCompact<B extends KnownBatch>(text: string, known: Known<B>): RebuiltResult<B> {
  return rebuild(readRecord(text), known);
}

const own = (bundle: Bundle): Omit<Rebuilt, "batch" | "member"> => {
  const [only, ...more] = bundle.representations;
  if (only === undefined || more.length > 0 || only.entry !== 0) throw fault("one representation");
  const { contexts, types, keys, manifest, path } = bundle;
  return { representation: only, manifest, path, keys, contexts, types };
};

function certificateIn({ representation, manifest, path, keys, contexts, types }: Omit<Rebuilt, "batch" | "member">) {
  return canonicalize({ representation, manifest, path, keys, contexts, types } as unknown as JsonObject);
}

/** Throws `qr.format` and `schema.*` for what has no place in a code. */
function recordOf(bundle: Bundle): CodeRecord {
  const { credential, salt } = own(bundle).representation;
  const view = parseCredential(credential);
  const type = pinnedType(bundle, view);
  if (type === null) throw fault("the definition of its type");
  const { identifier, cell, validFrom, validUntil, replaces } = view;
  const subject = new CodeWriter();
  writeSubject(subject, type, view.subject);
  return {
    registry: cut(cell.registryId, PREFIX.registry),
    batch: cut(cell.batchId, PREFIX.batch),
    context: cut(digestOf(view.context.digestSRI), PREFIX.context),
    type: cut(digestOf(view.typeDefinition.digestSRI), PREFIX.type),
    index: cell.index,
    position: view.statusList.position,
    serial: identifier.serial,
    version: identifier.version,
    validFrom,
    validUntil,
    replaces,
    salt,
    proofs: view.proofs.map(codeProof),
    path: bundle.path,
    subject: subject.bytes,
  };
}

const cut = (hex: Hex, bytes: number): Hex => hex.slice(0, 2 + 2 * bytes) as Hex;

/** The hash in `sha256-…`. */
const digestOf = (sri: string): Hex => toHex(fromBase64(sri.slice(sri.indexOf("-") + 1)));

function codeProof(proof: JsonObject): CodeProof {
  const read = readProof(proof);
  const suite = read === null ? undefined : suiteOf(read.cryptosuite);
  const created = parseInstant(String(read?.config.created));
  if (read === null || suite === undefined || created === undefined) throw fault("proofs of suites that are known");
  const key = cut(keyIdIn(read) as Hex, PREFIX.key);
  return { suite: suite.name, key, created, signature: toHex(fromMultibase58(read.proofValue)) };
}
