import type { Request } from "express";
import { YinzhengError } from "../domain/errors.ts";
import { type JsonLimits, type JsonObject, parseJsonObject } from "../domain/json.ts";

export const KIB = 1024;
export const MIB = 1024 * KIB;

/** Which bodies a route takes. */
export interface BodyRule {
  /** Bytes. */
  readonly limit: number;
  readonly mediaTypes: readonly string[];
  readonly json?: JsonLimits;
}

export const JSON_BODY: BodyRule = { limit: 256 * KIB, mediaTypes: ["application/json"] };

export interface JsonBody {
  readonly bytes: Uint8Array;
  readonly value: JsonObject;
}

/**
 * The body of a request, raw and whole, through the strict gate of domain/json.ts.
 *
 * @throws http.media_type, http.too_large, json.*
 */
export async function readJson(req: Request, rule: BodyRule): Promise<JsonBody> {
  checkMediaType(req, rule.mediaTypes);
  const bytes = await readBytes(req, rule.limit);
  return { bytes, value: parseJsonObject(bytes, rule.json) };
}

/** A request without a body has no media type to object to: it is told `json.empty` by the gate instead. */
export function checkMediaType(req: Request, accepted: readonly string[]): void {
  const expected = accepted.join(", ");
  const coding = req.headers["content-encoding"];
  if (coding !== undefined && coding.toLowerCase() !== "identity") {
    throw new YinzhengError("http.media_type", { expected: `${expected}, without Content-Encoding` });
  }
  const declared = req.headers["content-type"];
  if (declared === undefined && !hasBody(req)) return;
  const [type = "", ...parameters] = (declared ?? "").split(";").map((part) => part.trim().toLowerCase());
  const utf8 = parameters.every((parameter) => parameter === "" || /^charset="?utf-8"?$/.test(parameter));
  if (!accepted.includes(type) || !utf8) throw new YinzhengError("http.media_type", { expected });
}

function hasBody(req: Request): boolean {
  return req.headers["transfer-encoding"] !== undefined || Number(req.headers["content-length"] ?? 0) > 0;
}

/**
 * The body's bytes. What is too large is refused as soon as that is known; the rest of it is thrown away unread, so that
 * the answer arrives.
 *
 * @throws http.too_large
 */
export function readBytes(req: Request, limit: number): Promise<Uint8Array> {
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>();
  const chunks: Buffer[] = [];
  let size = 0;
  const refuse = (): void => {
    req.off("data", take);
    req.resume();
    reject(new YinzhengError("http.too_large", { expected: `at most ${limit} bytes`, limit }));
  };
  const take = (chunk: Buffer): void => {
    size += chunk.length;
    if (size > limit) refuse();
    else chunks.push(chunk);
  };
  req.once("end", () => resolve(Buffer.concat(chunks)));
  req.once("error", reject);
  req.once("close", () => reject(new Aborted()));
  if (Number(req.headers["content-length"] ?? 0) > limit) refuse();
  else req.on("data", take);
  return promise;
}

/** The caller went away in the middle of the body: nobody is left to answer. */
export class Aborted extends Error {
  override readonly name = "Aborted";
}
