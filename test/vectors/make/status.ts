import { endOfDay, startOfDay } from "../../../src/domain/dates.ts";
import { CLAIMABLE, MEMBER_ID } from "../../proof/paper/certificate.ts";
import { digest } from "../../proof/paper/keys.ts";
import { ANCHORED, CAPTURED, DAY, HOUR, MAX_STATUS_AGE, NOW, type PaperChange } from "../../proof/paper/options.ts";
import { paper } from "../../proof/paper/world.ts";
import type { Vector } from "../judge-vector.ts";
import { vector } from "./case.ts";

const SUSPENDED = ANCHORED + 6 * HOUR;
const RESUMED = ANCHORED + 30 * HOUR;
const suspension: PaperChange = { to: "suspended", time: SUSPENDED, reason: "investigation" };
const resumption: PaperChange = { to: "active", time: RESUMED, reason: "lifted" };

/** The cell at an instant, the history that leads there, claims, and time. */
export async function status(): Promise<readonly Vector[]> {
  return [...(await states()), ...(await histories()), ...(await claims()), ...(await times())];
}

async function states(): Promise<readonly Vector[]> {
  const suspended = await paper({ changes: [suspension] });
  const revoked = await paper({ changes: [{ to: "revoked", time: SUSPENDED, reason: "cancelled" }] });
  const voided = await paper({
    changes: [suspension, resumption, { to: "revoked", time: RESUMED + 1, reason: "voided" }],
  });
  const successor = { memberId: MEMBER_ID, batchId: digest("next batch"), index: 9 };
  const superseded = await paper({ changes: [{ to: "superseded", time: SUSPENDED, reason: "renewed", successor }] });
  const neighbour = await paper({ changes: [{ to: "revoked", time: SUSPENDED, index: 6 }] });
  const secondWord = await paper({ size: 256, index: 200, changes: [suspension] });
  const plain = await paper();
  const later = plain.node({ changes: [{ to: "revoked", time: CAPTURED + 1, reason: "voided" }] });
  const resumed = await paper({ changes: [suspension, resumption] });
  const on = (date: string) => ({ asOf: endOfDay(date), dayStart: startOfDay(date) });
  return [
    vector("suspended", "Suspended.", "not_in_force | status.cell status.suspended", suspended),
    vector("suspended-before", "A second before the suspension it was in force.", "valid", suspended, {
      asOf: SUSPENDED - 1,
    }),
    vector(
      "suspended-at-day-end",
      "A bare date means its end in Asia/Shanghai: suspended on that day.",
      "not_in_force | status.cell status.suspended",
      resumed,
      on("2026-11-23"),
    ),
    vector("resumed-at-day-end", "A day later it was resumed.", "valid", resumed, on("2026-11-24")),
    vector("today", "A bare date of a day that has not ended means now.", "valid", resumed, on("2026-11-25")),
    vector("revoked", "Revoked (注销).", "not_in_force | status.cell status.revoked", revoked),
    vector("revoked-before", "A second before the revocation it was in force.", "valid", revoked, {
      asOf: SUSPENDED - 1,
    }),
    vector(
      "voided-looking-back",
      "撤销 reaches back: not in force even before it happened.",
      "not_in_force | status.cell status.revoked",
      voided,
      {
        asOf: ANCHORED + 1,
      },
    ),
    vector(
      "voided-online-looking-back",
      "撤销 that the node tells of, about an instant before the bundle.",
      "not_in_force | status.cell status.revoked",
      plain,
      { level: "online", facts: later, asOf: ANCHORED + 1 },
    ),
    vector(
      "superseded",
      "Superseded by another certificate.",
      "not_in_force | status.cell status.superseded",
      superseded,
    ),
    vector("neighbour-revoked", "Another cell of the batch was revoked.", "valid", neighbour),
    vector(
      "second-word",
      "Cell 200 has its bits in the second status word.",
      "not_in_force | status.cell status.suspended",
      secondWord,
    ),
  ];
}

async function histories(): Promise<readonly Vector[]> {
  const world = await paper({ changes: [suspension, resumption] });
  const [first] = world.bundle.statusChanges;
  const bits = await paper({ words: { statusWord: 2n << 10n } });
  const unlawful = await paper({ changes: [{ to: "revoked", time: SUSPENDED }, resumption] });
  const early = await paper({ changes: [{ ...suspension, time: ANCHORED - 1 }, resumption] });
  const late = await paper({ changes: [suspension, { ...resumption, time: CAPTURED + 1 }] });
  const online = (changes: readonly PaperChange[]) => ({ level: "online", facts: world.node({ changes }) }) as const;
  const bundle = { ...world.bundle, statusChanges: first === undefined ? [] : [first] };
  return [
    vector(
      "history-incomplete",
      "The last status change is missing: the head that they lead to is not the one on chain.",
      "indeterminate | status.cell status.unproven | status.history status.history_missing",
      world,
      { bundle },
    ),
    vector(
      "history-dropped",
      "All status changes are missing.",
      "indeterminate | status.cell status.unproven | status.history status.history_missing",
      world,
      {
        bundle: { ...world.bundle, statusChanges: [] },
      },
    ),
    vector(
      "history-other-bits",
      "The status word says revoked, and no change led there.",
      "invalid | status.cell status.unproven | status.history status.history_mismatch",
      bits,
    ),
    vector(
      "history-unlawful",
      "Active again after it was revoked: a move that no contract allows.",
      "invalid | status.cell status.unproven | status.history status.history_mismatch",
      unlawful,
    ),
    vector(
      "history-before-anchor",
      "A change of before the anchor.",
      "invalid | status.cell status.unproven | status.history status.history_mismatch",
      early,
    ),
    vector(
      "history-after-block",
      "A change of after the block of the evidence.",
      "invalid | status.cell status.unproven | status.history status.history_mismatch",
      late,
    ),
    vector(
      "history-two",
      "The node's history is another than the bundle's.",
      "invalid | status.cell status.unproven | status.history status.history_mismatch",
      world,
      online([{ ...suspension, reason: "court_order" }, resumption]),
    ),
    vector(
      "history-goes-on",
      "The node's history goes on where the bundle's ended.",
      "not_in_force | status.cell status.revoked",
      world,
      online([suspension, resumption, { to: "revoked", time: CAPTURED + 1 }]),
    ),
  ];
}

