import type { JsonObject, JsonValue } from "../../src/domain/canonical.ts";
import { isJsonObject, pointerTo } from "../../src/domain/json-value.ts";

/** One change of a JSON document, and what it was. */
export interface Mutation {
  readonly what: string;
  readonly document: JsonValue;
}

/**
 * Every mutation of every value in a document, the containers included, each by itself; of a value at a pointer that is
 * `enough` with one, the first.
 */
export function* mutations(
  document: JsonValue,
  enough: (pointer: string) => boolean = () => false,
): Generator<Mutation> {
  for (const { pointer, path, value } of places(document, "", [])) {
    const changes = changesOf(value);
    for (const [how, changed] of enough(pointer) ? changes.slice(0, 1) : changes) {
      yield { what: `${pointer} ${how}`, document: replaced(document, path, changed) };
    }
  }
}

type Path = readonly (string | number)[];

function* places(
  value: JsonValue,
  pointer: string,
  path: Path,
): Generator<{ pointer: string; path: Path; value: JsonValue }> {
  yield { pointer, path, value };
  const members = Array.isArray(value) ? [...value.entries()] : isJsonObject(value) ? Object.entries(value) : [];
  for (const [key, member] of members as [string | number, JsonValue][]) {
    yield* places(member, pointerTo(pointer, key), [...path, key]);
  }
}

function replaced(document: JsonValue, [key, ...rest]: Path, value: JsonValue): JsonValue {
  if (key === undefined) return value;
  if (Array.isArray(document))
    return document.with(key as number, replaced(document[key as number] as JsonValue, rest, value));
  const object = document as JsonObject;
  return { ...object, [key]: replaced(object[key] as JsonValue, rest, value) };
}

function changesOf(value: JsonValue): readonly (readonly [how: string, value: JsonValue])[] {
  if (typeof value === "string") return changesOfText(value);
  if (typeof value === "number")
    return [value + 1, value - 1, 0, 1].filter((n) => n !== value).map((n) => [`is ${n}`, n]);
  if (typeof value === "boolean") return [["is negated", !value]];
  if (Array.isArray(value)) return changesOfList(value);
  return isJsonObject(value) ? changesOfObject(value) : [["is 0", 0]];
}

function changesOfText(text: string): [string, JsonValue][] {
  const spots = [text.length >> 1, 0, text.length - 1];
  const changes: [string, JsonValue][] = [
    ...spots.map((at): [string, JsonValue] => [`is flipped at ${at}`, flip(text, at)]),
    ["is empty", ""],
    ["is longer", `${text}0`],
    ["is longer by a byte", `${text}00`],
    ["is null", null],
  ];
  if (text.length > 1) changes.push(["lost its last character", text.slice(0, -1)]);
  if (text.length > 3)
    changes.push(
      ["lost its last byte", text.slice(0, -2)],
      ["lost its first byte", `${text.slice(0, 2)}${text.slice(4)}`],
    );
  return changes.filter(([, changed]) => changed !== text && (changed === null || (changed as string).isWellFormed()));
}

/** Another character of the same kind, so that what is well-formed stays so. */
function flip(text: string, at: number): string {
  const character = text[at] ?? "";
  const other = /[0-9a-f]/.test(character)
    ? character === "0"
      ? "1"
      : "0"
    : String.fromCharCode(character.charCodeAt(0) ^ 1);
  return text.slice(0, at) + other + text.slice(at + 1);
}

function changesOfList(list: readonly JsonValue[]): [string, JsonValue][] {
  return [
    ...list.map((_, i): [string, JsonValue] => [`lost element ${i}`, list.toSpliced(i, 1)]),
    ...list.map((element, i): [string, JsonValue] => [`has element ${i} twice`, list.toSpliced(i, 0, element)]),
    ...list.slice(1).flatMap((element, i): [string, JsonValue][] => {
      const before = list[i] as JsonValue;
      return same(before, element)
        ? []
        : [[`has elements ${i} and ${i + 1} swapped`, list.with(i, element).with(i + 1, before)]];
    }),
    ["is an object", {}],
  ];
}

function changesOfObject(object: JsonObject): [string, JsonValue][] {
  const members = Object.entries(object);
  return [
    ...members.map(([name]): [string, JsonValue] => [
      `lost ${name}`,
      Object.fromEntries(members.filter(([other]) => other !== name)),
    ]),
    ...members.slice(1).flatMap(([name, value], i): [string, JsonValue][] => {
      const [before = "", other = null] = members[i] ?? [];
      return same(value, other)
        ? []
        : [[`has ${before} and ${name} swapped`, { ...object, [before]: value, [name]: other }]];
    }),
    ["has one more member", { ...object, more: 1 }],
    ["is a list", []],
  ];
}

const same = (a: JsonValue, b: JsonValue): boolean => JSON.stringify(a) === JSON.stringify(b);
