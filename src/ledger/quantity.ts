import type { Hex } from "../domain/bytes.ts";
import { YinzhengError } from "../domain/errors.ts";

/** JSON-RPC's form of a whole number: `0x` and hex digits without leading zeros. */
export function toQuantity(value: number | bigint): Hex {
  return `0x${value.toString(16)}`;
}

/** A quantity as a number; throws `chain.unreachable` where a node answers anything else, or beyond 2^53 − 1. */
export function fromQuantity(value: unknown): number {
  const number = typeof value === "string" && /^0x[0-9a-fA-F]+$/.test(value) ? Number(value) : Number.NaN;
  if (!Number.isSafeInteger(number)) throw new YinzhengError("chain.unreachable", { expected: "a JSON-RPC quantity" });
  return number;
}

/** Bytes as a node answers them, in lower case; throws `chain.unreachable` where they are none, or not of `length` bytes. */
export function fromData(value: unknown, length?: number): Hex {
  const text = typeof value === "string" && /^0x(?:[0-9a-fA-F]{2})*$/.test(value) ? value.slice(2).toLowerCase() : null;
  if (text === null || (length !== undefined && text.length !== 2 * length)) {
    throw new YinzhengError("chain.unreachable", { expected: "JSON-RPC data" });
  }
  return `0x${text}`;
}

/** A JSON object as a node answers it; null for null. Throws `chain.unreachable` for anything else. */
export function fromObject(value: unknown): Record<string, unknown> | null {
  if (value === null) return null;
  if (typeof value !== "object") throw new YinzhengError("chain.unreachable", { expected: "a JSON-RPC object" });
  return { ...value };
}
