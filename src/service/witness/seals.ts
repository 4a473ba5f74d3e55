import type { SealFact } from "../../crypto/seal-record.ts";
import { SIGNING_WINDOW } from "../../domain/anchor.ts";
import type { Hex, Seconds } from "../../domain/bytes.ts";
import {
  SEAL_STATES,
  type SealApplication,
  type SealChange,
  type SealDelegation,
  type SealMaking,
  type SealState,
  type SealUse,
} from "../../domain/seal.ts";
import { SEAL_MAKING_TYPE_ID, SEAL_TYPE_ID, SEAL_USE_TYPE_ID } from "../../proof/ids.ts";
import { type Batches, isNone } from "./batches.ts";
import { holds, type Members, requireActive, requireSigners, requireThreshold } from "./members.ts";
import { keep } from "./rules.ts";

/** How far back a member's own officers may say that a seal was lost. */
const OWN_REACH: Seconds = 30 * 86_400;
const DAY: Seconds = 86_400;
/** Asia/Shanghai is UTC+8 all year. */
const SHANGHAI: Seconds = 8 * 3600;

/** A seal as the log's records make it: what SealRegistry holds of it. Times are block times, 0: not yet. */
export interface SealModel {
  readonly owner: Hex;
  readonly maker: Hex;
  readonly digest: Hex;
  readonly state: SealState;
  readonly validFrom: Seconds;
  readonly validUntil: Seconds;
  readonly lostSince: Seconds;
  readonly dailyLimit: number;
  readonly day: number;
  readonly usedToday: number;
  readonly changes: number;
  readonly uses: number;
  readonly appliedAt: Seconds;
  readonly madeAt: Seconds;
  readonly activatedAt: Seconds;
  /** By memberId; both ends belong to the window. */
  readonly delegations: ReadonlyMap<Hex, SealWindow>;
}

export interface SealWindow {
  readonly validFrom: Seconds;
  readonly validUntil: Seconds;
}

type Fact = Exclude<SealFact, { readonly what: "other" }>;

/** What an owner's officers, or the council, may move a seal to, and from which states. */
const FROM: Readonly<Partial<Record<SealState, readonly SealState[]>>> = {
  active: ["made", "suspended"],
  suspended: ["active"],
  lost: ["active", "suspended"],
  destroyed: ["applied", "made", "active", "suspended", "lost"],
};

/** Seals as SealRegistry keeps them; what changes is replaced, so that a record that breaks a rule changes nothing. */
export class Seals {
  readonly #members: Members;
  readonly #batches: Batches;
  readonly #seals = new Map<Hex, SealModel>();
  /** By seal, member and batch: of which uses were counted. */
  readonly #used = new Set<string>();

  constructor(members: Members, batches: Batches) {
    this.#members = members;
    this.#batches = batches;
  }

  find(sealId: Hex): SealModel | undefined {
    return this.#seals.get(sealId);
  }

  /** Refuses what SealRegistry would have; then nothing has changed. */
  take(sealId: Hex, fact: Fact, time: Seconds): void {
    this.#seals.set(sealId, this.#after(sealId, fact, time));
    if (fact.what === "used") this.#used.add(placeOf(fact.use));
  }

  #after(sealId: Hex, fact: Fact, time: Seconds): SealModel {
    if (fact.what !== "changed-by-council") {
      const order = orderOf(fact);
      keep("seal.named", order.sealId === sealId);
      const { notBefore, deadline } = order;
      keep("signed.window", notBefore <= time && time <= deadline && deadline - notBefore <= SIGNING_WINDOW);
    }
    switch (fact.what) {
      case "applied":
        return this.#applied(sealId, fact.application, fact.signers, time);
      case "made":
        return this.#made(this.#known(sealId), fact.making, fact.signers, time);
      case "changed":
        return this.#changed(this.#known(sealId), fact.change, fact.signers, time);
      case "delegated":
        return this.#delegated(this.#known(sealId), fact.delegation, fact.signers, time);
      case "used":
        return this.#usedBy(this.#known(sealId), fact.use, fact, time);
      case "changed-by-council": {
        const to = SEAL_STATES[fact.to];
        keep("seal.state", to === "suspended" || to === "lost" || to === "destroyed");
        return moved(this.#known(sealId), to, fact.since, time);
      }
    }
  }

