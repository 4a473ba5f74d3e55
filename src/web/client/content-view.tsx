import { say, sayCustody } from "../../domain/i18n/say.ts";
import { day } from "../../domain/i18n/times.ts";
import { type Shown, shownValue } from "../../domain/types/shown.ts";
import type { Report } from "../../proof/report.ts";
import type { Content } from "./outcome.ts";
import { REPORT_WORDS } from "./report-words.ts";
import { tell } from "./words.ts";

type Language = "zh" | "en";

interface Props {
  readonly report: Report;
  readonly content: Content | null;
  readonly language: Language;
}

/** What the certificate says, its labels from the type definition that travels with it. Nothing of it is known beforehand. */
export function ContentView({ report, content, language }: Props) {
  const { certificate, verdict } = report;
  const word = (name: keyof typeof REPORT_WORDS): string => REPORT_WORDS[name][language];
  const proven = verdict === "valid" || verdict === "not_in_force";
  return (
    <>
      <h4>{proven ? word("content") : word("contentUnproven")}</h4>
      {content === null && <p>{word("noContent")}</p>}
      <dl class={proven ? "summary" : "summary unproven"}>
        {certificate !== null && <Row term={word("type")} value={certificate.type[language]} />}
        {certificate !== null && <Row term={word("issuer")} value={certificate.issuer[language]} />}
        {certificate !== null && (
          <Row term={say(language, "report.custody")} value={sayCustody(language, report.checks)} />
        )}
        {content?.rows.map(({ field, value }) => (
          <Row key={field.name} term={field.label[language]} value={shownValue(field, value, language)} />
        ))}
        {content !== null && <Row term={word("validity")} value={validity(content, language)} />}
        {certificate !== null && <Row term={word("identifier")} value={certificate.id} />}
      </dl>
    </>
  );
}

function Row({ term, value }: { readonly term: string; readonly value: Shown }) {
  return (
    <div>
      <dt>{term}</dt>
      <dd>{typeof value === "string" ? value : <Table {...value} />}</dd>
    </div>
  );
}

/** Lines of a list: a table where there is room, and where there is none each cell with its own heading. */
function Table({ columns, rows }: Exclude<Shown, string>) {
  return (
    <table class="stacked lines">
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column} scope="col">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((cells) => (
          <tr key={cells.join("\n")}>
            {cells.map((cell, i) => (
              <td key={columns[i]} data-label={columns[i]}>
                {cell}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function validity({ validFrom, validUntil }: Content, language: Language): string {
  const from = day(validFrom, language);
  if (validUntil === null) return tell(REPORT_WORDS.validFrom, language, { from });
  return tell(REPORT_WORDS.validBetween, language, { from, until: day(validUntil, language) });
}
