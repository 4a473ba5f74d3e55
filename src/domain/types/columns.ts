import type { Bilingual } from "../bilingual.ts";
import type { JsonObject, JsonValue } from "../json-value.ts";
import type { FieldDefinition, TypeDefinition } from "./definition.ts";

/** A column of a sheet that holds certificates of one type, a row each. */
export interface Column {
  /** Where its cell stands in the subject, with points: `name`, `registeredCapital.amount`, `items.1.name`. */
  readonly name: string;
  readonly label: Bilingual;
  readonly required: boolean;
  /** The field, or a list's column. */
  readonly field: FieldDefinition;
  /** Member of the subject; then, of a list, the line from 1 and the column; then the part of a value that has two. */
  readonly path: readonly string[];
  /** Of a list: which line, from 1. */
  readonly line?: number;
}

const PARTS: Readonly<Partial<Record<FieldDefinition["kind"], Readonly<Record<string, Bilingual>>>>> = {
  money: { amount: { zh: "金额", en: "amount" }, currency: { zh: "币种", en: "currency" } },
  period: { from: { zh: "起", en: "from" }, until: { zh: "止", en: "until" } },
};

/** Every column that a sheet of this type may have, in the order of the form; a variant's own are never required. */
export function columnsOf(type: TypeDefinition): readonly Column[] {
  const columns = new Map<string, Column>();
  const add = (field: FieldDefinition, required: boolean): void => {
    for (const column of ofField(field, required)) if (!columns.has(column.name)) columns.set(column.name, column);
  };
  for (const field of type.fields) add(field, field.required);
  for (const { fields } of type.variants?.oneOf ?? []) for (const field of fields) add(field, false);
  return [...columns.values()];
}

/** The subject that a row says, not judged yet; an empty cell says nothing, nor does an empty line of a list. */
export function subjectIn(cells: readonly (readonly [Column, string])[]): JsonObject {
  const subject: Node = new Map();
  for (const [{ field, path }, text] of cells) {
    if (text !== "") put(subject, path, valueIn(field, text));
  }
  return objectOf(subject);
}

/** The column in which a JSON pointer into the subject stands; lines are counted from 1. */
export function columnAt(pointer: string): string {
  const [, ...path] = pointer.split("/");
  return path.map((part) => (/^\d+$/.test(part) ? String(Number(part) + 1) : part)).join(".");
}

type Node = Map<string, Node | string>;

function put(node: Node, [first = "", ...rest]: readonly string[], text: string): void {
  if (rest.length === 0) {
    node.set(first, text);
    return;
  }
  const below = node.get(first);
  const next: Node = below instanceof Map ? below : new Map();
  node.set(first, next);
  put(next, rest, text);
}

function objectOf(node: Node): JsonObject {
  return Object.fromEntries([...node].map(([name, below]) => [name, written(below)]));
}

/** Lines of a list in the order of their numbers. */
function written(node: Node | string): JsonValue {
  if (typeof node === "string") return node;
  const lines = [...node.keys()].every((name) => /^\d+$/.test(name));
  if (!lines) return objectOf(node);
  return [...node].sort(([a], [b]) => Number(a) - Number(b)).map(([, line]) => written(line));
}

function ofField(field: FieldDefinition, required: boolean): readonly Column[] {
  if (field.kind !== "list") return ofValue(field, [field.name], field.label, required);
  const lines = Array.from({ length: field.max ?? 0 }, (_, i) => i + 1);
  return lines.flatMap((line) =>
    (field.columns ?? []).flatMap((column) => {
      const label = {
        zh: `${field.label.zh}${line}：${column.label.zh}`,
        en: `${field.label.en} ${line}: ${column.label.en}`,
      };
      const own = ofValue(column, [field.name, String(line), column.name], label, false);
      return own.map((part) => ({ ...part, line }));
    }),
  );
}

function ofValue(
  field: FieldDefinition,
  path: readonly string[],
  label: Bilingual,
  required: boolean,
): readonly Column[] {
  const parts = Object.entries(PARTS[field.kind] ?? {});
  if (parts.length === 0) return [{ name: path.join("."), label, required, field, path }];
  return parts.map(([part, of]) => ({
    name: [...path, part].join("."),
    label: { zh: `${label.zh}（${of.zh}）`, en: `${label.en} (${of.en})` },
    required,
    field,
    path: [...path, part],
  }));
}

/** Where one of several values is chosen, a sheet may say it in Chinese. */
function valueIn({ kind, values = [] }: FieldDefinition, text: string): string {
  const chosen = kind === "enum" ? values.find(({ label }) => label.zh === text) : undefined;
  return chosen?.value ?? text;
}
