import { type Check, titleOf } from "../domain/checks.ts";
import { formatInstant } from "../domain/dates.ts";
import type { Language } from "../domain/i18n/dictionary.ts";
import { say, sayCopy, sayCustody, sayVerdict } from "../domain/i18n/say.ts";
import { SUCCESSION_REASONS, type Succession } from "../domain/succession.ts";
import type { Report } from "../proof/report.ts";
import type { Stamped } from "../proof/stamped-file.ts";

const MARKS: Readonly<Record<Check["result"], string>> = { valid: "✓", invalid: "✗", error: "?", skipped: "–" };
const SHANGHAI = 8 * 3600;

/** Times are shown as the reader's clock has them: Beijing time. */
export const beijing = (time: number): string =>
  `${formatInstant(time + SHANGHAI)
    .replace("T", " ")
    .slice(0, 19)} +08:00`;

/** A report as a person reads it in a terminal: "as of" first, then the verdict and what to do, then every check. */
export function reportText(report: Report, language: Language, file: string): string {
  const { block, known, time } = report.asOf;
  const t = (key: Parameters<typeof say>[1], values = {}) => say(language, key, values);
  const asOf =
    block === null || known === null
      ? t("report.as_of.no_block", { time: beijing(time) })
      : t("report.as_of.block", { time: beijing(time), block, known: beijing(known) });
  const { certificate, verdict, level, stamped } = report;
  const kindOf = ({ kind }: Succession) => t(`reason.${SUCCESSION_REASONS[kind]}`);
  const copy = sayCopy(language, report.checks);
  const field = (label: string, value: string) => `  ${label}${language === "zh" ? "：" : ": "}${value}`;
  return [
    asOf,
    "",
    `${t("report.verdict")}${language === "zh" ? "：" : ": "}${t(`verdict.${verdict}`)} — ${sayVerdict(language, report, "meaning")}`,
    sayVerdict(language, report, "do"),
    "",
    ...(copy === null ? [] : [field(t("report.copy"), copy)]),
    ...(certificate === null
      ? []
      : [
          field(t("report.type"), certificate.type[language]),
          field(t("report.issuer"), certificate.issuer[language]),
          field(t("report.custody"), sayCustody(language, report.checks)),
          field(t("report.identifier"), certificate.id),
          ...(certificate.replaces === undefined ? [] : [field(t("report.replaces"), kindOf(certificate.replaces))]),
        ]),
    ...(stamped === undefined ? [] : stampedText(stamped, language).map(([label, value]) => field(label, value))),
    field(t("report.level"), `${t(`level.${level}`)} (${t(`level.${level}.meaning`)})`),
    field(t("report.vouched_by"), report.vouchedBy.join(", ") || "—"),
    field(t("report.trust"), report.trust),
    field("", file).replace(/^ {2}[：:] ?/, "  "),
    "",
    `${t("report.checks")}${language === "zh" ? "：" : ":"}`,
    ...report.checks.filter(({ code }) => !code.endsWith(".skipped")).map((line) => checkText(line, language)),
    "",
  ].join("\n");
}

/** Which seals are on a file, by whom and when, as the file and its proof say. */
function stampedText({ member, seals, usedAt }: Stamped, language: Language): readonly (readonly [string, string])[] {
  return [
    ...(member === null
      ? []
      : [[say(language, "report.stamped.by"), `${member.names[language]} (${member.code})`] as const]),
    ...seals.map(
      ({ code, name }) => [say(language, "report.stamped.seal"), `${shownName(name)} (${shownName(code)})`] as const,
    ),
    [say(language, "report.stamped.at"), usedAt === null ? say(language, "report.stamped.unknown") : beijing(usedAt)],
  ];
}

/** What stands in a seal is a stranger's: nothing in it steers a terminal. */
const shownName = (text: string): string => text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, "\uFFFD").slice(0, 200);

function checkText({ name, result, code, message, detail }: Check, language: Language): string {
  const line = `  ${MARKS[result]} ${titleOf(name)[language]} — ${message[language]}`;
  if (result === "valid") return line;
  const known = detail === undefined ? "" : ` ${JSON.stringify(detail)}`;
  return `${line} [${code}]${known}`;
}
