import type { Request, Response } from "express";
import * as z from "zod";
import type { ZodOpenApiOperationObject } from "zod-openapi";
import { YinzhengError } from "../domain/errors.ts";
import { STATUS_LIST_MEDIA_TYPE } from "../proof/status-list.ts";
import type { Service } from "../service/service.ts";
import { answer, refusals } from "./describe.ts";
import type { Route } from "./route.ts";
import { statusListBlockPath, statusListPage, statusListPath } from "./schemas/answers.ts";
import { jsonObject } from "./schemas/values.ts";
import { sendTagged } from "./views.ts";

const CACHE = { standing: "public, max-age=60", immutable: "public, max-age=31536000, immutable" } as const;

/** The status lists, for anybody and from any page: whoever asks says which member and type, and no certificate. */
export function statusListRoutes(service: Service): Route[] {
  return [
    {
      method: "get",
      path: "/v1/status-lists",
      operation: {
        operationId: "listStatusLists",
        summary: "The status lists that are published here",
        responses: { 200: answer("All lists", statusListPage), ...refusals("auth.invalid") },
      },
      handlers: [
        async (_req, res) => {
          open(res, CACHE.standing);
          res.json({ items: await service.statusLists() });
        },
      ],
    },
    {
      method: "get",
      path: "/v1/status-lists/{id}",
      operation: operation("getStatusList", "The list as it stands: a W3C BitstringStatusListCredential", {
        path: statusListPath,
        mediaType: "application/vc",
      }),
      handlers: [
        async (req, res) => {
          const { credential, etag } = await service.statusList(idOf(req));
          open(res, CACHE.standing);
          sendTagged(req, res, etag, "application/vc", credential);
        },
      ],
    },
    {
      method: "get",
      path: "/v1/status-lists/{id}/bundle",
      operation: operation(
        "getStatusListBundle",
        "The same with what proves it: the file that verifiers of ours fetch",
        {
          path: statusListPath,
          mediaType: STATUS_LIST_MEDIA_TYPE,
        },
      ),
      handlers: [
        async (req, res) => {
          const { text, etag } = await service.statusList(idOf(req));
          open(res, CACHE.standing);
          sendTagged(req, res, etag, STATUS_LIST_MEDIA_TYPE, text);
        },
      ],
    },
    {
      method: "get",
      path: "/v1/status-lists/{id}/{block}",
      operation: operation("getStatusListAtBlock", "That file as it was published for a block; it never changes", {
        path: statusListBlockPath,
        mediaType: STATUS_LIST_MEDIA_TYPE,
      }),
      handlers: [
        async (req, res) => {
          const { text, etag } = await service.statusList(idOf(req), blockOf(req));
          open(res, CACHE.immutable);
          sendTagged(req, res, etag, STATUS_LIST_MEDIA_TYPE, text);
        },
      ],
    },
  ];
}

function operation(
  operationId: string,
  summary: string,
  { path, mediaType }: { readonly path: z.ZodObject; readonly mediaType: string },
): ZodOpenApiOperationObject {
  return {
    operationId,
    summary,
    requestParams: { path, header: z.object({ "If-None-Match": z.string().optional() }) },
    responses: {
      200: answer("The list", jsonObject, mediaType),
      304: answer("The caller has it already"),
      ...refusals("auth.invalid", "http.not_found"),
    },
  };
}

/** Any page may read it, and any cache keep it: the answer is the same for all. */
function open(res: Response, cacheControl: string): void {
  res.setHeader("Access-Control-Allow-Origin", "*");
  res.setHeader("Cache-Control", cacheControl);
  res.removeHeader("Vary");
}

function idOf({ params }: Request): string {
  return statusListPath.safeParse({ id: params.id }).data?.id ?? nothing();
}

function blockOf({ params }: Request): number {
  const { block } = statusListBlockPath.safeParse({ id: params.id, block: params.block }).data ?? nothing();
  return Number(block);
}

function nothing(): never {
  throw new YinzhengError("http.not_found");
}
