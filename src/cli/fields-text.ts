import { contentOf } from "../documents/content.ts";
import { parseCredential } from "../domain/credential.ts";
import type { Language } from "../domain/i18n/dictionary.ts";
import { say } from "../domain/i18n/say.ts";
import type { Shown } from "../domain/types/shown.ts";
import type { Rebuilt } from "../proof/compact.ts";
import { pinnedType } from "../proof/verify/integrity.ts";

/**
 * What a certificate in a code says, to be compared with the print around it. Only for one that is not invalid: the text
 * of any other may hold what a terminal obeys.
 */
export function fieldsText({ representation, types, member }: Rebuilt, language: Language): string {
  const view = parseCredential(representation.credential);
  const type = pinnedType({ types }, view);
  if (type === null) return "";
  const { rows, validity } = contentOf(view, type, member, "");
  const colon = language === "zh" ? "：" : ": ";
  const lines = rows.flatMap(({ label, value }) => linesOf(label[language], value[language], colon));
  return [`${say(language, "report.says")}${colon.trim()}`, ...lines, `  ${validity[language]}`, ""].join("\n");
}

function linesOf(label: string, value: Shown, colon: string): readonly string[] {
  if (typeof value === "string") return [`  ${label}${colon}${value}`];
  return [`  ${label}${colon.trim()}`, ...value.rows.map((row) => `    ${row.join(" · ")}`)];
}
