import { expect } from "chai";
import { YinzhengError } from "../../src/domain/errors.ts";
import type { Engine } from "../../src/ledger/embedded/engine.ts";
import type { ChainJournal } from "../../src/ledger/embedded/journal.ts";
import type { Entry } from "../../src/ledger/embedded/line.ts";
import { Miner } from "../../src/ledger/embedded/miner.ts";
import { JsonRpcError, type Rpc } from "../../src/ledger/rpc.ts";
import { CHAIN_ID, openAutomaticNode } from "./interval.ts";
import { plainTransaction } from "./plain.ts";
import { failure, seconds, testClock } from "./world.ts";

/** A journal in memory; `fail` is asked before each write. */
class TestJournal implements ChainJournal {
  readonly written: Entry[] = [];
  commits = 0;
  fail: (entries: readonly Entry[]) => boolean = () => false;

  async *entries(): AsyncIterable<Entry> {
    yield* [...this.written];
  }

  async commit(entries: readonly Entry[]): Promise<void> {
    this.commits++;
    await this.note(entries);
  }

  async note(entries: readonly Entry[]): Promise<void> {
    if (this.fail(entries)) throw new YinzhengError("storage.full", {});
    this.written.push(...entries);
  }

  async close(): Promise<void> {}
}

describe("miner of an embedded chain", () => {
  const clock = testClock();
  let engine: Engine;
  let journal: TestJournal;

  const minerOn = (rpc: Rpc) => new Miner({ engine: rpc, chainId: CHAIN_ID, journal, clock }, seconds(clock));
  const height = async (rpc: Rpc) => Number(await rpc("eth_blockNumber", []));
  const raws = (count: number) =>
    Promise.all(Array.from({ length: count }, (_, nonce) => plainTransaction(CHAIN_ID, nonce)));

  beforeEach(async () => {
    engine = await openAutomaticNode(clock);
    journal = new TestJournal();
  });

  afterEach(() => engine.close());

  it("mines nothing that isn't journalled", async () => {
    const seen: number[] = [];
    const rpc: Rpc = (method, params) => {
      if (method === "eth_sendRawTransaction") seen.push(journal.written.filter(({ kind }) => kind === "block").length);
      return engine.rpc(method, params);
    };
    const miner = minerOn(rpc);
    for (const raw of await raws(3)) await miner.submit(raw);
    expect(seen).to.deep.equal([1, 2, 3]);
  });

  it("lets transactions that come together share an fsync, each in a block of its own", async () => {
    const miner = minerOn(engine.rpc);
    await Promise.all((await raws(10)).map((raw) => miner.submit(raw)));
    expect(journal.commits).to.be.lessThan(10);
    expect(await height(engine.rpc)).to.equal(10);
    expect(journal.written.filter(({ kind }) => kind === "mined")).to.have.length(10);
  });

  it("mines nothing when the disk is full, and goes on when it isn't any more", async () => {
    const miner = minerOn(engine.rpc);
    const [first] = await raws(1);
    journal.fail = () => true;
    expect(await failure(miner.submit(first))).to.include({ code: "storage.full" });
    expect(await height(engine.rpc)).to.equal(0);
    journal.fail = () => false;
    await miner.submit(first);
    expect(journal.written.map(({ kind, seq }) => [kind, seq])).to.deep.equal([
      ["block", 1],
      ["mined", 1],
    ]);
  });

  it("writes with the next block what it couldn't note of the one before", async () => {
    const miner = minerOn(engine.rpc);
    const [first, second] = await raws(2);
    journal.fail = ([entry]) => entry?.kind === "mined" && entry.seq === 1 && journal.written.length === 1;
    await miner.submit(first);
    expect(journal.written.map(({ kind }) => kind)).to.deep.equal(["block"]);
    journal.fail = () => false;
    await miner.submit(second);
    expect(journal.written.map(({ kind, seq }) => [kind, seq])).to.deep.equal([
      ["block", 1],
      ["mined", 1],
      ["block", 2],
      ["mined", 2],
    ]);
  });

  it("notes what the engine refused after it was journalled, and replays it as refused", async () => {
    const [first, second] = await raws(2);
    const refusing =
      (inner: Rpc): Rpc =>
      (method, params) => {
        if (method === "eth_sendRawTransaction" && params[0] === first) throw new JsonRpcError(-32000, "no");
        return inner(method, params);
      };
    const miner = minerOn(refusing(engine.rpc));
    expect(await failure(miner.submit(first))).to.be.instanceOf(JsonRpcError);
    expect(journal.written.map(({ kind, seq }) => [kind, seq])).to.deep.equal([
      ["block", 1],
      ["void", 1],
    ]);
    expect(second).to.match(/^0x02/);
    const fresh = await openAutomaticNode(clock);
    await minerOn(refusing(fresh.rpc)).replay(() => {});
    expect(await failure(minerOn(fresh.rpc).replay(() => {}))).to.include({ code: "chain.mismatch" });
    await fresh.close();
  });

  it("answers for the block that would be mined now", async () => {
    const miner = minerOn(engine.rpc);
    clock.advance(100);
    // Init code that answers the block's time: TIMESTAMP PUSH0 MSTORE PUSH1 32 PUSH0 RETURN.
    const now = await miner.askPending("eth_call", [{ data: "0x425f5260205ff3" }, "pending"]);
    expect(Number(now)).to.equal(seconds(clock));
  });
});
