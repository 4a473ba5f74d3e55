import { isJsonObject, type JsonValue } from "../../src/domain/json-value.ts";

const WIDTH = 132;
/** Of lists as long as this, the first two are shown. */
const LONG_LIST = 4;
/** Documents of which the beginning says enough. */
const SHORTENED = /\/(?:contexts|types)\/0\/document\/[^/]+$/;

/**
 * A bundle as docs/format/README.md shows it: hex cut after eight digits, long texts and lists cut, documents shortened,
 * each cut marked by `…`.
 */
export const abbreviated = (bundle: JsonValue): string => print(bundle, "", 0);

function print(value: JsonValue, pointer: string, indent: number): string {
  const line = inline(value, pointer);
  if (line.length + indent <= WIDTH || typeof value !== "object" || value === null) return line;
  const pad = " ".repeat(indent + 1);
  if (Array.isArray(value)) {
    const shown = (value as readonly JsonValue[]).slice(0, value.length >= LONG_LIST ? 2 : value.length);
    const items = shown.map((item, i) => print(item, `${pointer}/${i}`, indent + 1));
    return `[\n${pad}${[...items, ...(shown.length < value.length ? ["…"] : [])].join(`,\n${pad}`)}\n${" ".repeat(indent)}]`;
  }
  const members = Object.entries(value).map(([name, member]) => {
    const label = `${JSON.stringify(name)}: `;
    return `${label}${print(member, `${pointer}/${name}`, indent + 1)}`;
  });
  return `{\n${pad}${members.join(`,\n${pad}`)}\n${" ".repeat(indent)}}`;
}

function inline(value: JsonValue, pointer: string): string {
  if (SHORTENED.test(pointer) && typeof value === "object" && value !== null)
    return Array.isArray(value) ? "[…]" : "{…}";
  if (typeof value === "string") return JSON.stringify(cut(value));
  if (Array.isArray(value)) {
    const list = (value as readonly JsonValue[]).map((item, i) => inline(item, `${pointer}/${i}`));
    const numbers = value.every((item) => typeof item === "number");
    return `[${(list.length >= LONG_LIST && !numbers ? [...list.slice(0, 2), "…"] : list).join(", ")}]`;
  }
  if (!isJsonObject(value)) return JSON.stringify(value);
  const members = Object.entries(value).map(
    ([name, member]) => `${JSON.stringify(name)}: ${inline(member, `${pointer}/${name}`)}`,
  );
  return `{${members.join(", ")}}`;
}

/** Long hex after eight digits, also within a text; other long texts line by line. */
function cut(text: string): string {
  const hex = text.replaceAll(
    /\b(0x|yinzheng\/)?([0-9a-f]{8})[0-9a-f]{16,}/g,
    (_, prefix = "", head) => `${prefix}${head}…`,
  );
  return hex
    .split("\n")
    .map((line) => (line.length > 72 ? `${line.slice(0, 48)}…` : line))
    .join("\n");
}
