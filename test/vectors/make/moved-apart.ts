import type { FinalState, TrustFile } from "../../../src/proof/trust.ts";
import { CLAIMABLE } from "../../proof/paper/certificate.ts";
import { networkOf } from "../../proof/paper/installation.ts";
import { digest } from "../../proof/paper/keys.ts";
import { paperListText } from "../../proof/paper/list.ts";
import { ANCHORED, CAPTURED, DAY, HOUR, NOTHING, type NodeOptions, type Paper } from "../../proof/paper/options.ts";
import { paper } from "../../proof/paper/world.ts";
import type { Vector } from "../judge-vector.ts";
import { edited, flipped, NOTHING_PROVEN, vector } from "./case.ts";

import { LATER, moved, NEW_ID, NOTHING_PROVEN_BUT_LOG, online, refreshed, told } from "./moved-house.ts";
/** Evidence that does not count, batches that were not adopted, bundles with a second state, claims and lists. */
export async function movedApart(world: Paper): Promise<readonly Vector[]> {
  return [...past(world), ...notAdopted(world), ...offline(world), ...(await claims()), ...(await lists(world))];
}

/** Evidence and the final state. */
function past(world: Paper): readonly Vector[] {
  const { number, time, hash } = world.state.block;
  const { size } = world.bundle.log;
  const block = { number: number + 5, hash: digest("the final block"), time: time + HOUR };
  const refused = (code: string) => `indeterminate | trust.continuation ${code} | ${NOTHING_PROVEN}`;
  const at = (name: string, shows: string, code: string, final: Partial<FinalState>) =>
    vector(name, shows, refused(code), world, { trust: moved(world, final).trust });
  const third = { ...networkOf("third", ["bank"], 1, digest("a third registry")) };
  const twice = (final: Partial<FinalState>) => ({
    ...third,
    continues: [{ registryId: NEW_ID, size: 100, root: digest("x"), block: { ...block, time: LATER }, ...final }],
  });
  return [
    at("moved-after-final", "Evidence of a block after the final one.", "trust.after_final", {
      block: { ...block, number: number - 1 },
    }),
    at(
      "moved-after-final-time",
      "Evidence of an earlier number, and of a later time than the final block.",
      "trust.after_final",
      {
        block: { ...block, time: time - 1 },
      },
    ),
    at("moved-after-final-log", "Evidence of a larger log than the final one.", "trust.after_final", {
      size: size - 1,
    }),
    at("moved-fork", "Another block of the final number.", "trust.fork", {
      block: { number, hash: digest("other"), time },
    }),
    at("moved-fork-log", "Another log of the final size.", "trust.fork", {
      size,
      root: digest("other"),
      block: { number, hash, time },
    }),
    vector(
      "moved-twice",
      "The new network was left as well, and its node shows what came after.",
      `indeterminate | trust.continuation trust.after_final | ${NOTHING_PROVEN_BUT_LOG}`,
      world,
      {
        ...online,
        trust: moved(world, {}, [twice({ block: { ...block, number: 8, time: LATER } })]).trust,
        facts: told(world),
      },
    ),
    vector("moved-twice-before", "Its evidence from before it was left answers for its time.", "valid", world, {
      trust: moved(world, {}, [twice({ block: { ...block, number: 10, time: LATER } })]).trust,
      bundle: refreshed(world),
      now: LATER,
    }),
    vector(
      "moved-unreadable",
      "The header of the old evidence can't be read.",
      `indeterminate | trust.header trust.missing | trust.code trust.unproven | trust.level trust.not_vouched | ${NOTHING_PROVEN}`,
      world,
      {
        trust: moved(world).trust,
        bundle: edited(world.bundle, "/evidence/header", "0x00"),
      },
    ),
  ];
}

function notAdopted(world: Paper): readonly Vector[] {
  const { trust } = moved(world);
  const code = `indeterminate | trust.continuation trust.not_continued | ${NOTHING_PROVEN_BUT_LOG}`;
  return [
    vector("moved-not-adopted", "The new network does not have the batch.", code, world, {
      ...online,
      trust,
      facts: told(world, { words: { record: NOTHING } }),
    }),
    vector("moved-other-record", "The new network has another batch under its name.", code, world, {
      trust,
      bundle: refreshed(world, { words: { record: digest("another record") } }),
      now: LATER,
    }),
  ];
}

