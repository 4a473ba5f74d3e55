import type { Service } from "../service/service.ts";
import { answer } from "./describe.ts";
import type { Route } from "./route.ts";
import { health, readiness } from "./schemas/answers.ts";
import { retryAfter } from "./status.ts";

/** For whoever keeps the process running: alive, and able to do its work. */
export function healthRoutes(service: Service): Route[] {
  return [
    {
      method: "get",
      path: "/healthz",
      operation: {
        operationId: "getHealth",
        summary: "The process is alive",
        responses: { 200: answer("Alive", health) },
      },
      handlers: [(_req, res) => void res.json({ status: "ok" })],
    },
    {
      method: "get",
      path: "/readyz",
      operation: {
        operationId: "getReadiness",
        summary: "Chain, journal and signers are there",
        responses: { 200: answer("Ready", readiness), 503: answer("Not ready", readiness) },
      },
      handlers: [
        async (_req, res) => {
          const state = await service.readiness();
          const wait = state.ready ? undefined : retryAfter(503);
          if (wait !== undefined) res.setHeader("Retry-After", wait);
          res.status(state.ready ? 200 : 503).json(state);
        },
      ],
    },
  ];
}
