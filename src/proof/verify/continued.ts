import type { Hex } from "../../domain/bytes.ts";
import { type Check, type CodeOf, check } from "../../domain/checks.ts";
import type { Bundle, Continued, Evidence, LogProof } from "../bundle.ts";
import type { LogHead } from "../facts.ts";
import type { Level } from "../policy.ts";
import { remember } from "../sealed.ts";
import { recordSlot } from "../slots.ts";
import { type Following, followingOf, type TrustedNetwork, type TrustFile } from "../trust.ts";
import type { Established, Inquiry, Witnessed } from "./context.ts";
import { joined } from "./joined.ts";
import { pastCode } from "./past.ts";
import { type OpenedEvidence, openEvidence, type ProvenState } from "./state.ts";
import {
  codeCheck,
  headerCheck,
  movedWord,
  type OfflineLevel,
  provesWord,
  seenCode,
  unreached,
  vouchOffline,
  type Word,
  witnessed,
  witnessesOf,
} from "./vouching.ts";

type Subject = Pick<Bundle, "anchor" | "keys">;

/**
 * The same for a certificate of an installation that the trust file says was closed: its own evidence counts up to the
 * final state, if that installation's witnesses vouch for it, and the one that continues it tells the status since.
 */
export function establishContinued(question: Inquiry, following: Following, word: Word): Established {
  const { bundle, network, trust, policy, nullifier } = question;
  const { evidence, anchor, keys, log, statusChanges, checkpoint, continued } = bundle;
  if (policy.level !== "online") {
    const parts = [evidence, network, following, trust, anchor, keys, log, statusChanges, checkpoint] as const;
    return offline(...parts, continued ?? null, policy.level, word, nullifier);
  }
  const home = homeOf(evidence, network, following, log, checkpoint, "online");
  const next = nodeOf(question, following);
  const proves = provesWord(evidence, network, anchor, keys, word, nullifier);
  return put({ home, next, following, trust, subject: { anchor, keys }, statusChanges, nullifier, proves, network });
}

/** The same for all certificates in the `word`th 128 cells of a batch, and for its anchor alone. */
const offline = remember(
  (
    evidence: Evidence,
    network: TrustedNetwork,
    following: Following,
    trust: TrustFile,
    anchor: Bundle["anchor"],
    keys: Bundle["keys"],
    log: LogProof,
    statusChanges: Bundle["statusChanges"],
    checkpoint: string,
    continued: Continued | null,
    level: OfflineLevel,
    word: Word,
    nullifier: Hex | null,
  ): Established => {
    const home = homeOf(evidence, network, following, log, checkpoint, level);
    const next = continued === null ? null : fileOf(continued, following, level);
    const own = provesWord(evidence, network, anchor, keys, word, nullifier);
    const other =
      continued === null || provesWord(continued.evidence, following.network, anchor, keys, movedWord(word), nullifier);
    const rest = { subject: { anchor, keys }, statusChanges, nullifier, proves: own && other, network };
    return put({ home, next, following, trust, ...rest });
  },
);

/** The closed installation's own part. */
interface Home {
  readonly opened: OpenedEvidence;
  /** null where it can't be opened, and where it is from after the final state. */
  readonly state: ProvenState | null;
  readonly past: ReturnType<typeof pastCode> | null;
  readonly level: Check;
  readonly names: readonly string[];
  readonly log: LogHead | null;
}

/** Its quorum vouches for it, offline at level snapshot one witness, or the trust file: for the final block itself. */
function homeOf(
  evidence: Evidence,
  network: TrustedNetwork,
  { final }: Following,
  { size, root }: LogProof,
  checkpoint: string,
  level: Level,
): Home {
  const opened = openEvidence(evidence, network);
  const past = opened.ok ? pastCode(opened.state, { size, root }, final) : null;
  const state = opened.ok && past === "trust.ok" ? opened.state : null;
  const names = witnessesOf(evidence, network, { size, root }, checkpoint);
  const broken = names === null || (checkpoint !== "" && names.length === 0);
  const isFinal = state !== null && state.block.hash === final.block.hash && !broken;
  const demanded = level === "snapshot" ? "snapshot" : "archival";
  const vouching = vouchOffline(names ?? [], demanded, network, { size, root });
  const [line] = vouching.checks;
  const level_ = isFinal || line === undefined ? check("trust.level", "valid", "trust.ok", { final: true }) : line;
  const log = isFinal ? { size: final.size, root: final.root } : vouching.log;
  return { opened, state, past, level: level_, names: names ?? [], log: state === null ? null : log };
}

