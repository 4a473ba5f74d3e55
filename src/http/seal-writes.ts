import type { ZodOpenApiOperationObject } from "zod-openapi";
import { fromBase64 } from "../crypto/encoding.ts";
import type { ErrorCode } from "../domain/errors.ts";
import type { Service } from "../service/service.ts";
import { type BodyRule, JSON_BODY, MIB } from "./body.ts";
import { answer, refusals, WRITE_REFUSALS } from "./describe.ts";
import type { Route } from "./route.ts";
import { sealApplyBody, sealDelegationBody, sealMakeBody, sealOrderBody, sealPath, sealView } from "./schemas/seals.ts";
import { idempotencyHeader, type Writer } from "./write.ts";

/** A picture in base64. */
const APPLY_BODY: BodyRule = { limit: 4 * MIB, mediaTypes: JSON_BODY.mediaTypes };

const ORDER_REFUSALS = [
  ...WRITE_REFUSALS,
  "schema.value",
  "schema.mismatch",
  "policy.officer",
  "conflict.seal_state",
  "signer.refused",
  "signer.unreachable",
  "signer.offline",
  "chain.unreachable",
  "chain.rejected",
] as const satisfies readonly ErrorCode[];

type Body = typeof sealApplyBody | typeof sealMakeBody | typeof sealOrderBody | typeof sealDelegationBody;
const jsonOf = (schema: Body) => ({ required: true, content: { "application/json": { schema } } });

export function sealWriteRoutes(seals: Service["seals"], write: Writer): Route[] {
  return [apply(seals, write), make(seals, write), order(seals, write), delegate(seals, write)];
}

function apply(seals: Service["seals"], write: Writer): Route {
  const operation: ZodOpenApiOperationObject = {
    operationId: "applyForSeal",
    summary: "Apply for a seal, as a maker of its owner",
    description: "The owner's officers sign the application, and it is registered on chain, before this is answered.",
    security: [{ apiKey: [] }],
    requestParams: { header: idempotencyHeader },
    requestBody: jsonOf(sealApplyBody),
    responses: {
      201: answer("Applied for", sealView),
      ...refusals(...ORDER_REFUSALS, "seal.code", "seal.unavailable", "seal.picture", "document.glyph_missing"),
    },
  };
  const handlers = write(
    sealApplyBody,
    async (by, { picture, ...input }) => {
      const brought = picture === undefined ? {} : { picture: { ...picture, bytes: fromBase64(picture.file) } };
      return { status: 201, body: await seals.apply(by, { ...input, ...brought }) };
    },
    APPLY_BODY,
  );
  return { method: "post", path: "/v1/seals", operation, handlers };
}

function make(seals: Service["seals"], write: Writer): Route {
  const operation: ZodOpenApiOperationObject = {
    operationId: "makeSeal",
    summary: "Make the seal object, as a maker of the member that was asked to",
    description: "Nothing is registered yet: look at the object and its picture, then order `make` with its digest.",
    security: [{ apiKey: [] }],
    requestParams: { path: sealPath, header: idempotencyHeader },
    requestBody: jsonOf(sealMakeBody),
    responses: {
      200: answer("Made, now or before", sealView),
      ...refusals(...ORDER_REFUSALS, "http.not_found", "seal.unavailable", "seal.picture", "document.glyph_missing"),
    },
  };
  const handlers = write(sealMakeBody, async (by, _input, { id }) => ({ status: 200, body: await seals.make(by, id) }));
  return { method: "post", path: "/v1/seals/{id}/make", operation, handlers };
}

function order(seals: Service["seals"], write: Writer): Route {
  const operation: ZodOpenApiOperationObject = {
    operationId: "orderSeal",
    summary: "Register, activate, suspend or resume a seal, report it lost or destroy it",
    description: "On the order of a maker of its owner, or, to register what was made, of its maker.",
    security: [{ apiKey: [] }],
    requestParams: { path: sealPath, header: idempotencyHeader },
    requestBody: jsonOf(sealOrderBody),
    responses: {
      200: answer("It is on chain", sealView),
      ...refusals(...ORDER_REFUSALS, "http.not_found", "conflict.order_stale"),
    },
  };
  const handlers = write(sealOrderBody, async (by, input, { id }) => ({
    status: 200,
    body: await seals.order(by, id, input),
  }));
  return { method: "post", path: "/v1/seals/{id}/orders", operation, handlers };
}

function delegate(seals: Service["seals"], write: Writer): Route {
  const operation: ZodOpenApiOperationObject = {
    operationId: "delegateSeal",
    summary: "Let another member use a seal for a time, or end that",
    security: [{ apiKey: [] }],
    requestParams: { path: sealPath, header: idempotencyHeader },
    requestBody: jsonOf(sealDelegationBody),
    responses: {
      200: answer("It is on chain", sealView),
      ...refusals(...ORDER_REFUSALS, "http.not_found", "conflict.order_stale"),
    },
  };
  const handlers = write(sealDelegationBody, async (by, input, { id }) => ({
    status: 200,
    body: await seals.delegate(by, id, input),
  }));
  return { method: "post", path: "/v1/seals/{id}/delegations", operation, handlers };
}
