import type { Request, RequestHandler } from "express";
import * as z from "zod";
import type { Hex } from "../domain/bytes.ts";
import { YinzhengError } from "../domain/errors.ts";
import type { SigningRequests } from "../service/signing/requests.ts";
import { callerOf } from "./caller.ts";
import { answer, refusals, WRITE_REFUSALS } from "./describe.ts";
import { NDJSON, sendLines } from "./lines.ts";
import type { Route } from "./route.ts";
import { broughtSignature, takenSignature, waitingBatches } from "./schemas/signing.ts";
import { bytes32 } from "./schemas/values.ts";
import { idempotencyHeader, type Writer } from "./write.ts";

const HIDDEN = refusals("auth.missing", "auth.invalid", "auth.forbidden", "http.not_found");
const byId = { path: z.object({ id: bytes32.meta({ description: "The batch on chain" }) }) };

/** What officers sign on machines without a network: the requests leave as files, and the signatures come back. */
export function signingRoutes(signing: SigningRequests, write: Writer): Route[] {
  return [waiting(signing), request(signing), submit(signing, write)];
}

/**
 * The batch that a path names.
 *
 * @throws http.not_found for what is no batchId: nothing can be there
 */
export function chainBatchIdOf(req: Request): Hex {
  const id = bytes32.safeParse(String(req.params.id));
  if (!id.success) throw new YinzhengError("http.not_found");
  return id.data;
}

function waiting(signing: SigningRequests): Route {
  const handler: RequestHandler = async (_req, res) => {
    res.json({ items: await signing.waiting(callerOf(res)) });
  };
  return {
    method: "get",
    path: "/v1/signing-requests",
    operation: {
      operationId: "listSigningRequests",
      summary: "Batches of the caller's member that wait for officers who sign offline",
      responses: { 200: answer("All of them", waitingBatches), ...HIDDEN },
    },
    handlers: [handler],
  };
}

function request(signing: SigningRequests): Route {
  const handler: RequestHandler = async (req, res) => {
    const { head, documents } = await signing.request(callerOf(res), chainBatchIdOf(req));
    const lines = async function* (): AsyncGenerator<object> {
      yield head;
      yield* documents;
    };
    await sendLines(res, lines(), (line) => JSON.stringify(line));
  };
  return {
    method: "get",
    path: "/v1/signing-requests/{id}",
    operation: {
      operationId: "getSigningRequest",
      summary: "Everything that an officer's signer judges before it signs a batch",
      description:
        "JSON lines: the anchor, then every document with every name and number, which is journaled. Good for 24 hours.",
      requestParams: byId,
      responses: {
        200: answer("A line for the anchor, and one for each document", z.string(), NDJSON),
        ...HIDDEN,
        ...refusals("conflict.state", "chain.unreachable"),
      },
    },
    handlers: [handler],
  };
}

function submit(signing: SigningRequests, write: Writer): Route {
  return {
    method: "post",
    path: "/v1/signing-requests/{id}/signatures",
    operation: {
      operationId: "submitSignature",
      summary: "Bring back the signature of an officer who signs offline",
      security: [{ apiKey: [] }],
      requestParams: { ...byId, header: idempotencyHeader },
      requestBody: { required: true, content: { "application/json": { schema: broughtSignature } } },
      responses: {
        200: answer("Taken", takenSignature),
        ...refusals(
          ...WRITE_REFUSALS,
          "http.not_found",
          "policy.officer",
          "schema.mismatch",
          "conflict.request_stale",
          "chain.unreachable",
        ),
      },
    },
    handlers: write(broughtSignature, async (by, brought, { id }) => ({
      status: 200,
      body: await signing.submit(by, id as Hex, brought),
    })),
  };
}
