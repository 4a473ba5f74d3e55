import { expect } from "chai";
import { fromHex, toHex } from "../../src/crypto/encoding.ts";
import { sha256 } from "../../src/crypto/hash.ts";
import { parseHeader } from "../../src/crypto/header.ts";
import { readLogLeaf } from "../../src/crypto/log-read.ts";
import { leafHash } from "../../src/crypto/merkle.ts";
import { accountOf, slotOf } from "../../src/crypto/state-proof.ts";
import type { Hex } from "../../src/domain/bytes.ts";
import { INTERFACES } from "../../src/ledger/evm/artifacts.ts";
import { SEAL_USE_TYPE_ID } from "../../src/proof/ids.ts";
import {
  sealCountSlot,
  sealDelegationSlot,
  sealDigestSlot,
  sealMakerSlot,
  sealOwnerSlot,
  sealStateSlot,
  sealUseSlot,
} from "../../src/proof/slots.ts";
import type { Installation } from "./conformance.ts";
import { OBJECT, SealOrders } from "./seal-orders.ts";
import {
  AGENCY,
  BANK,
  BANKERS,
  CHECKER,
  decided,
  digest,
  failure,
  MAKER,
  NOTHING,
  STRANGER,
  seconds,
} from "./world.ts";

const DAY = 24 * 3600;

