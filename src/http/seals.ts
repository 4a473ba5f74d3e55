import type { Request, RequestHandler } from "express";
import * as z from "zod";
import type { ZodOpenApiOperationObject } from "zod-openapi";
import type { Service } from "../service/service.ts";
import { callerOf } from "./caller.ts";
import { answer, refusals } from "./describe.ts";
import type { Route } from "./route.ts";
import { publicSeal, sealList, sealPath, sealView } from "./schemas/seals.ts";
import { sealWriteRoutes } from "./seal-writes.ts";
import type { Writer } from "./write.ts";

export const SEAL_MEDIA_TYPE = "application/octet-stream";

/** The seal that a path names; whether it is one, the service knows. */
export const sealCodeOf = (req: Request): string => String(req.params.id);

/** Seals: applied for, made, ordered about, looked at. */
export function sealRoutes({ seals }: Service, write: Writer): Route[] {
  return [list(seals), one(seals), object(seals), picture(seals), ...sealWriteRoutes(seals, write)];
}

function list(seals: Service["seals"]): Route {
  const operation: ZodOpenApiOperationObject = {
    operationId: "listSeals",
    summary: "The seals that the caller's member owns, makes or may use",
    responses: {
      200: answer("All of them", sealList),
      ...refusals("auth.missing", "auth.invalid", "auth.forbidden", "chain.unreachable"),
    },
  };
  const handler: RequestHandler = async (_req, res) => {
    res.json({ items: await seals.seals(callerOf(res)) });
  };
  return { method: "get", path: "/v1/seals", operation, handlers: [handler] };
}

function one(seals: Service["seals"]): Route {
  const operation: ZodOpenApiOperationObject = {
    operationId: "getSeal",
    summary: "State, owner, name and period of a seal",
    description:
      "For anybody; its owner, its maker and who may use it see more. Whoever verifies a sealed document asks its own node, and not this.",
    requestParams: { path: sealPath },
    responses: {
      200: answer("The seal", z.union([sealView, publicSeal])),
      ...refusals("auth.invalid", "http.not_found", "chain.unreachable"),
    },
  };
  const handler: RequestHandler = async (req, res) => {
    res.json(await seals.seal(callerOf(res), sealCodeOf(req)));
  };
  return { method: "get", path: "/v1/seals/{id}", operation, handlers: [handler] };
}

const READ_REFUSALS = ["auth.missing", "auth.invalid", "auth.forbidden", "http.not_found"] as const;
const bytes = z.string().meta({ override: { type: "string", format: "binary" } });

function object(seals: Service["seals"]): Route {
  const operation: ZodOpenApiOperationObject = {
    operationId: "getSealObject",
    summary: "The seal object of GB/T 38540, for its owner, its maker and who may use it",
    requestParams: { path: sealPath },
    responses: { 200: answer("DER of SESeal", bytes, SEAL_MEDIA_TYPE), ...refusals(...READ_REFUSALS) },
  };
  const handler: RequestHandler = async (req, res) => {
    const code = sealCodeOf(req);
    const found = await seals.object(callerOf(res), code);
    res.setHeader("Content-Disposition", `attachment; filename="${code}.esl"`);
    res.type(SEAL_MEDIA_TYPE).send(Buffer.from(found));
  };
  return { method: "get", path: "/v1/seals/{id}/seal", operation, handlers: [handler] };
}

function picture(seals: Service["seals"]): Route {
  const operation: ZodOpenApiOperationObject = {
    operationId: "getSealPicture",
    summary: "The picture of a seal, for its owner, its maker and who may use it",
    requestParams: { path: sealPath },
    responses: { 200: answer("As it stands in the seal object", bytes, "image/png"), ...refusals(...READ_REFUSALS) },
  };
  const handler: RequestHandler = async (req, res) => {
    const { mediaType, bytes: found } = await seals.picture(callerOf(res), sealCodeOf(req));
    res.type(mediaType).send(Buffer.from(found));
  };
  return { method: "get", path: "/v1/seals/{id}/picture", operation, handlers: [handler] };
}
