import type { Anchor } from "../domain/anchor.ts";
import type { Hex } from "../domain/bytes.ts";
import type { Adopted, Origin } from "../domain/continuation.ts";
import { EIP712_TYPES } from "../domain/eip712.ts";
import type { StatusChange } from "../domain/status.ts";
import type { AbiValue } from "./abi.ts";
import { abiDecode } from "./abi-decode.ts";
import { toHex } from "./encoding.ts";
import { ensure } from "./failure.ts";
import { BODIES, kindBytes, type LogKind } from "./log-record.ts";

/** What a record of the evidence log says, as far as whoever recomputes statuses needs it. */
export type LogRecord =
  | { readonly kind: "anchor"; readonly anchor: Anchor }
  | { readonly kind: "status"; readonly change: StatusChange; readonly newHead: Hex }
  /** `event`: ASCII, as docs/format/chain.md names it. */
  | { readonly kind: "member"; readonly memberId: Hex; readonly event: string }
  | { readonly kind: "continue"; readonly origin: Origin }
  | { readonly kind: "adopt"; readonly from: Hex; readonly adopted: Adopted }
  | { readonly kind: "other" };

/** registryId, kind, uint64 time, parent hash. */
const BODY_AT = 32 + 32 + 8 + 32;

/** Reads leaf data of the log; throws `schema.pattern` for a body that is not of its kind. */
export function readLogRecord(data: Uint8Array): LogRecord {
  ensure(data.length >= BODY_AT, "log record", "at least 104 bytes");
  const kind = toHex(data.subarray(32, 64));
  const values = (name: LogKind): readonly AbiValue[] | null =>
    kind === toHex(kindBytes(name)) ? abiDecode(BODIES[name], data.subarray(BODY_AT)) : null;
  const anchored = values("yinzheng/log/anchor/v1");
  if (anchored !== null) return { kind: "anchor", anchor: struct("Anchor", anchored[0]) as Anchor };
  const changed = values("yinzheng/log/status/v1");
  if (changed !== null) {
    return { kind: "status", change: struct("StatusChange", changed[0]) as StatusChange, newHead: changed[1] as Hex };
  }
  const continued = values("yinzheng/log/continue/v1");
  if (continued !== null) return { kind: "continue", origin: originOf(continued[0] as readonly AbiValue[]) };
  const adopted = values("yinzheng/log/adopt/v1");
  if (adopted !== null) return { kind: "adopt", from: adopted[0] as Hex, adopted: adoptedOf(adopted.slice(1)) };
  const member = values("yinzheng/log/member/v1");
  return member === null
    ? { kind: "other" }
    : { kind: "member", memberId: member[0] as Hex, event: ascii(String(member[1])) };
}

function originOf(values: readonly AbiValue[]): Origin {
  const [registryId, chainId, logSize, logRoot, blockNumber, blockHash, blockTime, size, root] = values;
  const named = { registryId, chainId, logSize, logRoot, blockNumber, blockHash, blockTime, size, root };
  return named as unknown as Origin;
}

function adoptedOf([adoption, changes]: readonly AbiValue[]): Adopted {
  const [memberId, batchId, record, headBefore, headAfter, last] = adoption as readonly AbiValue[];
  return {
    adoption: { memberId, batchId, record, headBefore, headAfter, last: last === 1 } as Adopted["adoption"],
    changes: (changes as readonly (readonly AbiValue[])[]).map(([change, time]) => ({
      change: struct("StatusChange", change) as StatusChange,
      time: Number(time),
    })),
  };
}

type StructName = keyof typeof EIP712_TYPES;

/** A struct of the EIP-712 table from its members in order. */
function struct(name: StructName, value: AbiValue | undefined): object {
  const members = value as readonly AbiValue[];
  return Object.fromEntries(EIP712_TYPES[name].map((field, i) => [field.name, member(field.type, members[i])]));
}

function member(type: string, value: AbiValue | undefined): unknown {
  if (type.endsWith("[]")) return (value as readonly AbiValue[]).map((item) => member(type.slice(0, -2), item));
  return Object.hasOwn(EIP712_TYPES, type) ? struct(type as StructName, value) : value;
}

/** A word of ASCII, zero-padded on the right. */
function ascii(word: string): string {
  const bytes = word.slice(2).match(/../g) ?? [];
  return bytes
    .map((byte) => String.fromCharCode(Number.parseInt(byte, 16)))
    .join("")
    .replace(/\0+$/, "");
}
