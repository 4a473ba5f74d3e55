import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { YinzhengError } from "../domain/errors.ts";

export interface ListenOptions {
  readonly port: number;
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** A request that has not arrived whole by then is refused with 408; default 30 s. */
  readonly requestTimeoutMs?: number;
  /** How long `close` waits for answers that are under way; default 5 s. */
  readonly graceMs?: number;
}

export interface Listening {
  readonly port: number;
  readonly url: string;
  /** Takes no new request, finishes those under way, ends kept-alive connections. Resolves when all are gone. */
  close(): Promise<void>;
}

/**
 * Serves `app`; port 0 picks a free one.
 *
 * @throws config.port_busy where another process has the port; config.invalid where it may not be used
 */
export async function listen(app: RequestListener, options: ListenOptions): Promise<Listening> {
  const { port, host = "127.0.0.1", requestTimeoutMs = 30_000, graceMs = 5_000 } = options;
  const server = createServer({
    requestTimeout: requestTimeoutMs,
    headersTimeout: Math.min(requestTimeoutMs, 10_000),
    connectionsCheckingInterval: Math.min(requestTimeoutMs, 1_000),
  });
  server.on("request", (req, res) => {
    // A connection that becomes idle while closing is not kept for another request.
    res.once("close", () => server.listening || server.closeIdleConnections());
    app(req, res);
  });
  await bound(server, port, host);
  const address = server.address() as AddressInfo;
  const named = host.includes(":") ? `[${host}]` : host;
  return { port: address.port, url: `http://${named}:${address.port}`, close: () => close(server, graceMs) };
}

function bound(server: Server, port: number, host: string): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once("error", (cause: NodeJS.ErrnoException) => {
    if (cause.code === "EADDRINUSE") {
      const expected = `a free port; ${host}:${port} is used by another process`;
      reject(new YinzhengError("config.port_busy", { port, host, expected }, cause));
    } else {
      reject(new YinzhengError("config.invalid", { port, host, reason: cause.code ?? "unknown" }, cause));
    }
  });
  server.listen(port, host, resolve);
  return promise;
}

async function close(server: Server, graceMs: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  server.close(() => resolve());
  server.closeIdleConnections();
  const force = setTimeout(() => server.closeAllConnections(), graceMs);
  await promise;
  clearTimeout(force);
}
