import type { RequestHandler, Response } from "express";
import type { Logger } from "pino";
import { isYinzhengError } from "../domain/errors.ts";

/**
 * One line a request: method, route *pattern*, status, duration. Never a path, a query, a body, a key, a caller or an
 * identifier of a certificate (design §5: no verification is logged with an identifier).
 */
export function requestLog(log: Logger, newId: () => string): RequestHandler {
  return (req, res, next) => {
    const requestId = newId();
    res.locals.requestId = requestId;
    res.setHeader("X-Request-Id", requestId);
    const began = performance.now();
    res.once("close", () => {
      const code: unknown = res.locals.code;
      log.info({
        requestId,
        method: req.method,
        route: patternOf(req.route),
        status: res.statusCode,
        ms: Math.round(performance.now() - began),
        ...(typeof code === "string" && { code }),
        ...(!res.writableFinished && { aborted: true }),
      });
    });
    next();
  };
}

export function requestIdOf(res: Response): string {
  return String(res.locals.requestId);
}

/** What may be logged of an error: its kind and where it arose. Messages are left out, since they can quote input. */
export function faultLine(thrown: unknown): Record<string, unknown> {
  if (!(thrown instanceof Error)) return { error: typeof thrown };
  const code: unknown = Reflect.get(thrown, "code");
  const frames = (thrown.stack ?? "").split("\n").filter((frame) => /^\s+at /.test(frame));
  return {
    error: thrown.name,
    ...(typeof code === "string" && { code }),
    ...(isYinzhengError(thrown) && { fields: Object.keys(thrown.detail) }),
    frames: frames.map((frame) => frame.trim()),
    ...(thrown.cause !== undefined && { cause: faultLine(thrown.cause) }),
  };
}

/** The route as it is written in the code, `(none)` where no route took the request. */
export function patternOf(route: unknown): string {
  const path: unknown = typeof route === "object" && route !== null ? Reflect.get(route, "path") : undefined;
  return typeof path === "string" ? path : "(none)";
}
