import { fromBase64, toBase64, utf8 } from "../../../src/crypto/encoding.ts";
import type { JsonObject } from "../../../src/domain/canonical.ts";
import { formatInstant } from "../../../src/domain/dates.ts";
import { bundleText } from "../../../src/proof/build.ts";
import {
  REPRESENTATION_TYPE_ID,
  type RepresentationProof,
  representationText,
} from "../../../src/proof/representation.ts";
import { sealedPaper, withTail } from "../../documents/sealed.ts";
import { TYPE_ID } from "../../proof/paper/certificate.ts";
import { cellOf, type DocumentOptions, paperDocument, SEALED } from "../../proof/paper/document.ts";
import { digest } from "../../proof/paper/keys.ts";
import { ANCHORED, CAPTURED, DAY, HOUR, MAX_STATUS_AGE, NOTHING, NOW, type Paper } from "../../proof/paper/options.ts";
import { paper } from "../../proof/paper/world.ts";
import type { DocumentVector } from "../document-vectors.ts";
import { editedJson } from "./case.ts";
import { type Asking, documentVector, LIMITS } from "./document-case.ts";
import { documentsElsewhere } from "./documents-elsewhere.ts";

/** Documents and their proofs: what they stand for, who anchored them, how long they may be relied on. */
export async function documents(): Promise<readonly DocumentVector[]> {
  const world = await paper();
  return [
    ...(await sound(world)),
    ...unproven(world),
    ...(await others(world)),
    ...altered(world),
    ...anchors(world),
    ...(await documentsElsewhere(world)),
    await wholeFile(world),
  ];
}

/** A PDF as an agency gives it out. */
async function wholeFile(world: Paper): Promise<DocumentVector> {
  const { pdf } = await sealedPaper({ certificate: utf8(bundleText(world.bundle)) });
  const made = documentVector("pdf", "A whole PDF, sealed, with its proof behind it.", "valid", world, { sealed: pdf });
  return { ...made, file: toBase64(withTail(pdf, fromBase64(made.proof ?? ""))) };
}

async function sound(world: Paper): Promise<readonly DocumentVector[]> {
  const revoked = await paper({ changes: [{ to: "revoked", time: CAPTURED - 1 }] });
  const block = { number: 80, time: NOW + 30 * DAY };
  const later = await paper({ changes: [{ to: "suspended", time: block.time - HOUR }], block });
  const { log, evidence, checkpoint, statusChanges } = later.bundle;
  const certificate = { log, evidence, checkpoint, statusChanges };
  const now = block.time + HOUR;
  const fresher = "Fresher evidence in the proof: the certificate has been suspended since.";
  const lapsed = "not_in_force | status.cell status.suspended";
  return [
    documentVector("archival", "A document, anchored for its certificate.", "valid", world),
    documentVector("snapshot", "The same at level snapshot.", "valid", world, {}, { level: "snapshot" }),
    documentVector("online", "The same online.", "valid", world, {}, { level: "online" }),
    documentVector("sm3", "A batch of documents by SM3, for a certificate by SHA-256.", "valid", world, {
      suite: "sm3",
    }),
    documentVector("copy", "A copy for one purpose, in time.", "valid", world, { limits: LIMITS }),
    documentVector(
      "copy-last-second",
      "The last second in which a copy may be relied on.",
      "valid",
      world,
      { limits: LIMITS },
      { now: NOW + HOUR },
    ),
    documentVector(
      "copy-expired",
      "A second later.",
      "not_in_force | time.copy time.copy_expired",
      world,
      { limits: LIMITS },
      { now: NOW + HOUR + 1 },
    ),
    documentVector("revoked", "Its certificate is revoked.", "not_in_force | status.cell status.revoked", revoked),
    documentVector("fresher", fresher, lapsed, world, { block, proof: { certificate } }, { now }),
  ];
}

