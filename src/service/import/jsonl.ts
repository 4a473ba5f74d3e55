import { isYinzhengError, YinzhengError } from "../../domain/errors.ts";
import { parseJsonText } from "../../domain/json.ts";
import { isJsonObject, type JsonValue } from "../../domain/json-value.ts";
import { readObject, readOneOf, readString } from "../../domain/shape.ts";
import { SUCCESSION_KINDS } from "../../domain/succession.ts";
import { IMPORT_LIMITS, type Row, type RowRequest } from "./rows.ts";

const TIMES = ["validFrom", "validUntil"] as const;

/**
 * Rows of a JSON Lines file: on each line what `POST /certificates` takes, without `type`. Empty lines are passed over,
 * and counted. A line that can't be read is a row with a fault.
 *
 * @throws http.too_large for too many rows
 */
export function readJsonl(text: string): readonly Row[] {
  const rows = text.split("\n").flatMap((line, i) => (line.trim() === "" ? [] : [rowOf(line, i + 1)]));
  if (rows.length <= IMPORT_LIMITS.rows) return rows;
  throw new YinzhengError("http.too_large", { expected: `at most ${IMPORT_LIMITS.rows} rows` });
}

function rowOf(line: string, row: number): Row {
  try {
    return { row, request: requestIn(line), faults: [] };
  } catch (error) {
    if (!isYinzhengError(error)) throw error;
    const issues = error.detail.issues ?? [{ ...error.detail, code: error.code, pointer: error.detail.pointer ?? "" }];
    const faults = issues.map(({ code, pointer, expected }) => ({
      row,
      field: pointer,
      code,
      ...(expected === undefined ? {} : { expected }),
    }));
    return { row, request: null, faults };
  }
}

function requestIn(line: string): RowRequest {
  const value = readObject(parseJsonText(line), "", ["subject"], [...TIMES, "supersedes"]);
  const { subject } = value;
  if (!isJsonObject(subject)) throw new YinzhengError("schema.type", { pointer: "/subject", expected: "an object" });
  const times = TIMES.filter((name) => value[name] !== undefined).map((name) => [
    name,
    readString(value[name], `/${name}`),
  ]);
  const { supersedes } = value;
  return {
    subject,
    ...Object.fromEntries(times),
    ...(supersedes === undefined ? {} : { supersedes: readPredecessor(supersedes, "/supersedes") }),
  };
}

function readPredecessor(value: JsonValue, pointer: string): NonNullable<RowRequest["supersedes"]> {
  const { id, kind } = readObject(value, pointer, ["id", "kind"]);
  return { id: readString(id, `${pointer}/id`), kind: readOneOf(kind, `${pointer}/kind`, SUCCESSION_KINDS) };
}