function offline(world: Paper): readonly Vector[] {
  const { trust } = moved(world);
  const after = { trust, now: LATER };
  const bare = refreshed(world, {}, { checkpoint: "" });
  const broken = edited(refreshed(world), "/continued/log/root", flipped);
  const changed = edited(refreshed(world), "/continued/evidence/nodes/0", flipped);
  return [
    vector(
      "moved-stale",
      "Offline, an old bundle answers no longer than it would have without the move.",
      "indeterminate | time.evidence status.stale",
      world,
      after,
    ),
    vector(
      "moved-continued-not-cosigned",
      "Nobody vouches for the state after the move.",
      "indeterminate | trust.level trust.not_vouched",
      world,
      {
        ...after,
        bundle: bare,
      },
    ),
    vector(
      "moved-continued-other-log",
      "The witness of the new network signed another log.",
      "indeterminate | trust.level trust.not_vouched",
      world,
      {
        ...after,
        bundle: broken,
      },
    ),
    vector(
      "moved-continued-spoilt",
      "A proof of the state after the move does not hold.",
      `indeterminate | trust.code trust.unproven | trust.level trust.not_vouched | ${NOTHING_PROVEN_BUT_LOG}`,
      world,
      {
        ...after,
        bundle: changed,
      },
    ),
    vector(
      "moved-continued-stale",
      "The state after the move answers for a while, as any.",
      "indeterminate | time.evidence status.stale",
      world,
      {
        ...after,
        bundle: refreshed(world),
        now: LATER + 30 * DAY,
      },
    ),
    vector("moved-continued-more", "A member that the format does not know.", "error bundle.format", world, {
      ...after,
      bundle: edited(refreshed(world), "/continued/more", 1),
    }),
  ];
}

/** Claims are not adopted. */
async function claims(): Promise<readonly Vector[]> {
  const bill = await paper({ type: CLAIMABLE });
  const claim = { commitment: digest("commitment"), time: ANCHORED + HOUR };
  const used = await paper({ type: CLAIMABLE, words: { claim } });
  const { size, root } = bill.bundle.log;
  const final = { size, root, block: bill.state.block };
  const asked = (world: Paper, trust: TrustFile, options: NodeOptions = {}) => ({
    ...online,
    trust,
    facts: told(world, options),
  });
  return [
    vector(
      "moved-claim-unproven",
      "Whether it was claimed between the bundle and the end, nobody can tell.",
      "indeterminate | status.claim status.claim_unproven",
      bill,
      asked(bill, moved(bill).trust),
    ),
    vector(
      "moved-unclaimed-at-the-end",
      "Not claimed at the final block, nor since.",
      "valid",
      bill,
      asked(bill, moved(bill, final).trust),
    ),
    vector(
      "moved-claimed-before",
      "Claimed before the move.",
      "not_in_force | status.claim status.claimed",
      used,
      asked(used, moved(used).trust, { words: {} }),
    ),
    vector(
      "moved-claimed-since",
      "Claimed after the move.",
      "not_in_force | status.claim status.claimed",
      bill,
      asked(bill, moved(bill).trust, { words: { claim } }),
    ),
  ];
}

/** Status lists of the installation that was left. */
async function lists(world: Paper): Promise<readonly Vector[]> {
  const { trust } = moved(world);
  const [before, after] = await Promise.all([
    paperListText(world, {
      block: { number: 44, time: CAPTURED + 60 },
      log: { size: 9, root: digest("the final log") },
    }),
    paperListText(world, { state: "revoked" }),
  ]);
  const snapshot = { trust, level: "snapshot" } as const;
  return [
    vector("moved-list-before", "A list from before the final block says what it says.", "valid", world, {
      ...snapshot,
      lists: [before],
    }),
    vector(
      "moved-list-after-final",
      "A list of a block after the final one does not hold.",
      "indeterminate | status.list status.list_bad",
      world,
      { ...snapshot, lists: [after] },
    ),
    vector(
      "moved-list-left",
      "A list of the old network says nothing about the new one.",
      "valid | status.list status.list_older",
      world,
      {
        ...snapshot,
        bundle: refreshed(world),
        lists: [before],
        now: LATER,
      },
    ),
  ];
}