function unproven(world: Paper): readonly DocumentVector[] {
  const { proof } = paperDocument(world);
  const json = JSON.parse(representationText(proof)) as JsonObject;
  const unread = (name: string, shows: string, text: string): DocumentVector =>
    documentVector(
      `proof-${name}`,
      shows,
      "invalid | seal.representation seal.proof_unreadable",
      world,
      {},
      { proof: text },
    );
  const missing = "indeterminate | seal.representation seal.proof_missing";
  return [
    documentVector("proof-missing", "No appended revision.", missing, world, {}, { proof: null }),
    unread("syntax", "A proof that is no JSON.", "{"),
    unread("salt-short", "A salt of 15 bytes.", editedJson(json, "/salt", `0x${"6b".repeat(15)}`)),
    unread("salt-long", "A salt of 17 bytes.", editedJson(json, "/salt", `0x${"6b".repeat(17)}`)),
    unread("kind", "A leaf of kind certificate.", editedJson(json, "/manifest/kind", "certificate")),
    unread("more", "A member that is not named in the format.", editedJson(json, "/more", 1)),
    unread(
      "instant",
      "Limits that end at a date.",
      editedJson(json, "/manifest/limits", { purpose: "x", validUntil: "2026-11-26" }),
    ),
  ];
}

async function others(world: Paper): Promise<readonly DocumentVector[]> {
  const refused = (name: string, shows: string, code: string, options: DocumentOptions, asking: Asking = {}) =>
    documentVector(`${name}`, shows, `invalid | seal.representation seal.${code}`, world, options, asking);
  const elsewhere = await paper({ index: 6 });
  const changed = await paper({ draft: { validUntil: "2040-01-01T00:00:00Z" } });
  const memberId = digest("another member");
  const registryId = digest("another registry");
  const sealed = Uint8Array.of(...SEALED, 10);
  const typeId = TYPE_ID;
  const confused = await paper({ typeId: REPRESENTATION_TYPE_ID });
  return [
    refused("of-other-cell", "Anchored for a certificate in another cell.", "other_certificate", {
      manifest: { of: cellOf(elsewhere.bundle) },
    }),
    refused("of-other-leaf", "Anchored for another certificate in the same cell.", "other_certificate", {
      manifest: { of: cellOf(changed.bundle) },
    }),
    refused("of-other-registry", "A leaf that names another installation.", "other_certificate", {
      manifest: { registryId },
    }),
    refused(
      "other-bytes",
      "Another document of the same certificate was anchored.",
      "other_document",
      { sealed },
      {
        sealed: SEALED,
      },
    ),
    refused("salt-changed", "Another salt than the one that was hashed.", "other_document", {
      proof: { salt: `0x${"00".repeat(16)}` },
    }),
    refused("media-type", "The leaf's entry is of another media type.", "other_document", {
      manifest: { entries: [{ ...paperDocument(world).proof.manifest.entries[0], mediaType: "image/png" }] },
    }),
    refused("no-entry", "A leaf without an entry.", "other_document", { manifest: { entries: [] } }),
    refused("other-member", "A document of one member, anchored by another.", "other_issuer", {
      anchor: { memberId },
      manifest: { memberId },
    }),
    refused("other-member-anchor", "The leaf names the member, and the anchor another.", "other_issuer", {
      anchor: { memberId },
    }),
    refused("type-of-certificates", "A leaf in a batch of certificates.", "wrong_kind", {
      manifest: { typeId },
      anchor: { typeId },
    }),
    documentVector(
      "for-certificate-among-documents",
      "A certificate in a batch of the type that is reserved for documents.",
      "invalid | integrity.type integrity.type_mismatch",
      confused,
    ),
  ];
}

