import type { Request, Response } from "express";
import { YinzhengError } from "../domain/errors.ts";
import { parseIdentifier } from "../domain/identifier.ts";
import type { CertificateView, KeptAnswer } from "../service/service.ts";
import { retryAfter } from "./status.ts";

/**
 * The certificate that a path names.
 *
 * @throws http.not_found for what is no identifier: nothing can be there
 */
export function certificateIdOf(req: Request): string {
  const id = String(req.params.id);
  try {
    parseIdentifier(id);
  } catch (cause) {
    throw new YinzhengError("http.not_found", {}, cause);
  }
  return id;
}

export const certificatePath = (id: string): string => `/v1/certificates/${id}`;

/** 201 once it is anchored and its own proof checked; 202 while somebody or the chain has still to act. */
export function statusOf({ state }: CertificateView): number {
  if (state === "issued") return 201;
  return state === "returned" ? 200 : 202;
}

/** The answer to a write, fresh or kept: a certificate that is on its way says where to look and when. */
export function presentWrite(res: Response, { status, body }: KeptAnswer): void {
  const made = status === 201 || status === 202;
  if (made && typeof body.id === "string") res.setHeader("Location", certificatePath(body.id));
  const wait = body.state === "anchoring" ? retryAfter(status) : undefined;
  if (wait !== undefined) res.setHeader("Retry-After", wait);
  res.status(status).json(body);
}

/** An entity tag as RFC 9110 §8.8.3 writes it. */
export function quoted(etag: string): string {
  return /^(?:W\/)?"[^"]*"$/.test(etag) ? etag : `"${etag}"`;
}

/** Sends what has an entity tag, or 304 where the caller has it already (RFC 9110 §13.1.2). */
export function sendTagged(
  req: Request,
  res: Response,
  etag: string,
  mediaType: string,
  body: string | Uint8Array,
): void {
  res.setHeader("ETag", quoted(etag));
  if (matches(req.headers["if-none-match"], quoted(etag))) res.status(304).end();
  else
    res
      .setHeader("Content-Type", mediaType)
      .send(typeof body === "string" ? Buffer.from(body) : Buffer.from(body.buffer, body.byteOffset, body.byteLength));
}

function matches(header: string | undefined, etag: string): boolean {
  const weak = (tag: string): string => tag.trim().replace(/^W\//, "");
  return header !== undefined && (header.trim() === "*" || header.split(",").map(weak).includes(weak(etag)));
}
