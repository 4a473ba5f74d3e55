import type { Request, RequestHandler } from "express";
import * as z from "zod";
import type { ZodOpenApiOperationObject } from "zod-openapi";
import { YinzhengError } from "../domain/errors.ts";
import type { CopyView } from "../service/copies/copies.ts";
import type { Service } from "../service/service.ts";
import { callerOf } from "./caller.ts";
import { answer, refusals, WRITE_REFUSALS } from "./describe.ts";
import { PDF_MEDIA_TYPE, sendDocument } from "./documents.ts";
import type { Route } from "./route.ts";
import { documentState, pdfFile } from "./schemas/answers.ts";
import { copyBody, copyView, usePage } from "./schemas/copies.ts";
import { pageQuery } from "./schemas/requests.ts";
import { certificateId } from "./schemas/values.ts";
import { parseQuery } from "./shape.ts";
import { retryAfter } from "./status.ts";
import { certificateIdOf } from "./views.ts";
import { idempotencyHeader, type Present, type WriteAnswer, type Writer } from "./write.ts";

/** What an order of a copy can be refused with, beside what every write can. */
export const COPY_REFUSALS = [
  "http.not_found",
  "text.empty",
  "text.too_long",
  "policy.scope",
  "document.unavailable",
  "document.glyph_missing",
  "chain.unreachable",
] as const;

/** The answer to an order. */
export const ORDERED = {
  200: answer("It was made before", copyView),
  202: answer("It is on its way: `Location` names it, ask again after `Retry-After` seconds", copyView),
};

/** Copies for one purpose, and who asked about a certificate. */
export function copyRoutes(service: Service, write: Writer): Route[] {
  // The file before the copy: its path would take the ending for a part of the id.
  return [make(service, write), uses(service), file(service), one(service)];
}

/** The answer with its status: 202 while it is made. */
export const orderedCopy = (body: CopyView): WriteAnswer => ({ status: body.state === "issued" ? 200 : 202, body });

/** Says where the copy will be. */
export const presentCopy: Present = (res, { status, body }) => {
  res.setHeader("Location", `/v1/copies/${body.id}`);
  const wait = retryAfter(status);
  if (wait !== undefined) res.setHeader("Retry-After", wait);
  res.status(status).json(body);
};

function make(service: Service, write: Writer): Route {
  const operation: ZodOpenApiOperationObject = {
    operationId: "makeCopy",
    summary: "A copy of a certificate for one purpose (加注件), with an end",
    description:
      "A sealed document of its own: what it is for stands on every page, in its leaf on chain, and in every verdict. " +
      "After its last second it is not in force. Who asked and why is journaled before anything is made.",
    security: [{ apiKey: [] }],
    requestParams: { path: z.object({ id: certificateId }), header: idempotencyHeader },
    requestBody: { required: true, content: { "application/json": { schema: copyBody } } },
    responses: {
      ...ORDERED,
      ...refusals(...WRITE_REFUSALS, ...COPY_REFUSALS, "schema.date", "schema.value"),
    },
  };
  const handlers = write(copyBody, async (by, request, { id, key }) =>
    orderedCopy(await service.copies.make(by, id, request, key)),
  );
  return { method: "post", path: "/v1/certificates/{id}/copies", operation, handlers };
}

function uses(service: Service): Route {
  const operation: ZodOpenApiOperationObject = {
    operationId: "listUses",
    summary: "Who asked about a certificate, when and why: for its issuer, and so for its holder; a page at a time",
    requestParams: { path: z.object({ id: certificateId }), query: pageQuery },
    responses: {
      200: answer("A page, newest first", usePage),
      ...refusals("auth.missing", "auth.invalid", "auth.forbidden", "http.not_found"),
      ...refusals("schema.unknown_field", "schema.value"),
    },
  };
  const handler: RequestHandler = async (req, res) => {
    const id = certificateIdOf(req);
    const { after, limit } = parseQuery(pageQuery, req.url);
    const page = { ...(after !== undefined && { after }), ...(limit !== undefined && { limit }) };
    res.json(await service.copies.uses(callerOf(res), id, page));
  };
  return { method: "get", path: "/v1/certificates/{id}/uses", operation, handlers: [handler] };
}

const READ = { path: z.object({ copyId: z.string() }) };
const READ_REFUSALS = ["auth.missing", "auth.invalid", "auth.forbidden", "http.not_found", "conflict.state"] as const;

function one(service: Service): Route {
  const operation: ZodOpenApiOperationObject = {
    operationId: "getCopy",
    summary: "A copy for one purpose, and whether its file is there",
    requestParams: READ,
    responses: { 200: answer("The copy", copyView), ...refusals(...READ_REFUSALS) },
  };
  const handler: RequestHandler = async (req, res) => {
    res.json(await service.copies.copy(callerOf(res), copyIdOf(req)));
  };
  return { method: "get", path: "/v1/copies/{copyId}", operation, handlers: [handler] };
}

function file(service: Service): Route {
  const operation: ZodOpenApiOperationObject = {
    operationId: "getCopyFile",
    summary: "The sealed PDF of a copy",
    description: "202 until it is on chain; the sealed file is then always the same.",
    requestParams: { ...READ, header: z.object({ "If-None-Match": z.string().optional() }) },
    responses: {
      200: answer("The copy", pdfFile, PDF_MEDIA_TYPE),
      202: answer("It is on its way: ask again after `Retry-After` seconds", documentState),
      304: answer("The caller has it already"),
      ...refusals(...READ_REFUSALS, "document.glyph_missing"),
    },
  };
  const handler: RequestHandler = async (req, res) => {
    const id = copyIdOf(req);
    sendDocument(req, res, id, await service.copies.file(callerOf(res), id));
  };
  return { method: "get", path: "/v1/copies/{copyId}.pdf", operation, handlers: [handler] };
}

/** Throws `http.not_found` for what is no id of ours, which may be a file's name one day. */
function copyIdOf(req: Request): string {
  const id = String(req.params.copyId);
  if (!/^[A-Za-z0-9_-]{43}$/.test(id)) throw new YinzhengError("http.not_found");
  return id;
}
