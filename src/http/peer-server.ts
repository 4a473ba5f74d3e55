import { createHash, randomUUID, timingSafeEqual } from "node:crypto";
import type { Express, RequestHandler } from "express";
import { type Logger, pino } from "pino";
import { YinzhengError } from "../domain/errors.ts";
import { bare } from "./bare.ts";
import { bearerToken } from "./caller.ts";
import { requestLog } from "./log.ts";
import { notFound, problems } from "./problem.ts";
import { refuse } from "./route.ts";
import { securityHeaders } from "./security.ts";

/** One operation of a small server: a signer's or a witness's. */
export interface PeerRoute {
  readonly method: "get" | "post";
  readonly path: string;
  /** Bearer token that is asked for; none where the answer is public. */
  readonly token?: string;
  readonly handler: RequestHandler;
}

/** The small server of one process: log, tokens, routes, problems; `GET /health` says which kind of process answers. */
export function peerServer(
  kind: string,
  routes: readonly PeerRoute[],
  log: Logger = pino({ level: "silent" }),
): Express {
  const app = bare();
  app.use(requestLog(log, randomUUID), securityHeaders());
  const health: PeerRoute = {
    method: "get",
    path: "/health",
    handler: (_req, res) => void res.json({ status: "ok", kind }),
  };
  for (const { method, path, token, handler } of [...routes, health]) {
    const guards = token === undefined ? [] : [demandToken(token)];
    app
      .route(path)
      [method](...guards, handler)
      .all(refuse(method === "get" ? "GET, HEAD, OPTIONS" : "POST, OPTIONS"));
  }
  app.use(notFound);
  app.use(problems(log));
  return app;
}

/** Digests are compared, so that neither length nor content of the token shows in the time taken. */
function demandToken(expected: string): RequestHandler {
  const digest = (token: string): Buffer => createHash("sha256").update(token).digest();
  const right = digest(expected);
  return (req, _res, next) => {
    const { authorization } = req.headers;
    if (authorization === undefined) throw new YinzhengError("auth.missing");
    if (!timingSafeEqual(digest(bearerToken(authorization) ?? ""), right)) throw new YinzhengError("auth.invalid");
    next();
  };
}
