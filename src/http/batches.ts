import type { Request, RequestHandler, Response } from "express";
import * as z from "zod";
import type { Batches } from "../service/import/batches.ts";
import { errorSheet, resultSheet } from "../service/import/sheet.ts";
import { batchIdOf, batchWrites } from "./batch-writes.ts";
import { JSON_BODY, readJson } from "./body.ts";
import { callerOf, requireCaller } from "./caller.ts";
import { answer, refusals } from "./describe.ts";
import { EVENTS, sendEvents } from "./events.ts";
import { NDJSON, sendLines } from "./lines.ts";
import type { Route } from "./route.ts";
import { batchId, batchPage, batchView } from "./schemas/batches.ts";
import { pageQuery, typeCode, unmaskBody } from "./schemas/requests.ts";
import { parseQuery, parseShape } from "./shape.ts";
import type { Writer } from "./write.ts";

const SHEET = "text/csv";
const HIDDEN = refusals("auth.missing", "auth.invalid", "auth.forbidden", "http.not_found");
const byId = { path: z.object({ id: batchId }) };

/** Everything under /v1/batches: imports, many certificates of one file in one anchor. */
export function batchRoutes(batches: Batches, write: Writer): Route[] {
  return [
    list(batches),
    template(batches),
    one(batches),
    events(batches),
    sheet("errors", "getBatchErrors", "What is wrong with which row, as a sheet", async (req, res) =>
      errorSheet(await batches.faults(callerOf(res), batchIdOf(req))),
    ),
    sheet("results", "getBatchResults", "Which row became which certificate, as a sheet", async (req, res) =>
      resultSheet(await batches.results(callerOf(res), batchIdOf(req))),
    ),
    drafts(batches),
    bundles(batches),
    ...batchWrites(batches, write),
  ];
}

function list(batches: Batches): Route {
  return {
    method: "get",
    path: "/v1/batches",
    operation: {
      operationId: "listBatches",
      summary: "The member's imports, newest first",
      requestParams: { query: pageQuery },
      responses: { 200: answer("A page", batchPage), ...HIDDEN },
    },
    handlers: [
      async (req, res) => {
        res.json(await batches.batches(callerOf(res), parseQuery(pageQuery, req.url)));
      },
    ],
  };
}

function one(batches: Batches): Route {
  return {
    method: "get",
    path: "/v1/batches/{id}",
    operation: {
      operationId: "getBatch",
      summary: "How an import stands",
      requestParams: byId,
      responses: { 200: answer("The import", batchView), ...HIDDEN },
    },
    handlers: [
      async (req, res) => {
        res.json(await batches.batch(callerOf(res), batchIdOf(req)));
      },
    ],
  };
}

function events(batches: Batches): Route {
  return {
    method: "get",
    path: "/v1/batches/{id}/events",
    operation: {
      operationId: "watchBatch",
      summary: "The import now and after every change, until it is done",
      description: "Server-sent events named `batch`, each with the import as data; comments in between keep it open.",
      requestParams: byId,
      responses: { 200: answer("Events", z.string(), EVENTS), ...HIDDEN },
    },
    handlers: [
      async (req, res) => {
        const over = new AbortController();
        res.once("close", () => over.abort());
        await sendEvents(res, "batch", await batches.watch(callerOf(res), batchIdOf(req), over.signal));
      },
    ],
  };
}

function template(batches: Batches): Route {
  return {
    method: "get",
    path: "/v1/batches/templates/{type}",
    operation: {
      operationId: "getBatchTemplate",
      summary: "An empty sheet for a type",
      requestParams: { path: z.object({ type: typeCode }) },
      responses: { 200: answer("The sheet", z.string(), SHEET), ...HIDDEN, ...refusals("policy.type_unknown") },
    },
    handlers: [
      async (req, res) => {
        sendSheet(res, "template", await batches.template(callerOf(res), String(req.params.type)));
      },
    ],
  };
}

function sheet(
  name: string,
  operationId: string,
  summary: string,
  text: (req: Request, res: Response) => Promise<string>,
): Route {
  return {
    method: "get",
    path: `/v1/batches/{id}/${name}`,
    operation: {
      operationId,
      summary,
      requestParams: byId,
      responses: { 200: answer("The sheet", z.string(), SHEET), ...HIDDEN },
    },
    handlers: [async (req, res) => sendSheet(res, `${batchIdOf(req)}-${name}`, await text(req, res))],
  };
}

function sendSheet(res: Response, name: string, text: string): void {
  res.setHeader("Content-Disposition", `attachment; filename="${name}.csv"`);
  res.setHeader("Content-Type", `${SHEET}; charset=utf-8`).send(Buffer.from(text));
}

/** A reading that is told in the journal, each time: no Idempotency-Key, and no answer is kept. */
function drafts(batches: Batches): Route {
  return {
    method: "post",
    path: "/v1/batches/{id}/unmask",
    operation: {
      operationId: "unmaskBatch",
      summary: "Every draft of an import with every name and number, for a reason that is journaled",
      description: "JSON lines, in the order in which the maker's signature covers them.",
      security: [{ apiKey: [] }],
      requestParams: byId,
      requestBody: { required: true, content: { "application/json": { schema: unmaskBody } } },
      responses: { 200: answer("A draft a line", z.string(), NDJSON), ...HIDDEN, ...refusals("text.empty") },
    },
    handlers: [requireCaller, readDrafts(batches)],
  };
}

function readDrafts(batches: Batches): RequestHandler {
  return async (req, res) => {
    const id = batchIdOf(req);
    const { value } = await readJson(req, JSON_BODY);
    const { reason } = parseShape(unmaskBody, value);
    await sendLines(res, await batches.drafts(callerOf(res), id, reason), (draft) => JSON.stringify(draft));
  };
}

function bundles(batches: Batches): Route {
  return {
    method: "get",
    path: "/v1/batches/{id}/bundles",
    operation: {
      operationId: "getBatchBundles",
      summary: "The bundle of every certificate of an issued import",
      description: "JSON lines `{id, bundle}`. A stream that breaks off is not whole.",
      requestParams: byId,
      responses: { 200: answer("A bundle a line", z.string(), NDJSON), ...HIDDEN, ...refusals("conflict.state") },
    },
    handlers: [
      async (req, res) => {
        const found = await batches.bundles(callerOf(res), batchIdOf(req));
        await sendLines(res, found, ({ id, text }) => `{"id":${JSON.stringify(id)},"bundle":${text}}`);
      },
    ],
  };
}
