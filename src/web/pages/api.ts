import type { Bilingual } from "../../domain/bilingual.ts";
import type { Language } from "../../domain/i18n/dictionary.ts";
import type { ApiContent, ApiDocument, ApiOperation } from "./api-document.ts";
import { membersTable, prose, schemaAnchor, typeOf } from "./api-schema.ts";
import { type Assets, type Child, type Element, el, renderDocument } from "./document.ts";
import { masthead } from "./masthead.ts";
import { WORDS } from "./words.ts";

/** The page at `/docs`: the whole OpenAPI document for people. It needs no script and fetches nothing. */
export function apiPage(
  data: { readonly document: ApiDocument; readonly network: { readonly name: Bilingual }; readonly assets: Assets },
  language: Language,
): string {
  const { document, network, assets } = data;
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ name: `${method.toUpperCase()} ${path}`, operation })),
  );
  const main = el("main", { id: "main", tabIndex: -1 }, [
    el("h1", null, `${document.info.title} — ${WORDS.api[language]}`),
    el("p", { class: "lede" }, WORDS.apiHelp[language]),
    el("p", null, [
      `${WORDS.apiVersion[language]} ${document.info.version} · `,
      el("a", { href: "/openapi.json" }, WORDS.openapi[language]),
      language === "zh" ? "。接口的说明文字为英文。" : ".",
    ]),
    contents(operations, language),
    ...operations.map(({ name, operation }) => operationSection(name, operation, language)),
    schemaSection(document, language),
  ]);
  return renderDocument({ language, title: `${WORDS.api[language]} — ${network.name[language]}`, assets }, [
    el("a", { class: "skip", href: "#main" }, WORDS.skip[language]),
    masthead(network.name, "/docs", language),
    main,
  ]);
}

type Named = { readonly name: string; readonly operation: ApiOperation };

function contents(operations: readonly Named[], language: Language): Element {
  return el("nav", { "aria-labelledby": "contents" }, [
    el("h2", { id: "contents" }, WORDS.contents[language]),
    el(
      "ul",
      null,
      operations.map(({ name, operation }) =>
        el("li", null, [
          el("a", { href: `#${operation.operationId}` }, el("code", null, name)),
          el("span", { class: "hint" }, [" — ", prose(operation.summary)]),
        ]),
      ),
    ),
  ]);
}

function operationSection(name: string, operation: ApiOperation, language: Language): Element {
  const { operationId, summary, description, security, parameters = [], requestBody, responses } = operation;
  return el("section", { "aria-labelledby": operationId }, [
    el("h2", { id: operationId }, el("code", null, name)),
    el("p", null, prose(summary)),
    description === undefined ? null : el("p", null, prose(description)),
    security === undefined ? null : el("p", { class: "hint" }, WORDS.needsKey[language]),
    parameters.length === 0
      ? null
      : summaryOf(
          WORDS.parameters[language],
          parameters.map((parameter) => [
            [
              el("code", null, parameter.name),
              el(
                "span",
                { class: "hint" },
                ` ${parameter.in}${parameter.required ? "" : `, ${WORDS.optional[language]}`}`,
              ),
            ],
            [
              typeOf(parameter.schema, language),
              parameter.description === undefined ? null : el("div", { class: "hint" }, prose(parameter.description)),
            ],
          ]),
        ),
    requestBody === undefined
      ? null
      : el("div", null, [el("h3", null, WORDS.body[language]), contentOf(requestBody.content, language)]),
    summaryOf(
      WORDS.answers[language],
      Object.entries(responses).map(([status, response]) => [
        status,
        [
          ...response.description.split("\n").map((line) => el("div", null, prose(line))),
          response.content === undefined ? null : contentOf(response.content, language),
        ],
      ]),
    ),
  ]);
}

function summaryOf(title: string, rows: readonly (readonly [Child, Child])[]): Element {
  return el("div", null, [
    el("h3", null, title),
    el(
      "dl",
      { class: "summary" },
      rows.map(([term, value]) => el("div", null, [el("dt", null, term), el("dd", null, value)])),
    ),
  ]);
}

function contentOf(content: ApiContent, language: Language): Child {
  return Object.entries(content).map(([mediaType, { schema }]) =>
    el("div", null, [el("code", null, mediaType), " ", typeOf(schema, language)]),
  );
}

function schemaSection({ components }: ApiDocument, language: Language): Element {
  const schemas = Object.entries(components.schemas).map(([name, schema]) =>
    el("section", { "aria-labelledby": schemaAnchor(name) }, [
      el("h3", { id: schemaAnchor(name) }, name),
      schema.description === undefined ? null : el("p", null, prose(schema.description)),
      schema.properties === undefined ? el("p", null, typeOf(schema, language)) : membersTable(schema, language),
    ]),
  );
  return el("div", null, [el("h2", { id: "schemas" }, WORDS.schemas[language]), ...schemas]);
}
