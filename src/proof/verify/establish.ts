import type { Hex } from "../../domain/bytes.ts";
import { type Check, check } from "../../domain/checks.ts";
import { CELLS_PER_WORD } from "../../domain/status.ts";
import type { Bundle, Evidence, LogProof } from "../bundle.ts";
import type { LogHead, NodeFacts } from "../facts.ts";
import { remember, settled } from "../sealed.ts";
import type { Slot } from "../slots.ts";
import type { TrustedNetwork } from "../trust.ts";
import type { Established, Inquiry, Question } from "./context.ts";
import { establishContinued } from "./continued.ts";
import { openEvidence, type ProvenState } from "./state.ts";
import {
  codeCheck,
  headerCheck,
  type OfflineLevel,
  provesWord,
  seenCode,
  unreached,
  type Vouching,
  vouchOffline,
  type Word,
  witnessed,
  witnessesOf,
} from "./vouching.ts";

/** Who vouches for which state: the trust checks, and what stands after them. */
export function establish(question: Question): Established {
  return establishAt(question, Math.floor(question.bundle.manifest.index / CELLS_PER_WORD));
}

/**
 * The same for the anchor of a document, which has no status and no keys of its own.
 *
 * @param more slots that are to be proven besides
 */
export function establishAnchor(inquiry: Inquiry, more: readonly Slot[] = NOTHING_MORE): Established {
  return establishAt(inquiry, more.length === 0 ? NOTHING_MORE : more);
}

const NOTHING_MORE: readonly Slot[] = settled([]);

function establishAt(question: Inquiry, word: Word): Established {
  const { bundle, network, policy, nullifier } = question;
  const { evidence, anchor, keys, log, statusChanges, checkpoint } = bundle;
  if (question.following !== null) return establishContinued(question, question.following, word);
  return policy.level === "online"
    ? establishOnline(question, word)
    : establishOffline(evidence, network, anchor, keys, log, statusChanges, checkpoint, policy.level, word, nullifier);
}

function establishOnline(question: Inquiry, word: Word): Established {
  const { bundle, network, facts, nullifier } = question;
  const own = openEvidence(bundle.evidence, network);
  const other = facts.node?.ok && (facts.node.facts.registryId ?? bundle.registryId) !== bundle.registryId;
  const node = other ? MISMATCH : facts.node;
  const head = node?.ok ? openEvidence(node.facts.evidence, network) : null;
  const ownState = own.ok ? own.state : null;
  const headState = node?.ok && head?.ok && head.state.block.hash === node.facts.blockHash ? head.state : null;
  const vouching = node?.ok ? vouchOnline(question, node.facts, ownState, headState) : unreached(node);
  const nodeChanges = node?.ok ? node.facts.statusChanges : [];
  const proves = provesWord(bundle.evidence, network, bundle.anchor, bundle.keys, word, nullifier);
  return {
    checks: [headerCheck(own, head, headState), codeCheck(own, head, proves), ...vouching.checks],
    states: [...witnessed(ownState, bundle.statusChanges), ...witnessed(headState, nodeChanges)],
    latest: headState,
    answering: network,
    changes: nodeChanges,
    log: vouching.log,
    vouchedBy: vouching.vouchedBy,
  };
}

/** A node of another installation than the bundle's. */
const MISMATCH = { ok: false, code: "chain.mismatch" } as const;

/** The same for all certificates in the `word`th 128 cells of a batch, and for its anchor alone. */
const establishOffline = remember(
  (
    evidence: Evidence,
    network: TrustedNetwork,
    anchor: Bundle["anchor"],
    keys: Bundle["keys"],
    log: LogProof,
    statusChanges: Bundle["statusChanges"],
    checkpoint: string,
    level: OfflineLevel,
    word: Word,
    nullifier: Hex | null,
  ): Established => {
    const own = openEvidence(evidence, network);
    const state = own.ok ? own.state : null;
    const vouching = vouchOffline(witnessesOf(evidence, network, log, checkpoint) ?? [], level, network, log);
    const proves = provesWord(evidence, network, anchor, keys, word, nullifier);
    return {
      checks: [headerCheck(own, null, null), codeCheck(own, null, proves), ...vouching.checks],
      states: witnessed(state, statusChanges),
      latest: state,
      answering: network,
      changes: statusChanges,
      log: vouching.log,
      vouchedBy: vouching.vouchedBy,
    };
  },
);

/** A node that shows a state this verifier trusts; the bundle's own block must be an ancestor of the node's head. */
function vouchOnline(question: Inquiry, facts: NodeFacts, own: ProvenState | null, head: ProvenState | null): Vouching {
  const { evidence, log } = question.bundle;
  const names = witnessesOf(evidence, question.network, log, question.bundle.checkpoint);
  const checkpoint = question.bundle.checkpoint !== "";
  // A checkpoint that is there must hold, online too: a file with a broken part is not passed as whole.
  const broken = names === null || (checkpoint && names.length === 0);
  const level = broken
    ? check("trust.level", "error", "trust.not_vouched")
    : check("trust.level", "valid", "trust.ok", { witnesses: [...names] });
  const line = historyCheck(question, facts, own, head);
  const vouchedLog = facts.ancestor?.log ?? (checkpoint && !broken ? logOf(question) : null);
  return {
    checks: [level, line],
    log: line.result === "valid" ? vouchedLog : null,
    vouchedBy: head === null ? [] : ["node", ...(names ?? [])],
  };
}

function historyCheck(question: Inquiry, facts: NodeFacts, own: ProvenState | null, head: ProvenState | null): Check {
  // Evidence that can't be opened is no second history; header and code checks say what is wrong with it.
  if (own === null || head === null) return check("trust.history", "skipped", "trust.skipped");
  const code = historyCode(question, facts, own, head);
  return code === "trust.ok"
    ? check("trust.history", "valid", code)
    : check("trust.history", "error", code, { node: facts.log.size, seen: question.policy.seen?.size ?? null });
}

function historyCode(
  { policy, bundle }: Inquiry,
  facts: NodeFacts,
  own: ProvenState,
  head: ProvenState,
): "trust.ok" | "trust.node_behind" | "trust.fork" {
  const before = seenCode(policy.seen, facts);
  if (before !== "trust.ok") return before;
  if (facts.log.size < bundle.log.size) return "trust.node_behind";
  if (head.block.number < own.block.number || facts.ancestor === null) return "trust.node_behind";
  return facts.ancestor.hash === own.block.hash ? "trust.ok" : "trust.fork";
}

const logOf = ({ bundle }: Inquiry): LogHead => ({ size: bundle.log.size, root: bundle.log.root });
