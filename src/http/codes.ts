import type { RequestHandler } from "express";
import type * as z from "zod";
import type { ZodOpenApiOperationObject } from "zod-openapi";
import type { Principal } from "../domain/principal.ts";
import type { Page, PageRequest } from "../service/page.ts";
import type { Service } from "../service/service.ts";
import { JSON_BODY, readJson } from "./body.ts";
import { callerOf, requireCaller } from "./caller.ts";
import { answer, refusals, WRITE_REFUSALS } from "./describe.ts";
import type { Route } from "./route.ts";
import { codeBody, codePage, newCode, redeemBody, redemption, redemptionPage } from "./schemas/codes.ts";
import { pageQuery } from "./schemas/requests.ts";
import { parseQuery, parseShape } from "./shape.ts";
import { idempotencyHeader, idempotencyKey, type Writer } from "./write.ts";

/** Live codes: made for a holder, redeemed once at a counter, and listed for both. */
export function codeRoutes({ codes }: Service, write: Writer): Route[] {
  return [
    make(codes, write),
    redeem(codes),
    listRoute("/v1/codes", "listCodes", "Codes that the caller's member made, and who used them", codePage, codes.made),
    listRoute(
      "/v1/codes/redeemed",
      "listRedeemedCodes",
      "Codes that the caller's member redeemed, and why",
      redemptionPage,
      codes.redeemed,
    ),
  ];
}

function make(codes: Service["codes"], write: Writer): Route {
  const operation: ZodOpenApiOperationObject = {
    operationId: "makeCode",
    summary: "Make a code that shows a holder's certificates once, within 60 seconds",
    description: "By a clerk or reader of the issuer, for the holder who stands there or asks by the issuer's app.",
    security: [{ apiKey: [] }],
    requestParams: { header: idempotencyHeader },
    requestBody: { required: true, content: { "application/json": { schema: codeBody } } },
    responses: {
      201: answer("The code and its image", newCode),
      ...refusals(...WRITE_REFUSALS, "http.not_found", "schema.value", "http.rate"),
    },
  };
  const handlers = write(codeBody, async (by, request) => ({ status: 201, body: await codes.make(by, request) }));
  return { method: "post", path: "/v1/codes", operation, handlers };
}

/** What it gives is never kept with the answers: the service finds it again by the key, for a minute. */
function redeem(codes: Service["codes"]): Route {
  const operation: ZodOpenApiOperationObject = {
    operationId: "redeemCode",
    summary: "Use a code up, and get what its holder consented to",
    description:
      "Who, when and why is journaled for both sides before anything is given. The same Idempotency-Key is answered again for 60 seconds.",
    security: [{ apiKey: [] }],
    requestParams: { header: idempotencyHeader },
    requestBody: { required: true, content: { "application/json": { schema: redeemBody } } },
    responses: {
      200: answer("What the holder consented to", redemption),
      ...refusals(...WRITE_REFUSALS, "code.unknown", "code.expired", "code.used", "code.audience", "http.rate"),
      ...refusals("chain.unreachable"),
    },
  };
  const handler: RequestHandler = async (req, res) => {
    const key = idempotencyKey(req);
    const { value } = await readJson(req, JSON_BODY);
    const { code, reason } = parseShape(redeemBody, value);
    res.json(await codes.redeem(callerOf(res), code, reason, key));
  };
  return { method: "post", path: "/v1/codes/redeem", operation, handlers: [requireCaller, handler] };
}

function listRoute(
  path: string,
  operationId: string,
  summary: string,
  schema: z.ZodType,
  list: (by: Principal, page: PageRequest) => Promise<Page<unknown>>,
): Route {
  const operation: ZodOpenApiOperationObject = {
    operationId,
    summary: `${summary}, a page at a time`,
    requestParams: { query: pageQuery },
    responses: {
      200: answer("A page", schema),
      ...refusals("auth.missing", "auth.invalid", "auth.forbidden", "schema.unknown_field", "schema.value"),
    },
  };
  const handler: RequestHandler = async (req, res) => {
    const { after, limit } = parseQuery(pageQuery, req.url);
    const page = { ...(after !== undefined && { after }), ...(limit !== undefined && { limit }) };
    res.json(await list(callerOf(res), page));
  };
  return { method: "get", path, operation, handlers: [handler] };
}