async function claims(): Promise<readonly Vector[]> {
  const claim = { commitment: digest("commitment"), time: CAPTURED - HOUR };
  const bill = { type: CLAIMABLE };
  const claimed = await paper({ ...bill, words: { claim } });
  const open = await paper(bill);
  const without = await paper({ ...bill, draft: { claimSecret: undefined } as object });
  const stray = await paper({ draft: { claimSecret: digest("claim secret") } });
  const later = open.node({ words: { claim: { ...claim, time: CAPTURED + 60 } } });
  const other = claimed.node({ words: { claim: { ...claim, commitment: digest("another") } } });
  const unproven = {
    ...open.bundle,
    evidence: {
      ...open.bundle.evidence,
      accounts: open.bundle.evidence.accounts.filter(
        ({ address }) => address !== open.network.contracts.claimRegistry.address,
      ),
    },
  };
  return [
    vector("claimed", "It can be used once, and has been used.", "not_in_force | status.claim status.claimed", claimed),
    vector("claimed-before", "A second before it was used.", "valid", claimed, { asOf: claim.time - 1 }),
    vector(
      "claimed-online",
      "The node tells of a use after the bundle was made.",
      "not_in_force | status.claim status.claimed",
      open,
      {
        level: "online",
        facts: later,
      },
    ),
    vector(
      "claimed-by-two",
      "The node shows another claim than the bundle does.",
      "indeterminate | status.claim status.claim_unproven",
      claimed,
      {
        level: "online",
        facts: other,
      },
    ),
    vector(
      "claim-unproven",
      "No proof of the ClaimRegistry.",
      "indeterminate | trust.code trust.unproven | status.claim status.claim_unproven",
      open,
      { bundle: unproven },
    ),
    vector(
      "claim-secret-missing",
      "A claimable certificate without its secret.",
      "invalid | integrity.subject integrity.subject_invalid | status.claim status.claim_unproven",
      without,
    ),
    vector(
      "claim-secret-stray",
      "A secret where the type is not claimable.",
      "invalid | integrity.subject integrity.subject_invalid",
      stray,
    ),
  ];
}

async function times(): Promise<readonly Vector[]> {
  const world = await paper();
  const last = CAPTURED + MAX_STATUS_AGE;
  const term = await paper({ draft: { validFrom: "2026-11-24T00:00:00Z", validUntil: "2026-11-24T23:59:59+08:00" } });
  const at = (instant: string) => ({ asOf: Date.parse(instant) / 1000 });
  const still = { level: "online", facts: world.node(), now: NOW + MAX_STATUS_AGE + 1 } as const;
  return [
    vector("stale-not-yet", "The last second for which the evidence answers.", "valid", world, { now: last }),
    vector("stale", "A second later.", "indeterminate | time.evidence status.stale", world, { now: last + 1 }),
    vector("stale-but-past", "A year later, about an instant that the evidence answers for.", "valid", world, {
      now: NOW + 365 * DAY,
      asOf: CAPTURED,
    }),
    vector("stale-node", "A node that stands still.", "indeterminate | time.evidence status.stale", world, still),
    vector("to-come", "An instant that is yet to come.", "indeterminate | time.evidence status.stale", world, {
      asOf: NOW + 1,
    }),
    vector(
      "before-anchor",
      "A second before it was anchored, whatever it says of itself.",
      "not_in_force | time.validity time.before_anchor",
      world,
      {
        asOf: ANCHORED - 1,
      },
    ),
    vector(
      "not-yet-valid",
      "A second before its period begins.",
      "not_in_force | time.validity time.not_yet_valid",
      term,
      at("2026-11-23T23:59:59Z"),
    ),
    vector("first-second", "The first second of its period.", "valid", term, at("2026-11-24T00:00:00Z")),
    vector(
      "last-second",
      "The last second of its period, which was written with an offset.",
      "valid",
      term,
      at("2026-11-24T15:59:59Z"),
    ),
    vector(
      "expired",
      "A second after its period.",
      "not_in_force | time.validity time.expired",
      term,
      at("2026-11-24T16:00:00Z"),
    ),
  ];
}
