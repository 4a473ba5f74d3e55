import type { Language } from "../../domain/i18n/dictionary.ts";
import type { ApiSchema } from "./api-document.ts";
import { type Child, type Element, el } from "./document.ts";
import { WORDS } from "./words.ts";

const PREFIX = "#/components/schemas/";

/** Where the page describes a named schema. */
export const schemaAnchor = (name: string): string => `schema-${name}`;

/** The document's own words, which are English, with `code` in backticks. */
export function prose(text: string): Element {
  const parts = text.split("`").map((part, i) => (i % 2 === 0 ? part : el("code", null, part)));
  return el("span", { lang: "en" }, parts);
}

/** A schema in a few words: its type, its values, or links to the schemas that it names. */
export function typeOf(schema: ApiSchema, language: Language): Child {
  if (schema.$ref !== undefined) {
    const name = schema.$ref.slice(PREFIX.length);
    return el("a", { href: `#${schemaAnchor(name)}` }, name);
  }
  const choices = schema.anyOf ?? schema.oneOf ?? schema.allOf;
  if (choices !== undefined) return joined(choices.map((choice) => typeOf(choice, language)));
  if (schema.const !== undefined) return el("code", null, JSON.stringify(schema.const));
  if (schema.enum !== undefined) return joined(schema.enum.map((value) => el("code", null, JSON.stringify(value))));
  if (schema.items !== undefined) return [WORDS.listOf[language], typeOf(schema.items, language)];
  return [schema.type ?? WORDS.anything[language]].flat().join(" | ");
}

function joined(parts: readonly Child[]): Child {
  return parts.flatMap((part, i) => (i === 0 ? [part] : [" | ", part]));
}

/** The members of an object, a row each; those of objects within it under their path. */
export function membersTable(schema: ApiSchema, language: Language): Element {
  const rows = rowsOf(schema, "").map(({ name, required, member }) =>
    el("tr", null, [
      el("th", { scope: "row" }, [
        el("code", null, name),
        required ? null : el("span", { class: "hint" }, ` (${WORDS.optional[language]})`),
      ]),
      el("td", null, [
        typeOf(member, language),
        member.description === undefined ? null : el("div", { class: "hint" }, prose(member.description)),
      ]),
    ]),
  );
  return el("table", { class: "stacked" }, [
    el(
      "thead",
      null,
      el("tr", null, [
        el("th", { scope: "col" }, WORDS.field[language]),
        el("th", { scope: "col" }, WORDS.value[language]),
      ]),
    ),
    el("tbody", null, rows),
  ]);
}

interface Row {
  readonly name: string;
  readonly required: boolean;
  readonly member: ApiSchema;
}

function rowsOf({ properties = {}, required = [] }: ApiSchema, path: string): readonly Row[] {
  return Object.entries(properties).flatMap(([name, member]) => [
    { name: `${path}${name}`, required: required.includes(name), member },
    ...rowsOf(member, `${path}${name}.`),
    ...(member.items === undefined ? [] : rowsOf(member.items, `${path}${name}[].`)),
  ]);
}
