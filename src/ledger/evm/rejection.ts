import { type ErrorDescription, isHexString } from "ethers";
import { type ErrorCode, YinzhengError } from "../../domain/errors.ts";
import { JsonRpcError } from "../rpc.ts";
import { INTERFACES } from "./artifacts.ts";

/** Code of geth and others for "execution reverted". */
const REVERTED = 3;

/** Refusals that have a code of their own. */
const CODES: Readonly<Record<string, ErrorCode>> = {
  StatusRegistryDailyLimit: "conflict.daily_limit",
  SealRegistryState: "conflict.seal_state",
  SealRegistryTurn: "conflict.order_stale",
  SealRegistryNotUser: "policy.seal_user",
  SealRegistryNotValid: "policy.seal_period",
  SealRegistryDailyLimit: "policy.seal_limit",
};

/**
 * `chain.rejected`, or a code of its own, for a node's answer that a call reverted, with the custom error and its arguments
 * where one of our contracts, or those that they stand on, declares it; null for any other failure.
 */
export function rejectionOf(cause: unknown): YinzhengError | null {
  if (!(cause instanceof JsonRpcError)) return null;
  const data = revertData(cause.data);
  if (cause.code !== REVERTED && data === null && !/revert/i.test(cause.message)) return null;
  const known = data === null ? null : describe(data);
  const detail = known ? { error: known.name, args: known.args.map(plain) } : { error: cause.message.slice(0, 200) };
  return new YinzhengError(CODES[detail.error] ?? "chain.rejected", detail, cause);
}

function describe(data: string): ErrorDescription | null {
  for (const contract of Object.values(INTERFACES)) {
    const known = contract.parseError(data);
    if (known !== null) return known;
  }
  return null;
}

/** Nodes put it in `data`, or one level deeper. */
function revertData(data: unknown): string | null {
  if (isHexString(data)) return data;
  const { data: inner }: Record<string, unknown> = Object(data);
  return isHexString(inner) ? inner : null;
}

function plain(value: unknown): string | number {
  const small = typeof value === "bigint" && value <= BigInt(Number.MAX_SAFE_INTEGER);
  return small ? Number(value) : String(value).toLowerCase();
}
