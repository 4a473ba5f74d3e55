import { say } from "../../domain/i18n/say.ts";
import { instant } from "../../domain/i18n/times.ts";
import type { Stamped } from "../../proof/stamped-file.ts";
import { REPORT_WORDS } from "./report-words.ts";

interface Props {
  readonly stamped: Stamped;
  /** The verdict is valid. */
  readonly proven: boolean;
  readonly language: "zh" | "en";
}

/** Which seals are on a file, by whom and when, as the file and its proof say; the verdict above says what of it holds. */
export function StampedView({ stamped, proven, language }: Props) {
  const { member, seals, usedAt } = stamped;
  return (
    <>
      {!proven && <h4>{REPORT_WORDS.contentUnproven[language]}</h4>}
      <dl class={proven ? "summary" : "summary unproven"}>
        {member !== null && (
          <div>
            <dt>{say(language, "report.stamped.by")}</dt>
            <dd>
              {member.names[language]} ({member.code})
            </dd>
          </div>
        )}
        {seals.map(({ code, name }) => (
          <div key={code}>
            <dt>{say(language, "report.stamped.seal")}</dt>
            <dd>
              {name} ({code})
            </dd>
          </div>
        ))}
        <div>
          <dt>{say(language, "report.stamped.at")}</dt>
          <dd>{usedAt === null ? say(language, "report.stamped.unknown") : instant(usedAt, language)}</dd>
        </div>
      </dl>
    </>
  );
}
