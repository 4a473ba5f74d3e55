import { parseVkey } from "../../crypto/note.ts";
import type { Hex } from "../../domain/bytes.ts";
import { type Check, type CodeOf, check } from "../../domain/checks.ts";
import { CELLS_PER_WORD } from "../../domain/status.ts";
import type { Bundle, Evidence, LogProof } from "../bundle.ts";
import { cosigners } from "../checkpoint.ts";
import type { LogHead, NodeFacts } from "../facts.ts";
import type { Level, SeenLog } from "../policy.ts";
import { remember } from "../sealed.ts";
import { slotsOf, subjectOf } from "../slots.ts";
import type { TrustedNetwork } from "../trust.ts";
import type { Established, Question, Witnessed } from "./context.ts";
import { type OpenedEvidence, openEvidence, type ProvenState, provesExactly } from "./state.ts";

type OfflineLevel = Exclude<Level, "online">;
type Vouching = Pick<Established, "log" | "vouchedBy"> & { readonly checks: readonly Check[] };

/** Who vouches for which state: the trust checks, and what stands after them. */
export function establish(question: Question): Established {
  const { bundle, network, policy, nullifier } = question;
  const { evidence, anchor, keys, log, statusChanges, checkpoint } = bundle;
  const word = Math.floor(bundle.manifest.index / CELLS_PER_WORD);
  return policy.level === "online"
    ? establishOnline(question, word)
    : establishOffline(evidence, network, anchor, keys, log, statusChanges, checkpoint, policy.level, word, nullifier);
}

function establishOnline(question: Question, word: number): Established {
  const { bundle, network, facts, nullifier } = question;
  const own = openEvidence(bundle.evidence, network);
  const { node } = facts;
  const head = node?.ok ? openEvidence(node.facts.evidence, network) : null;
  const ownState = own.ok ? own.state : null;
  const headState = node?.ok && head?.ok && head.state.block.hash === node.facts.blockHash ? head.state : null;
  const vouching = node?.ok ? vouchOnline(question, node.facts, ownState, headState) : unreached(question);
  const nodeChanges = node?.ok ? node.facts.statusChanges : [];
  const proves = provesWord(bundle.evidence, network, bundle.anchor, bundle.keys, word, nullifier);
  return {
    checks: [headerCheck(own, head, headState), codeCheck(own, head, proves), ...vouching.checks],
    states: [...witnessed(ownState, bundle.statusChanges), ...witnessed(headState, nodeChanges)],
    latest: headState,
    changes: nodeChanges,
    log: vouching.log,
    vouchedBy: vouching.vouchedBy,
  };
}

/** The same for all certificates in the `word`th 128 cells of a batch. */
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
    word: number,
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
      changes: statusChanges,
      log: vouching.log,
      vouchedBy: vouching.vouchedBy,
    };
  },
);

function headerCheck(own: OpenedEvidence, head: OpenedEvidence | null, headState: ProvenState | null): Check {
  const unread = [own, head].some((opened) => opened !== null && !opened.ok && opened.why === "header");
  if (unread) return check("trust.header", "error", "trust.missing");
  if (head?.ok && headState === null) return check("trust.header", "error", "trust.header_mismatch");
  return check("trust.header", "valid", "trust.ok");
}

const witnessed = (state: ProvenState | null, changes: Witnessed["changes"]): readonly Witnessed[] =>
  state === null ? [] : [{ state, changes }];

/** Every proof must hold, and the bundle's prove what its certificate hangs on and nothing beside it. */
function codeCheck(own: OpenedEvidence, head: OpenedEvidence | null, proves: boolean): Check {
  const bad = [own, head].find((opened) => opened?.ok === false);
  if (bad?.ok === false) return check("trust.code", "error", bad.why === "code" ? "trust.code_hash" : "trust.unproven");
  return proves ? check("trust.code", "valid", "trust.ok") : check("trust.code", "error", "trust.unproven");
}

