import { type AbiMethod, argumentsOf, callData } from "../../crypto/abi-call.ts";
import { callsInMultiSend, multiSendData } from "../../crypto/safe.ts";
import type { Hex } from "../../domain/bytes.ts";
import type { Council, CouncilCall, Phase, SafeTransaction } from "../../domain/council.ts";
import { ACTS } from "./acts.ts";
import { type Addresses, actOf, type PlainAct } from "./codec.ts";

/** What a Safe transaction asks the Safe to do. */
export type Asked = Pick<SafeTransaction, "to" | "data" | "operation">;

/** A call that nobody can put in words. */
export interface Unknown {
  readonly unknown: CouncilCall & { readonly operation: 0 | 1 };
}

/** What a transaction does, read from its bytes alone. */
export interface Decoded {
  /** null where it has no phase, or several. */
  readonly phase: Phase | null;
  readonly acts: readonly (PlainAct | Unknown)[];
  /** The acts' own calls, without what announces them or carries them out. */
  readonly calls: readonly CouncilCall[];
}

const SCHEDULE: AbiMethod = { name: "schedule", types: ["address", "bytes", "uint48"] };
const EXECUTE: AbiMethod = { name: "execute", types: ["address", "bytes"] };
const CANCEL: AbiMethod = { name: "cancel", types: ["address", "address", "bytes"] };

/** The calls that a proposal of this phase makes for these acts. */
export function wrapped({ manager, safe }: Council, phase: Phase, calls: readonly CouncilCall[]): CouncilCall[] {
  return calls.map(({ to, data }) => {
    if (phase === "announce") return { to: manager, data: callData(SCHEDULE, [to, data, 0]) };
    if (phase === "carry out") return { to: manager, data: callData(EXECUTE, [to, data]) };
    if (phase === "cancel") return { to: manager, data: callData(CANCEL, [safe, to, data]) };
    return { to, data };
  });
}

/** One call as it is, several through MultiSendCallOnly. */
export function askedOf({ multiSend }: Council, calls: readonly CouncilCall[]): Asked {
  const [only] = calls;
  if (only !== undefined && calls.length === 1) return { ...only, operation: 0 };
  return { to: multiSend, data: multiSendData(calls), operation: 1 };
}

/**
 * Reads a transaction. Whatever is not exactly one of ours is unknown: another contract or function, a delegatecall of
 * anything but the council's MultiSendCallOnly, an act at once that needs an announcement (it would fail), acts of several phases.
 */
export function decode(council: Council, addresses: Addresses, asked: Asked): Decoded {
  const whole = { acts: [{ unknown: asked }], calls: [], phase: null };
  const outer = outerCalls(council, asked);
  if (outer === null) return whole;
  const read = outer.map((call) => ({ call, ...unwrapped(council, call) }));
  const acts = read.map(({ call, phase, inner }): PlainAct | Unknown => {
    const act = actOf(addresses, inner);
    const fits = act !== null && (ACTS[act.act].effect === "widens") !== (phase === "at once");
    return fits ? act : { unknown: { ...call, operation: 0 } };
  });
  const phases = new Set(read.map(({ phase }) => phase));
  const [phase = null] = phases.size === 1 ? phases : [];
  return { phase, acts, calls: read.map(({ inner }) => inner) };
}

export const isUnknown = (act: PlainAct | Unknown): act is Unknown => "unknown" in act;

function outerCalls({ multiSend }: Council, { to, data, operation }: Asked): readonly CouncilCall[] | null {
  if (operation === 0) return [{ to, data }];
  if (to !== multiSend) return null;
  try {
    return callsInMultiSend(data);
  } catch {
    return null;
  }
}

function unwrapped(
  { manager, safe }: Council,
  call: CouncilCall,
): { readonly phase: Phase; readonly inner: CouncilCall } {
  const direct = { phase: "at once", inner: call } as const;
  if (call.to !== manager) return direct;
  try {
    const announced = argumentsOf(SCHEDULE, call.data);
    if (announced !== null && announced[2] === 0) return { phase: "announce", inner: innerOf(announced) };
    const executed = argumentsOf(EXECUTE, call.data);
    if (executed !== null) return { phase: "carry out", inner: innerOf(executed) };
    const cancelled = argumentsOf(CANCEL, call.data);
    if (cancelled !== null && cancelled[0] === safe) return { phase: "cancel", inner: innerOf(cancelled.slice(1)) };
    return direct;
  } catch {
    return direct;
  }
}

const innerOf = ([to, data]: readonly unknown[]): CouncilCall => ({ to: to as Hex, data: data as Hex });