  #known(sealId: Hex): SealModel {
    const seal = this.#seals.get(sealId);
    keep("seal.named", seal !== undefined);
    return seal;
  }

  #applied(sealId: Hex, order: SealApplication, signers: readonly Hex[], time: Seconds): SealModel {
    const { memberId, maker, dailyLimit } = order;
    keep("seal.named", !isNone(sealId) && !this.#seals.has(sealId));
    keep("seal.maker", !isNone(maker));
    keep("seal.limit", dailyLimit > 0);
    this.#requireThreshold(order, signers, time, SEAL_TYPE_ID);
    return {
      owner: memberId,
      maker,
      digest: `0x${"00".repeat(32)}`,
      state: "applied",
      validFrom: 0,
      validUntil: 0,
      lostSince: 0,
      dailyLimit,
      day: 0,
      usedToday: 0,
      changes: 0,
      uses: 0,
      appliedAt: time,
      madeAt: 0,
      activatedAt: 0,
      delegations: new Map(),
    };
  }

  #made(seal: SealModel, order: SealMaking, signers: readonly Hex[], time: Seconds): SealModel {
    const { memberId, digest, validFrom, validUntil } = order;
    keep("seal.state", seal.state === "applied");
    keep("seal.maker", memberId === seal.maker);
    keep("seal.object", !isNone(digest) && validFrom < validUntil);
    this.#requireThreshold(order, signers, time, SEAL_MAKING_TYPE_ID);
    return { ...seal, state: "made", digest, validFrom, validUntil, madeAt: time };
  }

  #changed(seal: SealModel, order: SealChange, signers: readonly Hex[], time: Seconds): SealModel {
    const { memberId, expected, since } = order;
    const to = SEAL_STATES[order.to];
    keep("seal.owner", memberId === seal.owner);
    keep("seal.turn", expected === seal.changes);
    keep("seal.object", order.digest === seal.digest);
    keep("seal.state", to !== undefined);
    // What stops the seal from now on, one officer can do, and of a frozen member too.
    if (to === "suspended" || (to === "lost" && since === 0)) this.#requireOne(order, signers, time);
    else this.#requireThreshold(order, signers, time, SEAL_TYPE_ID);
    keep("seal.since", since === 0 || since >= time - OWN_REACH);
    return moved(seal, to, since, time);
  }

  #delegated(seal: SealModel, order: SealDelegation, signers: readonly Hex[], time: Seconds): SealModel {
    const { memberId, expected, delegate, validFrom, validUntil } = order;
    keep("seal.owner", memberId === seal.owner);
    keep("seal.turn", expected === seal.changes);
    keep("seal.user", !isNone(delegate) && delegate !== seal.owner && validFrom <= validUntil);
    if (validUntil <= time) this.#requireOne(order, signers, time);
    else this.#requireThreshold(order, signers, time, SEAL_TYPE_ID);
    const delegations = new Map(seal.delegations).set(delegate, { validFrom, validUntil });
    return { ...seal, delegations, changes: seal.changes + 1 };
  }

  #usedBy(
    seal: SealModel,
    use: SealUse,
    { first, signers }: { readonly first: number; readonly signers: readonly Hex[] },
    time: Seconds,
  ): SealModel {
    const { memberId, batchId, count } = use;
    keep("seal.state", seal.state === "active");
    keep("seal.period", seal.validFrom <= time && time <= seal.validUntil);
    const window = seal.delegations.get(memberId);
    const may = memberId === seal.owner || (window !== undefined && within(window, time));
    keep("seal.user", may);
    requireActive(this.#members.get(seal.owner), time);
    this.#requireThreshold(use, signers, time, SEAL_USE_TYPE_ID);
    keep("seal.batch", this.#batches.anchored(memberId, batchId) !== undefined && !this.#used.has(placeOf(use)));
    const day = Math.floor((time + SHANGHAI) / DAY);
    const before = seal.day === day ? seal.usedToday : 0;
    keep("seal.limit", count > 0 && before + count <= seal.dailyLimit);
    keep("seal.count", first === seal.uses);
    return { ...seal, day, usedToday: before + count, uses: seal.uses + count };
  }

  #requireThreshold(
    { memberId, officerEpoch }: Pick<SealUse, "memberId" | "officerEpoch">,
    signers: readonly Hex[],
    time: Seconds,
    typeId: Hex,
  ): void {
    const member = this.#members.get(memberId);
    requireActive(member, time, officerEpoch);
    const scope = member.scopes.get(typeId);
    keep("seal.scope", scope !== undefined && holds(scope, time));
    requireThreshold(member, signers, time, typeId);
  }

  /** One officer or more, of a member that is frozen or not. */
  #requireOne(
    { memberId, officerEpoch }: Pick<SealUse, "memberId" | "officerEpoch">,
    signers: readonly Hex[],
    time: Seconds,
  ): void {
    const member = this.#members.open(memberId);
    keep("signers.epoch", officerEpoch === member.epoch);
    keep("signers.threshold", signers.length > 0);
    requireSigners(member, signers, time);
  }
}

/** A loss only ever moves earlier, also when the seal is lost or destroyed already; then its state stays. */
function moved(seal: SealModel, to: SealState, since: Seconds, time: Seconds): SealModel {
  const changes = seal.changes + 1;
  if (to === "lost") {
    const from = since === 0 ? time : since;
    keep("seal.since", from <= time && (seal.lostSince === 0 || from < seal.lostSince));
    const ended = seal.state === "lost" || seal.state === "destroyed";
    keep("seal.state", ended || FROM.lost?.includes(seal.state) === true);
    return { ...seal, state: ended ? seal.state : "lost", lostSince: from, changes };
  }
  keep("seal.since", since === 0);
  keep("seal.state", FROM[to]?.includes(seal.state) === true);
  const activatedAt = to === "active" && seal.activatedAt === 0 ? time : seal.activatedAt;
  return { ...seal, state: to, activatedAt, changes };
}

function orderOf(fact: Exclude<Fact, { readonly what: "changed-by-council" }>) {
  switch (fact.what) {
    case "applied":
      return fact.application;
    case "made":
      return fact.making;
    case "changed":
      return fact.change;
    case "delegated":
      return fact.delegation;
    case "used":
      return fact.use;
  }
}

const within = ({ validFrom, validUntil }: SealWindow, time: Seconds): boolean =>
  validFrom <= time && time <= validUntil;

const placeOf = ({ sealId, memberId, batchId }: SealUse): string => `${sealId}/${memberId}/${batchId}`;
