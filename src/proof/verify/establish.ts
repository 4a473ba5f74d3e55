import { type Check, check, type CodeOf } from "../../domain/checks.ts";
import { cosigners } from "../checkpoint.ts";
import type { LogHead, NodeFacts } from "../facts.ts";
import type { Established, Question } from "./context.ts";
import { type OpenedEvidence, openEvidence, type ProvenState } from "./state.ts";

type Vouching = Pick<Established, "log" | "vouchedBy"> & { readonly checks: readonly Check[] };

/** Who vouches for which state: the trust checks, and what stands after them. */
export function establish(question: Question): Established {
  const own = openEvidence(question.bundle.evidence, question.network);
  const node = question.policy.level === "online" ? question.facts.node : null;
  const head = node?.ok ? openEvidence(node.facts.evidence, question.network) : null;
  const ownState = own.ok ? own.state : null;
  const headState = node?.ok && head?.ok && head.state.block.hash === node.facts.blockHash ? head.state : null;
  const vouching = node?.ok
    ? vouchOnline(question, node.facts, ownState, headState)
    : vouchOffline(question, ownState);
  const code = [own, ...(head === null ? [] : [head])].map(codeCheck).find((line) => line.result !== "valid") ?? codeCheck(own);
  const online = question.policy.level === "online";
  return {
    checks: [headerCheck(own, head, headState), code, ...vouching.checks],
    states: [ownState, ...(online ? [headState] : [])].filter((state) => state !== null),
    latest: online ? headState : ownState,
    events: node?.ok ? node.facts.statusChanges : question.bundle.statusChanges,
    log: vouching.log,
    vouchedBy: vouching.vouchedBy,
  };
}

function headerCheck(own: OpenedEvidence, head: OpenedEvidence | null, headState: ProvenState | null): Check {
  const unread = [own, head].some((opened) => opened !== null && !opened.ok && opened.why === "header");
  if (unread) return check("trust.header", "error", "trust.missing");
  if (head?.ok && headState === null) return check("trust.header", "error", "trust.header_mismatch");
  return check("trust.header", "valid", "trust.ok");
}

function codeCheck(opened: OpenedEvidence): Check {
  if (opened.ok) return check("trust.code", "valid", "trust.ok");
  return check("trust.code", "error", opened.why === "code" ? "trust.code_hash" : "trust.unproven");
}

/** The witnesses under the bundle's checkpoint; null: there is a checkpoint, and something in it does not hold. */
function witnessesOf({ bundle, network }: Question, own: ProvenState | null): readonly string[] | null {
  if (bundle.checkpoint === "") return [];
  if (own === null) return null;
  const expected = { size: bundle.log.size, root: bundle.log.root, block: own.block };
  return cosigners(network.registryId, bundle.checkpoint, expected, network.witnesses.keys);
}

function vouchOffline(question: Question, own: ProvenState | null): Vouching {
  const { level } = question.policy;
  if (level === "online") {
    const why = question.facts.node === null ? {} : { why: question.facts.node.ok ? "" : question.facts.node.code };
    return { checks: [check("trust.level", "error", "trust.node_unreachable", why)], log: null, vouchedBy: [] };
  }
  const names = witnessesOf(question, own) ?? [];
  const needed = level === "snapshot" ? 1 : question.network.witnesses.quorum;
  const detail = { witnesses: [...names], needed };
  const short: CodeOf<"trust.level"> = names.length === 0 ? "trust.not_vouched" : "trust.quorum_short";
  const enough = names.length > 0 && names.length >= needed;
  const line = enough
    ? check("trust.level", "valid", "trust.ok", detail)
    : check("trust.level", "error", short, detail);
  return { checks: [line], log: enough ? logOf(question) : null, vouchedBy: names };
}

/** A node that shows a state this verifier trusts; the bundle's own block must be an ancestor of the node's head. */
function vouchOnline(question: Question, facts: NodeFacts, own: ProvenState | null, head: ProvenState | null): Vouching {
  const names = witnessesOf(question, own);
  const checkpoint = question.bundle.checkpoint !== "";
  // A checkpoint that is there must hold, online too: a file with a broken part is not passed as whole.
  const broken = names === null || (checkpoint && names.length === 0);
  const level = broken
    ? check("trust.level", "error", "trust.not_vouched")
    : check("trust.level", "valid", "trust.ok", { witnesses: [...names] });
  const history = historyCode(question, facts, own, head);
  const line =
    history === "trust.ok"
      ? check("trust.history", "valid", history)
      : check("trust.history", "error", history, { node: facts.log.size, seen: question.policy.seen?.size ?? null });
  const vouchedLog = facts.ancestor?.log ?? (checkpoint && !broken ? logOf(question) : null);
  return {
    checks: [level, line],
    log: history === "trust.ok" ? vouchedLog : null,
    vouchedBy: head === null ? [] : ["node", ...(names ?? [])],
  };
}

function historyCode(
  { policy, bundle }: Question,
  facts: NodeFacts,
  own: ProvenState | null,
  head: ProvenState | null,
): "trust.ok" | "trust.node_behind" | "trust.fork" {
  const { seen } = policy;
  if (seen !== undefined && facts.log.size < seen.size) return "trust.node_behind";
  if (seen !== undefined && facts.log.size === seen.size && facts.log.root !== seen.root) return "trust.fork";
  if (facts.log.size < bundle.log.size) return "trust.node_behind";
  if (own === null || head === null) return "trust.fork";
  if (head.block.number < own.block.number || facts.ancestor === null) return "trust.node_behind";
  return facts.ancestor.hash === own.block.hash ? "trust.ok" : "trust.fork";
}

const logOf = ({ bundle }: Question): LogHead => ({ size: bundle.log.size, root: bundle.log.root });
