import type { Express, RequestHandler } from "express";
import type { ZodOpenApiOperationObject } from "zod-openapi";
import { YinzhengError } from "../domain/errors.ts";

export type Method = "get" | "post";

/** One operation of the API: how it is answered, and how `/openapi.json` describes it. */
export interface Route {
  readonly method: Method;
  /** As OpenAPI writes it: `/v1/certificates/{id}`. */
  readonly path: string;
  readonly operation: ZodOpenApiOperationObject;
  readonly handlers: readonly RequestHandler[];
}

/** Mounts routes; a path that exists answers OPTIONS, and any other method with 405 and `Allow`. */
export function mount(app: Express, routes: readonly Route[]): void {
  for (const path of new Set(routes.map((route) => route.path))) {
    const offered = routes.filter((route) => route.path === path);
    const mounted = app.route(path.replaceAll(/\{(\w+)\}/g, ":$1"));
    for (const { method, handlers } of offered) mounted[method](...handlers);
    mounted.all(refuse(allowed(offered.map((route) => route.method))));
  }
}

/** Answers OPTIONS with 204 and what is offered; throws `http.method` for the rest. */
export function refuse(allow: string): RequestHandler {
  return (req, res) => {
    res.setHeader("Allow", allow);
    if (req.method !== "OPTIONS") throw new YinzhengError("http.method", { expected: allow });
    res.status(204).end();
  };
}

function allowed(methods: readonly Method[]): string {
  const named = methods.flatMap((method) => (method === "get" ? ["GET", "HEAD"] : [method.toUpperCase()]));
  return [...named, "OPTIONS"].join(", ");
}
