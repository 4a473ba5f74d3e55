import type { Request, RequestHandler, Response } from "express";
import * as z from "zod";
import { YinzhengError } from "../domain/errors.ts";
import type { Batches, BatchView } from "../service/import/batches.ts";
import type { ImportFile } from "../service/import/read-rows.ts";
import { type Encoding, IMPORT_LIMITS } from "../service/import/rows.ts";
import type { KeptAnswer } from "../service/service.ts";
import { readBytes } from "./body.ts";
import { callerOf, requireCaller } from "./caller.ts";
import { answer, refusals, WRITE_REFUSALS } from "./describe.ts";
import { NDJSON } from "./lines.ts";
import type { Route } from "./route.ts";
import { batchApproveBody, batchId, batchView, importQuery, linesBody, preview, sheetBody } from "./schemas/batches.ts";
import { returnBody } from "./schemas/requests.ts";
import { parseQuery } from "./shape.ts";
import { idempotencyHeader, idempotencyKey, type Writer } from "./write.ts";

const CSV = "text/csv";
/** GBK and GB2312 are parts of GB18030. */
const CHARSETS: Readonly<Record<string, Encoding>> = {
  "utf-8": "utf-8",
  gb18030: "gb18030",
  gbk: "gb18030",
  gb2312: "gb18030",
};

/** Import, approve and return. */
export function batchWrites(batches: Batches, write: Writer): Route[] {
  return [importFile(batches), approve(batches, write), giveBack(batches, write)];
}

/** 202 while something has still to be done, by us or by a maker. */
export function batchStatus({ state }: BatchView): number {
  return state === "issued" || state === "refused" || state === "returned" || state === "failed" ? 200 : 202;
}

/** The answer to a write: where to look. */
export function presentBatch(res: Response, { status, body }: KeptAnswer): void {
  res.setHeader("Location", `/v1/batches/${String(body.id)}`);
  res.status(status).json(body);
}

/**
 * The import that a path names.
 *
 * @throws http.not_found for what is no id: nothing can be there
 */
export function batchIdOf(req: Request): string {
  const id = String(req.params.id);
  if (!batchId.safeParse(id).success) throw new YinzhengError("http.not_found");
  return id;
}

const ACCEPTED = {
  202: answer("On its way: `state` says whose turn it is", batchView),
  200: answer("What became of it", batchView),
};

function importFile(batches: Batches): Route {
  return {
    method: "post",
    path: "/v1/batches",
    operation: {
      operationId: "importBatch",
      summary: "Draft up to 10,000 certificates of one type from a file, for one approval and one anchor",
      description:
        "With `preview=true` answers 200 with what would be drafted, and writes nothing. Else 202; the same file under " +
        "the same batch key is answered with the import that the first one made.",
      security: [{ apiKey: [] }],
      requestParams: { query: importQuery, header: idempotencyHeader.partial() },
      requestBody: {
        required: true,
        content: { [CSV]: { schema: sheetBody }, [NDJSON]: { schema: linesBody } },
      },
      responses: {
        202: ACCEPTED[202],
        200: answer("What became of it, or the preview", z.union([batchView, preview])),
        ...refusals(
          "csv.encoding",
          "csv.syntax",
          "csv.empty",
          "csv.column",
          "schema.unknown_field",
          "schema.missing_field",
          "policy.type_unknown",
          "policy.scope",
          "http.media_type",
          "http.too_large",
          "http.idempotency_key_missing",
          "conflict.batch_key",
          "chain.closed",
          "auth.missing",
          "auth.invalid",
          "auth.forbidden",
        ),
      },
    },
    handlers: [requireCaller, takeFile(batches)],
  };
}

function takeFile(batches: Batches): RequestHandler {
  return async (req, res) => {
    const by = callerOf(res);
    const { type, mode = "atomic", batchKey, preview: only = false } = parseQuery(importQuery, req.url);
    const key = only ? "" : (batchKey ?? idempotencyKey(req));
    const kind = kindOf(req);
    const file = { ...kind, bytes: await readBytes(req, IMPORT_LIMITS.bytes) };
    if (only) {
      res.json(await batches.preview(by, { type, mode, file }));
      return;
    }
    const view = await batches.receive(by, { type, mode, key, file });
    presentBatch(res, { status: batchStatus(view), body: JSON.parse(JSON.stringify(view)) });
  };
}

/** Format and encoding, by the media type; without a charset the encoding is found out. */
function kindOf(req: Request): Omit<ImportFile, "bytes"> {
  const expected = `${CSV}; charset=utf-8, ${CSV}; charset=gb18030, ${NDJSON}`;
  const [type = "", ...parameters] = (req.headers["content-type"] ?? "").split(";").map((part) => part.trim());
  const charset = /^charset="?([\w-]+)"?$/i.exec(parameters.join(";"))?.[1]?.toLowerCase();
  const encoding = charset === undefined ? undefined : CHARSETS[charset];
  const named = parameters.length === 0 || encoding !== undefined;
  if (req.headers["content-encoding"] !== undefined || !named) throw new YinzhengError("http.media_type", { expected });
  if (type.toLowerCase() === CSV) return { format: "csv", ...(encoding !== undefined && { encoding }) };
  if (type.toLowerCase() === NDJSON && encoding !== "gb18030") return { format: "jsonl" };
  throw new YinzhengError("http.media_type", { expected });
}

const PATH = { path: z.object({ id: batchId }), header: idempotencyHeader };

function approve(batches: Batches, write: Writer): Route {
  return {
    method: "post",
    path: "/v1/batches/{id}/approve",
    operation: {
      operationId: "approveBatch",
      summary: "A maker's one signed consent to every draft of an import",
      security: [{ apiKey: [] }],
      requestParams: PATH,
      requestBody: { required: true, content: { "application/json": { schema: batchApproveBody } } },
      responses: {
        ...ACCEPTED,
        ...refusals(...WRITE_REFUSALS, "http.not_found", "policy.officer", "schema.mismatch", "chain.closed"),
      },
    },
    handlers: write(batchApproveBody, async (by, approval, { id }) => {
      const view = await batches.approve(by, id, approval);
      return { status: batchStatus(view), body: view };
    }),
  };
}

function giveBack(batches: Batches, write: Writer): Route {
  return {
    method: "post",
    path: "/v1/batches/{id}/return",
    operation: {
      operationId: "returnBatch",
      summary: "Send an import back as a whole, with the reason",
      security: [{ apiKey: [] }],
      requestParams: PATH,
      requestBody: { required: true, content: { "application/json": { schema: returnBody } } },
      responses: { 200: ACCEPTED[200], ...refusals(...WRITE_REFUSALS, "http.not_found") },
    },
    handlers: write(returnBody, async (by, { reason }, { id }) => ({
      status: 200,
      body: await batches.returnBatch(by, id, reason),
    })),
  };
}
