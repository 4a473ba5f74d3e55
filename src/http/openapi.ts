import * as z from "zod";
import { createDocument } from "zod-openapi";
import { toHex, utf8 } from "../crypto/encoding.ts";
import { sha256 } from "../crypto/hash.ts";
import type { ApiDocument } from "../web/pages/index.ts";
import { answer } from "./describe.ts";
import type { Route } from "./route.ts";
import { sendTagged } from "./views.ts";

const PATH = "/openapi.json";

/** `/openapi.json`, made from the routes themselves, of which it is one; and the document, for `/docs`. */
export function openapiRoute(
  others: readonly Route[],
  version: string,
): { readonly route: Route; readonly document: ApiDocument } {
  const described: Omit<Route, "handlers"> = {
    method: "get",
    path: PATH,
    operation: {
      operationId: "getOpenApi",
      summary: "This document",
      responses: { 200: answer("OpenAPI 3.1", z.looseObject({ openapi: z.string() })) },
    },
  };
  const text = JSON.stringify(documentOf([...others, { ...described, handlers: [] }], version));
  const etag = toHex(sha256(utf8(text)));
  const route: Route = {
    ...described,
    handlers: [
      (req, res) => {
        res.setHeader("Cache-Control", "public, no-cache");
        sendTagged(req, res, etag, "application/json; charset=utf-8", text);
      },
    ],
  };
  return { route, document: JSON.parse(text) };
}

function documentOf(routes: readonly Route[], version: string): object {
  const byPath = Map.groupBy(routes, (route) => route.path);
  const paths = [...byPath].map(([path, those]) => [
    path,
    Object.fromEntries(those.map(({ method, operation }) => [method, operation])),
  ]);
  return createDocument({
    openapi: "3.1.1",
    info: {
      title: "Yinzheng 印证",
      version,
      description: "Electronic certificates on a permissioned chain. Problems are RFC 9457 with a stable `code`.",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: "/" }],
    security: [{}, { apiKey: [] }],
    paths: Object.fromEntries(paths),
    components: { securitySchemes: { apiKey: { type: "http", scheme: "bearer", description: "An API key" } } },
  });
}
