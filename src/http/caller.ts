import type { RequestHandler, Response } from "express";
import { YinzhengError } from "../domain/errors.ts";
import { ANONYMOUS, type Principal } from "../domain/principal.ts";
import type { Service } from "../service/service.ts";

// RFC 6750 §2.1: b64token.
const BEARER = /^Bearer +([A-Za-z0-9._~+/-]{1,512}=*)$/i;

const callers = new WeakMap<Response, Principal>();

/**
 * Recognises the caller by `Authorization: Bearer <API key>`; without the header it is the public.
 *
 * @throws auth.invalid for a key that is not known, or another scheme
 */
export function authenticate(service: Service): RequestHandler {
  return async (req, res, next) => {
    const header = req.headers.authorization;
    callers.set(res, header === undefined ? ANONYMOUS : await principalOf(service, header));
    next();
  };
}

async function principalOf(service: Service, header: string): Promise<Principal> {
  const key = bearerToken(header);
  const principal = key === undefined ? null : await service.authenticate(key);
  if (principal === null) throw new YinzhengError("auth.invalid");
  return principal;
}

/** The token of an `Authorization` header, if it is a bearer token. */
export function bearerToken(header: string | undefined): string | undefined {
  return BEARER.exec(header ?? "")?.[1];
}

/** Who calls; `authenticate` has run before. What the caller may do, the service's verb decides. */
export function callerOf(res: Response): Principal {
  const caller = callers.get(res);
  if (caller === undefined) throw new YinzhengError("internal", { reason: "route without authentication" });
  return caller;
}

/** @throws auth.missing: nobody writes anonymously, so a body need not even be read */
export const requireCaller: RequestHandler = (_req, res, next) => {
  next(callerOf(res).via === "anonymous" ? new YinzhengError("auth.missing") : undefined);
};
