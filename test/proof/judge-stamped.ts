import type { Seconds } from "../../src/domain/bytes.ts";
import { type Check, check, MANDATORY_STAMPED } from "../../src/domain/checks.ts";
import { type Facts, NO_FACTS } from "../../src/proof/facts.ts";
import type { Policy } from "../../src/proof/policy.ts";
import type { Report } from "../../src/proof/report.ts";
import type { StampedFile } from "../../src/proof/stamped-file.ts";
import type { TrustFile } from "../../src/proof/trust.ts";
import { verifyStamped } from "../../src/proof/verify-stamped.ts";
import { NOW } from "./paper/options.ts";
import type { PaperStamped } from "./paper/stamped.ts";

/** What reading back finds of a file whose seals are as they should be. */
export const SOUND_STAMPS: readonly Check[] = MANDATORY_STAMPED.slice(0, 10).map((name) =>
  name === "seal.file" ? check(name, "valid", "pdf.ok") : check(name, "valid", "seal.ok" as never),
);

export interface StampedQuestion extends Partial<Policy> {
  readonly trust?: TrustFile;
  readonly facts?: Facts;
  readonly now?: Seconds;
  readonly found?: readonly Check[];
  readonly file?: StampedFile;
}

/** The report on a stamped file whose signatures are sound; at level archival unless another is asked for. */
export function judgeStamped(world: PaperStamped, question: StampedQuestion = {}): Report {
  const {
    trust = world.trust,
    facts = NO_FACTS,
    now = NOW,
    found = SOUND_STAMPS,
    file = world.file,
    level = "archival",
    ...policy
  } = question;
  return verifyStamped(file, facts, trust, { level, ...policy }, now, found);
}

/** Verdict, and `<check> <code>` of every line that is neither valid nor skipped. */
export function wrongIn({ verdict, checks }: Report): readonly string[] {
  const wrong = checks.filter(({ result }) => result === "invalid" || result === "error");
  return [verdict, ...wrong.map(({ name, code }) => `${name} ${code}`)];
}
