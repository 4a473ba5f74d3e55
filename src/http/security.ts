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
export function securityHeaders(): RequestHandler {
  return helmet({
    contentSecurityPolicy: { useDefaults: false, directives: CSP },
    strictTransportSecurity: false,
    xFrameOptions: { action: "deny" },
  });
}

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
