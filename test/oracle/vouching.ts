import { hex } from "./bytes.ts";
import { checkpointBody, cosignersOf, readVerifierKey } from "./note.ts";
import type { Case, Line, NodeFacts, Standing } from "./report.ts";
import { type Opened, open, provesExactly, type State } from "./state.ts";

/** Steps 2 to 4: which states are proven, and who vouches for them. */
export function establish(question: Case): Standing {
  const { bundle, network, policy, facts } = question;
  const own = open(bundle.evidence, network);
  const told = policy.level === "online" && facts.node?.ok ? facts.node.facts : null;
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
  };
}

const faultOf = (opened: Opened | null): string | null => (opened !== null && "fault" in opened ? opened.fault : null);

function headerLine(own: Opened, head: Opened | null, mismatch: boolean): Line {
  const unread = faultOf(own) === "header" || faultOf(head) === "header";
  if (unread) return ["trust.header", "error", "trust.missing"];
  if (mismatch) return ["trust.header", "error", "trust.header_mismatch"];
  return ["trust.header", "valid", "trust.ok"];
}

function codeLine({ bundle, network, slots }: Case, own: Opened, head: Opened | null): Line {
  const fault = faultOf(own) ?? faultOf(head);
  if (fault === "code") return ["trust.code", "error", "trust.code_hash"];
  const proves = fault === null && provesExactly(bundle.evidence, network, slots);
  return proves ? ["trust.code", "valid", "trust.ok"] : ["trust.code", "error", "trust.unproven"];
}

/** Names under the checkpoint; "broken" where there is one that does not hold; [] where there is none. */
function witnessesOf({ bundle, network }: Case, own: State | null): readonly string[] | "broken" {
  if (bundle.checkpoint === "") return [];
  if (own === null) return "broken";
  const block = { number: own.number, hash: hex(own.hash) };
  const body = checkpointBody(network.registryId, { size: bundle.log.size, root: hex(bundle.log.root) }, block);
  try {
    const all = [...network.witnesses.keys, ...(network.snapshotSigners ?? [])];
    const names = cosignersOf(bundle.checkpoint, body, all.map(readVerifierKey));
    return names.length === 0 ? "broken" : names;
  } catch {
    return "broken";
  }
}

type Vouched = Pick<Standing, "lines" | "log">;

function offline(question: Case, own: State | null): Vouched {
  const { policy, network, bundle } = question;
  if (policy.level === "online") return { lines: [["trust.level", "error", "trust.node_unreachable"]], log: null };
  const names = witnessesOf(question, own);
  if (names === "broken" || names.length === 0) {
    return { lines: [["trust.level", "error", "trust.not_vouched"]], log: null };
  }
  const witnesses = network.witnesses.keys.map((key) => readVerifierKey(key).name);
  const counted = policy.level === "snapshot" ? names : names.filter((name) => witnesses.includes(name));
  const needed = policy.level === "snapshot" ? 1 : network.witnesses.quorum;
  if (counted.length < needed) return { lines: [["trust.level", "error", "trust.quorum_short"]], log: null };
  return { lines: [["trust.level", "valid", "trust.ok"]], log: bundle.log };
}

function asked(question: Case, told: NodeFacts, own: State | null, head: State | null): Vouched {
  const { bundle } = question;
  const names = witnessesOf(question, own);
  const level: Line =
    names === "broken" ? ["trust.level", "error", "trust.not_vouched"] : ["trust.level", "valid", "trust.ok"];
  if (own === null || head === null)
    return { lines: [level, ["trust.history", "skipped", "trust.skipped"]], log: null };
  const code = historyCode(question, told, own, head);
  if (code !== "trust.ok") return { lines: [level, ["trust.history", "error", code]], log: null };
  const cosigned = names !== "broken" && names.length > 0 ? bundle.log : null;
  return { lines: [level, ["trust.history", "valid", code]], log: told.ancestor?.log ?? cosigned };
}

function historyCode({ policy, bundle }: Case, told: NodeFacts, own: State, head: State): string {
  const { log, ancestor } = told;
  const { seen } = policy;
  const known = seen?.block === undefined ? null : (told.seenBlock ?? "none");
  if (known !== null && known !== "none" && known !== seen?.block?.hash) return "trust.fork";
  if (known === "none" || (seen !== undefined && log.size < seen.size)) return "trust.node_behind";
  if (seen !== undefined && log.size === seen.size && log.root !== seen.root) return "trust.fork";
  if (log.size < bundle.log.size || head.number < own.number || ancestor === null) return "trust.node_behind";
  return ancestor.hash === own.hash ? "trust.ok" : "trust.fork";
}
