import type { JsonObject } from "../../../src/domain/canonical.ts";
import { digest } from "../../proof/paper/keys.ts";
import { type PaperListOptions, paperListText } from "../../proof/paper/list.ts";
import { CAPTURED, DAY, HOUR, MAX_STATUS_AGE, NOTHING, NOW, type Paper } from "../../proof/paper/options.ts";
import { paper } from "../../proof/paper/world.ts";
import type { Vector } from "../judge-vector.ts";
import { type More, vector } from "./case.ts";

/** Long after the bundle's own evidence has grown stale; the list is of an hour before. */
const LATE = CAPTURED + MAX_STATUS_AGE + 30 * DAY;
const LATE_BLOCK = { number: 900, time: LATE - HOUR };
const UNTIL = LATE - HOUR + MAX_STATUS_AGE;

type Ask = (name: string, shows: string, expected: string, options: PaperListOptions, more?: More) => Promise<Vector>;

/** Status lists: what they take away, the one thing that they give, and those that cannot be used. */
export async function lists(): Promise<readonly Vector[]> {
  const world = await paper();
  const ask: Ask = async (name, shows, expected, options, more = {}) =>
    vector(`list-${name}`, shows, expected, world, {
      level: "snapshot",
      lists: [await paperListText(world, options)],
      ...more,
    });
  return [
    ...(await agreeing(ask)),
    ...(await otherwise(ask, world)),
    ...(await useless(ask, world)),
    ...(await spoilt(ask)),
  ];
}

const stale = "time.evidence status.stale";

async function agreeing(ask: Ask): Promise<readonly Vector[]> {
  const late = { block: LATE_BLOCK };
  const compromise = { block: LATE_BLOCK, source: { lastCompromise: 7 } };
  return [
    await ask("agrees", "A list that shows the proven state.", "valid", {}),
    await ask("prolongs", "At level snapshot a newer list makes stale evidence answer.", "valid", late, { now: LATE }),
    await ask("not-archival", "A list never reaches level archival.", `indeterminate | ${stale}`, late, {
      now: LATE,
      level: "archival",
    }),
    await ask("last-second", "The last second that a list answers for.", "valid", late, { now: UNTIL }),
    await ask(
      "stale",
      "A second later the list is stale too.",
      `indeterminate | status.list status.list_stale | ${stale}`,
      late,
      { now: UNTIL + 1 },
    ),
    await ask(
      "ends-itself",
      "A list answers no longer than it says itself.",
      `indeterminate | status.list status.list_stale | ${stale}`,
      { block: LATE_BLOCK, validUntil: LATE },
      { now: LATE + 1 },
    ),
    await ask(
      "compromise",
      "A key or officer was reported since the evidence was made: the list prolongs nothing.",
      `indeterminate | status.list status.list_compromise | ${stale}`,
      compromise,
      { now: LATE },
    ),
    await ask(
      "of-smaller-log",
      "A list of a smaller log than was seen answers for its own time, as a bundle does.",
      "valid",
      {},
      { seen: { size: 9, root: digest("x") } },
    ),
  ];
}

async function otherwise(ask: Ask, world: Paper): Promise<readonly Vector[]> {
  const suspended = await paper({ changes: [{ to: "suspended", time: CAPTURED - HOUR }] });
  const lifted = await paperListText(suspended, { state: "active" });
  const states = (["suspended", "revoked", "superseded"] as const).map((state) =>
    ask(state, `A newer list shows it ${state}.`, `not_in_force | status.list status.${state}`, { state }),
  );
  const old = await paperListText(world, { state: "revoked" });
  const ahead = world.node({ block: { number: 60, time: NOW } });
  return [
    ...(await Promise.all(states)),
    await ask(
      "revoked-archival",
      "What a list takes away it takes away at every level.",
      "not_in_force | status.list status.revoked",
      { state: "revoked" },
      { level: "archival" },
    ),
    await ask(
      "undated",
      "Suspended between the evidence and the list, and the question is about an instant between.",
      "indeterminate | status.list status.list_undated",
      { state: "suspended" },
      { asOf: NOW - 60 },
    ),
    await ask(
      "later",
      "Suspended after the instant asked about, which the evidence answers for.",
      "valid | status.list status.list_later",
      { state: "suspended" },
      { asOf: CAPTURED - 60 },
    ),
    await ask(
      "revoked-reaching-back",
      "Revoked after the instant asked about: it may have been 撤销, which a list does not tell.",
      "indeterminate | status.list status.list_undated",
      { state: "revoked" },
      { asOf: CAPTURED - 60 },
    ),
    await ask(
      "same-head",
      "The list says revoked under the very statusHead that is proven: what is proven counts.",
      "valid | status.list status.list_overruled",
      { state: "revoked", statusHead: NOTHING },
    ),
    vector(
      "list-lifts-nothing",
      "The list says active, and suspended is proven: only a new bundle lifts it.",
      "not_in_force | status.cell status.suspended | status.list status.list_overruled",
      suspended,
      { level: "snapshot", lists: [lifted] },
    ),
    vector(
      "list-older-than-node",
      "The node's head is newer than the list.",
      "valid | status.list status.list_older",
      world,
      { level: "online", facts: ahead, lists: [old] },
    ),
  ];
}

