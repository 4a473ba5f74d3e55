import { digest } from "../../proof/paper/keys.ts";
import { ANCHORED, DAY, HOUR, type Paper } from "../../proof/paper/options.ts";
import { paper } from "../../proof/paper/world.ts";
import type { Vector } from "../judge-vector.ts";
import { NOTHING_PROVEN, vector } from "./case.ts";
import { movedApart } from "./moved-apart.ts";
import { LATER, moved, NO_CHAIN, NOTHING_PROVEN_BUT_LOG, online, REVOKED, refreshed, told } from "./moved-house.ts";
/** Certificates of an installation that was closed and continued in another. */
export async function movedHouse(): Promise<readonly Vector[]> {
  const world = await paper();
  return [...(await goes(world)), ...(await since(world)), ...(await stays(world)), ...(await movedApart(world))];
}

async function goes(world: Paper): Promise<readonly Vector[]> {
  const { trust } = moved(world);
  const bundle = refreshed(world);
  const own = { size: world.bundle.log.size, root: world.bundle.log.root };
  const bare = await paper({ cosigners: [] });
  const final = moved(bare, { ...own, block: bare.state.block });
  const at = (name: string, shows: string, more: object) => vector(name, shows, "valid", world, { trust, ...more });
  return [
    at("moved-online", "An old bundle as it was, and a node of the network that continues its own.", {
      ...online,
      facts: told(world),
    }),
    at("moved-archival", "A bundle with the state after the move, both co-signed.", { bundle, now: LATER }),
    at("moved-snapshot", "The same at level snapshot.", { bundle, level: "snapshot", now: LATER }),
    at("moved-as-it-was", "Offline, an old bundle answers as long as it would have without the move.", {}),
    vector(
      "moved-final-block",
      "Evidence of the final block needs no co-signature: the trust file names it.",
      "valid",
      bare,
      {
        ...online,
        trust: final.trust,
        facts: told(bare),
      },
    ),
    vector(
      "moved-continued-not-looked-at",
      "The trust file knows of no move: what a bundle says of one is not looked at.",
      "valid",
      world,
      { bundle: refreshed(world, {}, { checkpoint: "" }) },
    ),
    at("moved-continued-elsewhere", "The bundle's second state is of a network that continues nothing.", {
      bundle: refreshed(world, {}, { registryId: digest("a third registry") }),
    }),
  ];
}

/** What happened in the new network. */
async function since(world: Paper): Promise<readonly Vector[]> {
  const { trust } = moved(world);
  const before = await paper({ changes: [{ to: "suspended", time: ANCHORED + HOUR }] });
  const lifted = {
    changes: [
      { to: "suspended", time: ANCHORED + HOUR },
      { to: "active", time: LATER - DAY },
    ],
  } as const;
  const hidden = told(world, { changes: [REVOKED], facts: { statusChanges: [] } });
  const compromised = { key: { compromisedSince: ANCHORED - HOUR } };
  const officer = { maker: { compromisedSince: ANCHORED } };
  const missed = "indeterminate | status.cell status.unproven | status.history status.history_missing";
  return [
    vector("moved-revoked", "Revoked after the move.", "not_in_force | status.cell status.revoked", world, {
      ...online,
      trust,
      facts: told(world, { changes: [REVOKED] }),
    }),
    vector("moved-revoked-archival", "The same, offline.", "not_in_force | status.cell status.revoked", world, {
      trust,
      bundle: refreshed(world, { changes: [REVOKED] }),
      now: LATER,
    }),
    vector("moved-lifted", "Suspended before the move, and active again since.", "valid", before, {
      ...online,
      trust: moved(before).trust,
      facts: told(before, lifted),
    }),
    vector("moved-change-left-out", "The node leaves out a change after the move.", missed, world, {
      ...online,
      trust,
      facts: hidden,
    }),
    vector(
      "moved-history-lost",
      "The new network shows nothing of a change from before the move.",
      "invalid | status.cell status.unproven | status.history status.history_mismatch",
      before,
      { ...online, trust: moved(before).trust, facts: told(before, { changes: [] }) },
    ),
    vector(
      "moved-key-compromised",
      "A compromise of the issuer's key is reported in the new network.",
      "invalid | issuer.key issuer.key_compromised",
      world,
      {
        ...online,
        trust,
        facts: told(world, { words: compromised }),
      },
    ),
    vector(
      "moved-officer-compromised",
      "A compromise of an officer is reported in the new network.",
      "invalid | anchor.officers anchor.officer_compromised",
      world,
      { ...online, trust, facts: told(world, { words: officer }) },
    ),
  ];
}

/** Who vouches for the old evidence. */
async function stays(world: Paper): Promise<readonly Vector[]> {
  const { trust } = moved(world);
  const bare = await paper({ cosigners: [] });
  const two = await paper({ witnesses: ["court", "bank"], quorum: 2, cosigners: ["court"] });
  const seen = { size: 8, root: digest("another log") };
  const old = world.node({ block: { number: 60, time: LATER - HOUR } });
  const asked = { ...online, trust };
  return [
    vector(
      "moved-not-cosigned",
      "No witness vouches for the old evidence.",
      "indeterminate | trust.level trust.not_vouched | anchor.log anchor.missing",
      bare,
      {
        ...online,
        trust: moved(bare).trust,
        facts: told(bare),
      },
    ),
    vector(
      "moved-quorum-short",
      "Online as well, the old evidence needs the old quorum.",
      "indeterminate | trust.level trust.quorum_short | anchor.log anchor.missing",
      two,
      {
        ...online,
        trust: moved(two).trust,
        facts: told(two),
      },
    ),
    vector(
      "moved-old-node",
      "A node of the network that was closed answers for nothing any more.",
      `indeterminate | ${NO_CHAIN} | ${NOTHING_PROVEN_BUT_LOG}`,
      world,
      {
        ...asked,
        facts: old,
      },
    ),
    vector(
      "moved-node-silent",
      "The new network's node does not answer.",
      `indeterminate | ${NO_CHAIN} | ${NOTHING_PROVEN_BUT_LOG}`,
      world,
      {
        ...asked,
        facts: { node: { ok: false, code: "chain.unreachable" } },
      },
    ),
    vector(
      "moved-not-yet-here",
      "A node of another network, where the trust file knows of no move.",
      `indeterminate | ${NO_CHAIN} | ${NOTHING_PROVEN}`,
      world,
      {
        ...online,
        facts: told(world),
      },
    ),
    vector(
      "moved-seen-fork",
      "The new network's log is another than the one that was seen.",
      "indeterminate | trust.history trust.fork | anchor.log anchor.missing",
      world,
      {
        ...asked,
        seen,
        facts: told(world),
      },
    ),
    vector(
      "moved-node-lies",
      "The node's header is not the block that it names.",
      `indeterminate | trust.header trust.header_mismatch | ${NOTHING_PROVEN}`,
      world,
      {
        ...asked,
        facts: told(world, { facts: { blockHash: digest("another block") } }),
      },
    ),
  ];
}
