import { digest } from "../../proof/paper/keys.ts";
import { CAPTURED, type Paper } from "../../proof/paper/options.ts";
import { paper } from "../../proof/paper/world.ts";
import type { Vector } from "../judge-vector.ts";
import { NOTHING_PROVEN, vector } from "./case.ts";

const online = { level: "online" } as const;

/** What the verifier's own node says, and what the verifier has seen before. */
export async function node(): Promise<readonly Vector[]> {
  const world = await paper();
  return [...told(world), ...seen(world)];
}

function told(world: Paper): readonly Vector[] {
  const saying = (facts: Parameters<Paper["node"]>[0]) => ({ ...online, facts: world.node(facts) });
  const { hash } = world.state.block;
  const log = { size: 6, root: digest("another log") };
  return [
    vector(
      "node-silent",
      "Online, and the node does not answer.",
      `indeterminate | trust.level trust.node_unreachable | ${NOTHING_PROVEN}`,
      world,
      {
        ...online,
        facts: { node: { ok: false, code: "chain.unreachable" } },
      },
    ),
    vector(
      "node-not-asked",
      "Online, and no node was asked.",
      `indeterminate | trust.level trust.node_unreachable | ${NOTHING_PROVEN}`,
      world,
      { ...online, facts: { node: null } },
    ),
    vector(
      "node-lies-about-head",
      "A lying node: its header is not the block that it names.",
      `indeterminate | trust.header trust.header_mismatch | ${NOTHING_PROVEN}`,
      world,
      saying({ facts: { blockHash: digest("another block") } }),
    ),
    vector(
      "node-lies-about-status",
      "A lying node: it leaves out the status changes that its own state commits to.",
      "indeterminate | status.cell status.unproven | status.history status.history_missing",
      world,
      saying({ changes: [{ to: "revoked", time: CAPTURED + 60 }], facts: { statusChanges: [] } }),
    ),
    vector(
      "node-fork",
      "Another block of the bundle's number on the node's chain.",
      "indeterminate | trust.history trust.fork | anchor.log anchor.missing",
      world,
      saying({ facts: { ancestor: { hash: digest("another block"), log } } }),
    ),
    vector(
      "node-other-log",
      "The node's log at the bundle's block is another than the bundle's.",
      "invalid | anchor.log anchor.log_mismatch",
      world,
      saying({ facts: { ancestor: { hash, log } } }),
    ),
    vector(
      "node-smaller-log",
      "The node's log is smaller than the bundle's.",
      "indeterminate | trust.history trust.node_behind | anchor.log anchor.missing",
      world,
      saying({ facts: { log: { size: 5, root: digest("x") } } }),
    ),
    vector(
      "node-lacks-block",
      "The node has no block of the bundle's number.",
      "indeterminate | trust.history trust.node_behind | anchor.log anchor.missing",
      world,
      saying({ facts: { ancestor: null } }),
    ),
    vector(
      "node-behind",
      "The node's head is before the bundle's block.",
      "indeterminate | trust.history trust.node_behind | anchor.log anchor.missing",
      world,
      saying({ block: { number: 39, time: CAPTURED - 1 } }),
    ),
  ];
}

/** The block at which the log was seen is still on the node's chain, or not. */
function seenAt(world: Paper): readonly Vector[] {
  const block = { number: 39, hash: digest("block 39") };
  const at = (size: number, facts: Parameters<Paper["node"]>[0] & object = {}) => ({
    ...online,
    seen: { size, root: digest(size === 8 ? "a later log" : "earlier"), block },
    facts: world.node(facts),
  });
  const fork = "indeterminate | trust.history trust.fork | anchor.log anchor.missing";
  const behind = "indeterminate | trust.history trust.node_behind | anchor.log anchor.missing";
  const other = { seenBlock: digest("another block 39") };
  return [
    vector(
      "seen-block-same",
      "The node still has the block at which the log was seen before.",
      "valid",
      world,
      at(7, { facts: { seenBlock: block.hash } }),
    ),
    vector(
      "seen-block-fork",
      "A longer log on another history: the block at which the log was seen has another hash.",
      fork,
      world,
      at(7, { facts: other }),
    ),
    vector(
      "seen-block-fork-shorter",
      "Another history is a fork, also where its log is shorter than what was seen.",
      fork,
      world,
      at(9, { facts: other }),
    ),
    vector(
      "seen-block-missing",
      "The node has no block of the number at which the log was seen.",
      behind,
      world,
      at(8, { facts: { seenBlock: null } }),
    ),
    vector(
      "seen-block-not-asked",
      "The node was not asked for the block at which the log was seen.",
      behind,
      world,
      at(8),
    ),
  ];
}

/** The largest log that this verifier has seen. The node shows 8 records, with the root "a later log". */
function seen(world: Paper): readonly Vector[] {
  const of = (size: number, root = digest("a later log")) => ({ ...online, seen: { size, root } });
  return [
    vector("seen-same", "The node shows the very log that was seen before.", "valid", world, of(8)),
    vector("seen-smaller", "The node shows more than was seen before.", "valid", world, of(7, digest("earlier"))),
    vector(
      "seen-larger",
      "The node shows less than was seen before.",
      "indeterminate | trust.history trust.node_behind | anchor.log anchor.missing",
      world,
      of(9),
    ),
    vector(
      "seen-fork",
      "The node shows another root for the size that was seen before.",
      "indeterminate | trust.history trust.fork | anchor.log anchor.missing",
      world,
      of(8, digest("x")),
    ),
    ...seenAt(world),
  ];
}
