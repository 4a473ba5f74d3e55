import type { CodeMeaning } from "../../domain/checks/table.ts";
import { CHECKS, type Check, type CheckName } from "../../domain/checks.ts";
import type { Language } from "../../domain/i18n/dictionary.ts";
import { instant } from "../../domain/i18n/times.ts";
import type { Report } from "../../proof/report.ts";
import type { ChainFacts } from "./outcome.ts";
import { REPORT_WORDS } from "./report-words.ts";
import { tell } from "./words.ts";

/** How a link or a check stands; `lapsed`: genuine, but not in force at the time asked about. */
export type Standing = Check["result"] | "lapsed";

export interface Step {
  readonly name: StepName;
  readonly standing: Standing;
  /** What it holds, in a few words; "" where nothing is known. */
  readonly value: string;
}

/** Checks that a link hangs on, by name or by family; in the order in which the chain is drawn. */
const STEPS = {
  seal: ["seal"],
  document: [
    "integrity.document",
    "integrity.kind",
    "integrity.context",
    "integrity.type",
    "integrity.subject",
    "issuer",
  ],
  leaf: ["integrity.cell"],
  root: ["integrity.leaf"],
  officers: ["anchor.officers", "anchor.member", "anchor.scope"],
  anchor: ["anchor.record"],
  log: ["anchor.log"],
  checkpoint: ["trust.network", "trust.header", "trust.code"],
  witnesses: ["trust.level", "trust.history"],
  status: ["status", "time"],
} as const satisfies Record<string, readonly (CheckName | Check["family"])[]>;
export type StepName = keyof typeof STEPS;

/** From bad to good: a link is as good as the worst of its checks. */
const WORST: readonly Standing[] = ["invalid", "error", "lapsed", "valid", "skipped"];

/** How one check stands. */
export function standingOf({ name, code, result }: Check): Standing {
  const codes: Readonly<Record<string, CodeMeaning>> = CHECKS[name].codes;
  return result === "invalid" && codes[code]?.notInForce === true ? "lapsed" : result;
}

/** The links from the certificate to the witnesses, and the status. */
export function stepsOf(report: Report, facts: ChainFacts, language: Language): readonly Step[] {
  const values = valuesOf(report, facts, language);
  const sealed = report.checks.some(({ family }) => family === "seal");
  const names = (Object.keys(STEPS) as StepName[]).filter((name) => sealed || name !== "seal");
  return names.map((name) => {
    const wanted: readonly string[] = STEPS[name];
    const standings = report.checks
      .filter((check) => wanted.includes(check.name) || wanted.includes(check.family))
      .map(standingOf);
    const standing = WORST.find((one) => standings.includes(one)) ?? "skipped";
    return { name, standing, value: values[name] };
  });
}

function valuesOf(
  { certificate, asOf, vouchedBy, checks }: Report,
  facts: ChainFacts,
  language: Language,
): Readonly<Record<StepName, string>> {
  const w = REPORT_WORDS;
  const status = checks.find((check) => ["status", "time"].includes(check.family) && standingOf(check) === "lapsed");
  return {
    seal: checks.some(({ name, result }) => name === "seal.representation" && result === "valid")
      ? w.step_seal_value[language]
      : "",
    document:
      certificate === null ? "" : tell(w.step_document_value, language, { issuer: certificate.issuer[language] }),
    leaf: tell(w.step_leaf_value, language, { place: facts.index + 1 }),
    root: tell(w.step_root_value, language, { size: facts.size }),
    officers: tell(w.step_officers_value, language, { signed: facts.signed, needed: facts.needed }),
    anchor: tell(w.step_anchor_value, language, { time: instant(facts.anchoredAt, language) }),
    log: tell(w.step_log_value, language, { place: facts.logIndex + 1, size: facts.logSize }),
    checkpoint: asOf.block === null ? "" : tell(w.step_checkpoint_value, language, { block: asOf.block }),
    witnesses:
      vouchedBy.length === 0
        ? w.step_witnesses_none[language]
        : tell(w.step_witnesses_value, language, { names: vouchedBy.join(language === "zh" ? "、" : ", ") }),
    status: status?.message[language] ?? "",
  };
}
