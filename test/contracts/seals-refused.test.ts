import { expect } from "chai";
import { id } from "ethers";
import type { Hex } from "../../src/domain/bytes.ts";
import { loadFixture, time } from "./chain.ts";
import {
  apply,
  BANK_OFFICERS,
  BATCH,
  change,
  LIMIT,
  lend,
  make,
  NOTHING,
  OBJECT,
  SEAL,
  STATE,
  sealing,
  use,
  withActiveSeal,
  withSeal,
} from "./seals.ts";
import { AGENCY, anchorBatch, BANK, callOf, council, DAY, MAKER, type World } from "./world.ts";

const OTHER = id("another seal") as Hex;
const refusing = (world: World, attempt: Promise<unknown>, error: string, ...args: unknown[]) =>
  expect(attempt)
    .to.be.revertedWithCustomError(world.seals, error)
    .withArgs(...args);

describe("SealRegistry refuses", () => {
  it("an application without id, maker or limit, and one for a seal that is there", async () => {
    const world = await loadFixture(sealing);
    await refusing(world, apply(world, { sealId: NOTHING }), "SealRegistrySealIdZero");
    await refusing(world, apply(world, { maker: NOTHING }), "SealRegistryMakerZero");
    await refusing(world, apply(world, { dailyLimit: 0 }), "SealRegistryCount", 0);
    await apply(world);
    await refusing(world, apply(world), "SealRegistryState", SEAL, STATE.applied);
  });

  it("a making by another, of nothing, without a period, or of what was not applied for", async () => {
    const world = await loadFixture(sealing);
    await refusing(world, make(world), "SealRegistryState", SEAL, STATE.none);
    await apply(world);
    await refusing(world, make(world, { memberId: AGENCY }), "SealRegistryNotMaker", SEAL, AGENCY);
    await refusing(world, make(world, { digest: NOTHING }), "SealRegistryDigest", SEAL, NOTHING);
    await refusing(world, make(world, { validFrom: 9, validUntil: 9 }), "SealRegistryPeriod", 9, 9);
    await refusing(
      world,
      make(world, { validUntil: 2 ** 40 }),
      "SealRegistryPeriod",
      (await time.latest()) - DAY,
      2 ** 40,
    );
  });

  it("a change by another, out of turn, of another object, or that the state does not allow", async () => {
    const world = await loadFixture(withSeal);
    await refusing(world, change(world, { memberId: BANK }), "SealRegistryNotOwner", SEAL, BANK);
    await refusing(world, change(world, { expected: 1 }), "SealRegistryTurn", SEAL, 1, 0);
    await refusing(world, change(world, { digest: OTHER }), "SealRegistryDigest", SEAL, OTHER);
    await refusing(world, change(world, { to: STATE.suspended }), "SealRegistryState", SEAL, STATE.made);
    await refusing(world, change(world, { sealId: OTHER }), "SealRegistryState", OTHER, STATE.none);
    await refusing(world, change(world, { since: 5 }), "SealRegistrySince", SEAL, 5);
  });

  it("a loss of the future, or further back than 30 days, or no earlier than known", async () => {
    const world = await loadFixture(withActiveSeal);
    const now = await time.latest();
    const early = now - 31 * DAY;
    await refusing(world, change(world, { to: STATE.lost, since: now + DAY }), "SealRegistrySince", SEAL, now + DAY);
    await refusing(world, change(world, { to: STATE.lost, since: early }), "SealRegistrySince", SEAL, early);
    await change(world, { to: STATE.lost }, [MAKER]);
    await refusing(world, change(world, { to: STATE.lost }, [MAKER]), "SealRegistrySince", SEAL, 0);
  });

  it("a delegation to nobody or its owner, or without a period", async () => {
    const world = await loadFixture(withActiveSeal);
    await refusing(world, lend(world, { delegate: NOTHING }), "SealRegistryDelegate", SEAL, NOTHING);
    await refusing(world, lend(world, { delegate: AGENCY }), "SealRegistryDelegate", SEAL, AGENCY);
    await refusing(world, lend(world, { validFrom: 9, validUntil: 8 }), "SealRegistryPeriod", 9, 8);
  });

  it("a use by another, of no anchored batch, of none, counted before, or beyond the day's", async () => {
    const world = await loadFixture(withActiveSeal);
    await refusing(world, use(world, { memberId: BANK }, BANK_OFFICERS), "SealRegistryNotUser", SEAL, BANK);
    await refusing(world, use(world, { batchId: OBJECT }), "SealRegistryNotAnchored", AGENCY, OBJECT);
    await refusing(world, use(world, { count: 0 }), "SealRegistryCount", 0);
    await use(world, { count: 4 });
    await refusing(world, use(world), "SealRegistryCounted", SEAL, AGENCY, BATCH);
    await anchorBatch(world, { batchId: OBJECT });
    const many = use(world, { batchId: OBJECT, count: LIMIT });
    await refusing(world, many, "SealRegistryDailyLimit", SEAL, 4, LIMIT);
  });

  it("a use of a seal that is suspended, or over, or of whose owner is frozen", async () => {
    const world = await loadFixture(withActiveSeal);
    await lend(world);
    await anchorBatch(world, { batchId: OBJECT });
    await change(world, { to: STATE.suspended });
    await refusing(world, use(world), "SealRegistryState", SEAL, STATE.suspended);
    await change(world);
    await council(world, callOf(world, "MemberRegistry", "freeze", AGENCY));
    await refusing(world, use(world), "SealRegistryOwnerStopped", SEAL, AGENCY);
    await time.increase(401 * DAY);
    const { validFrom, validUntil } = await world.seals.sealOf(SEAL);
    await refusing(world, use(world), "SealRegistryNotValid", SEAL, validFrom, validUntil);
  });

  it("anybody who is not the council, where the council stops seals", async () => {
    const world = await loadFixture(withActiveSeal);
    await expect(world.seals.changeByCouncil(SEAL, STATE.suspended, 0)).to.be.revertedWithCustomError(
      world.seals,
      "GovernedUnauthorized",
    );
  });
});