async function useless(ask: Ask, world: Paper): Promise<readonly Vector[]> {
  const level = "snapshot" as const;
  const log = { size: world.bundle.anchor.logIndex, root: digest("an earlier log") };
  const before = { block: { number: 30, time: CAPTURED - DAY }, log, batches: [] };
  const misplaced = await paper({ position: 7 });
  const revoked = await paperListText(world, { state: "revoked" });
  const older = await paperListText(world, { block: { number: 45, time: NOW - HOUR } });
  const unreachable = "status.list status.list_unreachable";
  return [
    vector(
      "list-unreachable",
      "No list could be fetched, and the evidence answers by itself.",
      `valid | ${unreachable}`,
      world,
      { level, lists: ["list.unreachable"] },
    ),
    vector("list-demanded", "A list is demanded, and none could be fetched.", `indeterminate | ${unreachable}`, world, {
      level,
      lists: ["list.unreachable"],
      requireList: true,
    }),
    vector(
      "list-demanded-not-asked",
      "A list is demanded, and no mirror was asked.",
      `indeterminate | ${unreachable}`,
      world,
      { level, requireList: true },
    ),
    vector("list-no-list", "A file that is no status list counts as none.", `valid | ${unreachable}`, world, {
      level,
      lists: ['{"format":"yinzheng-status-list/1"}'],
    }),
    vector(
      "list-newest-counts",
      "Of two lists that hold, the newer counts.",
      "not_in_force | status.list status.revoked",
      world,
      { level, lists: [older, revoked] },
    ),
    await ask(
      "no-newer",
      "A list of the evidence's own block says nothing new.",
      "valid | status.list status.list_older",
      { block: { number: 40, time: CAPTURED } },
    ),
    await ask(
      "of-before-anchor",
      "A list of before the anchor lacks the batch, as it must.",
      "valid | status.list status.list_older",
      before,
    ),
    await ask(
      "incomplete",
      "A list leaves out a batch that its log holds.",
      "indeterminate | status.list status.list_incomplete",
      { batches: [] },
    ),
    vector(
      "list-position",
      "The certificate names another place in the list than its cell has.",
      "indeterminate | status.list status.list_position",
      misplaced,
      { level, lists: [await paperListText(misplaced)] },
    ),
  ];
}

/** Lists that do not hold, each for one reason. */
async function spoilt(ask: Ask): Promise<readonly Vector[]> {
  const cases: readonly (readonly [name: string, shows: string, options: PaperListOptions])[] = [
    ["not-cosigned", "No witness has signed the list.", { cosigners: [] }],
    ["cosigned-by-stranger", "A witness of another world has signed the list.", { witnessOwner: "theirs" }],
    ["key-purpose", "The key that signed the list is for credentials only.", { keyIs: { purposes: 1 } }],
    ["key-expired", "The key that signed the list was no longer good at its block.", { key: { notAfter: NOW } }],
    [
      "key-compromised",
      "The key that signed the list was compromised at its block.",
      { key: { compromisedSince: NOW } },
    ],
    [
      "changed",
      "The list was changed after the member signed it.",
      { touch: (one: JsonObject) => ({ ...one, validUntil: "2030-01-01T00:00:00Z" }) },
    ],
    ["of-other-member", "The list is another member's.", { source: { memberId: digest("other") } }],
    ["of-other-type", "The list is another type's.", { source: { typeId: digest("other") } }],
    ["of-other-installation", "The list is another installation's.", { source: { registryId: digest("other") } }],
    [
      "of-other-id",
      "The list is another of the member's.",
      { url: `https://demo.yinzheng.example/v1/status-lists/${"33".repeat(16)}` },
    ],
    [
      "other-block",
      "The list names another block than its evidence is of.",
      { source: { block: { number: 50, hash: digest("b"), time: NOW } } },
    ],
  ];
  const made = cases.map(([name, shows, options]) =>
    ask(`bad-${name}`, shows, "indeterminate | status.list status.list_bad", options),
  );
  return Promise.all(made);
}
