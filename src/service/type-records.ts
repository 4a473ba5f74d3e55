import { canonicalize } from "../domain/canonical.ts";
import { YinzhengError } from "../domain/errors.ts";
import type { JsonObject } from "../domain/json-value.ts";
import type { TypeDefinition } from "../domain/types/definition.ts";
import { parseTypeDefinition } from "../domain/types/parse.ts";
import { BUILT_IN, type TypeTable, typeTable } from "../domain/types/table.ts";
import type { Context } from "./context.ts";
import { SERVICE } from "./outbox.ts";
import { fact, payloadOf } from "./payloads.ts";

/**
 * The types that the service was given and those that it knew before: a definition that came as a file is journaled when
 * it is first seen, so that its certificates don't depend on the file. A code and version has one content for ever.
 * Throws `config.invalid` for a file that says otherwise.
 */
export async function rememberedTypes({ records, types }: Pick<Context, "records" | "types">): Promise<TypeTable> {
  const before = (await records.of(SUBJECT)).flatMap((record) => payloadOf("type.defined", record)?.definition ?? []);
  const known = before.map((definition) => parseTypeDefinition(definition));
  const given = types.all.filter((type) => !isIn(BUILT_IN.all, type));
  for (const type of given) {
    const same = known.find(({ code, version }) => code === type.code && version === type.version);
    if (same !== undefined && canonicalize(same) !== canonicalize(type)) {
      const expected = "the definition under which certificates were issued; a change is a new version";
      throw new YinzhengError("config.invalid", {
        pointer: "/types",
        type: type.code,
        version: type.version,
        expected,
      });
    }
  }
  const fresh = given.filter((type) => !isIn(known, type));
  const facts = fresh.map((type) => fact("type.defined", SUBJECT, { definition: type as unknown as JsonObject }));
  if (facts.length > 0) await records.append(SERVICE, facts);
  const kept = typeTable(known);
  // What was taken away is issued no more, and read for ever.
  return {
    all: [...types.all, ...known.filter((type) => !isIn(types.all, type))],
    find: (code, version) =>
      types.find(code, version) ?? (version === undefined ? undefined : kept.find(code, version)),
  };
}

/** Of every `type.defined`: there are few, and all are read at each start. */
const SUBJECT = "types";

function isIn(types: readonly TypeDefinition[], { code, version }: TypeDefinition): boolean {
  return types.some((type) => type.code === code && type.version === version);
}
