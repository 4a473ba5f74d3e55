import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { canonicalize } from "../domain/canonical.ts";
import { isYinzhengError, YinzhengError } from "../domain/errors.ts";
import { parseJson } from "../domain/json.ts";
import type { TypeDefinition } from "../domain/types/definition.ts";
import { parseTypeDefinition } from "../domain/types/parse.ts";
import { TYPES, type TypeTable, typeTable } from "../domain/types/table.ts";

/**
 * The certificate types that are defined in the code and, where a folder is named, by its `*.json` files, one type each
 * in `yinzheng-type/1`. A code and version has one content for ever: a file may repeat what is known, never differ.
 *
 * @throws config.invalid with the file, a JSON pointer into it, and the rule that it breaks
 */
export async function readTypes(folder: string | undefined): Promise<TypeTable> {
  if (folder === undefined) return typeTable(TYPES);
  const names = await readdir(folder).catch((cause: unknown) => {
    throw new YinzhengError("config.invalid", { path: folder, expected: "a folder with type definitions" }, cause);
  });
  const known: TypeDefinition[] = [...TYPES];
  for (const name of names.filter((file) => file.endsWith(".json")).sort()) {
    const path = join(folder, name);
    const type = await readType(path);
    const before = known.find(({ code, version }) => code === type.code && version === type.version);
    if (before === undefined) known.push(type);
    else if (canonicalize(before) !== canonicalize(type)) throw redefined(path);
  }
  return typeTable(known);
}

async function readType(path: string): Promise<TypeDefinition> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new YinzhengError("config.invalid", { path, expected: "a file that can be read" }, cause);
  });
  try {
    return parseTypeDefinition(parseJson(bytes));
  } catch (error) {
    if (!isYinzhengError(error)) throw error;
    const { pointer = "", expected = "" } = error.detail;
    throw new YinzhengError("config.invalid", { path, pointer, rule: error.code, expected }, error);
  }
}

function redefined(path: string): YinzhengError {
  const expected = "a version of its own: this one is defined otherwise";
  return new YinzhengError("config.invalid", { path, pointer: "/version", rule: "schema.mismatch", expected });
}
