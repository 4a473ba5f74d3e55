import { Counter, Gauge, Histogram, type Registry } from "@prometheus-io/client";
import type { RequestHandler } from "express";
import * as z from "zod";
import type { Readiness, Service } from "../service/service.ts";
import { answer } from "./describe.ts";
import { patternOf } from "./log.ts";
import type { Route } from "./route.ts";

const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/**
 * Counts and times every request by method, route *pattern* and status: never a path, so no identifier of a certificate
 * and no caller can become a label.
 */
export function requestMetrics(registry: Registry): RequestHandler {
  const labelNames = ["method", "route", "status"] as const;
  const requests = new Counter({
    name: "yinzheng_http_requests_total",
    help: "Requests answered, by method, route pattern and status.",
    labelNames,
    registers: [registry],
  });
  const problems = new Counter({
    name: "yinzheng_problems_total",
    help: "Requests answered with a problem, by its code (docs/errors.md).",
    labelNames: ["code"] as const,
    registers: [registry],
  });
  const seconds = new Histogram({
    name: "yinzheng_http_request_seconds",
    help: "Time from a request's arrival to the end of its answer, in seconds.",
    labelNames: ["method", "route"] as const,
    buckets: BUCKETS,
    registers: [registry],
  });
  return (req, res, next) => {
    const began = performance.now();
    res.once("close", () => {
      const method = METHODS.has(req.method) ? req.method : "other";
      const route = patternOf(req.route);
      requests.inc({ method, route, status: String(res.statusCode) });
      seconds.observe({ method, route }, (performance.now() - began) / 1000);
      const code: unknown = res.locals.code;
      if (typeof code === "string") problems.inc({ code });
    });
    next();
  };
}

/** A client may send any word as its method; only these become labels. */
const METHODS: ReadonlySet<string> = new Set(["GET", "HEAD", "POST", "OPTIONS"]);

/** What the service says of itself, asked for when somebody looks. */
function stateMetrics(registry: Registry): (state: Readiness) => void {
  const gauge = (name: string, help: string): Gauge => new Gauge({ name, help, registers: [registry] });
  const ready = gauge("yinzheng_ready", "1 while the service can do its work, else 0.");
  const reachable = gauge("yinzheng_chain_reachable", "1 while the chain answers, else 0.");
  const block = gauge("yinzheng_chain_block", "Number of the latest block; absent until the chain has answered.");
  const time = gauge("yinzheng_chain_block_time_seconds", "Time of the latest block, in seconds since 1970.");
  const journal = gauge("yinzheng_journal_records", "Records in the journal.");
  const signers = new Gauge({
    name: "yinzheng_signer_reachable",
    help: "1 while an officer's signer answers, else 0: its member's certificates wait.",
    labelNames: ["name"] as const,
    registers: [registry],
  });
  return (state) => {
    ready.set(Number(state.ready));
    reachable.set(Number(state.chain.reachable));
    if (state.chain.block !== undefined) block.set(state.chain.block);
    if (state.chain.time !== undefined) time.set(state.chain.time);
    journal.set(state.journal.seq);
    for (const { name, reachable: up } of state.signers) signers.set({ name }, Number(up));
  };
}

/** `/metrics`, for Prometheus. */
export function metricsRoute(service: Service, registry: Registry): Route {
  const show = stateMetrics(registry);
  return {
    method: "get",
    path: "/metrics",
    operation: {
      operationId: "getMetrics",
      summary: "Counters and gauges in Prometheus' text format",
      responses: { 200: answer("Metrics", z.string(), "text/plain") },
    },
    handlers: [
      async (_req, res) => {
        show(await service.readiness());
        res.setHeader("Cache-Control", "no-store");
        res.type(registry.contentType).send(await registry.metrics());
      },
    ],
  };
}
