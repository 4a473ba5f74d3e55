import type { Bilingual } from "../bilingual.ts";
import { YinzhengError } from "../errors.ts";
import { isJsonObject, type JsonObject, type JsonValue, pointerTo } from "../json-value.ts";
import { readArray, readInteger, readObject, readOneOf, readString } from "../shape.ts";
import { checkText } from "../text.ts";
import { type EnumValue, FIELD_KINDS, FIELD_MASKS, type FieldDefinition, type FieldKind } from "./definition.ts";

export const FIELD_NAME = /^(?!id$|type$|constructor$|prototype$)[a-z][A-Za-z0-9]{0,63}$/;
export const ENUM_VALUE = /^[a-z][a-z0-9_]{0,63}$/;
const GB_NAME = /^[A-Z][A-Z_]{0,31}$/;
const FORM = /^[\x21-\x7e]{1,64}$/;
const MAX = { name: 200, fields: 200, columns: 30, values: 1000, lines: 1000, text: 100_000, decimals: 6 } as const;

/** Members that a kind of field has beyond those of every field. */
const OWN: Readonly<Record<FieldKind, { readonly required: readonly string[]; readonly optional: readonly string[] }>> =
  {
    text: { required: ["max"], optional: ["mask"] },
    code: { required: [], optional: ["max", "form", "mask"] },
    uscc: { required: [], optional: ["mask"] },
    "citizen-id": { required: [], optional: ["mask"] },
    date: { required: [], optional: [] },
    period: { required: [], optional: [] },
    number: { required: ["decimals"], optional: ["unit"] },
    money: { required: [], optional: [] },
    enum: { required: ["values"], optional: [] },
    list: { required: ["max", "columns"], optional: [] },
  };

/**
 * The fields of a type, a variant or a line.
 *
 * @throws schema.*, text.*
 */
export function readFields(
  value: JsonValue | undefined,
  pointer: string,
  kinds: readonly FieldKind[] = FIELD_KINDS,
): readonly FieldDefinition[] {
  return readArray(value, pointer, 0, MAX.fields).map((field, i) => readField(field, pointerTo(pointer, i), kinds));
}

function readField(value: JsonValue, pointer: string, kinds: readonly FieldKind[]): FieldDefinition {
  const kind = readOneOf(isJsonObject(value) ? value.kind : undefined, `${pointer}/kind`, kinds);
  const { required, optional } = OWN[kind];
  const field = readObject(value, pointer, ["name", "label", "kind", "required", ...required], ["gb", ...optional]);
  if (typeof field.required !== "boolean") {
    throw new YinzhengError("schema.type", { pointer: `${pointer}/required`, expected: "true or false" });
  }
  if (kind === "code" && (field.max === undefined) === (field.form === undefined)) {
    throw new YinzhengError("schema.mismatch", { pointer, expected: "either max or form" });
  }
  return {
    name: readString(field.name, `${pointer}/name`, FIELD_NAME),
    ...(field.gb === undefined ? {} : { gb: readString(field.gb, `${pointer}/gb`, GB_NAME) }),
    label: readNames(field.label, `${pointer}/label`),
    kind,
    required: field.required,
    ...readOwn(field, kind, pointer),
    ...(field.mask === undefined ? {} : { mask: readOneOf(field.mask, `${pointer}/mask`, FIELD_MASKS) }),
  };
}

type Own = Pick<FieldDefinition, "max" | "form" | "values" | "unit" | "decimals" | "columns">;

/** What the kind demands or allows; which members are there was asked before. */
function readOwn(field: JsonObject, kind: FieldKind, pointer: string): Own {
  const { max, form, values, unit, decimals, columns } = field;
  const most = kind === "list" ? MAX.lines : MAX.text;
  return {
    ...(max === undefined ? {} : { max: readInteger(max, `${pointer}/max`, 1, most) }),
    ...(form === undefined ? {} : { form: readString(form, `${pointer}/form`, FORM) }),
    ...(values === undefined ? {} : { values: readValues(values, `${pointer}/values`) }),
    ...(unit === undefined ? {} : { unit: readNames(unit, `${pointer}/unit`) }),
    ...(decimals === undefined ? {} : { decimals: readInteger(decimals, `${pointer}/decimals`, 0, MAX.decimals) }),
    ...(columns === undefined ? {} : { columns: readColumns(columns, `${pointer}/columns`) }),
  };
}

function readColumns(value: JsonValue, pointer: string): readonly FieldDefinition[] {
  readArray(value, pointer, 1, MAX.columns);
  const columns = readFields(
    value,
    pointer,
    FIELD_KINDS.filter((kind) => kind !== "list"),
  );
  if (new Set(columns.map(({ name }) => name)).size === columns.length) return columns;
  throw new YinzhengError("schema.mismatch", { pointer, expected: "columns with names of their own" });
}

function readValues(value: JsonValue, pointer: string): readonly EnumValue[] {
  return readArray(value, pointer, 1, MAX.values).map((item, i) => {
    const at = pointerTo(pointer, i);
    const member = readObject(item, at, ["value", "label"]);
    return {
      value: readString(member.value, `${at}/value`, ENUM_VALUE),
      label: readNames(member.label, `${at}/label`),
    };
  });
}

/**
 * A name or label in both languages.
 *
 * @throws schema.*, text.*
 */
export function readNames(value: JsonValue | undefined, pointer: string): Bilingual {
  const names = readObject(value, pointer, ["zh", "en"]);
  const read = (language: "zh" | "en"): string => {
    const at = pointerTo(pointer, language);
    return checkText(readString(names[language], at), at, { max: MAX.name });
  };
  return { zh: read("zh"), en: read("en") };
}
