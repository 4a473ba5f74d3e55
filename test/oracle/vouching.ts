import { hex } from "./bytes.ts";
import { establishMoved } from "./moved.ts";
import { checkpointBody, cosignersOf, readVerifierKey } from "./note.ts";
import type { AnchorCase, Line, Log, NodeFacts, Policy, Standing } from "./report.ts";
import { type Opened, open, provesExactly, type State } from "./state.ts";
import type { Network } from "./trust.ts";

/** Steps 2 to 4: which states are proven, and who vouches for them. */
export function establish(question: AnchorCase): Standing {
  const { bundle, network, policy, facts } = question;
  if (question.following !== null) return establishMoved(question, question.following);
  const own = open(bundle.evidence, network);
  const about = facts.node?.ok ? (facts.node.facts.registryId ?? bundle.registryId) : null;
  const told = policy.level === "online" && facts.node?.ok && about === bundle.registryId ? facts.node.facts : null;
  const head = told === null ? null : open(told.evidence, network);
  const ownState = "state" in own ? own.state : null;
  const headOpened = head !== null && "state" in head ? head.state : null;
  const headState = headOpened !== null && headOpened.hash === told?.blockHash ? headOpened : null;
  const online = policy.level === "online";
  const states = [
    ...(ownState === null ? [] : [{ state: ownState, changes: bundle.statusChanges }]),
    ...(headState === null || told === null ? [] : [{ state: headState, changes: told.statusChanges }]),
  ];
  const vouched = told === null ? offline(question, ownState) : asked(question, told, ownState, headState);
  return {
    lines: [
      headerLine(own, head, headOpened !== null && headState === null),
      codeLine(question, own, head),
      ...vouched.lines,
    ],
    states,
    latest: online ? headState : ownState,
    changes: online ? (told?.statusChanges ?? []) : bundle.statusChanges,
    log: vouched.log,
    moved: false,
  };
}

const faultOf = (opened: Opened | null): string | null => (opened !== null && "fault" in opened ? opened.fault : null);

export function headerLine(own: Opened, head: Opened | null, mismatch: boolean): Line {
  const unread = faultOf(own) === "header" || faultOf(head) === "header";
  if (unread) return ["trust.header", "error", "trust.missing"];
  if (mismatch) return ["trust.header", "error", "trust.header_mismatch"];
  return ["trust.header", "valid", "trust.ok"];
}

export function codeLine({ bundle, network, slots }: AnchorCase, own: Opened, head: Opened | null, more = true): Line {
  const fault = faultOf(own) ?? faultOf(head);
  if (fault === "code") return ["trust.code", "error", "trust.code_hash"];
  const proves = fault === null && more && provesExactly(bundle.evidence, network, slots);
  return proves ? ["trust.code", "valid", "trust.ok"] : ["trust.code", "error", "trust.unproven"];
}

/** Names under the checkpoint; "broken" where there is one that does not hold; [] where there is none. */
export function witnessesOf(
  { checkpoint, log }: Pick<AnchorCase["bundle"], "checkpoint"> & { readonly log: Log },
  network: Network,
  own: State | null,
): readonly string[] | "broken" {
  if (checkpoint === "") return [];
  if (own === null) return "broken";
  const block = { number: own.number, hash: hex(own.hash) };
  const body = checkpointBody(network.registryId, { size: log.size, root: hex(log.root) }, block);
  try {
    const all = [...network.witnesses.keys, ...(network.snapshotSigners ?? [])];
    const names = cosignersOf(checkpoint, body, all.map(readVerifierKey));
    return names.length === 0 ? "broken" : names;
  } catch {
    return "broken";
  }
}

type Vouched = Pick<Standing, "lines" | "log">;

function offline(question: AnchorCase, own: State | null): Vouched {
  const { policy, network, bundle } = question;
  if (policy.level === "online") return { lines: [["trust.level", "error", "trust.node_unreachable"]], log: null };
  const names = witnessesOf(bundle, network, own);
  const level = levelLine(names, network, policy.level);
  return { lines: [level], log: level[1] === "valid" ? bundle.log : null };
}

/** Step 4.2; what is not snapshot needs the quorum. */
export function levelLine(names: readonly string[] | "broken", network: Network, level: string): Line {
  if (names === "broken" || names.length === 0) return ["trust.level", "error", "trust.not_vouched"];
  const witnesses = network.witnesses.keys.map((key) => readVerifierKey(key).name);
  const counted = level === "snapshot" ? names : names.filter((name) => witnesses.includes(name));
  const needed = level === "snapshot" ? 1 : network.witnesses.quorum;
  return counted.length < needed
    ? ["trust.level", "error", "trust.quorum_short"]
    : ["trust.level", "valid", "trust.ok"];
}

function asked(question: AnchorCase, told: NodeFacts, own: State | null, head: State | null): Vouched {
  const { bundle } = question;
  const names = witnessesOf(bundle, question.network, own);
  const level: Line =
    names === "broken" ? ["trust.level", "error", "trust.not_vouched"] : ["trust.level", "valid", "trust.ok"];
  if (own === null || head === null)
    return { lines: [level, ["trust.history", "skipped", "trust.skipped"]], log: null };
  const code = historyCode(question, told, own, head);
  if (code !== "trust.ok") return { lines: [level, ["trust.history", "error", code]], log: null };
  const cosigned = names !== "broken" && names.length > 0 ? bundle.log : null;
  return { lines: [level, ["trust.history", "valid", code]], log: told.ancestor?.log ?? cosigned };
}

function historyCode({ policy, bundle }: AnchorCase, told: NodeFacts, own: State, head: State): string {
  const { log, ancestor } = told;
  const known = seenCode(policy.seen, told);
  if (known !== "trust.ok") return known;
  if (log.size < bundle.log.size || head.number < own.number || ancestor === null) return "trust.node_behind";
  return ancestor.hash === own.hash ? "trust.ok" : "trust.fork";
}

/** Step 4.4.2: against what was seen before. */
export function seenCode(seen: Policy["seen"], { log, seenBlock }: NodeFacts): string {
  const known = seen?.block === undefined ? null : (seenBlock ?? "none");
  if (known !== null && known !== "none" && known !== seen?.block?.hash) return "trust.fork";
  if (known === "none" || (seen !== undefined && log.size < seen.size)) return "trust.node_behind";
  return seen !== undefined && log.size === seen.size && log.root !== seen.root ? "trust.fork" : "trust.ok";
}
