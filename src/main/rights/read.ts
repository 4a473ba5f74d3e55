import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { canonicalize, type JsonObject } from "../../domain/canonical.ts";
import { isYinzhengError, YinzhengError } from "../../domain/errors.ts";
import { parseJson } from "../../domain/json.ts";
import type { JsonValue } from "../../domain/json-value.ts";
import { type CalendarYear, parseCalendarYear, WorkingCalendar } from "../../domain/rights/calendar.ts";
import { parseRightRules } from "../../domain/rights/parse-rules.ts";
import type { RightRules } from "../../domain/rights/rules.ts";

const own = (folder: string): string => fileURLToPath(new URL(folder, import.meta.url));

/**
 * The rules that come with the program and, where a folder is named, those of its `*.json` files. A code and version has one content
 * for ever: a file may repeat what is known, never differ.
 *
 * @throws config.invalid with the file, a JSON pointer into it, and the rule that it breaks
 */
export async function readRules(folder: string | undefined): Promise<readonly RightRules[]> {
  const rules: RightRules[] = [];
  for (const { path, read } of await readAll([own("rules"), folder], parseRightRules)) {
    const before = rules.find(({ code, version }) => code === read.code && version === read.version);
    if (before === undefined) rules.push(read);
    else if (canonicalize(before as unknown as JsonObject) !== canonicalize(read as unknown as JsonObject))
      throw invalid(path, "/version", "schema.mismatch", "a version of its own: this one is defined otherwise");
  }
  return rules;
}

/** Working days of the years that come with the program, and of a folder's; a later file of a year takes the place of an earlier one. */
export async function readCalendar(folder: string | undefined): Promise<WorkingCalendar> {
  const years = new Map<number, CalendarYear>();
  for (const { read } of await readAll([own("calendar"), folder], parseCalendarYear)) years.set(read.year, read);
  return new WorkingCalendar([...years.values()]);
}

async function readAll<T>(
  folders: readonly (string | undefined)[],
  parse: (value: JsonValue) => T,
): Promise<readonly { readonly path: string; readonly read: T }[]> {
  const found: { path: string; read: T }[] = [];
  for (const folder of folders.filter((one) => one !== undefined)) {
    const names = await readdir(folder).catch((cause: unknown) => {
      throw new YinzhengError("config.invalid", { path: folder, expected: "a folder that can be read" }, cause);
    });
    for (const name of names.filter((file) => file.endsWith(".json")).sort())
      found.push({ path: join(folder, name), read: await readOne(join(folder, name), parse) });
  }
  return found;
}

async function readOne<T>(path: string, parse: (value: JsonValue) => T): Promise<T> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new YinzhengError("config.invalid", { path, expected: "a file that can be read" }, cause);
  });
  try {
    return parse(parseJson(bytes));
  } catch (error) {
    if (!isYinzhengError(error)) throw error;
    const { pointer = "", expected = "" } = error.detail;
    throw invalid(path, pointer, error.code, expected, error);
  }
}

const invalid = (path: string, pointer: string, rule: string, expected: string, cause?: unknown): YinzhengError =>
  new YinzhengError("config.invalid", { path, pointer, rule, expected }, cause);