/** What the continuing installation shows; null, it was not asked and does not have to be. */
interface Next {
  readonly opened: OpenedEvidence | null;
  readonly state: ProvenState | null;
  readonly log: LogHead;
  readonly changes: Witnessed["changes"];
  readonly checks: readonly Check[];
  readonly vouchedBy: readonly string[];
}

const NOTHING: LogHead = { size: 0, root: "0x" };

function nodeOf({ facts: { node }, policy }: Inquiry, { network }: Following): Next {
  if (!node?.ok || node.facts.registryId !== network.registryId) {
    const { checks, vouchedBy } = unreached(node?.ok ? { ok: false, code: "chain.mismatch" } : node);
    return { opened: null, state: null, log: NOTHING, changes: [], checks, vouchedBy };
  }
  const { evidence, blockHash, log, statusChanges } = node.facts;
  const opened = openEvidence(evidence, network);
  const state = opened.ok && opened.state.block.hash === blockHash ? opened.state : null;
  const code = seenCode(policy.seen, node.facts);
  const history =
    state === null
      ? check("trust.history", "skipped", "trust.skipped")
      : code === "trust.ok"
        ? check("trust.history", "valid", code)
        : check("trust.history", "error", code, { node: log.size, seen: policy.seen?.size ?? null });
  return { opened, state, log, changes: statusChanges, checks: [history], vouchedBy: state === null ? [] : ["node"] };
}

function fileOf(
  { registryId, evidence, log, checkpoint, statusChanges }: Continued,
  { network }: Following,
  level: OfflineLevel,
): Next | null {
  // Of an installation that the trust file does not name in this one's place it is as good as not there.
  if (registryId !== network.registryId) return null;
  const opened = openEvidence(evidence, network);
  const names = witnessesOf(evidence, network, log, checkpoint) ?? [];
  const { checks, vouchedBy } = vouchOffline(names, level, network, log);
  return { opened, state: opened.ok ? opened.state : null, log, changes: statusChanges, checks, vouchedBy };
}

interface Parts {
  readonly home: Home;
  readonly next: Next | null;
  readonly following: Following;
  readonly trust: TrustFile;
  readonly subject: Subject;
  readonly statusChanges: Bundle["statusChanges"];
  readonly nullifier: Hex | null;
  readonly proves: boolean;
  readonly network: TrustedNetwork;
}

function put(parts: Parts): Established {
  const { home, next, following, subject, statusChanges, nullifier, proves, network } = parts;
  const line = continuationCheck(parts);
  const both = home.state !== null && next?.state && line.result === "valid";
  const moved = both ? joined(home.state, next.state, following.final, subject, nullifier) : null;
  const history = next?.checks.every(({ name, result }) => name !== "trust.history" || result === "valid") ?? true;
  return {
    checks: [
      headerCheck(home.opened, next?.opened ?? null, next?.state ?? null),
      codeCheck(home.opened, next?.opened ?? null, proves),
      home.level,
      ...(next?.checks ?? []),
      line,
    ],
    states: [...witnessed(home.state, statusChanges), ...witnessed(moved, next?.changes ?? [])],
    latest: next === null ? home.state : moved,
    answering: next === null ? network : following.network,
    changes: next === null ? statusChanges : next.changes,
    log: history ? home.log : null,
    vouchedBy: [...home.names, ...(next?.vouchedBy ?? [])],
  };
}

/** Is the bundle's evidence from before the end, and does the batch stand in the installation that follows? */
function continuationCheck({ home, next, following, trust, subject }: Parts): Check {
  const fault = (code: CodeOf<"trust.continuation">): Check =>
    check("trust.continuation", "error", code, { registryId: following.network.registryId });
  if (home.past !== null && home.past !== "trust.ok") return fault(home.past);
  const incomplete = home.state === null || (next !== null && next.state === null);
  if (incomplete) return check("trust.continuation", "skipped", "trust.skipped");
  const code = next === null ? "trust.ok" : nextCode(home.state, next, following, trust, subject);
  return code === "trust.ok"
    ? check("trust.continuation", "valid", code, { registryId: following.network.registryId })
    : fault(code);
}

function nextCode(
  own: ProvenState,
  next: Next,
  { network }: Following,
  trust: TrustFile,
  { anchor }: Subject,
): CodeOf<"trust.continuation"> {
  const after = followingOf(trust, network.registryId);
  const past = next.state && after ? pastCode(next.state, next.log, after.final) : "trust.ok";
  if (past !== "trust.ok") return past;
  const slot = recordSlot(anchor.anchor.memberId, anchor.anchor.batchId);
  const record = next.state?.read(slot);
  return record === undefined || record === own.read(slot) ? "trust.ok" : "trust.not_continued";
}
