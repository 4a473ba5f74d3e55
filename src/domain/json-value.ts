/** A value that JSON can hold. Domain objects are plain JSON: no dates, no byte arrays, no class instances. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject;

export interface JsonObject {
  readonly [name: string]: JsonValue;
}

/** True for an object with members: not null, not an array. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** JSON pointer (RFC 6901) of member or element `key` of what `base` points at; "" is the whole document. */
export function pointerTo(base: string, key: string | number): string {
  // Every value of a bundle is read with its pointer at hand: the common case without a copy.
  if (typeof key === "number" || !/[~/]/.test(key)) return `${base}/${key}`;
  return `${base}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`;
}
