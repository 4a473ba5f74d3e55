import { CHECK_FAMILIES } from "../../domain/checks/table.ts";
import { type Check, titleOf } from "../../domain/checks.ts";
import { say } from "../../domain/i18n/say.ts";
import type { Report } from "../../proof/report.ts";
import { type Standing, standingOf } from "./chain-steps.ts";
import { standingWord } from "./chain-view.tsx";
import { detailRows } from "./detail.ts";
import { StandingIcon } from "./icons.tsx";
import { REPORT_WORDS } from "./report-words.ts";
import { tell } from "./words.ts";

type Language = "zh" | "en";

const ORDER: readonly Standing[] = ["invalid", "lapsed", "error", "valid", "skipped"];
const rank = (check: Check): number => ORDER.indexOf(standingOf(check));

/** What is wrong, worst first. */
export function troubled(checks: readonly Check[]): readonly Check[] {
  return checks.filter((check) => rank(check) < ORDER.indexOf("valid")).toSorted((a, b) => rank(a) - rank(b));
}

/** Every check, by family; a family with a failure comes first, and in it the failure. */
export function AllChecks({ report, language }: { readonly report: Report; readonly language: Language }) {
  const { checks } = report;
  const families = CHECK_FAMILIES.map((family) => ({
    family,
    checks: checks.filter((check) => check.family === family).toSorted((a, b) => rank(a) - rank(b)),
  })).filter((group) => group.checks.length > 0);
  const worst = (group: { readonly checks: readonly Check[] }): number => Math.min(...group.checks.map(rank), 3);
  const counts = ORDER.map((standing) => ({
    standing,
    count: checks.filter((check) => standingOf(check) === standing).length,
  }))
    .filter(({ count }) => count > 0)
    .map(({ standing, count }) => `${standingWord(standing, language)} ${count}`)
    .join(language === "zh" ? "，" : ", ");
  return (
    <details class="all-checks">
      <summary>{tell(REPORT_WORDS.checks, language, { all: checks.length, list: counts })}</summary>
      {families
        .toSorted((a, b) => worst(a) - worst(b))
        .map((group) => (
          <section key={group.family}>
            <h5>{say(language, `family.${group.family}`)}</h5>
            <CheckList checks={group.checks} language={language} />
          </section>
        ))}
      <p class="hint">
        {REPORT_WORDS.trust[language]} <code class="long">{report.trust}</code>
      </p>
    </details>
  );
}

/** Checks as lines: how each stands, what it looked at, what that means and what to do. */
export function CheckList({ checks, language }: { readonly checks: readonly Check[]; readonly language: Language }) {
  return (
    <ul class="checks">
      {checks.map((check) => (
        <CheckLine key={`${check.name} ${check.code}`} check={check} language={language} />
      ))}
    </ul>
  );
}

function CheckLine({ check, language }: { readonly check: Check; readonly language: Language }) {
  const standing = standingOf(check);
  const rows = check.result === "valid" || check.result === "skipped" ? [] : detailRows(check.detail, language);
  return (
    <li class={`check check-${standing}`}>
      <span class="node">
        <StandingIcon standing={standing} />
      </span>
      <div>
        <p>
          <strong>{titleOf(check.name)[language]}</strong>{" "}
          <span class={`standing standing-${standing}`}>{standingWord(standing, language)}</span>
        </p>
        <p>{check.message[language]}</p>
        {rows.length > 0 && (
          <dl class="detail">
            {rows.map(([term, value]) => (
              <div key={term}>
                <dt>{term}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        )}
        <p class="hint">
          {REPORT_WORDS.code[language]} <code>{check.code}</code>
        </p>
      </div>
    </li>
  );
}
