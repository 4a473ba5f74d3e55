import { isJsonObject, type JsonObject, type JsonValue } from "../json-value.ts";
import type { FieldDefinition, FieldMask, TypeDefinition } from "./definition.ts";
import { fieldsOf, holderMappingOf } from "./validate.ts";

/**
 * A subject as lists and views show it (脱敏): of a person's name the first character, of an organisation's name and of
 * a number both ends. Fields say by `mask` how they are shown; a citizen's identity number and the holder's name and
 * code are masked whether or not they say so.
 *
 * @example maskSubject(DIPLOMA, { name: "张三", citizenId: "371002198504120529", … })
 *   // { name: "张**", citizenId: "3710**********0529", … }
 */
export function maskSubject(type: TypeDefinition, subject: JsonObject): JsonObject {
  const holder = holderMappingOf(type, subject);
  const ofHolder = (name: string): FieldMask | undefined => {
    if (name === holder?.name) return holder.codeType === "111" ? "name" : "organisation";
    return name === holder?.code ? "number" : undefined;
  };
  return masked(fieldsOf(type, subject), subject, ofHolder);
}

function masked(
  fields: readonly FieldDefinition[],
  values: JsonObject,
  ofHolder: (name: string) => FieldMask | undefined = () => undefined,
): JsonObject {
  const shown = fields.flatMap((field): [string, JsonValue][] => {
    const value = values[field.name];
    if (value === undefined) return [];
    const mask = field.mask ?? (field.kind === "citizen-id" ? "number" : ofHolder(field.name));
    return [[field.name, shownAs(field, value, mask)]];
  });
  return Object.fromEntries(shown);
}

function shownAs({ columns = [] }: FieldDefinition, value: JsonValue, mask: FieldMask | undefined): JsonValue {
  if (Array.isArray(value)) return value.map((line) => (isJsonObject(line) ? masked(columns, line) : line));
  return typeof value === "string" && mask !== undefined ? MASKS[mask](signsOf(value)) : value;
}

const MASKS: Readonly<Record<FieldMask, (signs: readonly string[]) => string>> = {
  // Always two stars: how long a name is would tell one neighbour from another.
  name: ([first = ""]) => `${first}**`,
  organisation: (signs) => bothEnds(signs, 2),
  number: (signs) => bothEnds(signs, 4),
};

/** Up to `most` signs at each end, and never more than half of all. */
function bothEnds(signs: readonly string[], most: number): string {
  const kept = Math.min(most, Math.floor(signs.length / 4));
  const hidden = "*".repeat(signs.length - 2 * kept);
  return signs.slice(0, kept).join("") + hidden + signs.slice(signs.length - kept).join("");
}

/** A text as it is seen: a letter with its marks and selectors is one. */
const signsOf = (text: string): readonly string[] =>
  [...new Intl.Segmenter("zh", { granularity: "grapheme" }).segment(text)].map(({ segment }) => segment);
