import type { Seconds } from "../../src/domain/bytes.ts";
import type { Bundle } from "../../src/proof/bundle.ts";
import { type Facts, NO_FACTS } from "../../src/proof/facts.ts";
import type { Policy } from "../../src/proof/policy.ts";
import type { Report } from "../../src/proof/report.ts";
import type { TrustFile } from "../../src/proof/trust.ts";
import { verify } from "../../src/proof/verify.ts";
import { NOW, type Paper } from "./paper/options.ts";

export interface Question extends Partial<Policy> {
  /** In place of the world's own. */
  readonly bundle?: Bundle;
  readonly trust?: TrustFile;
  readonly facts?: Facts;
  readonly now?: Seconds;
}

/** The report on a world's certificate, at level archival unless another is asked for; online with a node that is well. */
export function judge(world: Paper, question: Question = {}): Report {
  const { bundle = world.bundle, trust = world.trust, now = NOW, facts, level = "archival", ...policy } = question;
  const told = facts ?? (level === "online" ? world.node() : NO_FACTS);
  return verify(bundle, told, trust, { level, ...policy }, now);
}

/** `name code` of every check that is not valid, but for those that nothing called for. */
export function faults({ checks }: Report): readonly string[] {
  return checks
    .filter(({ result, code }) => result !== "valid" && !code.endsWith(".skipped"))
    .map(({ name, code }) => `${name} ${code}`);
}

/** Verdict and faults in one line, for tables of cases. */
export const summary = (report: Report): string => [report.verdict, ...faults(report)].join(" | ");

export const detailOf = ({ checks }: Report, name: string): unknown =>
  checks.find((line) => line.name === name)?.detail;
