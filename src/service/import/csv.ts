import { CsvError } from "csv-parse";
import { parse } from "csv-parse/sync";
import { type Issue, throwIssues, YinzhengError } from "../../domain/errors.ts";
import { pointerTo } from "../../domain/json-value.ts";
import { SUCCESSION_KINDS } from "../../domain/succession.ts";
import { type Column, columnsOf, subjectIn } from "../../domain/types/columns.ts";
import type { TypeDefinition } from "../../domain/types/definition.ts";
import { COMMENT, OWN_COLUMNS, SUCCESSION_LABELS } from "./own-columns.ts";
import { IMPORT_LIMITS, type Row } from "./rows.ts";

const RECORD_CHARACTERS = 256 * 1024;

/** What a column of the sheet is: one of the type's, or one of ours. */
type Known = Column | (typeof OWN_COLUMNS)[number];

/**
 * Rows of a sheet in CSV (RFC 4180; lines end with CRLF or LF): a header with column names, perhaps a row of comments
 * that begins with #, then a row for each certificate. Rows without any text are passed over, and counted.
 *
 * @throws csv.syntax; csv.column for a column that stands twice, schema.unknown_field and schema.missing_field for one
 *   too many or too few, `detail.issues` naming all; http.too_large for too many rows
 */
export function readCsv(text: string, type: TypeDefinition): readonly Row[] {
  const [header = [], ...records] = recordsIn(text);
  const columns = headerColumns(header, type);
  const commented = records[0]?.[0]?.startsWith(COMMENT) === true;
  const rows = records.flatMap((cells, i) => {
    const empty = cells.every((cell) => cell === "");
    return empty || (commented && i === 0) ? [] : [rowOf(columns, cells, i + 2)];
  });
  if (rows.length > IMPORT_LIMITS.rows) {
    throw new YinzhengError("http.too_large", { expected: `at most ${IMPORT_LIMITS.rows} rows` });
  }
  return rows;
}

function recordsIn(text: string): string[][] {
  try {
    return parse(text, {
      record_delimiter: ["\r\n", "\n", "\r"],
      relax_column_count: true,
      max_record_size: RECORD_CHARACTERS,
      // Rows without text may stand between; far more than that is no sheet of ours.
      to: 2 * IMPORT_LIMITS.rows,
    });
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    throw new YinzhengError("csv.syntax", { line: Number(cause.lines ?? 0), reason: cause.code }, cause);
  }
}

function headerColumns(header: readonly string[], type: TypeDefinition): readonly Known[] {
  const known = new Map<string, Known>(columnsOf(type).map((column) => [column.name, column]));
  for (const name of OWN_COLUMNS) known.set(name, name);
  const issues: Issue[] = [];
  const seen = new Set<string>();
  const columns = header.flatMap((name) => {
    const column = known.get(name);
    const pointer = pointerTo("", name);
    if (column === undefined) issues.push({ code: "schema.unknown_field", pointer });
    if (seen.has(name)) issues.push({ code: "csv.column", pointer });
    seen.add(name);
    return column === undefined ? [] : [column];
  });
  for (const column of known.values()) {
    if (typeof column === "string" || !column.required || seen.has(column.name)) continue;
    issues.push({ code: "schema.missing_field", pointer: pointerTo("", column.name) });
  }
  throwIssues(issues);
  return columns;
}

function rowOf(columns: readonly Known[], cells: readonly string[], row: number): Row {
  if (cells.length !== columns.length) {
    const fault = { row, field: "", code: "csv.cells", expected: String(columns.length) } as const;
    return { row, request: null, faults: [fault] };
  }
  const pairs = columns.map((column, i) => [column, cells[i] ?? ""] as const);
  const own = (name: string): string | undefined => pairs.find(([column]) => column === name)?.[1] || undefined;
  const [validFrom, validUntil, id, kind] = OWN_COLUMNS.map(own);
  const subject = subjectIn(pairs.filter((pair): pair is readonly [Column, string] => typeof pair[0] !== "string"));
  const request = { subject, ...(validFrom && { validFrom }), ...(validUntil && { validUntil }) };
  if (id === undefined && kind === undefined) return { row, request, faults: [] };
  const known = SUCCESSION_KINDS.find((one) => one === kind || SUCCESSION_LABELS[one] === kind);
  if (id !== undefined && known !== undefined) {
    return { row, request: { ...request, supersedes: { id, kind: known } }, faults: [] };
  }
  const field = id === undefined ? OWN_COLUMNS[2] : OWN_COLUMNS[3];
  const expected = id === undefined ? "the certificate's identifier" : SUCCESSION_KINDS.join(" | ");
  return { row, request: null, faults: [{ row, field, code: "schema.value", expected }] };
}
