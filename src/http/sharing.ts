import type { RequestHandler } from "express";
import type * as z from "zod";
import type { ZodOpenApiOperationObject } from "zod-openapi";
import type { Principal } from "../domain/principal.ts";
import type { Service } from "../service/service.ts";
import { JSON_BODY, readJson } from "./body.ts";
import { callerOf, requireCaller } from "./caller.ts";
import { COPY_REFUSALS, ORDERED, orderedCopy } from "./copies.ts";
import { answer, BODY_REFUSALS, refusals, WRITE_REFUSALS } from "./describe.ts";
import type { Route } from "./route.ts";
import { foundCertificates, metadataView, namedBody, sharedCopyBody, soughtBody } from "./schemas/copies.ts";
import { parseShape } from "./shape.ts";
import { idempotencyHeader, type Writer } from "./write.ts";

/** What GB/T 36906 has one department ask another, each for a reason that is journaled before it is answered. */
export function sharingRoutes({ sharing }: Service, write: Writer): Route[] {
  return [
    ask(
      {
        operationId: "queryShared",
        summary: "Certificates of one holder and type, for a case",
        description:
          "Of members that share the type with the caller's. Whoever is not known here, and whose certificates are not shared, look the same.",
      },
      "/v1/shared/query",
      soughtBody,
      answer("What anyone may know of them", foundCertificates),
      async (by, sought) => ({ items: await sharing.query(by, sought) }),
    ),
    ask(
      { operationId: "getSharedMetadata", summary: "What tells a certificate from others, for a case" },
      "/v1/shared/metadata",
      namedBody,
      answer("Metadata", metadataView),
      (by, named) => sharing.metadata(by, named),
      "http.not_found",
    ),
    fetchCopy(sharing, write),
  ];
}

/** A reading that is told in the journal, each time: no Idempotency-Key, and no answer is kept. */
function ask<S extends z.ZodType<object>>(
  words: Pick<ZodOpenApiOperationObject, "operationId" | "summary" | "description">,
  path: string,
  schema: S,
  answered: ReturnType<typeof answer>,
  verb: (by: Principal, input: z.output<S>) => Promise<object>,
  ...codes: readonly "http.not_found"[]
): Route {
  const operation: ZodOpenApiOperationObject = {
    ...words,
    security: [{ apiKey: [] }],
    requestBody: { required: true, content: { "application/json": { schema } } },
    responses: {
      200: answered,
      ...refusals(...BODY_REFUSALS, "schema.unknown_field", "schema.missing_field", "text.empty", "text.too_long"),
      ...refusals("auth.missing", "auth.invalid"),
      ...refusals("auth.forbidden", "http.rate", "chain.unreachable", ...codes),
    },
  };
  const handler: RequestHandler = async (req, res) => {
    const { value } = await readJson(req, JSON_BODY);
    res.json(await verb(callerOf(res), parseShape(schema, value)));
  };
  return { method: "post", path, operation, handlers: [requireCaller, handler] };
}

function fetchCopy(sharing: Service["sharing"], write: Writer): Route {
  const operation: ZodOpenApiOperationObject = {
    operationId: "copyShared",
    summary: "A copy of a certificate for a case: for this reason, this department, and a time that the service sets",
    description: "The certificate itself is never given without these limits. See `makeCopy`.",
    security: [{ apiKey: [] }],
    requestParams: { header: idempotencyHeader },
    requestBody: { required: true, content: { "application/json": { schema: sharedCopyBody } } },
    responses: { ...ORDERED, ...refusals(...WRITE_REFUSALS, ...COPY_REFUSALS, "http.rate") },
  };
  const handlers = write(sharedCopyBody, async (by, named, { key }) => orderedCopy(await sharing.copy(by, named, key)));
  return { method: "post", path: "/v1/shared/copies", operation, handlers };
}
