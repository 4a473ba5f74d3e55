import { YinzhengError } from "../../domain/errors.ts";
import { JsonRpcError, RPC_CODES, type Rpc } from "../rpc.ts";

export interface HttpRpcOptions {
  readonly url: string;
  /** Longest wait for one answer, in milliseconds; 10,000 if absent. */
  readonly timeout?: number;
}

/**
 * A node at an HTTP URL. Throws `chain.unreachable` for whatever isn't an answer: no connection, a time-out, another
 * status than 200, a body that isn't JSON-RPC. Its detail names the URL without path, query or password.
 */
export function httpRpc({ url, timeout = 10_000 }: HttpRpcOptions): Rpc {
  const node = new URL(url).host;
  let id = 0;
  return async (method, params) => {
    const request = { jsonrpc: "2.0", id: ++id, method, params };
    const answer = await post(url, JSON.stringify(request), timeout).catch((cause: unknown) => {
      throw new YinzhengError("chain.unreachable", { node }, cause);
    });
    if (answer.id !== request.id) throw new YinzhengError("chain.unreachable", { node });
    if (answer.error !== undefined) throw errorOf(answer.error);
    return answer.result;
  };
}

async function post(url: string, body: string, timeout: number): Promise<Record<string, unknown>> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body,
    signal: AbortSignal.timeout(timeout),
    redirect: "error",
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`status ${response.status}`);
  const answer: unknown = JSON.parse(text);
  if (typeof answer !== "object" || answer === null) throw new Error("not a JSON-RPC answer");
  return { ...answer };
}

function errorOf(error: unknown): JsonRpcError {
  const { code, message, data }: Record<string, unknown> = Object(error);
  return new JsonRpcError(typeof code === "number" ? code : RPC_CODES.internal, String(message ?? "error"), data);
}
