import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { ERRORS, type ErrorCode, YinzhengError } from "../domain/errors.ts";
import { parseJsonObject } from "../domain/json.ts";
import { isJsonObject, type JsonObject } from "../domain/json-value.ts";
import type { Runtime } from "./runtime.ts";

export interface ApiOptions {
  readonly url?: string;
  readonly keyFile?: string;
  readonly json?: boolean;
  readonly lang?: string;
}

/** The service over HTTP, as commands with state see it: YZ_URL, and YZ_API_KEY or --key-file. */
export interface Api {
  get(path: string): Promise<JsonObject>;
  text(path: string): Promise<string>;
  /** Any request, and its answer as it arrives. */
  send(path: string, init: RequestInit): Promise<Response>;
  /** A write; each call is one intention, with an Idempotency-Key of its own unless one is given. */
  post(path: string, body: JsonObject, key?: string): Promise<JsonObject>;
}

const NODES = { nodes: 1_000_000 } as const;

export async function openApi(runtime: Runtime, options: ApiOptions): Promise<Api> {
  const base = options.url ?? runtime.env.YZ_URL ?? "http://127.0.0.1:8080";
  if (!URL.canParse(base)) throw new YinzhengError("config.invalid", { url: base, expected: "the URL of a service" });
  const key = options.keyFile === undefined ? runtime.env.YZ_API_KEY : await keyIn(options.keyFile);
  const ask = async (path: string, init: RequestInit): Promise<Response> => {
    const headers = { ...init.headers, ...(key === undefined ? {} : { authorization: `Bearer ${key}` }) };
    const response = await runtime
      .fetch(new URL(path, base), { ...init, headers, redirect: "error" })
      .catch((cause: unknown) => {
        throw new YinzhengError(
          "config.invalid",
          { url: base, expected: "a running service; set YZ_URL or start one" },
          cause,
        );
      });
    if (!response.ok) throw await problemOf(response);
    return response;
  };
  const object = async (response: Response) => parseJsonObject(new Uint8Array(await response.arrayBuffer()), NODES);
  return {
    send: ask,
    get: async (path) => object(await ask(path, {})),
    text: async (path) => (await ask(path, {})).text(),
    post: async (path, body, intention = randomUUID()) => {
      const headers = { "content-type": "application/json", "idempotency-key": intention };
      return object(await ask(path, { method: "POST", headers, body: JSON.stringify(body) }));
    },
  };
}

async function keyIn(path: string): Promise<string> {
  const text = await readFile(path, "utf8").catch((cause: unknown) => {
    throw new YinzhengError("config.invalid", { path, expected: "a file with an API key" }, cause);
  });
  return text.trim();
}

/** The service's own error, as it says it (RFC 9457). */
async function problemOf(response: Response): Promise<YinzhengError> {
  const problem: Record<string, unknown> = await response.json().then(Object, () => ({}));
  const known = typeof problem.code === "string" && Object.hasOwn(ERRORS, problem.code);
  const code = known ? (problem.code as ErrorCode) : "internal";
  const { errors, context } = problem;
  return new YinzhengError(code, {
    status: response.status,
    ...(isJsonObject(context) ? context : {}),
    ...(Array.isArray(errors) ? { errors: errors as JsonObject[] } : {}),
  });
}
