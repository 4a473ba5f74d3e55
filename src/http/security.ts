import type { RequestHandler } from "express";
import { rateLimit } from "express-rate-limit";
import helmet from "helmet";
import { refuseWith } from "./problem.ts";

/** Pages need their own style sheet and script, and nothing else from anywhere. */
const CSP = {
  "default-src": ["'none'"],
  "style-src": ["'self'"],
  "script-src": ["'self'"],
  "img-src": ["'self'"],
  "font-src": ["'self'"],
  "connect-src": ["'self'"],
  "form-action": ["'self'"],
  "base-uri": ["'none'"],
  "frame-ancestors": ["'none'"],
  "require-trusted-types-for": ["'script'"],
};

/** Security headers. HSTS is left to whatever ends TLS: over plain HTTP it means nothing (RFC 6797 §7.2). */
export function securityHeaders(): RequestHandler[] {
  const named = helmet({
    contentSecurityPolicy: { useDefaults: false, directives: CSP },
    strictTransportSecurity: false,
    xFrameOptions: { action: "deny" },
  });
  return [
    named,
    (_req, res, next) => {
      res.setHeader("Permissions-Policy", permissions("none"));
      next();
    },
  ];
}

/** What a page of ours never asks the browser for. */
const NEVER = ["microphone", "geolocation", "payment", "usb", "display-capture"].map((name) => `${name}=()`);

/** `Permissions-Policy` (W3C): the camera for the page that scans, and for no other; no frame of it for anybody. */
export const permissions = (camera: "self" | "none"): string =>
  [camera === "self" ? "camera=(self)" : "camera=()", ...NEVER].join(", ");

const PROBES: ReadonlySet<string> = new Set(["/healthz", "/readyz", "/metrics"]);

/** `RateLimit` and `RateLimit-Policy` (draft-ietf-httpapi-ratelimit-headers-08); probes of the process are not counted. */
export function limiter({
  requests,
  seconds,
}: {
  readonly requests: number;
  readonly seconds: number;
}): RequestHandler {
  return rateLimit({
    windowMs: seconds * 1000,
    limit: requests,
    standardHeaders: "draft-8",
    legacyHeaders: false,
    identifier: "requests",
    skip: (req) => PROBES.has(req.path),
    // Its checks of the set-up write to the console whatever a client made it think.
    validate: false,
    handler: refuseWith("http.rate"),
  });
}
