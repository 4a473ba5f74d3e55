import type { Seconds } from "../../src/domain/bytes.ts";
import { type Check, check, MANDATORY_SEALS } from "../../src/domain/checks.ts";
import { type Facts, NO_FACTS } from "../../src/proof/facts.ts";
import type { Policy } from "../../src/proof/policy.ts";
import type { Report } from "../../src/proof/report.ts";
import type { SealedDocument } from "../../src/proof/sealed-document.ts";
import type { TrustFile } from "../../src/proof/trust.ts";
import { verifyDocument } from "../../src/proof/verify-document.ts";
import { NOW, type Paper } from "./paper/options.ts";

/** What reading back finds of a file that is as it should be. */
export const SOUND_SEALS: readonly Check[] = MANDATORY_SEALS.slice(0, 3).map((name) =>
  name === "seal.file" ? check(name, "valid", "pdf.ok") : check(name, "valid", "seal.ok"),
);

export interface DocumentQuestion extends Partial<Policy> {
  readonly trust?: TrustFile;
  readonly facts?: Facts;
  readonly now?: Seconds;
  readonly seals?: readonly Check[];
}

/** The report on a document, whose file and signatures are sound; at level archival unless another is asked for. */
export function judgeDocument(world: Paper, document: SealedDocument | null, question: DocumentQuestion = {}): Report {
  const {
    trust = world.trust,
    facts = NO_FACTS,
    now = NOW,
    seals = SOUND_SEALS,
    level = "archival",
    ...policy
  } = question;
  return verifyDocument(document, facts, trust, { level, ...policy }, now, seals);
}