/** Of a sound proof, one thing is another. */
function altered(world: Paper): readonly DocumentVector[] {
  const { proof } = paperDocument(world, { limits: LIMITS });
  const { limits: _, ...bare } = proof.manifest;
  const put = (name: string, shows: string, changed: Partial<RepresentationProof>): DocumentVector =>
    documentVector(
      `${name}`,
      shows,
      "invalid | seal.representation seal.path_mismatch",
      world,
      {},
      { proof: { ...proof, ...changed } },
    );
  const leaf = (name: string, shows: string, manifest: object): DocumentVector =>
    put(name, shows, { manifest: { ...proof.manifest, ...manifest } });
  return [
    leaf("limits-later", "A copy whose last second was put off.", {
      limits: { ...LIMITS, validUntil: formatInstant(NOW + 1000 * HOUR) },
    }),
    leaf("limits-purpose", "A copy with another purpose.", { limits: { ...LIMITS, purpose: "招聘" } }),
    put("limits-removed", "A copy whose limits were taken away.", { manifest: bare }),
    leaf("index-other", "Another index than the leaf's.", { index: 8 }),
    leaf("index-beyond", "An index beyond the batch.", { index: 25 }),
    leaf("other-batch", "A leaf of another batch than the anchor's.", { batchId: digest("another batch") }),
    put("path-short", "A path that is too short.", { path: proof.path.slice(1) }),
    put("path-long", "A path that is too long.", { path: [...proof.path, ...proof.path.slice(0, 1)] }),
    put("path-empty-place", "The leaf at the place of an empty one.", {
      path: proof.path.with(0, digest("leaf")),
    }),
    documentVector(
      "hash-suite",
      "A hash suite that nobody knows.",
      "invalid | seal.representation seal.path_mismatch",
      world,
      { anchor: { hashSuite: 3 } },
    ),
  ];
}

/** Was it put on chain, by whom, and who says so? */
function anchors(world: Paper): readonly DocumentVector[] {
  const at = (name: string, shows: string, answer: string, options: DocumentOptions, asking: Asking = {}) =>
    documentVector(`${name}`, shows, answer, world, options, asking);
  const refused = "invalid | seal.anchor seal.anchor_refused";
  const unvouched = "indeterminate | seal.anchor seal.not_vouched";
  const own = paperDocument(world);
  const words = (given: DocumentOptions["words"] & object) =>
    ({ level: "online", facts: own.node({ words: given }) }) as const;
  const silent = { ...own.node(), representation: { ok: false, code: "chain.unreachable" } } as const;
  return [
    at("unanchored", "The batch of documents is not on chain.", refused, { words: { record: NOTHING } }),
    at("out-of-scope", "The member never had documents in its scope.", refused, {
      words: { scope: { notBefore: 0, notAfter: 0 } },
    }),
    at("member-closed", "The member was closed at the second of the anchor.", refused, {
      words: { member: { closedAt: ANCHORED } },
    }),
    at("officer-compromised", "The maker was compromised at the second of the anchor.", refused, {
      words: { maker: { compromisedSince: ANCHORED } },
    }),
    at("one-signature", "One officer where two are needed.", refused, { signers: ["maker"] }),
    at("log-path", "The anchor's record is not where it is said to be in the log.", refused, {
      proof: { log: { ...own.proof.log, path: own.proof.log.path.toReversed() } },
    }),
    at("before-certificate", "Anchored before its certificate.", "invalid | seal.anchor seal.before_certificate", {
      record: { logIndex: 2 },
    }),
    at("unwitnessed", "No witness has co-signed the document's block.", unvouched, { cosigners: [] }),
    at("slot-missing", "The evidence leaves a word out.", "indeterminate | seal.anchor seal.anchor_unproven", {
      proof: { evidence: withoutFirst(own.proof.evidence) },
    }),
    at("earlier-block", "Evidence of an earlier block than the certificate's.", "valid", {
      block: { number: 20, time: CAPTURED - DAY },
    }),
    at(
      "stale",
      "The certificate's evidence still answers, and the document's does not.",
      "indeterminate | seal.anchor seal.stale",
      { block: { number: 30, time: CAPTURED - DAY } },
      { now: CAPTURED + MAX_STATUS_AGE },
    ),
    at(
      "online-compromised",
      "The node tells of a compromise since.",
      refused,
      {},
      words({ checker: { compromisedSince: ANCHORED } }),
    ),
    at("online-unanchored", "The node knows of no such anchor.", refused, {}, words({ record: NOTHING })),
    at(
      "online-silent",
      "The node does not answer about the document.",
      unvouched,
      {},
      { level: "online", facts: silent },
    ),
    at(
      "online-not-asked",
      "The node was asked about the certificate alone.",
      unvouched,
      {},
      { level: "online", facts: world.node() },
    ),
  ];
}

function withoutFirst({ header, accounts }: RepresentationProof["evidence"]): RepresentationProof["evidence"] {
  return { header, accounts: accounts.map((one, i) => (i === 0 ? { ...one, slots: one.slots.slice(1) } : one)) };
}
