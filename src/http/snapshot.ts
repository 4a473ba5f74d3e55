import * as z from "zod";
import { SNAPSHOT_MEDIA_TYPE } from "../proof/snapshot.ts";
import type { Service } from "../service/service.ts";
import { answer, refusals } from "./describe.ts";
import type { Route } from "./route.ts";
import { jsonObject } from "./schemas/values.ts";
import { parseQuery } from "./shape.ts";
import { sendTagged } from "./views.ts";

const codes = (length: number, what: string) =>
  z
    .string()
    .regex(new RegExp(`^[0-9A-Z]{${length}}(?:,[0-9A-Z]{${length}}){0,255}$`))
    .exactOptional()
    .meta({ description: `Codes of ${what}, with commas between them; all where absent` });
const snapshotQuery = z.strictObject({ member: codes(18, "issuing members"), type: codes(21, "certificate types") });

/** What offline codes are judged against, for anybody and from any page: whoever asks names no certificate. */
export function snapshotRoute(service: Service): Route {
  return {
    method: "get",
    path: "/v1/snapshot",
    operation: {
      operationId: "getSnapshot",
      summary: "Batches, members, types and states at the chain's head: what printed offline codes are judged against",
      requestParams: { query: snapshotQuery, header: z.object({ "If-None-Match": z.string().optional() }) },
      responses: {
        200: answer("The snapshot", jsonObject, SNAPSHOT_MEDIA_TYPE),
        304: answer("The caller has it already"),
        ...refusals("auth.invalid", "schema.pattern", "schema.unknown_field", "http.not_found", "chain.unreachable"),
      },
    },
    handlers: [
      async (req, res) => {
        const { member, type } = parseQuery(snapshotQuery, req.url);
        const { text, etag } = await service.snapshot({
          ...(member === undefined ? {} : { member: member.split(",") }),
          ...(type === undefined ? {} : { type: type.split(",") }),
        });
        res.setHeader("Access-Control-Allow-Origin", "*");
        res.setHeader("Cache-Control", "public, no-cache");
        sendTagged(req, res, etag, SNAPSHOT_MEDIA_TYPE, text);
      },
    ],
  };
}
