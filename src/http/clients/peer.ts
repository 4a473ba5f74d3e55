import { Readable } from "node:stream";
import * as z from "zod";
import { type ErrorCode, isYinzhengError, YinzhengError } from "../../domain/errors.ts";
import { isJsonObject, type JsonObject } from "../../domain/json-value.ts";
import { MIB } from "../body.ts";
import { NDJSON } from "../lines.ts";

/** Where another process is, and how it knows us. */
export interface PeerOptions {
  /** e.g. http://127.0.0.1:9001 */
  readonly url: string;
  readonly token: string;
  /** For a whole answer, from the last line on where lines are sent, and for each piece of those; default 10 s. */
  readonly timeoutMs?: number;
}

/** Which codes a failure gets: did not answer (or not sensibly), and said no. */
export interface PeerCodes {
  readonly unreachable: ErrorCode;
  readonly refused: ErrorCode;
  /** Its own codes that are handed on as they are. */
  readonly known: readonly ErrorCode[];
}

const MAX_ANSWER = MIB;
const TIMEOUT_MS = 10_000;
const problem = z.looseObject({
  code: z.string(),
  context: z.record(z.string(), z.unknown()).optional().catch(undefined),
});

/**
 * The text of a successful answer to POST `path`, or to GET where there is no body. A body of several objects is sent as
 * JSON lines, as fast as the peer reads them.
 *
 * @throws codes.refused for a 4xx (or the peer's own code, where known); codes.unreachable for anything else
 */
export async function ask(
  peer: PeerOptions,
  codes: PeerCodes,
  path: string,
  body?: object | AsyncIterable<object>,
): Promise<string> {
  const { url, token, timeoutMs = TIMEOUT_MS } = peer;
  const patience = new Patience(timeoutMs);
  try {
    const lines = body !== undefined && Symbol.asyncIterator in body;
    const response = await fetch(new URL(path, url), {
      ...(body !== undefined && { method: "POST" }),
      ...(lines ? { body: stream(body, patience), duplex: "half" } : { body: JSON.stringify(body) }),
      headers: { "Content-Type": lines ? NDJSON : "application/json", Authorization: `Bearer ${token}` },
      redirect: "error",
      signal: patience.signal,
    } as RequestInit);
    const text = await limited(response);
    if (response.ok) return text;
    throw refusal(codes, response.status, text);
  } catch (cause) {
    if (isYinzhengError(cause)) throw cause;
    throw new YinzhengError(codes.unreachable, { reason: patience.over ? "timeout" : reasonOf(cause) }, cause);
  } finally {
    patience.end();
  }
}

/** Gives up when nothing has moved for so long. */
class Patience {
  readonly #controller = new AbortController();
  readonly #timer: NodeJS.Timeout;

  constructor(ms: number) {
    this.#timer = setTimeout(() => this.#controller.abort(), ms);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  get over(): boolean {
    return this.#controller.signal.aborted;
  }

  renew(): void {
    this.#timer.refresh();
  }

  end(): void {
    clearTimeout(this.#timer);
  }
}

const CHUNK = 64 * 1024;

/** Objects as JSON lines, several in a chunk, made when the peer takes them. */
function stream(objects: AsyncIterable<object>, patience: Patience): ReadableStream<Uint8Array> {
  return Readable.toWeb(Readable.from(chunks(objects, patience), { objectMode: false })) as ReadableStream<Uint8Array>;
}

async function* chunks(objects: AsyncIterable<object>, patience: Patience): AsyncGenerator<Uint8Array> {
  let text = "";
  for await (const one of objects) {
    text += `${JSON.stringify(one)}\n`;
    if (text.length < CHUNK) continue;
    patience.renew();
    yield Buffer.from(text);
    text = "";
  }
  patience.renew();
  yield Buffer.from(text);
}

/** For an answer of 200 that is not what it should be. */
export function garbled(codes: PeerCodes, cause?: unknown): YinzhengError {
  return new YinzhengError(codes.unreachable, { reason: "answer not understood" }, cause);
}

async function limited(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > MAX_ANSWER) throw new RangeError("answer too long");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function refusal(codes: PeerCodes, status: number, text: string): YinzhengError {
  if (status >= 500 || status === 408 || status === 429) return new YinzhengError(codes.unreachable, { status });
  const { code, context } = problem.safeParse(parsed(text)).data ?? { code: "" };
  const own = codes.known.find((known) => known === code);
  const detail: JsonObject = isJsonObject(context) ? context : {};
  return new YinzhengError(own ?? codes.refused, own === undefined ? { ...detail, status, cause: code } : detail);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return "failed";
  const code: unknown = Reflect.get(cause.cause ?? cause, "code");
  return typeof code === "string" ? code : cause.name;
}
