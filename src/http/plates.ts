import type { Request, RequestHandler } from "express";
import type { ZodOpenApiOperationObject } from "zod-openapi";
import type { Service } from "../service/service.ts";
import { callerOf } from "./caller.ts";
import { answer, refusals, WRITE_REFUSALS } from "./describe.ts";
import type { Route } from "./route.ts";
import { newPlate, plateBody, platePage, platePath, plateView, withdrawBody } from "./schemas/plates.ts";
import { pageQuery } from "./schemas/requests.ts";
import { parseQuery } from "./shape.ts";
import { idempotencyHeader, type Writer } from "./write.ts";

const JSON_OF = (schema: typeof plateBody | typeof withdrawBody) => ({
  required: true,
  content: { "application/json": { schema } },
});

/** The plate that a path names; whether it is one, the service knows. */
export const plateIdOf = (req: Request): string => String(req.params.id);

/** Plates: put up, looked at by anybody, withdrawn. */
export function plateRoutes({ plates }: Service, write: Writer): Route[] {
  return [make(plates, write), list(plates), one(plates), withdraw(plates, write)];
}

function make(plates: Service["plates"], write: Writer): Route {
  const operation: ZodOpenApiOperationObject = {
    operationId: "makePlate",
    summary: "Sign a permanent code for a thing or an address",
    security: [{ apiKey: [] }],
    requestParams: { header: idempotencyHeader },
    requestBody: JSON_OF(plateBody),
    responses: {
      201: answer("The plate and its image", newPlate),
      ...refusals(...WRITE_REFUSALS, "chain.unreachable"),
    },
  };
  const handlers = write(plateBody, async (by, request) => ({ status: 201, body: await plates.make(by, request) }));
  return { method: "post", path: "/v1/plates", operation, handlers };
}

function list(plates: Service["plates"]): Route {
  const operation: ZodOpenApiOperationObject = {
    operationId: "listPlates",
    summary: "The plates of the caller's member, a page at a time",
    requestParams: { query: pageQuery },
    responses: {
      200: answer("A page", platePage),
      ...refusals("auth.missing", "auth.invalid", "auth.forbidden", "schema.unknown_field", "schema.value"),
    },
  };
  const handler: RequestHandler = async (req, res) => {
    const { after, limit } = parseQuery(pageQuery, req.url);
    const page = { ...(after !== undefined && { after }), ...(limit !== undefined && { limit }) };
    res.json(await plates.plates(callerOf(res), page));
  };
  return { method: "get", path: "/v1/plates", operation, handlers: [handler] };
}

function one(plates: Service["plates"]): Route {
  const operation: ZodOpenApiOperationObject = {
    operationId: "getPlate",
    summary: "Who put a plate up, for what, and whether it is in force",
    description: "For anybody. Compare `code` with what was scanned: a plate that says anything else is a forgery.",
    requestParams: { path: platePath },
    responses: { 200: answer("The plate", plateView), ...refusals("auth.invalid", "http.not_found") },
  };
  const handler: RequestHandler = async (req, res) => {
    res.json(await plates.plate(plateIdOf(req)));
  };
  return { method: "get", path: "/v1/plates/{id}", operation, handlers: [handler] };
}

function withdraw(plates: Service["plates"], write: Writer): Route {
  const operation: ZodOpenApiOperationObject = {
    operationId: "withdrawPlate",
    summary: "Say that a plate is not in force any more",
    security: [{ apiKey: [] }],
    requestParams: { path: platePath, header: idempotencyHeader },
    requestBody: JSON_OF(withdrawBody),
    responses: { 200: answer("Withdrawn", plateView), ...refusals(...WRITE_REFUSALS, "http.not_found") },
  };
  const handlers = write(withdrawBody, async (by, { reason }, { id }) => ({
    status: 200,
    body: await plates.withdraw(by, id, reason),
  }));
  return { method: "post", path: "/v1/plates/{id}/withdraw", operation, handlers };
}
