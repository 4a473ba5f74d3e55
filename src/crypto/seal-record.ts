import type { Hex, Seconds } from "../domain/bytes.ts";
import type { SealApplication, SealChange, SealDelegation, SealMaking, SealUse } from "../domain/seal.ts";
import { type AbiType, type AbiValue, abiEncode } from "./abi.ts";
import { abiDecode } from "./abi-decode.ts";
import { concat, fromHex, toHex, utf8 } from "./encoding.ts";
import { ensure } from "./failure.ts";
import { type LogMoment, logLeafData } from "./log-record.ts";
import { type StructName, structOf, tuple, valuesOf } from "./struct.ts";

/** What a record of the log says about a seal, by its `what`; `signers`: the officers, in the order of the record. */
export type SealFact =
  | { readonly what: "applied"; readonly application: SealApplication; readonly signers: readonly Hex[] }
  | { readonly what: "made"; readonly making: SealMaking; readonly signers: readonly Hex[] }
  | { readonly what: "changed"; readonly change: SealChange; readonly signers: readonly Hex[] }
  | { readonly what: "delegated"; readonly delegation: SealDelegation; readonly signers: readonly Hex[] }
  /** `first`: uses of the seal before these. */
  | { readonly what: "used"; readonly use: SealUse; readonly first: number; readonly signers: readonly Hex[] }
  | { readonly what: "changed-by-council"; readonly to: number; readonly since: Seconds }
  /** What we don't know: of a contract that came after us. */
  | { readonly what: "other"; readonly name: string };

const SIGNERS: AbiType = { arrayOf: "address" };
const signed = (name: StructName): readonly AbiType[] => [tuple(name), SIGNERS];

/** `data` of each record about a seal, as the arguments of Solidity's abi.encode (docs/format/chain.md). */
const DATA = {
  applied: signed("SealApplication"),
  made: signed("SealMaking"),
  changed: signed("SealChange"),
  delegated: signed("SealDelegation"),
  used: [tuple("SealUse"), "uint64", SIGNERS],
  "changed-by-council": ["uint8", "uint64"],
} as const satisfies Record<Exclude<SealFact["what"], "other">, readonly AbiType[]>;
type Known = keyof typeof DATA;

/** Leaf data of a record about a seal. Throws `schema.pattern` on a value that is not of its type. */
export function sealLeafData(
  registryId: Hex,
  at: LogMoment,
  sealId: Hex,
  fact: Exclude<SealFact, { readonly what: "other" }>,
): Uint8Array {
  const what = toHex(concat(utf8(fact.what), new Uint8Array(32 - fact.what.length)));
  const data = toHex(abiEncode(DATA[fact.what], dataOf(fact)));
  return logLeafData(registryId, "yinzheng/log/seal/v1", at, [sealId, what, data]);
}

function dataOf(fact: Exclude<SealFact, { readonly what: "other" }>): readonly AbiValue[] {
  switch (fact.what) {
    case "applied":
      return [valuesOf("SealApplication", fact.application), fact.signers];
    case "made":
      return [valuesOf("SealMaking", fact.making), fact.signers];
    case "changed":
      return [valuesOf("SealChange", fact.change), fact.signers];
    case "delegated":
      return [valuesOf("SealDelegation", fact.delegation), fact.signers];
    case "used":
      return [valuesOf("SealUse", fact.use), fact.first, fact.signers];
    case "changed-by-council":
      return [fact.to, fact.since];
  }
}

const READ: { readonly [W in Known]: (values: readonly AbiValue[]) => SealFact } = {
  applied: ([order, signers]) => ({
    what: "applied",
    application: structOf("SealApplication", order) as SealApplication,
    signers: signers as readonly Hex[],
  }),
  made: ([order, signers]) => ({
    what: "made",
    making: structOf("SealMaking", order) as SealMaking,
    signers: signers as readonly Hex[],
  }),
  changed: ([order, signers]) => ({
    what: "changed",
    change: structOf("SealChange", order) as SealChange,
    signers: signers as readonly Hex[],
  }),
  delegated: ([order, signers]) => ({
    what: "delegated",
    delegation: structOf("SealDelegation", order) as SealDelegation,
    signers: signers as readonly Hex[],
  }),
  used: ([order, first, signers]) => ({
    what: "used",
    use: structOf("SealUse", order) as SealUse,
    first: first as number,
    signers: signers as readonly Hex[],
  }),
  "changed-by-council": ([to, since]) => ({ what: "changed-by-council", to: to as number, since: since as Seconds }),
};

/** What a record about a seal says. Throws `schema.pattern` for data that is not exactly that of its `what`. */
export function readSealFact(what: string, data: Hex): SealFact {
  if (!Object.hasOwn(READ, what)) return { what: "other", name: what };
  const known = what as Known;
  const values = abiDecode(DATA[known], fromHex(data));
  ensure(values.every(isExact), "log record", "numbers up to 2^53 − 1");
  return READ[known](values);
}

const isExact = (value: AbiValue): boolean =>
  typeof value === "object" ? value.every(isExact) : typeof value !== "bigint";
