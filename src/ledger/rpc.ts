/**
 * How the evm engine asks a node: EIP-1193's request, as a function. The in-process chain and a node at a URL offer the
 * same. Throws JsonRpcError for what the node answers as an error, and YinzhengError `chain.unreachable` where there was
 * no answer.
 */
export type Rpc = (method: string, params: readonly unknown[]) => Promise<unknown>;

/** Codes of JSON-RPC 2.0 §5.1 and EIP-1474. Source: https://www.jsonrpc.org/specification#error_object */
export const RPC_CODES = {
  parse: -32700,
  invalidRequest: -32600,
  methodNotFound: -32601,
  invalidParams: -32602,
  internal: -32603,
  refused: -32000,
} as const;

/** A JSON-RPC error answer. `data` holds revert data where a call reverted. Never leaves the ledger room. */
export class JsonRpcError extends Error {
  readonly code: number;
  readonly data: unknown;

  constructor(code: number, message: string, data?: unknown) {
    super(message);
    this.name = "JsonRpcError";
    this.code = code;
    this.data = data;
  }
}
