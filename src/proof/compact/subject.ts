import { formatInstant, parseInstant } from "../../domain/dates.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../../domain/json-value.ts";
import type { FieldDefinition, FieldKind, TypeDefinition } from "../../domain/types/definition.ts";
import { fieldsOf } from "../../domain/types/validate.ts";
import { readAlphanumeric, writeAlphanumeric } from "./alphanumeric.ts";
import { type CodeReader, type CodeWriter, fault } from "./bytes.ts";
import { readText, writeText } from "./text.ts";

/** How values of one kind of field are written. */
interface Kind {
  write(writer: CodeWriter, value: JsonValue, field: FieldDefinition): void;
  read(reader: CodeReader, field: FieldDefinition): JsonValue;
}

/** What a certificate says, by the fields of its type in their order. Throws `qr.format` for what has no such form. */
export function writeSubject(writer: CodeWriter, type: TypeDefinition, subject: JsonObject): void {
  const fields = fieldsOf(type, subject);
  const names = new Set(fields.map(({ name }) => name));
  if (!Object.keys(subject).every((name) => names.has(name))) throw fault("fields of the type");
  const common = type.fields.length;
  writeFields(writer, fields.slice(0, common), subject);
  if (type.variants !== undefined) writeFields(writer, fields.slice(common), subject);
}

/** Throws `qr.format` for what `writeSubject` does not write. What the type demands beyond a field's form is not checked. */
export function readSubject(reader: CodeReader, type: TypeDefinition): JsonObject {
  const common = readFields(reader, type.fields);
  const { variants } = type;
  if (variants === undefined) return common;
  const variant = variants.oneOf.find(({ value }) => value === common[variants.by]);
  if (variant === undefined) throw fault("a variant of the type");
  return { ...common, ...readFields(reader, variant.fields) };
}

/** One bit for each field that may be absent, the first one leftmost, then the values of those that are there. */
function writeFields(writer: CodeWriter, fields: readonly FieldDefinition[], object: JsonObject): void {
  const optional = fields.filter(({ required }) => !required);
  const bits = new Uint8Array(Math.ceil(optional.length / 8));
  optional.forEach(({ name }, i) => {
    if (Object.hasOwn(object, name)) bits[i >> 3] = (bits[i >> 3] ?? 0) | (0x80 >> (i & 7));
  });
  writer.put(bits);
  for (const field of fields) {
    const value = object[field.name];
    if (value !== undefined) KINDS[field.kind].write(writer, value, field);
    else if (field.required) throw fault("all required fields");
  }
}

function readFields(reader: CodeReader, fields: readonly FieldDefinition[]): JsonObject {
  const optional = fields.filter(({ required }) => !required);
  const bits = reader.take(Math.ceil(optional.length / 8));
  const spare = bits.length * 8 - optional.length;
  if (((bits.at(-1) ?? 0) & (2 ** spare - 1)) !== 0) throw fault("no bit without a field");
  const isThere = ({ required, name }: FieldDefinition): boolean => {
    const i = optional.findIndex((field) => field.name === name);
    return required || ((bits[i >> 3] ?? 0) & (0x80 >> (i & 7))) !== 0;
  };
  return Object.fromEntries(fields.filter(isThere).map((field) => [field.name, KINDS[field.kind].read(reader, field)]));
}

const TEXT: Kind = {
  write: (writer, value) => writeText(writer, textOf(value)),
  read: readText,
};

const DAY = 86_400;
/** Days from 0001-01-01 to 1970-01-01. */
const BEFORE_1970 = 719_162;
const LAST_DAY = 3_652_058;

const DATE: Kind = {
  write(writer, value) {
    const time = parseInstant(`${textOf(value)}T00:00:00Z`);
    if (time === undefined) throw fault("a date");
    const days = time / DAY + BEFORE_1970;
    writer
      .byte(days >> 16)
      .byte((days >> 8) % 256)
      .byte(days % 256);
  },
  read(reader) {
    const days = reader.byte() * 65_536 + reader.byte() * 256 + reader.byte();
    if (days > LAST_DAY) throw fault("a date up to 9999-12-31");
    return formatInstant((days - BEFORE_1970) * DAY).slice(0, 10);
  },
};

const PERIOD: Kind = {
  write(writer, value, field) {
    const { from, until } = membersOf(value, ["from", "until"]);
    DATE.write(writer, from, field);
    DATE.write(writer, until, field);
  },
  read: (reader, field) => ({ from: DATE.read(reader, field), until: DATE.read(reader, field) }),
};

const YUAN = "CNY";
const MONEY: Kind = {
  write(writer, value) {
    const { amount, currency } = membersOf(value, ["amount", "currency"]);
    writeText(writer, textOf(amount));
    writeText(writer, currency === YUAN ? "" : textOf(currency));
  },
  read(reader) {
    const [amount, currency] = [readText(reader), readText(reader)];
    if (currency === YUAN) throw fault("no name for yuan");
    return { amount, currency: currency === "" ? YUAN : currency };
  },
};

const ENUM: Kind = {
  write(writer, value, { values = [] }) {
    const place = values.findIndex((known) => known.value === value);
    if (place < 0) throw fault("a value of the type");
    writer.uint(place);
  },
  read(reader, { values = [] }) {
    const found = values[reader.uint()];
    if (found === undefined) throw fault("a value of the type");
    return found.value;
  },
};

const LIST: Kind = {
  write(writer, value, { columns = [] }) {
    if (!Array.isArray(value)) throw fault("a list");
    const names = new Set(columns.map(({ name }) => name));
    writer.uint(value.length);
    for (const line of value as readonly JsonValue[]) {
      if (!isJsonObject(line) || !Object.keys(line).every((name) => names.has(name))) throw fault("lines of columns");
      writeFields(writer, columns, line);
    }
  },
  read(reader, { columns = [], max = 0 }) {
    return Array.from({ length: reader.uint(max) }, () => readFields(reader, columns));
  },
};

const USCC_LENGTH = 18;
const USCC: Kind = {
  write(writer, value) {
    const text = textOf(value);
    if (text.length !== USCC_LENGTH) throw fault("18 characters");
    writeAlphanumeric(writer, text);
  },
  read: (reader) => readAlphanumeric(reader, USCC_LENGTH),
};

const KINDS: Readonly<Record<FieldKind, Kind>> = {
  text: TEXT,
  code: TEXT,
  number: TEXT,
  uscc: USCC,
  "citizen-id": USCC,
  date: DATE,
  period: PERIOD,
  money: MONEY,
  enum: ENUM,
  list: LIST,
};

function textOf(value: JsonValue | undefined): string {
  if (typeof value !== "string") throw fault("text");
  return value;
}

/** Members of an object that has these and no others. */
function membersOf<N extends string>(value: JsonValue, names: readonly N[]): Readonly<Record<N, JsonValue>> {
  const right = isJsonObject(value) && Object.keys(value).length === names.length;
  if (!right || !names.every((name) => Object.hasOwn(value, name))) throw fault(names.join(", "));
  return value as Readonly<Record<N, JsonValue>>;
}
