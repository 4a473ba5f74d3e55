import type { Request, Response } from "express";
import * as z from "zod";
import type { ZodOpenApiOperationObject } from "zod-openapi";
import type { DocumentAnswer, Service } from "../service/service.ts";
import { callerOf } from "./caller.ts";
import { answer, refusals } from "./describe.ts";
import type { Route } from "./route.ts";
import { documentState, pdfFile } from "./schemas/answers.ts";
import { documentQuery } from "./schemas/requests.ts";
import { certificateId } from "./schemas/values.ts";
import { parseQuery } from "./shape.ts";
import { retryAfter } from "./status.ts";
import { certificateIdOf, sendTagged } from "./views.ts";

export const PDF_MEDIA_TYPE = "application/pdf";

/** The certificate as people read, print and show it. */
export function documentRoute(service: Service): Route {
  const operation: ZodOpenApiOperationObject = {
    operationId: "getDocument",
    summary: "The certificate as a sealed PDF, with everything in it that proves it",
    description:
      "The first request has the document made, signed and put on chain, and answers 202 until it is there. From then on the " +
      "sealed file is always the same; the revision behind it, and with it the entity tag, changes when evidence does. A " +
      "certificate that is not in force gets no new document; those that were made are served as ever.",
    requestParams: {
      path: z.object({ id: certificateId }),
      query: documentQuery,
      header: z.object({ "If-None-Match": z.string().optional() }),
    },
    responses: {
      200: answer("The document", pdfFile, PDF_MEDIA_TYPE),
      202: answer("It is on its way: ask again after `Retry-After` seconds", documentState),
      304: answer("The caller has it already"),
      ...refusals(
        "auth.missing",
        "auth.invalid",
        "auth.forbidden",
        "http.not_found",
        "schema.unknown_field",
        "schema.value",
        "conflict.state",
        "policy.scope",
        "document.unavailable",
        "document.glyph_missing",
      ),
    },
  };
  return {
    method: "get",
    path: "/v1/certificates/{id}.pdf",
    operation,
    handlers: [
      async (req, res) => {
        const id = certificateIdOf(req);
        const { languages } = parseQuery(documentQuery, req.url);
        sendDocument(req, res, id, await service.document(callerOf(res), id, { languages }));
      },
    ],
  };
}

/** A document, or where it stands. `id`: letters, digits, dots, - and _. */
export function sendDocument(req: Request, res: Response, id: string, document: DocumentAnswer): void {
  if (document.state !== "issued") {
    res.setHeader("Retry-After", retryAfter(202) ?? 1);
    res.status(202).json({ id, state: document.state });
    return;
  }
  const { bytes, etag } = document.file;
  res.setHeader("Cache-Control", "private, no-cache");
  // So the name needs no quoting of its own.
  res.setHeader("Content-Disposition", `attachment; filename="${id}.pdf"`);
  sendTagged(req, res, etag, PDF_MEDIA_TYPE, bytes);
}
