import { expect } from "chai";
import { YinzhengError } from "../../src/domain/errors.ts";
import type { Request } from "../../src/ledger/evm/calls.ts";
import { type QueueParts, TransactionQueue } from "../../src/ledger/evm/queue.ts";
import { sign } from "../../src/ledger/evm/transaction.ts";
import type { PreparedTransaction } from "../../src/ledger/ledger.ts";
import type { Rpc } from "../../src/ledger/rpc.ts";
import { CHAIN_ID, type IntervalNode, lineTo, openAutomaticNode, openIntervalNode } from "./interval.ts";
import { failure, impatient, RELAYER, STRANGER, TestOutbox, testClock, unreachable, until } from "./world.ts";

/** A transaction that says which it is. */
const request = (name: string): Request => ({
  to: STRANGER.address,
  data: `0x${Buffer.from(name).toString("hex")}`,
  gas: 100_000,
});
const prepare = (name: string, nonce: number): Promise<PreparedTransaction> =>
  sign(RELAYER, request(name), { chainId: CHAIN_ID, nonce, fee: 0n });

describe("transaction queue", () => {
  const clock = testClock();
  let node: IntervalNode;
  let outbox: TestOutbox;
  let open: TransactionQueue[];

  const queueOn = (rpc: Rpc, parts: Partial<QueueParts> = {}): TransactionQueue => {
    const base = { relayer: RELAYER, chainId: CHAIN_ID, outbox, clock, sleep: impatient, patience: 60_000 };
    const queue = new TransactionQueue({ rpc, ...base, ...parts });
    open.push(queue);
    return queue;
  };
  const nonceOn = async (rpc: Rpc) => Number(await rpc("eth_getTransactionCount", [RELAYER.address, "latest"]));
  /** Mines until everything prepared so far is settled. */
  const mineAll = async () => {
    for (let left = 1; left > 0; left = (await outbox.pending()).length) {
      if ((await node.waiting()) > 0) await node.mine();
      await impatient();
    }
  };

  beforeEach(async () => {
    node = await openIntervalNode(clock);
    outbox = new TestOutbox();
    open = [];
  });

  afterEach(async () => {
    for (const queue of open) await queue.close();
    await node.close();
  });

  it("waits through null receipts, and keeps the order in which it was asked", async () => {
    const queue = queueOn(node.rpc);
    const results = Promise.all(["a", "b", "c"].map((name) => queue.send(request(name))));
    while ((await node.waiting()) < 3) await impatient();
    expect(outbox.settles).to.deep.equal([]);
    await node.mine();
    expect(await results).to.deep.equal([0, 1, 2].map(() => ({ succeeded: true, block: 1 })));
    expect(outbox.prepares.map(({ nonce }) => nonce)).to.deep.equal([0, 1, 2]);
    const expected = await Promise.all(["a", "b", "c"].map((name, nonce) => prepare(name, nonce)));
    expect(outbox.prepares).to.deep.equal(expected);
    await until(() => outbox.settles.length === 3);
  });

  it("takes more at once than it makes durable together, without a pause", async () => {
    let pauses = 0;
    const sleep = () => {
      pauses++;
      return impatient();
    };
    const engine = await openAutomaticNode(clock);
    const queue = queueOn(engine.rpc, { sleep });
    const names = Array.from({ length: 150 }, (_, i) => `${i}`);
    const results = await Promise.all(names.map((name) => queue.send(request(name))));
    expect(results.map(({ block }) => block)).to.deep.equal(names.map((_, i) => i + 1));
    expect(pauses).to.equal(0);
    await engine.close();
  });

  it("sends nothing that isn't durable", async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    outbox.prepared = async (tx) => {
      await promise;
      outbox.prepares.push(tx);
    };
    let sent = 0;
    const rpc: Rpc = (method, params) => {
      if (method === "eth_sendRawTransaction") sent += outbox.prepares.length === 0 ? 1 : 0;
      return node.rpc(method, params);
    };
    const result = queueOn(rpc).send(request("durable"));
    for (let i = 0; i < 50; i++) await impatient();
    expect(await node.waiting()).to.equal(0);
    resolve();
    while ((await node.waiting()) < 1) await impatient();
    await node.mine();
    await result;
    expect(sent).to.equal(0);
  });

  it("sends the same bytes again after a restart, to a node that forgot them", async () => {
    const before = queueOn(node.rpc);
    const waits = ["a", "b"].map((name) => failure(before.send(request(name))));
    await until(() => outbox.prepares.length === 2);
    await before.close();
    for (const wait of waits) expect(await wait).to.include({ code: "chain.unreachable" });
    await node.close();
    node = await openIntervalNode(clock);
    await queueOn(node.rpc).resume();
    expect(await node.waiting()).to.equal(2);
    await mineAll();
    expect(outbox.prepares).to.have.length(2);
    expect(outbox.settles).to.have.members(outbox.prepares.map(({ hash }) => hash));
  });

  it("finds out after a restart what was mined meanwhile, and sends nothing again", async () => {
    const before = queueOn(node.rpc);
    const wait = failure(before.send(request("a")));
    while ((await node.waiting()) < 1) await impatient();
    await before.close();
    await wait;
    await node.mine();
    await queueOn(node.rpc).resume();
    await until(() => outbox.settles.length === 1);
    expect(await nonceOn(node.rpc)).to.equal(1);
  });

  it("tells its callers at once when the node is out of reach, and goes on when it is back", async () => {
    const line = lineTo(node.rpc, unreachable);
    const queue = queueOn(line.rpc);
    line.cut = (method) => (method === "eth_sendRawTransaction" ? "before" : "never");
    expect(await failure(queue.send(request("a")))).to.include({ code: "chain.unreachable" });
    expect(await outbox.pending()).to.have.length(1);
    line.cut = null;
    const again = queue.send(request("a"));
    while ((await node.waiting()) < 1) await impatient();
    await node.mine();
    expect(await again).to.deep.include({ succeeded: true });
    expect(outbox.prepares).to.have.length(1);
    line.cut = () => "before";
    expect(await failure(queue.send(request("b")))).to.include({ code: "chain.unreachable" });
    expect(outbox.prepares).to.have.length(1);
  });

  for (const name of ["interval", "automatic"] as const) {
    it(`isn't misled when the node took a transaction and its answer was lost (${name} mining)`, async () => {
      const engine = name === "interval" ? node : await openAutomaticNode(clock);
      const line = lineTo(engine.rpc, unreachable);
      const queue = queueOn(line.rpc);
      line.cut = (method) => (method === "eth_sendRawTransaction" ? "after" : "never");
      expect(await failure(queue.send(request("a")))).to.include({ code: "chain.unreachable" });
      line.cut = null;
      const again = queue.send(request("a")).catch((cause: unknown) => cause);
      if (name === "interval") await mineAll();
      await until(() => outbox.settles.length >= 1);
      expect(outbox.settles.length).to.equal(outbox.prepares.length);
      expect(await again).to.deep.include({ succeeded: true });
      if (name === "automatic") await engine.close();
    });

    it(`fills the nonces that a chain has lost (${name} mining)`, async () => {
      const engine = name === "interval" ? node : await openAutomaticNode(clock);
      outbox.prepares.push(await prepare("c", 2), await prepare("e", 4));
      await queueOn(engine.rpc).resume();
      if (name === "interval") await mineAll();
      await until(() => outbox.settles.length === 5);
      expect(outbox.prepares.map(({ nonce }) => nonce).toSorted()).to.deep.equal([0, 1, 2, 3, 4]);
      expect(await nonceOn(engine.rpc)).to.equal(5);
      if (name === "automatic") await engine.close();
    });
  }

  it("takes a new nonce when another process spent the one it had", async () => {
    const other = await prepare("from elsewhere", 0);
    const line = lineTo(node.rpc, unreachable);
    line.cut = (method) => (method === "eth_sendRawTransaction" ? "before" : "never");
    const queue = queueOn(line.rpc);
    expect(await failure(queue.send(request("a")))).to.include({ code: "chain.unreachable" });
    await node.rpc("eth_sendRawTransaction", [other.raw]);
    await node.mine();
    line.cut = null;
    const result = queue.send(request("a"));
    await mineAll();
    expect(await result).to.deep.include({ succeeded: true });
    expect(outbox.prepares.map(({ nonce }) => nonce)).to.deep.equal([0, 1]);
    expect(outbox.settles).to.have.members(outbox.prepares.map(({ hash }) => hash));
  });

  it("gives up what no node will take, and uses its nonce for the next", async () => {
    const queue = queueOn(node.rpc);
    const refused = await failure(queue.send({ ...request("a"), gas: 20_000 }));
    expect(refused).to.include({ code: "chain.rejected" });
    const result = queue.send(request("b"));
    while ((await node.waiting()) < 1) await impatient();
    await node.mine();
    expect(await result).to.deep.include({ succeeded: true });
    expect(outbox.prepares.map(({ nonce }) => nonce)).to.deep.equal([0, 0]);
  });

  it("passes a full disk on to the one caller it concerns", async () => {
    const prepared = outbox.prepared.bind(outbox);
    let count = 0;
    outbox.prepared = (tx) => (++count === 2 ? Promise.reject(new YinzhengError("storage.full", {})) : prepared(tx));
    const queue = queueOn(node.rpc);
    const [first, second, third] = ["a", "b", "c"].map((name) => queue.send(request(name)));
    expect(await failure(second!)).to.include({ code: "storage.full" });
    await mineAll();
    expect(await first).to.deep.include({ succeeded: true });
    expect(await third).to.deep.include({ succeeded: true });
    expect(await nonceOn(node.rpc)).to.equal(3);
  });

  it("ends a caller's wait, not the transaction's, when the chain stands still", async () => {
    const queue = queueOn(node.rpc);
    const wait = failure(queue.send(request("a")));
    while ((await node.waiting()) < 1) await impatient();
    clock.advance(61);
    expect(await wait).to.include({ code: "chain.timeout" });
    await node.mine();
    await until(() => outbox.settles.length === 1);
  });

  it("sends again what a node forgot while it waited", async () => {
    const result = queueOn(node.rpc).send(request("a"));
    while ((await node.waiting()) < 1) await impatient();
    await node.rpc("hardhat_dropTransaction", [outbox.prepares[0]?.hash]);
    expect(await node.waiting()).to.equal(0);
    while ((await node.waiting()) < 1) await impatient();
    await node.mine();
    expect(await result).to.deep.include({ succeeded: true });
    expect(outbox.prepares).to.have.length(1);
  });

  it("says that a transaction reverted, and settles it like any other", async () => {
    const queue = queueOn(node.rpc);
    // Makes a contract whose code is PUSH0 PUSH0 REVERT.
    const deploy = { to: null, data: "0x625f5ffd5f526003601df3", gas: 200_000 } as const;
    const made = await sign(RELAYER, deploy, { chainId: CHAIN_ID, nonce: 0, fee: 0n });
    await node.rpc("eth_sendRawTransaction", [made.raw]);
    await node.mine();
    const receipt = Object(await node.rpc("eth_getTransactionReceipt", [made.hash]));
    const result = queue.send({ to: receipt.contractAddress, data: "0x01", gas: 100_000 });
    while ((await node.waiting()) < 1) await impatient();
    await node.mine();
    expect(await result).to.deep.equal({ succeeded: false, block: 2 });
    await until(() => outbox.settles.length === 1);
  });
});
