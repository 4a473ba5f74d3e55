import { say } from "../../domain/i18n/say.ts";
import type { Report } from "../../proof/report.ts";
import { type Standing, stepsOf } from "./chain-steps.ts";
import { StandingIcon } from "./icons.tsx";
import type { ChainFacts } from "./outcome.ts";
import { REPORT_WORDS } from "./report-words.ts";

/** The links of the evidence, drawn one below the other; the drawing is also the list that a screen reader reads. */
export function ChainView(props: {
  readonly report: Report;
  readonly facts: ChainFacts;
  readonly language: "zh" | "en";
}) {
  const { report, facts, language } = props;
  return (
    <>
      <h4>{REPORT_WORDS.chain[language]}</h4>
      <p class="hint">{REPORT_WORDS.chainHelp[language]}</p>
      <ol class="chain">
        {stepsOf(report, facts, language).map(({ name, standing, value }) => (
          <li key={name} class={`link-${standing}`}>
            <span class="node">
              <StandingIcon standing={standing} />
            </span>
            <span class="link-text">
              <strong>{REPORT_WORDS[`step_${name}`][language]}</strong>{" "}
              <span class={`standing standing-${standing}`}>{standingWord(standing, language)}</span>
              {value !== "" && <span class="link-value">{value}</span>}
            </span>
          </li>
        ))}
      </ol>
    </>
  );
}

/** How a check or a link stands, in a word. */
export function standingWord(standing: Standing, language: "zh" | "en"): string {
  return standing === "lapsed" ? REPORT_WORDS.result_lapsed[language] : say(language, `result.${standing}`);
}
