import type { Bundle, Continued } from "../../../src/proof/bundle.ts";
import type { Facts, NodeFacts } from "../../../src/proof/facts.ts";
import type { FinalState, TrustedNetwork, TrustFile } from "../../../src/proof/trust.ts";
import { networkOf, noteOf } from "../../proof/paper/installation.ts";
import { digest } from "../../proof/paper/keys.ts";
import { CAPTURED, DAY, HOUR, NOW, type NodeOptions, type Paper } from "../../proof/paper/options.ts";
import { NOTHING_PROVEN } from "./case.ts";

/** A month after the move, when no evidence from before it answers any more. */
export const LATER = NOW + 30 * DAY;
const HEAD = { number: 9, time: LATER - HOUR };
export const NEW_ID = digest("the new registry");
export const online = { level: "online", now: LATER } as const;
export const REVOKED = { to: "revoked", time: LATER - DAY } as const;
export const NO_CHAIN = "trust.level trust.node_unreachable";

/** The network that continues the world's, and a trust file that says so. */
export function moved(world: Paper, final: Partial<FinalState> = {}, more: readonly TrustedNetwork[] = []) {
  const { registryId } = world.network;
  const block = { number: 45, hash: digest("the final block"), time: CAPTURED + HOUR };
  const continues = [{ registryId, size: 9, root: digest("the final log"), block, ...final }];
  const next = { ...networkOf("theirs", ["bank"], 1, NEW_ID), continues };
  const trust: TrustFile = { ...world.trust, networks: [...world.trust.networks, next, ...more] };
  return { next, trust };
}

/** What a node of the new network tells. */
export function told(world: Paper, options: NodeOptions = {}): Facts {
  const { node } = world.node({ block: HEAD, ...options });
  if (!node?.ok) throw new Error("a node that answers");
  const facts: NodeFacts = { registryId: NEW_ID, ...node.facts, ancestor: null, ...options.facts };
  return { node: { ok: true, facts } };
}

/** A bundle that holds the new state as well, co-signed by the new network's witness. */
export function refreshed(world: Paper, options: NodeOptions = {}, more: Partial<Continued> = {}): Bundle {
  const { node } = told(world, options);
  if (!node?.ok) throw new Error("a node that answers");
  const { evidence, log, statusChanges, blockHash } = node.facts;
  const block = { ...HEAD, ...options.block, hash: blockHash };
  const state = { ...world.state, block };
  const checkpoint = noteOf(NEW_ID, log, state, ["bank"], "theirs");
  return {
    ...world.bundle,
    continued: { registryId: NEW_ID, evidence, log, checkpoint, statusChanges, ...more },
  };
}

/** What follows where the old evidence is vouched for, and no state answers. */
export const NOTHING_PROVEN_BUT_LOG = NOTHING_PROVEN.replace(" | anchor.log anchor.missing", "");
