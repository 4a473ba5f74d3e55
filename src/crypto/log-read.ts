import type { Anchor } from "../domain/anchor.ts";
import type { Hex } from "../domain/bytes.ts";
import type { Adopted, Origin } from "../domain/continuation.ts";
import type { StatusChange } from "../domain/status.ts";
import type { AbiValue } from "./abi.ts";
import { abiDecode } from "./abi-decode.ts";
import { toHex } from "./encoding.ts";
import { ensure } from "./failure.ts";
import { BODIES, kindBytes, type LogKind, type LogMoment } from "./log-record.ts";
import { readSealFact, type SealFact } from "./seal-record.ts";
import { structOf } from "./struct.ts";

/** What a record of the evidence log says. Events, names and kinds are ASCII, as docs/format/chain.md names them. */
export type LogRecord =
  | { readonly kind: "anchor"; readonly anchor: Anchor; readonly threshold: number; readonly signers: readonly Hex[] }
  | { readonly kind: "burn"; readonly memberId: Hex; readonly batchId: Hex; readonly officer: Hex }
  /** `signers`: none where the council changed it. */
  | { readonly kind: "status"; readonly change: StatusChange; readonly newHead: Hex; readonly signers: readonly Hex[] }
  | { readonly kind: "claim"; readonly nullifier: Hex; readonly commitment: Hex }
  | { readonly kind: "member"; readonly memberId: Hex; readonly event: string; readonly data: Hex }
  | { readonly kind: "seal"; readonly sealId: Hex; readonly fact: SealFact }
  | { readonly kind: "directory"; readonly event: string; readonly data: Hex }
  | { readonly kind: "continue"; readonly origin: Origin }
  | { readonly kind: "adopt"; readonly from: Hex; readonly adopted: Adopted }
  /** Of a kind that we don't know: of contracts that came after us. */
  | { readonly kind: "other"; readonly name: string };

/** A leaf of the log: in which installation and when, and its record. */
export interface LogLeaf extends LogMoment {
  readonly registryId: Hex;
  readonly record: LogRecord;
}

/** registryId, kind, uint64 time, parent hash. */
const BODY_AT = 32 + 32 + 8 + 32;

type Values = readonly AbiValue[];
const READ: { readonly [K in LogKind]: (values: Values) => LogRecord } = {
  "yinzheng/log/anchor/v1": ([anchor, threshold, signers]) => ({
    kind: "anchor",
    anchor: structOf("Anchor", anchor) as Anchor,
    threshold: threshold as number,
    signers: signers as readonly Hex[],
  }),
  "yinzheng/log/burn/v1": ([memberId, batchId, officer]) => ({
    kind: "burn",
    memberId: memberId as Hex,
    batchId: batchId as Hex,
    officer: officer as Hex,
  }),
  "yinzheng/log/status/v1": ([change, newHead, signers]) => ({
    kind: "status",
    change: structOf("StatusChange", change) as StatusChange,
    newHead: newHead as Hex,
    signers: signers as readonly Hex[],
  }),
  "yinzheng/log/claim/v1": ([nullifier, commitment]) => ({
    kind: "claim",
    nullifier: nullifier as Hex,
    commitment: commitment as Hex,
  }),
  "yinzheng/log/member/v1": ([memberId, event, data]) => ({
    kind: "member",
    memberId: memberId as Hex,
    event: ascii(String(event)),
    data: data as Hex,
  }),
  "yinzheng/log/seal/v1": ([sealId, what, data]) => ({
    kind: "seal",
    sealId: sealId as Hex,
    fact: readSealFact(ascii(String(what)), data as Hex),
  }),
  "yinzheng/log/directory/v1": ([event, data]) => ({
    kind: "directory",
    event: ascii(String(event)),
    data: data as Hex,
  }),
  "yinzheng/log/continue/v1": ([origin]) => ({ kind: "continue", origin: originOf(origin as Values) }),
  "yinzheng/log/adopt/v1": ([from, ...rest]) => ({ kind: "adopt", from: from as Hex, adopted: adoptedOf(rest) }),
};

const KINDS = new Map((Object.keys(READ) as LogKind[]).map((name) => [toHex(kindBytes(name)), name]));

/** Reads leaf data of the log; throws `schema.pattern` for a body that is not of its kind. */
export function readLogLeaf(data: Uint8Array): LogLeaf {
  ensure(data.length >= BODY_AT, "log record", "at least 104 bytes");
  const kind = toHex(data.subarray(32, 64));
  const time = Number(BigInt(toHex(data.subarray(64, 72))));
  ensure(Number.isSafeInteger(time), "log record", "a time up to 2^53 − 1");
  const name = KINDS.get(kind);
  return {
    registryId: toHex(data.subarray(0, 32)),
    time,
    parentHash: toHex(data.subarray(72, BODY_AT)),
    record:
      name === undefined
        ? { kind: "other", name: ascii(kind) }
        : READ[name](abiDecode(BODIES[name], data.subarray(BODY_AT))),
  };
}

/** The record of leaf data; throws as `readLogLeaf` does. */
export const readLogRecord = (data: Uint8Array): LogRecord => readLogLeaf(data).record;

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
      change: structOf("StatusChange", change) as StatusChange,
      time: Number(time),
    })),
  };
}

/** A word of printable ASCII, zero-padded on the right, as its text; any other word as hex. */
function ascii(word: string): string {
  const bytes = word.slice(2).match(/../g) ?? [];
  const text = bytes
    .map((byte) => String.fromCharCode(Number.parseInt(byte, 16)))
    .join("")
    .replace(/\0+$/, "");
  return /^[\x20-\x7e]+$/.test(text) ? text : word;
}
