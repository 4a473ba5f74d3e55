import { fromHex } from "../../crypto/encoding.ts";
import type { Hex, Seconds } from "../../domain/bytes.ts";
import { type Check, type CodeOf, check } from "../../domain/checks.ts";
import { parseInstant } from "../../domain/dates.ts";
import type { JsonObject } from "../../domain/json-value.ts";
import type { Bundle } from "../bundle.ts";
import type { Facts } from "../facts.ts";
import { jcsBytes } from "../ids.ts";
import { entryOf, hashSuiteName, leafOfBytes } from "../leaf.ts";
import { instantOf, type Policy } from "../policy.ts";
import {
  certificateCell,
  REPRESENTATION_TYPE_ID,
  type RepresentationProof,
  SEALED_MEDIA_TYPE,
} from "../representation.ts";
import type { SealedDocument } from "../sealed-document.ts";
import type { FoundSeal } from "../stamped-file.ts";
import { followingOf, type TrustFile } from "../trust.ts";
import { isInBatch } from "./inclusion.ts";
import { type OwnAnchor, representationAnchor, representationAnchorCheck } from "./representation-anchor.ts";
import { sealUseChecks } from "./seal-use.ts";

/**
 * Do these bytes stand for the certificate in them, put on chain by its member's officers, and may they still be relied on?
 * Lines `time.copy`, `seal.representation` and `seal.anchor`; of a document with electronic seals also those of their uses. Pure. Not checked: the certificate, the file, its signatures.
 *
 * @param facts `representation`: what the verifier's own node said about the document's anchor
 * @param prolonged until when a status list shows that the certificate's evidence still holds; null: none does
 */
export function representationChecks(
  { sealed, mediaType = SEALED_MEDIA_TYPE, certificate, proof, seals = [] }: SealedDocument,
  facts: Facts,
  trust: TrustFile,
  policy: Policy,
  now: Seconds,
  prolonged: Seconds | null = null,
): readonly Check[] {
  if (typeof proof === "string") return without(proof, seals);
  const at = instantOf(policy, now);
  const fault = faultOf({ sealed, mediaType }, certificate, proof, trust);
  const own =
    fault === null
      ? check("seal.representation", "valid", "seal.ok", { length: sealed.length })
      : check("seal.representation", "invalid", fault);
  const question = { facts, trust, policy, at, now, prolonged };
  const anchoring = representationAnchor(certificate, proof, question);
  return [
    copyCheck(fault === null ? proof : null, at),
    own,
    representationAnchorCheck(certificate, proof, anchoring),
    ...usesIn(proof, seals, anchoring),
  ];
}

/** A seal on a document is worth something only if its use was counted for the document's batch. */
function usesIn(
  { registryId, uses = [], anchor: { anchor, time } }: RepresentationProof,
  seals: readonly FoundSeal[],
  { sealStates: states }: OwnAnchor,
): readonly Check[] {
  const { memberId, batchId } = anchor;
  return seals.length === 0
    ? []
    : sealUseChecks({ seals, uses, registryId, memberId, batchId, anchoredAt: time, states });
}

/** There is nothing to go by: as good as never anchored, but nobody says that it was not. */
function without(fault: "seal.proof_missing" | "seal.proof_unreadable", seals: readonly FoundSeal[]): readonly Check[] {
  const use = seals.length === 0 ? [] : [check("seal.use", "error", "seal.use_missing")];
  return [
    check("time.copy", "skipped", "time.skipped"),
    check("seal.representation", fault === "seal.proof_missing" ? "error" : "invalid", fault),
    check("seal.anchor", "skipped", "seal.skipped"),
    ...use,
  ];
}

/** Why these bytes do not stand for this certificate; null: they do, if the batch is on chain. */
function faultOf(
  { sealed, mediaType }: Required<Pick<SealedDocument, "sealed" | "mediaType">>,
  certificate: Bundle,
  { registryId, manifest, anchor: record, salt, path }: RepresentationProof,
  trust: TrustFile,
): CodeOf<"seal.representation"> | null {
  const { anchor } = record;
  const { memberId } = certificate.manifest;
  if ([manifest, anchor].some(({ typeId }) => typeId !== REPRESENTATION_TYPE_ID)) return "seal.wrong_kind";
  // An agency's own documents alone: who succeeds it has no evidence here to show it by.
  if ([manifest, anchor].some((named) => named.memberId !== memberId)) return "seal.other_issuer";
  const home = registryId === manifest.registryId && isHome(registryId, certificate.registryId, trust);
  if (!home || !isOf(manifest.of, certificate)) return "seal.other_certificate";
  const suite = hashSuiteName(anchor.hashSuite);
  if (suite === null || manifest.batchId !== anchor.batchId) return "seal.path_mismatch";
  const [entry] = manifest.entries;
  const found = entryOf(mediaType, sealed, fromHex(salt), suite);
  const same = entry?.mediaType === found.mediaType && entry.length === found.length && entry.value === found.value;
  if (!same) return "seal.other_document";
  const leaf = leafOfBytes(jcsBytes(manifest as unknown as JsonObject), suite);
  return isInBatch(record, suite, { index: manifest.index, leaf, path }) ? null : "seal.path_mismatch";
}

/** Whether documents of a certificate may be anchored there: in its own installation, or in one that continues it. */
function isHome(registryId: Hex, own: Hex, trust: TrustFile): boolean {
  // As often as there are networks: a trust file may lead round in a circle.
  let at: Hex | undefined = own;
  for (let left = trust.networks.length; left > 0 && at !== undefined && at !== registryId; left--)
    at = followingOf(trust, at)?.network.registryId;
  return at === registryId;
}

/** Whether the leaf names the certificate's cell, and its leaf as it follows from the certificate. */
function isOf(of: RepresentationProof["manifest"]["of"], certificate: Bundle): boolean {
  const own = certificateCell(certificate);
  const cell = of.memberId === own?.memberId && of.batchId === own.batchId && of.index === own.index;
  return cell && of.leaf === own.leaf;
}

/** What a copy was made for stands in the detail; the last second named is still within its time. */
function copyCheck(proof: RepresentationProof | null, at: Seconds): Check {
  const limits = proof?.manifest.limits;
  if (limits === undefined) return check("time.copy", "skipped", "time.skipped");
  const until = parseInstant(limits.validUntil);
  return until !== undefined && at <= until
    ? check("time.copy", "valid", "time.ok", { ...limits })
    : check("time.copy", "invalid", "time.copy_expired", { ...limits });
}
