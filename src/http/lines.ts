import type { Request } from "express";
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
