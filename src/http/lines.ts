import { pipeline } from "node:stream/promises";
import type { Request, Response } from "express";
import { YinzhengError } from "../domain/errors.ts";
import { type JsonLimits, type JsonObject, parseJsonObject } from "../domain/json.ts";
import { Aborted, checkMediaType } from "./body.ts";

export const NDJSON = "application/x-ndjson";

/** Which bodies of JSON lines a route takes. */
export interface LinesRule {
  /** Bytes of one line. */
  readonly line: number;
  /** Most lines. */
  readonly lines: number;
  readonly json?: JsonLimits;
}

const NEWLINE = 0x0a;

/** Sends a line for each object, as fast as the caller takes them. What fails before the first is thrown, to be answered. */
export async function sendLines<T>(res: Response, objects: AsyncIterable<T>, write: (one: T) => string): Promise<void> {
  const rest = objects[Symbol.asyncIterator]();
  const first = await rest.next();
  res.setHeader("Content-Type", NDJSON);
  await pipeline(async function* () {
    for (let next = first; next.done !== true; next = await rest.next()) yield `${write(next.value)}\n`;
  }, res);
}

/**
 * The objects of a body of JSON lines, one after another as they arrive, each through the strict gate of domain/json.ts.
 * Nothing is kept, so the body may be larger than memory; what is not read is thrown away, so that an answer arrives.
 *
 * @throws http.media_type, http.too_large, json.*
 */
export async function* readLines(req: Request, rule: LinesRule): AsyncGenerator<JsonObject> {
  checkMediaType(req, [NDJSON]);
  let count = 0;
  try {
    for await (const bytes of linesOf(req, rule.line)) {
      count += 1;
      if (count > rule.lines) throw new YinzhengError("http.too_large", { expected: `at most ${rule.lines} lines` });
      yield parseJsonObject(bytes, rule.json);
    }
  } finally {
    req.resume();
  }
}

async function* linesOf(req: Request, limit: number): AsyncGenerator<Uint8Array> {
  let rest: Buffer[] = [];
  let size = 0;
  const take = (part: Buffer): void => {
    size += part.length;
    if (size > limit) throw new YinzhengError("http.too_large", { expected: `lines of at most ${limit} bytes`, limit });
    rest.push(part);
  };
  for await (const chunk of req.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      take(chunk.subarray(start, end));
      yield Buffer.concat(rest);
      [rest, size, start] = [[], 0, end + 1];
    }
    take(chunk.subarray(start));
  }
  if (!req.complete) throw new Aborted();
  if (size > 0) yield Buffer.concat(rest);
}
