import { randomUUID } from "node:crypto";
import { Registry } from "@prometheus-io/client";
import type { Express, RequestHandler } from "express";
import { pino } from "pino";
import type { Service } from "../service/service.ts";
import { bare } from "./bare.ts";
import { batchIdOf, presentBatch } from "./batch-writes.ts";
import { batchRoutes } from "./batches.ts";
import { authenticate } from "./caller.ts";
import { certificateRoutes } from "./certificates.ts";
import { checkpointRoutes } from "./checkpoints.ts";
import { claimRoutes } from "./claims.ts";
import { codeRoutes } from "./codes.ts";
import { compromiseRoutes } from "./compromises.ts";
import { copyRoutes, presentCopy } from "./copies.ts";
import { healthRoutes } from "./health.ts";
import { requestLog } from "./log.ts";
import { memberRoutes } from "./members.ts";
import { metricsRoute, requestMetrics } from "./metrics.ts";
import { openapiRoute } from "./openapi.ts";
import type { HttpOptions } from "./options.ts";
import { mountPages } from "./pages.ts";
import { plateIdOf, plateRoutes } from "./plates.ts";
import { notFound, problems } from "./problem.ts";
import { mount, type Route } from "./route.ts";
import { sealCodeOf, sealRoutes } from "./seals.ts";
import { limiter, securityHeaders } from "./security.ts";
import { sharingRoutes } from "./sharing.ts";
import { chainBatchIdOf, signingRoutes } from "./signing-requests.ts";
import { snapshotRoute } from "./snapshot.ts";
import { statusListRoutes } from "./status-lists.ts";
import { tileRoutes } from "./tiles.ts";
import { verificationRoutes } from "./verifications.ts";
import { presentWrite } from "./views.ts";
import { type Present, writer } from "./write.ts";

export type { HttpOptions } from "./options.ts";

/**
 * The service over HTTP (design §5), not yet listening: see listen.ts. A request passes id and log → security headers →
 * rate limit → caller → its route, which reads the body through the strict gate; any error becomes a problem.
 */
export function build(service: Service, options: HttpOptions): Express {
  const { log = pino({ level: "silent" }), rateLimit = { requests: 6_000, seconds: 60 }, newId = randomUUID } = options;
  const { metrics = new Registry() } = options;
  const app = bare(options.proxies ?? 0);
  app.use(requestLog(log, newId), requestMetrics(metrics), securityHeaders(), limiter(rateLimit));
  app.use("/v1", noStore, authenticate(service));
  const write = writer(service, log, presentWrite);
  const routes: Route[] = [
    ...certificateRoutes(service, options, write),
    ...verificationRoutes(service),
    ...claimRoutes(service, write),
    ...codeRoutes(
      service,
      writer(service, log, presentTaken, () => ""),
    ),
    ...plateRoutes(service, writer(service, log, presentTaken, plateIdOf)),
    ...sealRoutes(service, writer(service, log, presentTaken, sealCodeOf)),
    ...copyRoutes(service, writer(service, log, presentCopy)),
    ...sharingRoutes(service, writer(service, log, presentCopy)),
    ...compromiseRoutes(service, writer(service, log, presentTaken)),
    ...batchRoutes(service.batches, writer(service, log, presentBatch, batchIdOf)),
    ...signingRoutes(service.signing, writer(service, log, presentTaken, chainBatchIdOf)),
    ...memberRoutes(service),
    ...checkpointRoutes(service),
    ...tileRoutes(service),
    ...statusListRoutes(service),
    snapshotRoute(service),
    ...healthRoutes(service),
    metricsRoute(service, metrics),
  ];
  const { route, document } = openapiRoute(routes, options.version);
  mount(app, [...routes, route]);
  mountPages(app, service, options, document);
  app.use(notFound);
  app.use(problems(log));
  return app;
}

const presentTaken: Present = (res, { status, body }) => void res.status(status).json(body);

const noStore: RequestHandler = (_req, res, next) => {
  res.setHeader("Cache-Control", "no-store");
  res.vary("Authorization");
  next();
};