/** Whether the evidence proves what a certificate in the `word`th 128 cells hangs on, and nothing beside it. */
const provesWord = remember(
  (
    evidence: Evidence,
    network: TrustedNetwork,
    anchor: Bundle["anchor"],
    keys: Bundle["keys"],
    word: number,
    nullifier: Hex | null,
  ) => {
    const manifest = { index: word * CELLS_PER_WORD };
    return provesExactly(evidence, network, slotsOf(subjectOf({ anchor, keys, manifest }, nullifier)));
  },
);

/** The witnesses and snapshot signers under the bundle's checkpoint; null: there is a checkpoint, and something in it does not hold. */
const witnessesOf = remember(
  (evidence: Evidence, network: TrustedNetwork, log: LogProof, checkpoint: string): readonly string[] | null => {
    if (checkpoint === "") return [];
    const own = openEvidence(evidence, network);
    if (!own.ok) return null;
    const expected = { size: log.size, root: log.root, block: own.state.block };
    return cosigners(network.registryId, checkpoint, expected, vkeysOf(network));
  },
);

/** Everybody who may vouch for a state in the trust file's name. */
const vkeysOf = ({ witnesses, snapshotSigners = [] }: TrustedNetwork): readonly string[] => [
  ...witnesses.keys,
  ...snapshotSigners,
];

/** The verifier's own node was not asked, or did not answer. */
function unreached({ facts: { node } }: Question): Vouching {
  const why = node === null ? {} : { why: node.ok ? "" : node.code };
  return { checks: [check("trust.level", "error", "trust.node_unreachable", why)], log: null, vouchedBy: [] };
}

function vouchOffline(
  all: readonly string[],
  level: OfflineLevel,
  { witnesses, snapshotSigners = [] }: TrustedNetwork,
  { size, root }: LogProof,
): Vouching {
  const signers = snapshotSigners.map((key) => parseVkey(key).name).filter((name) => all.includes(name));
  // A snapshot signer counts for nothing beyond level snapshot.
  const names = level === "snapshot" ? all : all.filter((name) => !signers.includes(name));
  const needed = level === "snapshot" ? 1 : witnesses.quorum;
  const detail = {
    witnesses: all.filter((name) => !signers.includes(name)),
    ...(signers.length === 0 ? {} : { snapshotSigners: signers }),
    needed,
  };
  const short: CodeOf<"trust.level"> = all.length === 0 ? "trust.not_vouched" : "trust.quorum_short";
  const enough = names.length > 0 && names.length >= needed;
  const line = enough
    ? check("trust.level", "valid", "trust.ok", detail)
    : check("trust.level", "error", short, detail);
  return { checks: [line], log: enough ? { size, root } : null, vouchedBy: names };
}

/** A node that shows a state this verifier trusts; the bundle's own block must be an ancestor of the node's head. */
function vouchOnline(
  question: Question,
  facts: NodeFacts,
  own: ProvenState | null,
  head: ProvenState | null,
): Vouching {
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

function historyCheck(question: Question, facts: NodeFacts, own: ProvenState | null, head: ProvenState | null): Check {
  // Evidence that can't be opened is no second history; header and code checks say what is wrong with it.
  if (own === null || head === null) return check("trust.history", "skipped", "trust.skipped");
  const code = historyCode(question, facts, own, head);
  return code === "trust.ok"
    ? check("trust.history", "valid", code)
    : check("trust.history", "error", code, { node: facts.log.size, seen: question.policy.seen?.size ?? null });
}

function historyCode(
  { policy, bundle }: Question,
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

/** Whether the node's chain goes on from what was seen before. */
function seenCode(seen: SeenLog | undefined, facts: NodeFacts): "trust.ok" | "trust.node_behind" | "trust.fork" {
  if (seen === undefined) return "trust.ok";
  // Of a block that the node was not asked for, nothing is known.
  const block = seen.block === undefined ? undefined : (facts.seenBlock ?? null);
  if (block && block !== seen.block?.hash) return "trust.fork";
  if (facts.log.size < seen.size || block === null) return "trust.node_behind";
  return facts.log.size === seen.size && facts.log.root !== seen.root ? "trust.fork" : "trust.ok";
}

const logOf = ({ bundle }: Question): LogHead => ({ size: bundle.log.size, root: bundle.log.root });
