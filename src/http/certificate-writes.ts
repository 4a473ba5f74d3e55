import * as z from "zod";
import type { ZodOpenApiOperationObject } from "zod-openapi";
import type { CellState } from "../domain/status.ts";
import type { Service } from "../service/service.ts";
import { answer, refusals, WRITE_REFUSALS } from "./describe.ts";
import type { HttpOptions } from "./options.ts";
import type { Route } from "./route.ts";
import { certificateView, statusResult } from "./schemas/answers.ts";
import { approveBody, issueBody, returnBody, statusBody, supersedeBody } from "./schemas/requests.ts";
import { certificateId } from "./schemas/values.ts";
import { statusOf } from "./views.ts";
import { idempotencyHeader, type Writer } from "./write.ts";

/** Issue, approve, return, and the four changes of status. */
export function certificateWrites(service: Service, options: HttpOptions, write: Writer): Route[] {
  return [
    issue(service, write),
    approve(service, options, write),
    returnDraft(service, write),
    change(service, write, "revoke", "revoked", "End a certificate for good"),
    change(service, write, "suspend", "suspended", "Take a certificate out of force until it is resumed"),
    change(service, write, "resume", "active", "Put a suspended certificate into force again"),
    supersede(service, write),
  ];
}

function operation(
  operationId: string,
  summary: string,
  schema: z.ZodType,
  responses: ZodOpenApiOperationObject["responses"],
  ofOne = true,
): ZodOpenApiOperationObject {
  return {
    operationId,
    summary,
    security: [{ apiKey: [] }],
    requestParams: {
      header: idempotencyHeader,
      ...(ofOne && { path: z.object({ id: certificateId }) }),
    },
    requestBody: { required: true, content: { "application/json": { schema } } },
    responses,
  };
}

const CERTIFICATE = {
  201: answer("Anchored, and its own proof checked", certificateView),
  202: answer("On its way: `state` says whose turn it is", certificateView),
};

function issue(service: Service, write: Writer): Route {
  const codes = [
    "policy.type_unknown",
    "policy.scope",
    "policy.validity",
    "schema.check_digit",
    "schema.date",
    "chain.closed",
  ] as const;
  const responses = { ...CERTIFICATE, ...refusals(...WRITE_REFUSALS, ...codes, "text.not_nfc", "text.bidi") };
  return {
    method: "post",
    path: "/v1/certificates",
    operation: operation("issueCertificate", "Draft a certificate for a maker to approve", issueBody, responses, false),
    handlers: write(issueBody, async (by, request, { key }) => {
      const view = await service.issue(by, request, { idempotencyKey: key });
      return { status: statusOf(view), body: view };
    }),
  };
}

function approve(service: Service, { approveWaitMs }: HttpOptions, write: Writer): Route {
  const codes = ["http.not_found", "signer.refused", "signer.unreachable", "chain.closed"] as const;
  const responses = { ...CERTIFICATE, ...refusals(...WRITE_REFUSALS, ...codes) };
  const wait = approveWaitMs === undefined ? {} : { waitMs: approveWaitMs };
  return {
    method: "post",
    path: "/v1/certificates/{id}/approve",
    operation: operation("approveCertificate", "A maker's signed consent to the draft", approveBody, responses),
    handlers: write(approveBody, async (by, approval, { id }) => {
      const view = await service.approve(by, id, approval, wait);
      return { status: statusOf(view), body: view };
    }),
  };
}

function returnDraft(service: Service, write: Writer): Route {
  const responses = { 200: answer("Returned", certificateView), ...refusals(...WRITE_REFUSALS, "http.not_found") };
  return {
    method: "post",
    path: "/v1/certificates/{id}/return",
    operation: operation("returnCertificate", "Send a draft back, with the reason", returnBody, responses),
    handlers: write(returnBody, async (by, { reason }, { id }) => ({
      status: 200,
      body: await service.returnDraft(by, id, reason),
    })),
  };
}

const CHANGED = {
  200: answer("Changed on chain", statusResult),
  ...refusals(...WRITE_REFUSALS, "http.not_found", "conflict.order_stale", "conflict.daily_limit"),
  ...refusals("signer.refused", "chain.unreachable"),
};

function change(service: Service, write: Writer, verb: string, to: CellState, summary: string): Route {
  return {
    method: "post",
    path: `/v1/certificates/{id}/${verb}`,
    operation: operation(`${verb}Certificate`, summary, statusBody, CHANGED),
    handlers: write(statusBody, async (by, input, { id }) => ({
      status: 200,
      body: await service.changeStatus(by, id, { to, ...input }),
    })),
  };
}

function supersede(service: Service, write: Writer): Route {
  const summary = "Put a successor, already issued, in the place of a certificate";
  return {
    method: "post",
    path: "/v1/certificates/{id}/supersede",
    operation: operation("supersedeCertificate", summary, supersedeBody, CHANGED),
    handlers: write(supersedeBody, async (by, input, { id }) => ({
      status: 200,
      body: await service.changeStatus(by, id, { to: "superseded", ...input }),
    })),
  };
}
