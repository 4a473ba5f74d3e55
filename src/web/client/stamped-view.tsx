import { say } from "../../domain/i18n/say.ts";
import { instant } from "../../domain/i18n/times.ts";
import type { Stamped } from "../../proof/stamped-file.ts";

/** Which seals are on a file, by whom and when, as the file and its proof say; the verdict above says what of it holds. */
export function StampedView({ stamped, language }: { readonly stamped: Stamped; readonly language: "zh" | "en" }) {
  const { member, seals, usedAt } = stamped;
  return (
    <dl class="summary">
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
  );
}
