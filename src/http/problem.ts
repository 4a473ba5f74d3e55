import type { ErrorRequestHandler, Request, RequestHandler, Response } from "express";
import type { Logger } from "pino";
import {
  ERRORS,
  type ErrorCode,
  type ErrorDetail,
  type Issue,
  isYinzhengError,
  YinzhengError,
} from "../domain/errors.ts";
import type { Language } from "../domain/i18n/dictionary.ts";
import type { JsonObject } from "../domain/json-value.ts";
import { Aborted } from "./body.ts";
import { LANGUAGE_TAGS, languageOf } from "./language.ts";
import { faultLine, requestIdOf } from "./log.ts";
import { retryAfter, STATUS } from "./status.ts";

export const PROBLEM_MEDIA_TYPE = "application/problem+json";

/** Nothing is mounted here. */
export const notFound: RequestHandler = () => {
  throw new YinzhengError("http.not_found");
};

/** The last handler: every error becomes a problem (RFC 9457); what we did not foresee becomes `internal`, and is logged. */
export function problems(log: Logger): ErrorRequestHandler {
  return (thrown: unknown, req, res, _next) => {
    const error = known(thrown);
    if (error.code === "internal" && !(thrown instanceof Aborted)) {
      log.error({ requestId: requestIdOf(res), ...faultLine(thrown) }, "unexpected error");
    }
    if (thrown instanceof Aborted || res.headersSent) res.destroy();
    else send(req, res, error);
  };
}

/** Writes one problem. Headers that were set for an answer that did not come are taken back. */
function send(req: Request, res: Response, error: YinzhengError): void {
  const status = STATUS[error.code];
  const language = languageOf(req);
  for (const name of ["ETag", "Content-Disposition", "Location"]) res.removeHeader(name);
  const wait = res.hasHeader("Retry-After") ? undefined : retryAfter(status);
  if (wait !== undefined) res.setHeader("Retry-After", wait);
  if (error.code === "auth.missing") res.setHeader("WWW-Authenticate", 'Bearer realm="yinzheng"');
  if (error.code === "auth.invalid")
    res.setHeader("WWW-Authenticate", 'Bearer realm="yinzheng", error="invalid_token"');
  if (status === 415 && error.detail.expected) res.setHeader("Accept", error.detail.expected);
  res.vary("Accept-Language");
  res.setHeader("Content-Language", LANGUAGE_TAGS[language]);
  res.setHeader("Cache-Control", "no-store");
  res.locals.code = error.code;
  res.setHeader("Content-Type", PROBLEM_MEDIA_TYPE);
  res.status(status).send(Buffer.from(JSON.stringify(problemOf(error, language, requestIdOf(res)))));
}

/** The body of a problem: `code` is stable, `title` is for people, `errors` says where. Outages keep their details to themselves. */
export function problemOf(error: YinzhengError, language: Language, requestId: string): JsonObject {
  const status = STATUS[error.code];
  const errors = errorsOf(error, language);
  const context = status < 500 ? contextOf(error.detail) : {};
  return {
    type: `urn:yinzheng:error:${error.code}`,
    title: ERRORS[error.code][language],
    status,
    code: error.code,
    instance: `urn:uuid:${requestId}`,
    ...(errors.length > 0 && status < 500 && { errors }),
    ...(Object.keys(context).length > 0 && { context }),
  };
}

function errorsOf({ code, detail }: YinzhengError, language: Language): JsonObject[] {
  const { pointer, expected } = detail;
  const single = pointer === undefined ? [] : [{ code, pointer, ...(expected !== undefined && { expected }) }];
  return (detail.issues ?? single).map((issue) => line(issue, language, detail.in === "query"));
}

function line({ code, pointer, expected }: Issue, language: Language, inQuery: boolean): JsonObject {
  const where = inQuery ? { parameter: pointer.slice(1) } : { pointer };
  return { code, ...where, title: ERRORS[code][language], ...(expected !== undefined && { expected }) };
}

/** What the thrower added beyond the place of the fault. */
function contextOf(detail: ErrorDetail): JsonObject {
  const { pointer, issues: _issues, in: _in, ...rest } = detail;
  const { expected, ...others } = rest;
  const kept = Object.entries(pointer === undefined ? rest : others).filter(([, value]) => value !== undefined);
  return JSON.parse(JSON.stringify(Object.fromEntries(kept)));
}

function known(thrown: unknown): YinzhengError {
  if (isYinzhengError(thrown)) return thrown;
  return new YinzhengError(isClientFault(thrown) ? "http.not_found" : "internal", {}, thrown);
}

/** Express and serve-static refuse a path that can't be decoded, or leads out of the folder, with a 4xx status. */
function isClientFault(thrown: unknown): boolean {
  const status: unknown = thrown instanceof Error ? Reflect.get(thrown, "status") : undefined;
  return typeof status === "number" && status >= 400 && status < 500;
}

/** For a handler that must refuse without throwing, e.g. a limiter's callback. */
export function refuseWith(code: ErrorCode): RequestHandler {
  return (_req, _res, next) => next(new YinzhengError(code));
}
