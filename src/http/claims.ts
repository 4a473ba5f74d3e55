import type { ZodOpenApiOperationObject } from "zod-openapi";
import { BUNDLE_MEDIA_TYPE } from "../proof/bundle.ts";
import type { Service } from "../service/service.ts";
import { callerOf } from "./caller.ts";
import { answer, refusals, WRITE_REFUSALS } from "./describe.ts";
import type { Route } from "./route.ts";
import { claimPage, claimView } from "./schemas/answers.ts";
import { bundleBody, pageQuery } from "./schemas/requests.ts";
import { parseQuery } from "./shape.ts";
import { BUNDLE_BODY } from "./verifications.ts";
import { idempotencyHeader, type Writer } from "./write.ts";

/** Certificates that can be used once: using them up, and what the caller's member has used. */
export function claimRoutes(service: Service, write: Writer): Route[] {
  return [make(service, write), list(service)];
}

function make(service: Service, write: Writer): Route {
  const codes = ["bundle.format", "policy.not_claimable", "policy.not_valid", "conflict.claimed"] as const;
  const operation: ZodOpenApiOperationObject = {
    operationId: "claimCertificate",
    summary: "Use up a certificate that can be used once",
    description:
      "The first claim wins, whoever makes it; everybody else is told `conflict.claimed` and not by whom. Keep the " +
      "opening: it shows that the claim is yours.",
    security: [{ apiKey: [] }],
    requestParams: { header: idempotencyHeader },
    requestBody: {
      required: true,
      content: { [BUNDLE_MEDIA_TYPE]: { schema: bundleBody }, "application/json": { schema: bundleBody } },
    },
    responses: {
      201: answer("On chain", claimView),
      ...refusals(...WRITE_REFUSALS, ...codes, "chain.unreachable", "chain.rejected", "chain.closed"),
    },
  };
  const handlers = write(
    bundleBody,
    async (by, bundle, { key }) => ({ status: 201, body: await service.claim(by, bundle, { idempotencyKey: key }) }),
    BUNDLE_BODY,
  );
  return { method: "post", path: "/v1/claims", operation, handlers };
}

function list(service: Service): Route {
  const operation: ZodOpenApiOperationObject = {
    operationId: "listClaims",
    summary: "The claims of the caller's member, a page at a time",
    requestParams: { query: pageQuery },
    responses: {
      200: answer("A page", claimPage),
      ...refusals("auth.missing", "auth.invalid", "auth.forbidden", "schema.unknown_field", "schema.value"),
    },
  };
  return {
    method: "get",
    path: "/v1/claims",
    operation,
    handlers: [
      async (req, res) => {
        const { after, limit } = parseQuery(pageQuery, req.url);
        const page = { ...(after !== undefined && { after }), ...(limit !== undefined && { limit }) };
        res.json(await service.claims(callerOf(res), page));
      },
    ],
  };
}
