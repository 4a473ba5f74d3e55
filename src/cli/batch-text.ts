import { ERRORS } from "../domain/errors.ts";
import type { Language } from "../domain/i18n/dictionary.ts";
import { say } from "../domain/i18n/say.ts";
import type { BatchView, Preview } from "../service/import/batches.ts";
import type { Fault } from "../service/import/rows.ts";
import { beijing } from "./report-text.ts";
import { widthOf } from "./width.ts";

const number = (value: number): string => value.toLocaleString("en-US");
const ENCODINGS = { "utf-8": "UTF-8", gb18030: "GB18030" } as const;
/** Faults that are told one by one. */
const TOLD = 10;

/** An import as a person reads it in a terminal: what it is, how it stands, and what to do. */
export function batchText(view: BatchView, language: Language): string {
  const t = (key: Parameters<typeof say>[1], values = {}) => say(language, key, values);
  const { id, rows, drafts, state, returned, failure } = view;
  const colon = language === "zh" ? "：" : ": ";
  const field = (label: Parameters<typeof t>[0], value: string) => `  ${t(label)}${colon}${value}`;
  return [
    `${view.type.names[language]}${colon}${t(`batch.${state}`)}`,
    field("batch.id", id),
    field("batch.received", beijing(view.receivedAt)),
    field("batch.encoding", ENCODINGS[view.encoding]),
    field("batch.rows", rowsText(rows, language)),
    ...(drafts === null ? [] : [field("batch.drafts", `${number(drafts.count)}, ${drafts.draftsRoot}`)]),
    ...(view.issued === 0 ? [] : [field("batch.count", number(view.issued))]),
    ...(view.batchId === null ? [] : [field("batch.chain", view.batchId)]),
    ...(returned === undefined ? [] : [field("batch.reason", returned.reason)]),
    ...(failure === undefined ? [] : [field("batch.reason", [failure.code, ...failure.checks].join(", "))]),
    t(`batch.${state}.do`, { id }),
    "",
  ].join("\n");
}

/** What an import would do. */
export function previewText({ type, encoding, rows, refused, faults }: Preview, language: Language): string {
  const t = (key: Parameters<typeof say>[1], values = {}) => say(language, key, values);
  const colon = language === "zh" ? "：" : ": ";
  const more = faults.length - TOLD;
  return [
    `${type.names[language]}${colon}${t(refused ? "batch.preview.refused" : "batch.preview.good")}`,
    `  ${t("batch.encoding")}${colon}${ENCODINGS[encoding]}`,
    `  ${t("batch.rows")}${colon}${rowsText(rows, language)}`,
    ...faults.slice(0, TOLD).map((fault) => `  ${faultText(fault, language)}`),
    ...(more > 0 ? [`  ${t("batch.more", { count: number(more) })}`] : []),
    "",
  ].join("\n");
}

function faultText({ row, field, code, expected }: Fault, language: Language): string {
  const where = [say(language, "batch.row", { row: number(row) }), field].filter((part) => part !== "").join(" ");
  return `${where} [${code}] ${ERRORS[code][language]}${expected === undefined ? "" : ` (${expected})`}`;
}

function rowsText({ total, good, bad }: BatchView["rows"], language: Language): string {
  if (good === null || bad === null) return number(total);
  return say(language, "batch.counts", { total: number(total), good: number(good), bad: number(bad) });
}

const BAR = 24;

/** How far an import is: with a bar where there are columns for it. */
export function progressText(view: BatchView, language: Language, columns?: number): string {
  const { progress, rows, drafts } = view;
  const name = say(language, progress === undefined ? `batch.${view.state}` : `batch.step.${progress.step}`, {});
  if (progress === undefined) return name;
  const total = progress.step === "checking" ? rows.total : (drafts?.count ?? rows.good ?? rows.total);
  const done = Math.min(progress.done, total);
  const label = `${name} ${number(done)}/${number(total)}`;
  if (columns === undefined || widthOf(label) + BAR + 3 > columns) return label;
  const filled = total === 0 ? BAR : Math.round((done / total) * BAR);
  return `[${"█".repeat(filled)}${"░".repeat(BAR - filled)}] ${label}`;
}
