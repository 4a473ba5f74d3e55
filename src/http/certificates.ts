import * as z from "zod";
import type { ZodOpenApiOperationObject } from "zod-openapi";
import { BUNDLE_MEDIA_TYPE } from "../proof/bundle.ts";
import type { Service } from "../service/service.ts";
import { certificateAsOf } from "./as-of.ts";
import { JSON_BODY, readJson } from "./body.ts";
import { callerOf, requireCaller } from "./caller.ts";
import { certificateWrites } from "./certificate-writes.ts";
import { answer, refusals } from "./describe.ts";
import { documentRoutes } from "./documents.ts";
import type { HttpOptions } from "./options.ts";
import type { Route } from "./route.ts";
import { certificatePage, certificateView, publicCertificate } from "./schemas/answers.ts";
import { bundleBody, certificateQuery, listQuery, unmaskBody } from "./schemas/requests.ts";
import { certificateId } from "./schemas/values.ts";
import { parseQuery, parseShape } from "./shape.ts";
import { certificateIdOf, sendTagged } from "./views.ts";
import type { Writer } from "./write.ts";

/** Everything under /v1/certificates. */
export function certificateRoutes(service: Service, options: HttpOptions, write: Writer): Route[] {
  // Before a single one: its path would take the ending for a part of the identifier.
  const reads = [list(service), ...documentRoutes(service), one(service), unmask(service), bundle(service)];
  return [...reads, ...certificateWrites(service, options, write)];
}

const byId = { path: z.object({ id: certificateId }) };

function list(service: Service): Route {
  const operation: ZodOpenApiOperationObject = {
    operationId: "listCertificates",
    summary: "The caller's own certificates, a page at a time",
    requestParams: { query: listQuery },
    responses: {
      200: answer("A page", certificatePage),
      ...refusals("auth.missing", "auth.invalid", "auth.forbidden", "schema.unknown_field", "schema.value"),
    },
  };
  return {
    method: "get",
    path: "/v1/certificates",
    operation,
    handlers: [
      async (req, res) => {
        const { after, limit, ...filter } = parseQuery(listQuery, req.url);
        const page = { ...(after !== undefined && { after }), ...(limit !== undefined && { limit }) };
        res.json(await service.certificates(callerOf(res), filter, page));
      },
    ],
  };
}

function one(service: Service): Route {
  const operation: ZodOpenApiOperationObject = {
    operationId: "getCertificate",
    summary:
      "State and status of a certificate, now or at an instant; its issuer sees the draft too, names and numbers masked",
    requestParams: { ...byId, query: certificateQuery },
    responses: {
      200: answer("What the caller may know", z.union([certificateView, publicCertificate])),
      ...refusals("auth.invalid", "http.not_found", "schema.unknown_field", "schema.date", "schema.value"),
    },
  };
  return {
    method: "get",
    path: "/v1/certificates/{id}",
    operation,
    handlers: [
      async (req, res) => {
        const id = certificateIdOf(req);
        const { asOf } = parseQuery(certificateQuery, req.url);
        res.json(await certificateAsOf(service, callerOf(res), id, asOf));
      },
    ],
  };
}

/** A reading that is told in the journal, each time: no Idempotency-Key, and no answer is kept. */
function unmask(service: Service): Route {
  const operation: ZodOpenApiOperationObject = {
    operationId: "unmaskCertificate",
    summary: "A certificate with every name and number, for a reason that is journaled",
    security: [{ apiKey: [] }],
    requestParams: byId,
    requestBody: { required: true, content: { "application/json": { schema: unmaskBody } } },
    responses: {
      200: answer("Unmasked", certificateView),
      ...refusals(
        "auth.missing",
        "auth.invalid",
        "auth.forbidden",
        "http.not_found",
        "schema.missing_field",
        "text.empty",
      ),
    },
  };
  return {
    method: "post",
    path: "/v1/certificates/{id}/unmask",
    operation,
    handlers: [
      requireCaller,
      async (req, res) => {
        const id = certificateIdOf(req);
        const { value } = await readJson(req, JSON_BODY);
        const { reason } = parseShape(unmaskBody, value);
        res.json(await service.unmask(callerOf(res), id, reason));
      },
    ],
  };
}

function bundle(service: Service): Route {
  const operation: ZodOpenApiOperationObject = {
    operationId: "getBundle",
    summary: "The one file with which anyone verifies the certificate, without us",
    description:
      "Its entity tag changes when evidence or co-signatures do. `Yinzheng-Levels` names the levels it reaches.",
    requestParams: { ...byId, header: z.object({ "If-None-Match": z.string().optional() }) },
    responses: {
      200: answer("The bundle", bundleBody, BUNDLE_MEDIA_TYPE),
      304: answer("The caller has it already"),
      ...refusals("auth.missing", "auth.invalid", "auth.forbidden", "http.not_found", "conflict.state"),
    },
  };
  return {
    method: "get",
    path: "/v1/certificates/{id}/bundle",
    operation,
    handlers: [
      async (req, res) => {
        const id = certificateIdOf(req);
        const { text, etag, levels } = await service.bundle(callerOf(res), id);
        res.setHeader("Cache-Control", "private, no-cache");
        res.setHeader("Content-Disposition", `attachment; filename="${id}.yinzheng.json"`);
        res.setHeader("Yinzheng-Levels", levels.join(", "));
        sendTagged(req, res, etag, BUNDLE_MEDIA_TYPE, text);
      },
    ],
  };
}
