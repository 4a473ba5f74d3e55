import { JsonRpcError, RPC_CODES, type Rpc } from "../rpc.ts";

/** Most requests in one batch. */
const MAX_BATCH = 1_000;

type Answer = { readonly jsonrpc: "2.0"; readonly id: unknown; readonly result?: unknown; readonly error?: object };

/**
 * The answer to a JSON-RPC 2.0 request or batch, as JSON; "" where none is due. A batch is worked off in order.
 * Source: https://www.jsonrpc.org/specification
 */
export async function answerText(rpc: Rpc, text: string): Promise<string> {
  const request = parsed(text);
  if (request === undefined) return JSON.stringify(failure(null, RPC_CODES.parse, "not JSON"));
  if (!Array.isArray(request)) return textOf(await answerOne(rpc, request));
  if (request.length === 0) return JSON.stringify(failure(null, RPC_CODES.invalidRequest, "empty batch"));
  if (request.length > MAX_BATCH) return JSON.stringify(failure(null, RPC_CODES.invalidRequest, "batch too large"));
  const answers: Answer[] = [];
  for (const one of request) {
    const answer = await answerOne(rpc, one);
    if (answer !== null) answers.push(answer);
  }
  return answers.length === 0 ? "" : JSON.stringify(answers);
}

/** null for a notification. */
async function answerOne(rpc: Rpc, request: unknown): Promise<Answer | null> {
  const { jsonrpc, id, method, params = [] }: Record<string, unknown> = Object(request);
  const named = id === undefined || id === null || typeof id === "string" || typeof id === "number";
  if (jsonrpc !== "2.0" || typeof method !== "string" || !named || !Array.isArray(params)) {
    return failure(named ? (id ?? null) : null, RPC_CODES.invalidRequest, "not a JSON-RPC 2.0 request");
  }
  const answer = await answerCall(rpc, id, method, params);
  return id === undefined ? null : answer;
}

async function answerCall(rpc: Rpc, id: unknown, method: string, params: readonly unknown[]): Promise<Answer> {
  try {
    return { jsonrpc: "2.0", id, result: (await rpc(method, params)) ?? null };
  } catch (cause) {
    if (cause instanceof JsonRpcError) return failure(id, cause.code, cause.message, cause.data);
    return failure(id, RPC_CODES.internal, "the chain can't answer now");
  }
}

function failure(id: unknown, code: number, message: string, data?: unknown): Answer {
  return { jsonrpc: "2.0", id, error: { code, message, ...(data !== undefined && { data }) } };
}

function textOf(answer: Answer | null): string {
  return answer === null ? "" : JSON.stringify(answer);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
