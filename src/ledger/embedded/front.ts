import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { YinzhengError } from "../../domain/errors.ts";
import type { Rpc } from "../rpc.ts";
import { answerText } from "./json-rpc.ts";

export interface FrontOptions {
  readonly rpc: Rpc;
  /** 0: any free one. */
  readonly port: number;
  /** A loopback address; 127.0.0.1 if absent. */
  readonly host?: string;
}

export interface Front {
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

/** Longest request, in bytes. */
const MAX_BODY = 1 << 20;
const LOOPBACK: readonly string[] = ["127.0.0.1", "localhost", "[::1]", "::1"];

/**
 * JSON-RPC over HTTP on loopback: `POST /`, batches too. A page in a browser can't use it: whatever names another host,
 * or comes from a page of one, is refused (DNS rebinding), and there is no CORS. Throws `config.port_busy`, and
 * `config.invalid` for a host that isn't loopback or a port that can't be used.
 */
export async function openFront({ rpc, port, host = "127.0.0.1" }: FrontOptions): Promise<Front> {
  if (!LOOPBACK.includes(host)) throw new YinzhengError("config.invalid", { expected: "a loopback address" });
  const server = createServer((request, response) => {
    void handle(rpc, request, response);
  });
  const bound = await listen(server, port, host);
  return { url: `http://${host.includes(":") ? "[::1]" : host}:${bound}`, port: bound, close: () => close(server) };
}

async function handle(rpc: Rpc, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const refusal = refusalOf(request);
  if (refusal !== null) return send(response, refusal, "");
  const body = await readBody(request).catch(() => null);
  if (body === null) return response.destroy() && undefined;
  if (body === "too large") return send(response, 413, "");
  const answer = await answerText(rpc, body);
  send(response, answer === "" ? 204 : 200, answer);
}

/** HTTP status of a request that isn't looked at; null for one that is. */
function refusalOf({ method, headers, url }: IncomingMessage): number | null {
  if (!isLoopback(headers.host) || (headers.origin !== undefined && !isLoopback(originHost(headers.origin))))
    return 403;
  if (url !== "/") return 404;
  if (method !== "POST") return 405;
  return /^application\/json\s*(;|$)/i.test(headers["content-type"] ?? "") ? null : 415;
}

function isLoopback(host: string | undefined): boolean {
  return host !== undefined && LOOPBACK.includes(host.replace(/:\d{1,5}$/, "").toLowerCase());
}

function originHost(origin: string): string | undefined {
  return /^https?:\/\/([^/]+)$/.exec(origin)?.[1];
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    if (length > MAX_BODY) return "too large";
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function send(response: ServerResponse, status: number, body: string): void {
  // What is left of a refused request is not read.
  const headers = status >= 400 ? { connection: "close" } : { "content-type": "application/json" };
  response.writeHead(status, { ...headers, "content-length": Buffer.byteLength(body) }).end(body);
}

function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", (cause: NodeJS.ErrnoException) => {
      const code = cause.code === "EADDRINUSE" ? "config.port_busy" : "config.invalid";
      reject(new YinzhengError(code, { port, host }, cause));
    });
    server.listen(port, host.replace(/[[\]]/g, ""), () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : port);
    });
  });
}

function close(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  server.closeAllConnections();
  return closed;
}
