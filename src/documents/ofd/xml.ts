const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};

/** Text as it stands between tags and in attributes. */
export const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign).replace(/[\n\r\t]/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** Millimetres to the thousandth. */
export const n = (value: number): string => String(Math.round(value * 1000) / 1000 + 0);

export const numbers = (values: readonly number[]): string => values.map(n).join(" ");

/** An element of OFD (GB/T 33190 §7.1) with escaped attributes; children are XML already. */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | number | undefined>> = {},
  ...children: readonly string[]
): string {
  const given = Object.entries(attributes).filter(([, value]) => value !== undefined);
  const open = `ofd:${name}${given.map(([key, value]) => ` ${key}="${escaped(String(value))}"`).join("")}`;
  return children.length === 0 ? `<${open}/>` : `<${open}>${children.join("")}</ofd:${name}>`;
}

export const textElement = (name: string, text: string): string => element(name, {}, escaped(text));

/** A file whose root is this element. */
export function xmlFile(
  name: string,
  attributes: Readonly<Record<string, string>>,
  ...children: readonly string[]
): Uint8Array {
  const root = element(name, { "xmlns:ofd": "http://www.ofdspec.org/2016", ...attributes }, ...children);
  return new TextEncoder().encode(`<?xml version="1.0" encoding="UTF-8"?>\n${root}`);
}
