import type { Request, Response } from "express";
import * as z from "zod";
import type { ZodOpenApiOperationObject } from "zod-openapi";
import type { Carrier } from "../service/documents/terms.ts";
import type { DocumentAnswer, Service } from "../service/service.ts";
import { callerOf } from "./caller.ts";
import { answer, refusals } from "./describe.ts";
import type { Route } from "./route.ts";
import { documentState, ofdFile, pdfFile } from "./schemas/answers.ts";
import { documentQuery } from "./schemas/requests.ts";
import { certificateId } from "./schemas/values.ts";
import { parseQuery } from "./shape.ts";
import { retryAfter } from "./status.ts";
import { certificateIdOf, sendTagged } from "./views.ts";

export const PDF_MEDIA_TYPE = "application/pdf";
const OFD_MEDIA_TYPE = "application/ofd";

/** What a route answers with. */
interface Written {
  readonly carrier: Carrier;
  readonly operationId: string;
  readonly summary: string;
  readonly mediaType: string;
  readonly file: z.ZodType;
}

const PDF: Written = {
  carrier: "pdf",
  operationId: "getDocument",
  summary: "The certificate as a sealed PDF, with everything in it that proves it",
  mediaType: PDF_MEDIA_TYPE,
  file: pdfFile,
};
const OFD: Written = {
  carrier: "ofd",
  operationId: "getOfd",
  summary:
    "The certificate as an OFD (GB/T 33190) under its member's electronic seal, with everything in it that proves it",
  mediaType: OFD_MEDIA_TYPE,
  file: ofdFile,
};

/** The certificate as people read, print and show it. */
export const documentRoutes = (service: Service): Route[] =>
  [PDF, OFD].map((written) => documentRoute(service, written));

function documentRoute(service: Service, { carrier, mediaType, file, ...told }: Written): Route {
  const operation: ZodOpenApiOperationObject = {
    ...told,
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
      200: answer("The document", file, mediaType),
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
    path: `/v1/certificates/{id}.${carrier}`,
    operation,
    handlers: [
      async (req, res) => {
        const id = certificateIdOf(req);
        const { languages } = parseQuery(documentQuery, req.url);
        const terms = carrier === "pdf" ? { languages } : { languages, carrier };
        sendDocument(req, res, id, await service.document(callerOf(res), id, terms), carrier);
      },
    ],
  };
}

/** A document, or where it stands. `id`: letters, digits, dots, - and _. */
export function sendDocument(
  req: Request,
  res: Response,
  id: string,
  document: DocumentAnswer,
  carrier: Carrier = "pdf",
): void {
  if (document.state !== "issued") {
    res.setHeader("Retry-After", retryAfter(202) ?? 1);
    res.status(202).json({ id, state: document.state });
    return;
  }
  const { bytes, etag } = document.file;
  res.setHeader("Cache-Control", "private, no-cache");
  // So the name needs no quoting of its own.
  res.setHeader("Content-Disposition", `attachment; filename="${id}.${carrier}"`);
  sendTagged(req, res, etag, carrier === "ofd" ? OFD_MEDIA_TYPE : PDF_MEDIA_TYPE, bytes);
}