export function describeSeals(get: () => Installation): void {
  const orders = () => new SealOrders(get().founding, get().clock);
  const codeOf = async (promise: Promise<unknown>): Promise<unknown> =>
    ((await failure(promise)) as { code?: string }).code;

  it("applies for a seal, makes and activates it, and gives back what it is", async () => {
    const { ledger, clock } = get();
    const sealId = digest("first");
    expect(await ledger.sealOf(sealId)).to.equal(null);
    await ledger.submit(await orders().apply("first"));
    const none = { validFrom: 0, validUntil: 0, lostSince: 0, day: 0, usedToday: 0, uses: 0, changes: 0 };
    const applied = { sealId, owner: AGENCY, maker: BANK, digest: NOTHING, state: "applied", dailyLimit: 10, ...none };
    expect(await ledger.sealOf(sealId)).to.deep.equal(applied);
    const making = await orders().make("first");
    await ledger.submit(making);
    const { validFrom, validUntil } = making.making;
    const made = { ...applied, digest: OBJECT, state: "made", validFrom, validUntil };
    expect(await ledger.sealOf(sealId)).to.deep.equal(made);
    const block = await ledger.submit(await orders().change("first", "active"));
    expect(block.time).to.equal(seconds(clock));
    expect(await ledger.sealOf(sealId)).to.deep.equal({ ...made, state: "active", changes: 1 });
  });

  it("takes what is there already as success, whenever it was signed, and sends it only once", async () => {
    const { ledger, outbox, clock, officers } = get();
    const [apply, make] = [await orders().apply("twice"), await orders().make("twice")];
    const blocks = [await ledger.submit(apply), await ledger.submit(make)];
    const activate = await orders().change("twice", "active");
    blocks.push(await ledger.submit(activate));
    await ledger.submit(await officers.anchor("stamped twice"));
    const use = await orders().use("twice", "stamped twice", { count: 3 });
    blocks.push(await ledger.submit(use));
    const delegate = await orders().delegate("twice");
    blocks.push(await ledger.submit(delegate));
    const sent = outbox.prepares.length;
    clock.advance(2 * DAY);
    const { validFrom, validUntil } = make.making;
    const again = [apply, make, activate, use, delegate];
    for (const [i, call] of again.entries()) expect(await ledger.submit(call), call.kind).to.deep.equal(blocks[i]);
    const anew = [
      await orders().apply("twice"),
      await orders().make("twice", { validFrom, validUntil }),
      await orders().use("twice", "stamped twice", { count: 3 }),
    ];
    for (const [i, call] of anew.entries())
      expect(await ledger.submit(call), `${call.kind}, signed anew`).to.deep.equal(blocks[[0, 1, 3][i]!]);
    expect(outbox.prepares).to.have.length(sent);
  });

  it("says by a code of its own, and the state, what a seal's state does not allow", async () => {
    const { ledger } = get();
    for (const [call, state] of [
      [await orders().make("never"), "none"],
      [await orders().change("never", "suspended"), "none"],
    ] as const) {
      const error = await failure(ledger.submit(call));
      expect(error).to.include({ code: "conflict.seal_state" }).with.nested.property("detail.state", state);
    }
    await orders().active(ledger, "stateful");
    await ledger.submit(await orders().change("stateful", "lost", { expected: 1 }));
    const error = await failure(ledger.submit(await orders().change("stateful", "active", { expected: 2 })));
    expect(error).to.include({ code: "conflict.seal_state" }).with.nested.property("detail.state", "lost");
    const other = await failure(ledger.submit(await orders().apply("stateful", { dailyLimit: 99 })));
    expect(other).to.include({ code: "conflict.seal_state" });
  });

  it("refuses an order out of turn as stale, and a second one of two orders at once", async () => {
    const { ledger } = get();
    await orders().active(ledger, "turns");
    expect(await codeOf(ledger.submit(await orders().change("turns", "suspended")))).to.equal("conflict.order_stale");
    const calls = [
      await orders().change("turns", "suspended", { expected: 1 }),
      await orders().change("turns", "destroyed", { expected: 1 }),
    ];
    const results = await Promise.allSettled(calls.map((call) => ledger.submit(call)));
    expect(results.filter(({ status }) => status === "fulfilled")).to.have.length(1);
    const lost = results.findIndex(({ status }) => status === "rejected");
    expect(await codeOf(ledger.submit(calls[lost]!))).to.equal("conflict.order_stale");
  });

  it("suspends, and loses from now on, by one officer; all else needs the threshold", async () => {
    const { ledger, clock } = get();
    await orders().active(ledger, "alone");
    await ledger.submit(await orders().change("alone", "suspended", { expected: 1 }, CHECKER));
    const resumed = await orders().change("alone", "active", { expected: 2 }, MAKER);
    const error = await failure(ledger.submit(resumed));
    expect(error).to.include({ code: "chain.rejected" });
    expect(error).to.have.nested.property("detail.error", "MemberRegistryTooFewSigners");
    const before = await orders().change("alone", "lost", { expected: 2, since: seconds(clock) - 9 }, MAKER);
    expect(await codeOf(ledger.submit(before))).to.equal("chain.rejected");
    const block = await ledger.submit(await orders().change("alone", "lost", { expected: 2 }, MAKER));
    expect(await ledger.sealOf(digest("alone"))).to.include({ state: "lost", lostSince: block.time, changes: 3 });
    await ledger.submit(await orders().change("alone", "lost", { expected: 3, since: block.time - DAY }));
    expect(await ledger.sealOf(digest("alone"))).to.include({ state: "lost", lostSince: block.time - DAY, changes: 4 });
  });

  it("counts uses in a batch that is anchored, and gives their record back with the leaf that the slot holds", async () => {
    const { ledger, officers, clock } = get();
    const sealId = await orders().active(ledger, "counted");
    const use = await orders().use("counted", "stamped", { count: 4 });
    const early = await failure(ledger.submit(use));
    expect(early, "before the anchor").to.have.nested.property("detail.error", "SealRegistryNotAnchored");
    const { number } = await ledger.submit(await officers.anchor("stamped"));
    expect(await ledger.sealUseOf(sealId, AGENCY, digest("stamped"))).to.equal(null);
    const block = await ledger.submit(use);
    const record = await ledger.sealUseOf(sealId, AGENCY, digest("stamped"));
    expect(record).to.deep.include({ use: use.use, time: block.time });
    const { record: read } = readLogLeaf(fromHex(record!.leaf));
    const signers = [MAKER.address, CHECKER.address].sort();
    expect(read).to.deep.equal({ kind: "seal", sealId, fact: { what: "used", use: use.use, first: 0, signers } });
    const slots = [sealUseSlot(sealId, AGENCY, digest("stamped"))];
    expect(await heldAt(get(), slots, number)).to.deep.equal([0n]);
    expect(await heldAt(get(), slots, block.number)).to.deep.equal([
      BigInt(toHex(leafHash(sha256, fromHex(record!.leaf)))),
    ]);
    const day = Math.floor((seconds(clock) + 8 * 3600) / DAY);
    expect(await ledger.sealOf(sealId)).to.include({ uses: 4, usedToday: 4, day, changes: 1 });
  });

  it("refuses another count for a batch that is counted, and more in a day than the seal has", async () => {
    const { ledger, officers } = get();
    await orders().active(ledger, "limited");
    for (const name of ["full", "one too many"]) await ledger.submit(await officers.anchor(name));
    await ledger.submit(await orders().use("limited", "full", { count: 10 }));
    const other = await failure(ledger.submit(await orders().use("limited", "full", { count: 9 })));
    expect(other).to.include({ code: "conflict.used" }).with.nested.property("detail.count", 10);
    const beyond = await failure(ledger.submit(await orders().use("limited", "one too many")));
    expect(beyond).to.include({ code: "policy.seal_limit" });
    expect(beyond).to.have.deep.nested.property("detail.args", [digest("limited"), 10, 1]);
  });

  it("lets a delegate use a seal within the time it has, and ends that by one officer", async () => {
    const { ledger, officers, clock } = get();
    const sealId = await orders().active(ledger, "lent");
    const at = { memberId: BANK };
    expect(await ledger.sealDelegation(sealId, BANK)).to.equal(null);
    const stranger = await failure(ledger.submit(await orders().use("lent", "of the bank", at)));
    expect(stranger).to.include({ code: "policy.seal_user" });
    const call = await orders().delegate("lent");
    await ledger.submit(call);
    const { validFrom, validUntil } = call.delegation;
    expect(await ledger.sealDelegation(sealId, BANK)).to.deep.equal({ validFrom, validUntil });
    const anchor = await officers.anchor("of the bank", { memberId: BANK, typeId: SEAL_USE_TYPE_ID }, ...BANKERS);
    await ledger.submit(anchor);
    await ledger.submit(await orders().use("lent", "of the bank", { memberId: BANK }));
    expect(await ledger.sealUseOf(sealId, BANK, digest("of the bank"))).to.not.equal(null);
    const end = { expected: 2, validFrom: 0, validUntil: seconds(clock) };
    await ledger.submit(await orders().delegate("lent", end, MAKER));
    clock.advance(60);
    const over = await failure(ledger.submit(await orders().use("lent", "another of the bank", { memberId: BANK })));
    expect(over).to.include({ code: "policy.seal_user" });
  });

  it("refuses a use outside the seal's period, and by officers of another member", async () => {
    const { ledger, officers, clock } = get();
    await ledger.submit(await officers.anchor("out of time"));
    await ledger.submit(await orders().apply("short"));
    const now = seconds(clock);
    await ledger.submit(await orders().make("short", { validFrom: now - 60, validUntil: now - 1 }));
    await ledger.submit(await orders().change("short", "active"));
    const late = await failure(ledger.submit(await orders().use("short", "out of time")));
    expect(late).to.include({ code: "policy.seal_period" });
    await orders().active(ledger, "stolen");
    const by = await failure(ledger.submit(await orders().use("stolen", "out of time", {}, MAKER, STRANGER)));
    expect(by).to.have.nested.property("detail.error", "MemberRegistryOfficerNotValid");
  });

  it("captures every word of a seal at one block", async () => {
    const { ledger } = get();
    const sealId = await orders().active(ledger, "captured seal");
    await ledger.submit(await orders().delegate("captured seal"));
    const window = await ledger.sealDelegation(sealId, BANK);
    const seal = await ledger.sealOf(sealId);
    const { number } = await ledger.head();
    const slots = [sealOwnerSlot(sealId), sealMakerSlot(sealId), sealDigestSlot(sealId), sealStateSlot(sealId)];
    const held = await heldAt(get(), [...slots, sealCountSlot(sealId), sealDelegationSlot(sealId, BANK)], number);
    const state =
      3n | (BigInt(seal!.validFrom) << 8n) | (BigInt(seal!.validUntil) << 48n) | (10n << 128n) | (2n << 216n);
    expect(held.slice(0, 4)).to.deep.equal([BigInt(AGENCY), BigInt(BANK), BigInt(OBJECT), state]);
    expect(held[4]! & ((1n << 64n) - 1n), "uses").to.equal(0n);
    expect(held[5]).to.equal(BigInt(window!.validFrom) | (BigInt(window!.validUntil) << 40n));
  });

  it("obeys the council, which reaches back as far as it must, and only stops", async () => {
    const { ledger, founding, rpc, clock } = get();
    const sealId = await orders().active(ledger, "found abroad");
    const to = founding.network.contracts.sealRegistry!;
    const byCouncil = (state: number, since: number) =>
      decided(rpc, founding, [
        { to, data: INTERFACES.SealRegistry.encodeFunctionData("changeByCouncil", [sealId, state, since]) as Hex },
      ]);
    const since = seconds(clock) - 90 * DAY;
    await byCouncil(5, since);
    expect(await ledger.sealOf(sealId)).to.include({ state: "lost", lostSince: since, changes: 2 });
    expect(await failure(byCouncil(3, 0))).to.include({ code: "chain.rejected" });
  });

  it("has no seals where the network has no registry of them", async () => {
    const { another, founding } = get();
    const { sealRegistry: _, ...contracts } = founding.network.contracts;
    const older = another({ network: { ...founding.network, contracts } });
    await older.start({ prepared: async () => {}, settled: async () => {}, pending: async () => [] });
    const id = digest("first");
    for (const attempt of [
      () => older.sealOf(id),
      () => older.sealUseOf(id, AGENCY, id),
      () => older.sealDelegation(id, BANK),
      async () => older.submit(await orders().apply("older")),
      async () => older.capture([sealStateSlot(id)], (await older.head()).number),
    ])
      expect(await codeOf(attempt())).to.equal("chain.no_seals");
    expect((await older.member(AGENCY)).admitted, "and all else").to.equal(true);
    await older.close();
  });
}

/** What the slots of SealRegistry hold at a block, by proofs. */
async function heldAt(
  { ledger }: Installation,
  slots: readonly ReturnType<typeof sealOwnerSlot>[],
  block: number,
): Promise<readonly bigint[]> {
  const { header, accounts } = await ledger.capture(slots, block);
  const [account] = accounts;
  const { stateRoot } = parseHeader(fromHex(header));
  const { storageRoot } = accountOf(stateRoot, fromHex(account!.address), account!.proof.map(fromHex))!;
  return slots.map(({ key }) => {
    const { proof } = account!.slots.find((slot) => slot.key === key)!;
    return slotOf(storageRoot, fromHex(key), proof.map(fromHex));
  });
}
