import * as z from "zod";
import type { Service } from "../service/service.ts";
import { answer, refusals, WRITE_REFUSALS } from "./describe.ts";
import type { Route } from "./route.ts";
import { signedReport } from "./schemas/officers.ts";
import { seconds } from "./schemas/values.ts";
import { idempotencyHeader, type Writer } from "./write.ts";

const onChain = z.strictObject({ block: z.int(), time: seconds }).meta({ id: "OnChain" });

/** A member's own report that a key or an officer is not to be believed. */
export function compromiseRoutes(service: Service, write: Writer): Route[] {
  return [
    {
      method: "post",
      path: "/v1/compromise-reports",
      operation: {
        operationId: "reportCompromise",
        summary: "Relay what a member's officers signed: a key or an officer is not to be believed",
        description: "One officer suffices from now on; any earlier time, up to 30 days back, needs the threshold.",
        security: [{ apiKey: [] }],
        requestParams: { header: idempotencyHeader },
        requestBody: { required: true, content: { "application/json": { schema: signedReport } } },
        responses: {
          201: answer("On chain", onChain),
          ...refusals(...WRITE_REFUSALS, "chain.rejected", "chain.unreachable", "chain.timeout"),
        },
      },
      handlers: write(signedReport, async (by, report) => ({
        status: 201,
        body: await service.reportCompromise(by, report),
      })),
    },
  ];
}
