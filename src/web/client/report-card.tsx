import { say, sayCopy, sayVerdict } from "../../domain/i18n/say.ts";
import { instant } from "../../domain/i18n/times.ts";
import { ChainView } from "./chain-view.tsx";
import { AllChecks, CheckList, troubled } from "./checks-view.tsx";
import { ContentView } from "./content-view.tsx";
import { VerdictIcon } from "./icons.tsx";
import type { Outcome } from "./outcome.ts";
import { REPORT_WORDS } from "./report-words.ts";
import { StampedView } from "./stamped-view.tsx";
import { tell } from "./words.ts";

/** Where a card stands on the page. */
export interface Place {
  readonly id: string;
  /** Name of the file, or the identifier. */
  readonly name: string;
  readonly language: "zh" | "en";
}

type Judged = Extract<Outcome, { readonly kind: "report" }>;

/** The verdict in large words, why, what the certificate says, the chain of evidence, every check. */
export function ReportCard(props: Place & { readonly outcome: Judged; readonly open: boolean }) {
  const { id, name, language, outcome, open } = props;
  const { report, content, chain } = outcome;
  const { verdict, certificate } = report;
  const wrong = troubled(report.checks);
  const copy = sayCopy(language, report.checks);
  return (
    <article class={`card card-${verdict}`} aria-labelledby={id}>
      <h3 id={id} class="card-title">
        {certificate === null ? name : certificate.type[language]}
        {certificate !== null && <span class="hint file-name">{name}</span>}
      </h3>
      <div class={`verdict verdict-${verdict}`}>
        <p class="verdict-word">
          <VerdictIcon verdict={verdict} />
          <strong>{say(language, `verdict.${verdict}`)}</strong>
        </p>
        <p>{sayVerdict(language, report, "meaning")}</p>
        <p class="verdict-do">{sayVerdict(language, report, "do")}</p>
      </div>
      {copy !== null && (
        <p class="notice">
          <strong>{say(language, "report.copy")}</strong>
          {language === "zh" ? "：" : ": "}
          {copy}
        </p>
      )}
      {report.stamped !== undefined && (
        <StampedView stamped={report.stamped} proven={verdict === "valid"} language={language} />
      )}
      <p>{asOfLine(report, language)}</p>
      <p class="hint">{levelLine(report, language)}</p>
      {wrong.length > 0 && (
        <>
          <h4>{REPORT_WORDS.why[language]}</h4>
          <CheckList checks={wrong} language={language} />
        </>
      )}
      {report.stamped !== undefined && <AllChecks report={report} language={language} />}
      {(certificate !== null || chain !== null) && (
        <details class="more" open={open}>
          <summary>{more(language)}</summary>
          <ContentView report={report} content={content} language={language} />
          {chain !== null && <ChainView report={report} facts={chain} language={language} />}
          <AllChecks report={report} language={language} />
        </details>
      )}
    </article>
  );
}

const more = (language: Place["language"]): string =>
  `${REPORT_WORDS.content[language]}${language === "zh" ? "、" : ", "}${REPORT_WORDS.chain[language].toLowerCase()}`;

function asOfLine({ asOf }: Judged["report"], language: Place["language"]): string {
  const { block, known, time } = asOf;
  const at = instant(time, language);
  if (block === null || known === null) return tell(REPORT_WORDS.noBlock, language, { time: at });
  return tell(REPORT_WORDS.asOfBlock, language, { time: at, block, known: instant(known, language) });
}

function levelLine({ level }: Judged["report"], language: Place["language"]): string {
  const values = { level: say(language, `level.${level}`), meaning: say(language, `level.${level}.meaning`) };
  return tell(REPORT_WORDS.atLevel, language, values);
}
