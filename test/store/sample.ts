import { expect } from "chai";
import { type ErrorDetail, isYinzhengError, YinzhengError } from "../../src/domain/errors.ts";
import type { NewRecord } from "../../src/store/store.ts";

/** A fact with something in its payload that must never be readable on disk. */
export function fact(n: number, payload: NewRecord["payload"] = { holder: "欧阳疏影", n }): NewRecord {
  return {
    kind: "certificate.drafted",
    subject: `certificate-${n}`,
    tenant: "civil-affairs",
    actor: "clerk-7",
    time: 1_790_000_000 + n,
    payload,
  };
}

export function facts(count: number, from = 1): NewRecord[] {
  return Array.from({ length: count }, (_, i) => fact(from + i));
}

export const BY = { actor: "clerk-7", reason: "asked by the data subject", time: 1_790_000_100 };

/** What a journal yields from a number on. */
export async function collected<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

/** The coded error that a promise is rejected with; fails the test when it is another or none. */
export async function refused(code: string, promise: Promise<unknown>): Promise<Error> {
  try {
    await promise;
  } catch (error) {
    expect(isYinzhengError(error) ? error.code : error).to.equal(code);
    return error instanceof Error ? error : new Error(String(error));
  }
  throw new Error(`expected ${code}, got no error`);
}

/** What an error of ours knows beyond its code. */
export function detailOf(error: Error): ErrorDetail {
  return error instanceof YinzhengError ? error.detail : {};
}

/** The bytes with one bit changed. */
export function flipped(bytes: Uint8Array, at: number, bit = 0): Uint8Array {
  const copy = Uint8Array.from(bytes);
  copy[at] = copy[at]! ^ (1 << bit);
  return copy;
}
