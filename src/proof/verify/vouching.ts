import { parseVkey } from "../../crypto/note.ts";
import type { Hex } from "../../domain/bytes.ts";
import { type Check, type CodeOf, check } from "../../domain/checks.ts";
import { CELLS_PER_WORD } from "../../domain/status.ts";
import type { Bundle, Evidence } from "../bundle.ts";
import { cosigners } from "../checkpoint.ts";
import type { LogHead, NodeFacts } from "../facts.ts";
import type { Level, SeenLog } from "../policy.ts";
import { remember, settled } from "../sealed.ts";
import { anchorSlots, type Slot, slotsOf, subjectOf } from "../slots.ts";
import type { TrustedNetwork } from "../trust.ts";
import { vkeysOf } from "../trusted-network.ts";
import type { Established, Question, Witnessed } from "./context.ts";
import { type OpenedEvidence, openEvidence, type ProvenState, provesExactly } from "./state.ts";

/** Parts of the trust checks that are the same for an installation and for one that continues it. */
export type OfflineLevel = Exclude<Level, "online">;
export type Vouching = Pick<Established, "log" | "vouchedBy"> & { readonly checks: readonly Check[] };

export function headerCheck(own: OpenedEvidence, head: OpenedEvidence | null, headState: ProvenState | null): Check {
  const unread = [own, head].some((opened) => opened !== null && !opened.ok && opened.why === "header");
  if (unread) return check("trust.header", "error", "trust.missing");
  if (head?.ok && headState === null) return check("trust.header", "error", "trust.header_mismatch");
  return check("trust.header", "valid", "trust.ok");
}

export const witnessed = (state: ProvenState | null, changes: Witnessed["changes"]): readonly Witnessed[] =>
  state === null ? [] : [{ state, changes }];

/** Every proof must hold, and the bundle's prove what its certificate hangs on and nothing beside it. */
export function codeCheck(own: OpenedEvidence, head: OpenedEvidence | null, proves: boolean): Check {
  const bad = [own, head].find((opened) => opened?.ok === false);
  if (bad?.ok === false) return check("trust.code", "error", bad.why === "code" ? "trust.code_hash" : "trust.unproven");
  return proves ? check("trust.code", "valid", "trust.ok") : check("trust.code", "error", "trust.unproven");
}

/** The 128 cells in which a certificate stands; slots: no cell is asked about, but the anchor and these besides. */
export type Word = number | readonly Slot[];

/** What of it is asked of an installation that continues another one: seals stay where they were registered. */
export const movedWord = (word: Word): Word =>
  typeof word === "number" ? word : settled(word.filter(({ contract }) => contract !== "sealRegistry"));

/** Whether the evidence proves what a certificate in the `word`th 128 cells hangs on, or an anchor, and nothing beside it. */
export const provesWord = remember(
  (
    evidence: Evidence,
    network: TrustedNetwork,
    anchor: Bundle["anchor"],
    keys: Bundle["keys"],
    word: Word,
    nullifier: Hex | null,
  ) => {
    if (typeof word !== "number") return provesExactly(evidence, network, [...anchorSlots(anchor), ...word]);
    const manifest = { index: word * CELLS_PER_WORD };
    return provesExactly(evidence, network, slotsOf(subjectOf({ anchor, keys, manifest }, nullifier)));
  },
);

/** The witnesses and snapshot signers under the bundle's checkpoint; null: there is a checkpoint, and something in it does not hold. */
export const witnessesOf = remember(
  (evidence: Evidence, network: TrustedNetwork, log: LogHead, checkpoint: string): readonly string[] | null => {
    if (checkpoint === "") return [];
    const own = openEvidence(evidence, network);
    if (!own.ok) return null;
    const expected = { size: log.size, root: log.root, block: own.state.block };
    return cosigners(network.registryId, checkpoint, expected, vkeysOf(network));
  },
);

/** The verifier's own node was not asked, or did not answer. */
export function unreached(node: Question["facts"]["node"]): Vouching {
  const why = node === null ? {} : { why: node.ok ? "" : node.code };
  return { checks: [check("trust.level", "error", "trust.node_unreachable", why)], log: null, vouchedBy: [] };
}

export function vouchOffline(
  all: readonly string[],
  level: OfflineLevel,
  { witnesses, snapshotSigners = [] }: TrustedNetwork,
  { size, root }: LogHead,
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

/** Whether the node's chain goes on from what was seen before. */
export function seenCode(seen: SeenLog | undefined, facts: NodeFacts): "trust.ok" | "trust.node_behind" | "trust.fork" {
  if (seen === undefined) return "trust.ok";
  // Of a block that the node was not asked for, nothing is known.
  const block = seen.block === undefined ? undefined : (facts.seenBlock ?? null);
  if (block && block !== seen.block?.hash) return "trust.fork";
  if (facts.log.size < seen.size || block === null) return "trust.node_behind";
  return facts.log.size === seen.size && facts.log.root !== seen.root ? "trust.fork" : "trust.ok";
}
