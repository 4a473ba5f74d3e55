import { must } from "./bytes.ts";
import { isObject, type Json, type JsonObject } from "./json.ts";

/** What a value must look like; each throws a Fault for what does not. */
export type Shape = (value: Json | undefined) => void;

export const text =
  (pattern: RegExp, max = Number.POSITIVE_INFINITY): Shape =>
  (value) =>
    must(typeof value === "string" && value.length <= max && pattern.test(value), `not ${pattern}`);

export const anyText = (max: number): Shape => text(/^/, max);
export const bytes = (length: number): Shape => text(new RegExp(`^0x[0-9a-f]{${2 * length}}$`));
export const upToBytes = (max: number): Shape => text(/^0x(?:[0-9a-f]{2})*$/, 2 * max + 2);

export const integer =
  (max = Number.MAX_SAFE_INTEGER, min = 0): Shape =>
  (value) =>
    must(
      Number.isSafeInteger(value) && (value as number) >= min && (value as number) <= max,
      "not an integer in range",
    );

export const oneOf =
  (...values: readonly Json[]): Shape =>
  (value) =>
    must(value !== undefined && values.includes(value), `not one of ${values.join(", ")}`);

export const list =
  (item: Shape, max: number, min = 0): Shape =>
  (value) => {
    must(Array.isArray(value) && value.length >= min && value.length <= max, "not a list of that length");
    for (const element of value) item(element);
  };

/** A list of objects, strictly ascending by one member. */
export const ascending =
  (by: string, item: Shape, max: number): Shape =>
  (value) => {
    list(item, max)(value);
    const names = (value as JsonObject[]).map((element) => String(element[by]));
    must(
      names.every((name, i) => i === 0 || (names[i - 1] ?? "") < name),
      `not ascending by ${by}`,
    );
  };

/** Exactly these members, and those of `optional` that are there. */
export const object =
  (members: Readonly<Record<string, Shape>>, optional: Readonly<Record<string, Shape>> = {}): Shape =>
  (value) => {
    must(isObject(value), "not an object");
    for (const name of Object.keys(value)) must(name in members || name in optional, `no member ${name}`);
    for (const [name, shape] of Object.entries(members)) shape(value[name]);
    for (const [name, shape] of Object.entries(optional)) if (name in value) shape(value[name]);
  };

export const anyObject: Shape = (value) => must(isObject(value), "not an object");

/** Two shapes at once. */
export const both =
  (...shapes: readonly Shape[]): Shape =>
  (value) => {
    for (const shape of shapes) shape(value);
  };

export const fits = (shape: Shape, value: Json | undefined): boolean => {
  try {
    shape(value);
    return true;
  } catch {
    return false;
  }
};
