import { ERRORS } from "../../domain/errors.ts";
import { type Column, columnsOf } from "../../domain/types/columns.ts";
import type { TypeDefinition } from "../../domain/types/definition.ts";
import type { RowResult } from "./batches.ts";
import { COMMENT, OWN_COLUMNS, SUCCESSION_LABELS } from "./own-columns.ts";
import type { Fault } from "./rows.ts";

/** Sheets that we write: CSV of RFC 4180 in UTF-8 with a byte order mark, by which Excel and WPS know it. */

const BOM = "\uFEFF";
/** What a spreadsheet would run as a formula (https://owasp.org/www-community/attacks/CSV_Injection). */
const FORMULA = /^[=+\-@\t\r]/;

/** A text that a spreadsheet shows as it is: every cell quoted, nothing that it would run. */
export function sheetText(rows: readonly (readonly string[])[]): string {
  return BOM + rows.map((row) => `${row.map(cell).join(",")}\r\n`).join("");
}

/** What is wrong with which row, for whoever mends the file. */
export function errorSheet(faults: readonly Fault[]): string {
  const header = ["row", "field", "code", "expected", "message", "message_zh"];
  const lines = faults.map(({ row, field, code, expected = "" }) => {
    const { en, zh } = ERRORS[code];
    return [String(row), field, code, expected, en, zh];
  });
  return sheetText([header, ...lines]);
}

/** Which row became which certificate. */
export function resultSheet(results: readonly RowResult[]): string {
  return sheetText([["row", "certificate"], ...results.map(({ row, id }) => [String(row), id])]);
}

const OWN_LABELS: Readonly<Record<(typeof OWN_COLUMNS)[number], string>> = {
  "certificate.validFrom": "有效期起（可空：即日）",
  "certificate.validUntil": "有效期至",
  "certificate.supersedes.id": "被替换证照的标识（可空）",
  "certificate.supersedes.kind": `替换方式（${Object.values(SUCCESSION_LABELS).join("、")}；可空）`,
};

/** Lines of a list in an empty sheet; whoever needs more adds columns. */
const LINES = 3;

/** An empty sheet for a type: names that the import reads, and under them what they mean. */
export function templateSheet(type: TypeDefinition): string {
  const columns = columnsOf(type).filter(({ line = 1 }) => line <= LINES);
  const own = OWN_COLUMNS.filter((name) => name !== "certificate.validUntil" || type.validity.until !== "never");
  const names = [...columns.map(({ name }) => name), ...own];
  const labels = [...columns.map(labelOf), ...own.map((name) => ownLabel(name, type))];
  return sheetText([names, labels.map((label, i) => (i === 0 ? `${COMMENT}${label}` : label))]);
}

function labelOf({ label, required, field }: Column): string {
  const choices = (field.values ?? []).map((value) => value.label.zh).join("、");
  const hints = [
    ...(required ? ["必填"] : []),
    ...(field.kind === "date" || field.kind === "period" ? ["如 2026-01-31"] : []),
    ...(choices === "" ? [] : [choices]),
  ];
  return hints.length === 0 ? label.zh : `${label.zh}（${hints.join("；")}）`;
}

function ownLabel(name: (typeof OWN_COLUMNS)[number], { validity }: TypeDefinition): string {
  const must = name === "certificate.validUntil" && validity.until === "required";
  return must ? `${OWN_LABELS[name]}（必填）` : OWN_LABELS[name];
}

function cell(text: string): string {
  const shown = FORMULA.test(text) ? `'${text}` : text;
  return `"${shown.replaceAll('"', '""')}"`;
}
