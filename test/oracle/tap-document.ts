import { utf8 } from "../../src/crypto/encoding.ts";
import type { Seconds } from "../../src/domain/bytes.ts";
import type { Check } from "../../src/domain/checks.ts";
import { bundleText } from "../../src/proof/build.ts";
import type { Facts } from "../../src/proof/facts.ts";
import type { Policy } from "../../src/proof/policy.ts";
import type { Report } from "../../src/proof/report.ts";
import { representationText, SEALED_MEDIA_TYPE } from "../../src/proof/representation.ts";
import type { SealedDocument } from "../../src/proof/sealed-document.ts";
import type { TrustFile } from "../../src/proof/trust.ts";
import { verifyDocument as ours } from "../../src/proof/verify-document.ts";
import { checkDocument } from "./document.ts";
import { demandAgreement, isAsked, written } from "./tap.ts";

export * from "../../src/proof/verify-document.ts";

/** Documents that ours found valid, and of how many the independent checker was asked, in this process. */
export const tappedDocuments = { valid: 0, asked: 0 };

/** `verifyDocument`, and wherever it says `valid` the independent checker must say so too, but for file and seals. */
export function verifyDocument(
  document: SealedDocument | null,
  facts: Facts,
  trust: TrustFile,
  policy: Policy,
  now: Seconds,
  seals: readonly Check[],
): Report {
  const report = ours(document, facts, trust, policy, now, seals);
  if (report.verdict !== "valid") return report;
  if (document === null || typeof document.proof === "string") throw new Error("valid, and there is no proof");
  if (!isAsked(tappedDocuments.valid++)) return report;
  tappedDocuments.asked += 1;
  const { sealed, mediaType = SEALED_MEDIA_TYPE, seals: found = [], certificate, proof } = document;
  const parts = {
    mediaType,
    seals: found,
    sealed,
    certificate: utf8(bundleText(certificate)),
    proof: utf8(representationText(proof)),
  };
  const { representation = null } = facts;
  const told = { ...written(facts), representation };
  demandAgreement(checkDocument(parts, utf8(JSON.stringify(trust)), told, policy, now));
  return report;
}
