import { expect } from "chai";
import { structHash } from "../../src/crypto/eip712.ts";
import { fromHex, toHex } from "../../src/crypto/encoding.ts";
import { statusHeadOf } from "../../src/crypto/log-record.ts";
import type { Installation } from "./conformance.ts";
import { AGENCY, CHECKER, digest, failure, MAKER, NOTHING, RELAYER, STRANGER, seconds } from "./world.ts";

const DAY = 24 * 3600;

export function describeSubmission(get: () => Installation): void {
  it("anchors a batch, and gives its record back with the officers' signatures in order", async () => {
    const { ledger, officers, clock } = get();
    const call = await officers.anchor("plain");
    const block = await ledger.submit(call);
    expect(block.time).to.equal(seconds(clock));
    expect(await ledger.block(block.number)).to.deep.equal(block);
    const record = await ledger.anchorOf(AGENCY, call.anchor.batchId);
    expect(record).to.deep.include({ anchor: call.anchor, threshold: 2, time: block.time, block: block.number });
    expect(record?.parentHash).to.equal((await ledger.block(block.number - 1))?.hash);
    const ordered = call.signatures.toSorted((a, b) => (a.signer < b.signer ? -1 : 1));
    expect(record?.signatures).to.deep.equal(ordered);
  });

  it("knows nothing of a batch that isn't anchored", async () => {
    const { ledger } = get();
    expect(await ledger.anchorOf(AGENCY, digest("never"))).to.equal(null);
    expect(await ledger.statusHead(AGENCY, digest("never"))).to.equal(NOTHING);
    expect(await ledger.changesOf(AGENCY, digest("never"), (await ledger.head()).number)).to.deep.equal([]);
    expect(await ledger.block((await ledger.head()).number + 1)).to.equal(null);
  });

  it("takes an anchor that is there already as success, also when it was signed again, or its deadline is over", async () => {
    const { ledger, officers, outbox, clock } = get();
    const call = await officers.anchor("twice");
    const block = await ledger.submit(call);
    const sent = outbox.prepares.length;
    expect(await ledger.submit(call)).to.deep.equal(block);
    clock.advance(2 * DAY);
    expect(await ledger.submit(call)).to.deep.equal(block);
    expect(await ledger.submit(await officers.anchor("twice"))).to.deep.equal(block);
    expect(outbox.prepares).to.have.length(sent);
  });

  it("refuses another root, size, type or hash suite for a batchId that is used", async () => {
    const { ledger, officers } = get();
    await ledger.submit(await officers.anchor("once"));
    for (const fields of [
      { root: digest("other root") },
      { size: 32 },
      { hashSuite: 2 },
      { typeId: digest("other type") },
    ]) {
      expect(await failure(ledger.submit(await officers.anchor("once", fields)))).to.include({ code: "conflict.used" });
    }
  });

  it("says by which error and arguments the registry refused, and spends no nonce on it", async () => {
    const { ledger, officers, outbox } = get();
    const sent = outbox.prepares.length;
    const refused = [
      { call: await officers.anchor("r1", { size: 17 }), error: "AnchorRegistrySize", args: [17] },
      { call: await officers.anchor("r2", { officerEpoch: 7 }), error: "MemberRegistryEpoch", args: [AGENCY, 7, 1] },
      {
        call: await officers.anchor("r3", {}, MAKER, STRANGER),
        error: "MemberRegistryOfficerNotValid",
        args: [AGENCY, STRANGER.address],
      },
      { call: await officers.anchor("r4", {}, CHECKER), error: "MemberRegistryTooFewSigners", args: [AGENCY, 1, 2] },
      { call: await officers.change("never"), error: "StatusRegistryNotAnchored", args: [AGENCY, digest("never")] },
    ];
    for (const { call, error, args } of refused) {
      const caught = await failure(ledger.submit(call));
      expect(caught).to.include({ code: "chain.rejected" });
      expect(caught).to.have.deep.property("detail", { error, args });
    }
    expect(outbox.prepares).to.have.length(sent);
  });

  it("changes a status, chains the batch's head, and answers the same change again with its block", async () => {
    const { ledger, officers } = get();
    await ledger.submit(await officers.anchor("status"));
    const first = await officers.change("status", { to: 1, reason: 10 });
    const block = await ledger.submit(first);
    const head = toHex(statusHeadOf(fromHex(NOTHING), structHash("StatusChange", first.change), block.time));
    expect(await ledger.statusHead(AGENCY, first.change.batchId)).to.equal(head);
    expect(await ledger.submit(first)).to.deep.equal(block);
    const second = await officers.change("status", { expectedHead: head, ranges: [{ first: 0, count: 16 }] });
    const later = await ledger.submit(second);
    const events = [
      { change: first.change, time: block.time },
      { change: second.change, time: later.time },
    ];
    expect(await ledger.changesOf(AGENCY, first.change.batchId, block.number)).to.deep.equal(events.slice(0, 1));
    expect(await ledger.changesOf(AGENCY, first.change.batchId, later.number)).to.deep.equal(events);
  });

  it("has a code of its own for revocations beyond those of a day", async () => {
    const { ledger, officers, clock } = get();
    clock.advance(DAY);
    await ledger.submit(await officers.anchor("many", { size: 2048 }));
    const caught = await failure(ledger.submit(await officers.change("many", { ranges: [{ first: 0, count: 1001 }] })));
    expect(caught).to.include({ code: "conflict.daily_limit" });
    expect(caught).to.have.nested.property("detail.error", "StatusRegistryDailyLimit");
    expect(caught).to.have.deep.nested.property("detail.args", [AGENCY, 0, 1001]);
  });

  it("refuses a change that follows an earlier head", async () => {
    const { ledger, officers } = get();
    await ledger.submit(await officers.anchor("stale"));
    await ledger.submit(await officers.change("stale", { to: 1 }));
    const caught = await failure(ledger.submit(await officers.change("stale", { to: 2 })));
    expect(caught).to.have.nested.property("detail.error", "StatusRegistryHead");
  });

  it("takes what was signed for now after the chain was idle for a day", async () => {
    const { ledger, officers, clock } = get();
    clock.advance(DAY);
    const block = await ledger.submit(await officers.anchor("after a day"));
    expect(block.time).to.equal(seconds(clock));
  });

  it("mines a heartbeat that changes nothing but the time", async () => {
    const { ledger, clock } = get();
    const [before, log] = [await ledger.head(), await ledger.logState()];
    clock.advance(900);
    const block = await ledger.submit({ kind: "heartbeat" });
    expect(block.number).to.be.greaterThan(before.number);
    expect(block.time).to.equal(before.time + 900);
    expect(await ledger.logState()).to.deep.equal({ ...log, block });
  });

  it("sends many calls at once in nonce order, each durable before, each settled after", async () => {
    const { ledger, officers, outbox, rpc } = get();
    const from = Number(await rpc("eth_getTransactionCount", [RELAYER.address, "latest"]));
    const calls = await Promise.all(Array.from({ length: 20 }, (_, i) => officers.anchor(`crowd ${i}`)));
    const blocks = await Promise.all(calls.map((call) => ledger.submit(call)));
    expect(new Set(blocks.map(({ number }) => number)).size).to.be.greaterThan(0);
    for (const [i, { anchor }] of calls.entries()) {
      expect((await ledger.anchorOf(AGENCY, anchor.batchId))?.block).to.equal(blocks[i]?.number);
    }
    const sent = outbox.prepares.filter(({ nonce }) => nonce >= from);
    expect(sent.map(({ nonce }) => nonce).toSorted((a, b) => a - b)).to.deep.equal(calls.map((_, i) => from + i));
    expect(await outbox.pending()).to.deep.equal([]);
  });

  it("waits for the same call instead of sending it twice", async () => {
    const { ledger, officers, outbox } = get();
    const sent = outbox.prepares.length;
    const call = await officers.anchor("together");
    const [first, second] = await Promise.all([ledger.submit(call), ledger.submit(call)]);
    expect(second).to.deep.equal(first);
    expect(outbox.prepares).to.have.length(sent + 1);
  });
}
