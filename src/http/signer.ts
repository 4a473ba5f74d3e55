import type { Express, RequestHandler } from "express";
import type { Logger } from "pino";
import type * as z from "zod";
import type { OfficerSignature } from "../domain/anchor.ts";
import { BATCH_SIZE } from "../domain/anchor.ts";
import type { StatusOrder } from "../domain/approval.ts";
import type { CompromiseReport } from "../domain/compromise.ts";
import { YinzhengError } from "../domain/errors.ts";
import type { JsonObject } from "../domain/json-value.ts";
import type { SealUse } from "../domain/seal.ts";
import type { SealOrder } from "../domain/seal-order.ts";
import type {
  AnchorRequest,
  SealActRequest,
  Shown,
  SignedApproval,
  SignedBatchApproval,
  SignedOrder,
  StatusRequest,
} from "../service/officers.ts";
import type { SignedSealOrder } from "../service/seals/seals.ts";
import type { OrderedSeal } from "../service/signer/seal-order-rule.ts";
import { type BodyRule, JSON_BODY, MIB, readJson } from "./body.ts";
import { type LinesRule, readLines } from "./lines.ts";
import { peerServer } from "./peer-server.ts";
import { anchorHead, approveRequest, compromiseReport, shown, statusOrder, statusRequest } from "./schemas/officers.ts";
import { sealActRequest, sealOrderRequest, sealUse } from "./schemas/seals.ts";
import { parseShape } from "./shape.ts";

/** What an officer's signer does; it refuses with `signer.refused`, `signer.root_mismatch` or `signer.conflict`. */
export interface OfficerProcess {
  signAnchor(request: AnchorRequest): Promise<OfficerSignature>;
  signStatus(request: StatusRequest): Promise<OfficerSignature>;
  signSeal(request: SealActRequest): Promise<OfficerSignature>;
  signUse(use: SealUse): Promise<OfficerSignature>;
  /** The officer's own order about a seal. */
  orderSeal(order: SealOrder, shown: OrderedSeal): Promise<SignedSealOrder>;
  /** The officer's own consent to a draft. */
  approve(draft: JsonObject): Promise<SignedApproval>;
  /** The officer's own consent to many drafts at once, in this order. */
  approveBatch(drafts: AsyncIterable<JsonObject>): Promise<SignedBatchApproval>;
  /** The officer's own order to change a status. */
  order(order: StatusOrder): Promise<SignedOrder>;
  /** The officer's own report of a compromise. */
  report(report: CompromiseReport): Promise<OfficerSignature>;
}

export interface SignerOptions {
  /** `service` may ask for signatures of batches; `officer` alone approves and orders. They must differ. */
  readonly tokens: { readonly service: string; readonly officer: string };
  readonly log?: Logger;
}

/** A whole batch is shown, a line for each document of it. */
const BATCH_LINES: LinesRule = { line: MIB, lines: BATCH_SIZE.max + 1 };
/** A sealed document is shown in base64, with its bundle beside it. */
const SHOWN_LINES: LinesRule = { ...BATCH_LINES, line: 16 * MIB };
/** An order for each cell of a large batch. */
const STATUS_BODY: BodyRule = { limit: 64 * MIB, mediaTypes: JSON_BODY.mediaTypes, json: { nodes: 2_000_000 } };

/** A seal object in base64. */
const SEAL_BODY: BodyRule = { limit: 6 * MIB, mediaTypes: JSON_BODY.mediaTypes };

/**
 * An officer's signer over HTTP: a process of the agency's, beside its key. `POST /sign/anchor`, `/sign/status`, `/sign/seal` and
 * `/sign/seal-use` for the service, `POST /approve` {draft}, `/approve-batch`, `/order` {…} and `/order-seal` for the officer, `GET /health`. The body of
 * `/sign/anchor` is JSON lines: {anchor, voidValue}, then each document; that of `/approve-batch` each draft.
 */
export function buildSigner(officer: OfficerProcess, { tokens, log }: SignerOptions): Express {
  const routes = [
    {
      path: "/sign/anchor",
      token: tokens.service,
      handler: signsAnchor(officer),
    },
    {
      path: "/sign/status",
      token: tokens.service,
      handler: signs(STATUS_BODY, statusRequest, (request) => officer.signStatus(request)),
    },
    {
      path: "/sign/seal",
      token: tokens.service,
      handler: signs(SEAL_BODY, sealActRequest, (request) => officer.signSeal(request)),
    },
    {
      path: "/sign/seal-use",
      token: tokens.service,
      handler: signs(JSON_BODY, sealUse, (use) => officer.signUse(use)),
    },
    {
      path: "/order-seal",
      token: tokens.officer,
      handler: signs(SEAL_BODY, sealOrderRequest, ({ order, ...shown }) => officer.orderSeal(order, shown)),
    },
    {
      path: "/approve",
      token: tokens.officer,
      handler: signs(JSON_BODY, approveRequest, ({ draft }) => officer.approve(draft)),
    },
    {
      path: "/approve-batch",
      token: tokens.officer,
      handler: approvesBatch(officer),
    },
    {
      path: "/report",
      token: tokens.officer,
      handler: signs(JSON_BODY, compromiseReport, (report) => officer.report(report)),
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

function signsAnchor(officer: OfficerProcess): RequestHandler {
  return async (req, res) => {
    const lines = readLines(req, SHOWN_LINES);
    const first = await lines.next();
    if (first.done === true) throw new YinzhengError("json.empty");
    const head = parseShape(anchorHead, first.value);
    res.json(await officer.signAnchor({ ...head, documents: documentsIn(lines) }));
  };
}

async function* documentsIn(lines: AsyncIterable<JsonObject>): AsyncGenerator<Shown> {
  for await (const line of lines) yield parseShape(shown, line);
}

function approvesBatch(officer: OfficerProcess): RequestHandler {
  return async (req, res) => {
    res.json(await officer.approveBatch(readLines(req, BATCH_LINES)));
  };
}
