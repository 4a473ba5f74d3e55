import type { StatusEvent } from "./bundle.ts";
import type { AnchorCase, Line, Log, Standing } from "./report.ts";
import { type Opened, open, provesExactly, type Slot, type State } from "./state.ts";
import type { Final, Network, Trust } from "./trust.ts";
import { codeLine, headerLine, levelLine, seenCode, witnessesOf } from "./vouching.ts";

/** verification.md, "A network that is continued". */
type Following = NonNullable<AnchorCase["following"]>;

export function followingIn(trust: Trust, registryId: string): Following | null {
  const found = trust.networks.flatMap((network) =>
    (network.continues ?? []).filter((one) => one.registryId === registryId).map((final) => ({ network, final })),
  );
  return found[0] ?? null;
}

export const isLate = (block: { readonly number: number; readonly time: number }, log: Log, final: Final): boolean =>
  block.number > final.block.number || block.time > final.block.time || log.size > final.size;

/** 2: null where there is nothing against it. */
function pastFault(state: State, log: Log, final: Final): "trust.after_final" | "trust.fork" | null {
  if (isLate(state, log, final)) return "trust.after_final";
  const fork = state.number === final.block.number && state.hash !== final.block.hash;
  return fork || (log.size === final.size && log.root !== final.root) ? "trust.fork" : null;
}

/** The next evidence, opened; not `demanded`: there is none, and none has to be. */
interface Next {
  readonly demanded: boolean;
  readonly opened: Opened | null;
  readonly state: State | null;
  readonly log: Log;
  readonly changes: readonly StatusEvent[];
  readonly lines: readonly Line[];
  readonly exact: boolean;
}

const NONE = { opened: null, state: null, log: { size: 0, root: "" }, changes: [], exact: true };

function nodeNext({ facts: { node }, policy }: AnchorCase, network: Network): Next {
  const facts = node?.ok && node.facts.registryId === network.registryId ? node.facts : null;
  if (facts === null) {
    return { ...NONE, demanded: true, lines: [["trust.level", "error", "trust.node_unreachable"]] };
  }
  const opened = open(facts.evidence, network);
  const state = "state" in opened && opened.state.hash === facts.blockHash ? opened.state : null;
  const code = seenCode(policy.seen, facts);
  const line: Line =
    state === null
      ? ["trust.history", "skipped", "trust.skipped"]
      : ["trust.history", code === "trust.ok" ? "valid" : "error", code];
  const { log, statusChanges: changes } = facts;
  return { demanded: true, opened, state, log, changes, lines: [line], exact: true };
}

function fileNext({ bundle: { continued }, policy, slots }: AnchorCase, network: Network): Next {
  if (continued === undefined || continued.registryId !== network.registryId) {
    return { ...NONE, demanded: false, lines: [] };
  }
  const { evidence, log, statusChanges: changes } = continued;
  const opened = open(evidence, network);
  const state = "state" in opened ? opened.state : null;
  const lines = [levelLine(witnessesOf(continued, network, state), network, policy.level)];
  return {
    demanded: true,
    opened,
    state,
    log,
    changes,
    lines,
    exact: provesExactly(evidence, network, slots),
  };
}

export function establishMoved(question: AnchorCase, { network: other, final }: Following): Standing {
  const { bundle, network, policy } = question;
  const opened = open(bundle.evidence, network);
  const own = "state" in opened ? opened.state : null;
  const fault = own === null ? null : pastFault(own, bundle.log, final);
  const counts = fault === null ? own : null;
  const names = witnessesOf(bundle, network, own);
  const isFinal = counts !== null && counts.hash === final.block.hash && names !== "broken";
  const level: Line = isFinal ? ["trust.level", "valid", "trust.ok"] : levelLine(names, network, policy.level);
  const next = policy.level === "online" ? nodeNext(question, other) : fileNext(question, other);
  const code = fault ?? continuationCode(question, counts, next, other);
  const joined =
    code === "trust.ok" && counts !== null && next.state !== null ? join(question, counts, next.state, final) : null;
  const historyFails = next.lines.some(([name, result]) => name === "trust.history" && result !== "valid");
  const log = isFinal ? final : level[1] === "valid" ? bundle.log : null;
  const result = code === "trust.ok" ? "valid" : code === "trust.skipped" ? "skipped" : "error";
  return {
    lines: [
      headerLine(opened, next.opened, next.opened !== null && "state" in next.opened && next.state === null),
      codeLine(question, opened, next.opened, next.exact),
      level,
      ...next.lines,
      ["trust.continuation", result, code],
    ],
    states: [
      ...(counts === null ? [] : [{ state: counts, changes: bundle.statusChanges }]),
      ...(joined === null ? [] : [{ state: joined, changes: next.changes }]),
    ],
    latest: next.demanded ? joined : counts,
    changes: next.demanded ? next.changes : bundle.statusChanges,
    log: counts === null || historyFails ? null : log,
    moved: next.demanded,
  };
}

/** Who they were, as the network that was left proves it; record and status, as the one that follows does. */
function join({ slots, nullifier }: AnchorCase, home: State, away: State, final: Final): State {
  const claim = (slot: Slot): bigint | undefined => {
    const [commitment] = slots.claim;
    const before = nullifier === null || commitment === undefined ? undefined : home.read(commitment);
    if (before === undefined || commitment === undefined) return undefined;
    if (before !== 0n) return home.read(slot);
    return away.read(commitment) === 0n && home.hash !== final.block.hash ? undefined : away.read(slot);
  };
  const read = (slot: Slot): bigint | undefined => {
    if (slot.contract === "claimRegistry") return claim(slot);
    if (slot.contract !== "memberRegistry") return away.read(slot);
    const is = (one: Slot): boolean => one.key === slot.key;
    if (slots.keys.some(is)) return earlier(home.read(slot), away.read(slot), 112n);
    return slots.officers.some(is) ? earlier(home.read(slot), away.read(slot), 96n) : home.read(slot);
  };
  return { number: away.number, hash: away.hash, time: away.time, read };
}

/** 6, but for what is wrong with the bundle's own evidence. */
function continuationCode({ trust, slots }: AnchorCase, home: State | null, next: Next, network: Network): string {
  const { demanded, state, log } = next;
  if (home === null || (demanded && state === null)) return "trust.skipped";
  if (state === null) return "trust.ok";
  const beyond = followingIn(trust, network.registryId);
  const late = beyond === null ? null : pastFault(state, log, beyond.final);
  if (late !== null) return late;
  const record = state.read(slots.record);
  return record !== undefined && record !== home.read(slots.record) ? "trust.not_continued" : "trust.ok";
}

/** The word before the move, with the earlier report of a compromise; the field is 40 bits wide. */
function earlier(home: bigint | undefined, away: bigint | undefined, at: bigint): bigint | undefined {
  if (home === undefined || away === undefined || home === 0n)
    return home === 0n && away !== undefined ? 0n : undefined;
  const field = (word: bigint): bigint => (word >> at) % (1n << 40n);
  const reports = [field(home), field(away)].filter((since) => since !== 0n);
  if (reports.length === 0) return home;
  const since = reports.reduce((least, one) => (one < least ? one : least));
  return home + ((since - field(home)) << at);
}
