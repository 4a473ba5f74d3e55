import * as z from "zod";
import { toHex, utf8 } from "../crypto/encoding.ts";
import { sha256 } from "../crypto/hash.ts";
import type { Service } from "../service/service.ts";
import { callerOf } from "./caller.ts";
import { answer, refusals } from "./describe.ts";
import type { Route } from "./route.ts";
import { sendTagged } from "./views.ts";

const note = z
  .string()
  .meta({ description: "C2SP checkpoint, signed note", example: "yinzheng/5f…\n42\n…\n\n— witness …\n" });

/** The evidence log's head, for anyone who keeps watch over it. */
export function checkpointRoutes(service: Service): Route[] {
  return [
    checkpointRoute(service, "/v1/checkpoints", "getCheckpoint"),
    checkpointRoute(service, "/v1/log/checkpoint", "getLogCheckpoint"),
  ];
}

/** The same at both paths: that of old, and that of C2SP tlog-tiles. */
function checkpointRoute(service: Service, path: string, operationId: string): Route {
  return {
    method: "get",
    path,
    operation: {
      operationId,
      summary: "Latest co-signed checkpoint of the evidence log",
      responses: {
        200: answer("The note", note, "text/plain"),
        304: answer("The caller has it already"),
        ...refusals("auth.invalid", "http.not_found", "chain.unreachable"),
      },
    },
    handlers: [
      async (req, res) => {
        const text = await service.checkpoint(callerOf(res));
        res.setHeader("Access-Control-Allow-Origin", "*");
        res.setHeader("Cache-Control", "public, no-cache");
        sendTagged(req, res, toHex(sha256(utf8(text))), "text/plain; charset=utf-8", text);
      },
    ],
  };
}
