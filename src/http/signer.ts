import type { Express, RequestHandler } from "express";
import type { Logger } from "pino";
import type * as z from "zod";
import type { OfficerSignature } from "../domain/anchor.ts";
import type { StatusOrder } from "../domain/approval.ts";
import type { JsonObject } from "../domain/json-value.ts";
import type { AnchorRequest, SignedApproval, SignedOrder, StatusRequest } from "../service/officers.ts";
import { type BodyRule, JSON_BODY, MIB, readJson } from "./body.ts";
import { peerServer } from "./peer-server.ts";
import { anchorRequest, approveRequest, statusOrder, statusRequest } from "./schemas/officers.ts";
import { parseShape } from "./shape.ts";

/** What an officer's signer does; it refuses with `signer.refused`, `signer.root_mismatch` or `signer.conflict`. */
export interface OfficerProcess {
  signAnchor(request: AnchorRequest): Promise<OfficerSignature>;
  signStatus(request: StatusRequest): Promise<OfficerSignature>;
  /** The officer's own consent to a draft. */
  approve(draft: JsonObject): Promise<SignedApproval>;
  /** The officer's own order to change a status. */
  order(order: StatusOrder): Promise<SignedOrder>;
}

export interface SignerOptions {
  /** `service` may ask for signatures of batches; `officer` alone approves and orders. They must differ. */
  readonly tokens: { readonly service: string; readonly officer: string };
  readonly log?: Logger;
}

/** A whole batch is shown at once, with every document of it. */
const BATCH_BODY: BodyRule = { limit: 64 * MIB, mediaTypes: JSON_BODY.mediaTypes, json: { nodes: 2_000_000 } };

/**
 * An officer's signer over HTTP: a process of the agency's, beside its key. `POST /sign/anchor` and `/sign/status` for
 * the service, `POST /approve` {draft} and `/order` {…} for the officer, `GET /health`.
 */
export function buildSigner(officer: OfficerProcess, { tokens, log }: SignerOptions): Express {
  const routes = [
    {
      path: "/sign/anchor",
      token: tokens.service,
      handler: signs(BATCH_BODY, anchorRequest, (request) => officer.signAnchor(request)),
    },
    {
      path: "/sign/status",
      token: tokens.service,
      handler: signs(BATCH_BODY, statusRequest, (request) => officer.signStatus(request)),
    },
    {
      path: "/approve",
      token: tokens.officer,
      handler: signs(JSON_BODY, approveRequest, ({ draft }) => officer.approve(draft)),
    },
    { path: "/order", token: tokens.officer, handler: signs(JSON_BODY, statusOrder, (order) => officer.order(order)) },
  ];
  return peerServer(
    "yinzheng-signer",
    routes.map((route) => ({ method: "post", ...route })),
    log,
  );
}

function signs<S extends z.ZodType>(
  rule: BodyRule,
  schema: S,
  sign: (request: z.output<S>) => Promise<object>,
): RequestHandler {
  return async (req, res) => {
    const { value } = await readJson(req, rule);
    res.json(await sign(parseShape(schema, value)));
  };
}
