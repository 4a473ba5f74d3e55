import { copyFile, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { type Chain, EMBEDDED_CHAIN_ID, openChain } from "../../src/ledger/embedded/chain.ts";
import { openJournal } from "../../src/ledger/embedded/journal.ts";
import { type Entry, firstLink } from "../../src/ledger/embedded/line.ts";
import { install } from "./conformance.ts";
import { useFolder } from "./folder.ts";
import { plainTransaction } from "./plain.ts";
import { failure, RELAYER, seconds, testClock } from "./world.ts";

const ID = EMBEDDED_CHAIN_ID;

describe("embedded chain", () => {
  const dir = useFolder();
  const journal = () => join(dir(), "blocks.log");
  const genesis = () => join(dir(), "genesis.json");
  const send = async (chain: Chain, nonce: number) =>
    chain.rpc("eth_sendRawTransaction", [await plainTransaction(ID, nonce)]);
  const head = async (chain: Chain): Promise<{ number: string; hash: string; timestamp: string }> =>
    Object(await chain.rpc("eth_getBlockByNumber", ["latest", false]));
  /** A closed chain of three blocks; its head. */
  const made = async (clock = testClock()) => {
    const chain = await openChain({ dir: dir(), clock });
    for (const nonce of [0, 1, 2]) {
      await send(chain, nonce);
      clock.advance(5);
    }
    const last = await head(chain);
    await chain.close();
    return last;
  };

  it("continues after it was closed: same genesis, head, log root and records", async () => {
    const clock = testClock();
    const first = await openChain({ dir: dir(), clock });
    const before = await install(first, clock);
    const call = await before.officers.anchor("kept");
    await before.ledger.submit(call);
    const [record, log] = [
      await before.ledger.anchorOf(call.anchor.memberId, call.anchor.batchId),
      await before.ledger.logState(),
    ];
    await before.ledger.close();
    await first.close();
    clock.advance(3600);
    const second = await openChain({ dir: dir(), clock });
    expect(second.genesisHash).to.equal(first.genesisHash);
    const after = before.another({ rpc: second.rpc });
    await after.start(before.outbox);
    expect(await after.logState()).to.deep.equal(log);
    expect(await after.anchorOf(call.anchor.memberId, call.anchor.batchId)).to.deep.equal(record);
    const block = await after.submit(await before.officers.anchor("continued"));
    expect(block).to.include({ number: log.block.number + 1, time: seconds(clock) });
    await after.close();
    await second.close();
  });

  it("takes its time from the clock, and never goes back when the clock does", async () => {
    const clock = testClock();
    const chain = await openChain({ dir: dir(), clock });
    const times: number[] = [];
    for (const [nonce, step] of [0, 10, -3600, 3605].entries()) {
      clock.advance(step);
      await send(chain, nonce);
      times.push(Number((await head(chain)).timestamp));
    }
    const start = seconds(testClock());
    expect(times).to.deep.equal([start, start + 10, start + 10, start + 15]);
    await chain.close();
  });

  it("answers nothing after it was closed", async () => {
    const chain = await openChain({ dir: dir(), clock: testClock() });
    await chain.close();
    expect(await failure(chain.rpc("eth_blockNumber", []))).to.include({ code: "chain.unreachable" });
  });

  it("mines what was handed in before it was closed", async () => {
    const raw = await plainTransaction(ID, 0);
    const chain = await openChain({ dir: dir(), clock: testClock() });
    const sent = chain.rpc("eth_sendRawTransaction", [raw]);
    await chain.close();
    await sent;
    const again = await openChain({ dir: dir(), clock: testClock() });
    expect(Number((await head(again)).number)).to.equal(1);
    await again.close();
  });

  it("refuses a second opener", async () => {
    const chain = await openChain({ dir: dir(), clock: testClock() });
    expect(await failure(openChain({ dir: dir(), clock: testClock() }))).to.include({ code: "store.locked" });
    await send(chain, 0);
    await chain.close();
    await (await openChain({ dir: dir(), clock: testClock() })).close();
  });

  it("refuses another chain id than it was made with", async () => {
    await made();
    const caught = await failure(openChain({ dir: dir(), chainId: 1, clock: testClock() }));
    expect(caught).to.deep.include({
      code: "chain.mismatch",
      detail: { what: "chain id", expected: "1", found: String(ID) },
    });
  });

  it("refuses a folder that another version of the engine made, and names both", async () => {
    await made();
    const text = await readFile(genesis(), "utf8");
    await writeFile(genesis(), text.replace("HardhatNetwork/3.17.0", "HardhatNetwork/3.99.0"));
    const caught = await failure(openChain({ dir: dir(), clock: testClock() }));
    expect(caught).to.include({ code: "chain.version" });
    expect(caught).to.have.nested.property("detail.expected").that.includes("3.99.0");
    expect(caught).to.have.nested.property("detail.found").that.includes("3.17.0");
  });

  it("refuses when genesis file or journal is missing", async () => {
    await made();
    await copyFile(genesis(), join(dir(), "kept"));
    await rm(genesis());
    expect(await failure(openChain({ dir: dir(), clock: testClock() }))).to.include({ code: "store.damaged" });
    await copyFile(join(dir(), "kept"), genesis());
    await rm(journal());
    expect(await failure(openChain({ dir: dir(), clock: testClock() }))).to.include({ code: "store.damaged" });
  });

  it("refuses a journal in which any byte is another", async () => {
    await made();
    const bytes = await readFile(journal());
    for (let at = 0; at < bytes.length; at += 13) await refusesFlip(bytes, at);
    await refusesFlip(bytes, bytes.length - 1);
    await refusesFlip(bytes, bytes.length - 2);
    await writeFile(journal(), bytes);
    await (await openChain({ dir: dir(), clock: testClock() })).close();
  });

  const refusesFlip = async (bytes: Buffer, at: number) => {
    const flipped = Buffer.from(bytes);
    flipped[at] = (flipped[at] ?? 0) ^ 0x04;
    await writeFile(journal(), flipped);
    const caught = await failure(openChain({ dir: dir(), clock: testClock() }));
    expect(caught, `byte ${at}`).to.include({ code: "store.damaged" });
  };

  it("refuses a journal whose lines are in another order, or one of them twice", async () => {
    await made();
    const lines = (await readFile(journal(), "utf8")).split("\n").slice(0, -1);
    const [first = "", second = "", ...rest] = lines;
    for (const changed of [
      [second, first, ...rest],
      [first, first, second, ...rest],
      [second, ...rest],
    ]) {
      await writeFile(journal(), `${changed.join("\n")}\n`);
      expect(await failure(openChain({ dir: dir(), clock: testClock() }))).to.include({ code: "store.damaged" });
    }
  });

  it("refuses to serve when a block comes out with another hash than was recorded", async () => {
    await made();
    const entries: Entry[] = [];
    const start = firstLink(await readFile(genesis(), "utf8"));
    const old = await openJournal(journal(), start);
    for await (const entry of old.entries(() => {})) entries.push(entry);
    await old.close();
    await writeFile(journal(), "");
    const changed = await openJournal(journal(), start);
    await changed.commit(
      entries.map((entry) => (entry.kind === "block" && entry.seq === 2 ? { ...entry, time: entry.time + 1 } : entry)),
    );
    await changed.close();
    const caught = await failure(openChain({ dir: dir(), clock: testClock() }));
    expect(caught).to.include({ code: "chain.mismatch" }).with.nested.property("detail.seq", 2);
    expect(await failure(openChain({ dir: dir(), clock: testClock() }))).to.include({ code: "chain.mismatch" });
  });

  it("drops a line that was torn while it was written, and mines what is whole", async () => {
    const last = await made();
    const text = await readFile(journal(), "utf8");
    const lines = text.split("\n").slice(0, -1);
    // Last the note that block 3 was mined, before it block 3.
    const note = text.length - (lines.at(-1)?.length ?? 0) - 1;
    const block = note - (lines.at(-2)?.length ?? 0) - 1;
    for (const [length, number] of [
      [text.length - 1, 3],
      [note + 5, 3],
      [note, 3],
      [note - 1, 2],
      [block + 70, 2],
      [block + 1, 2],
    ] as const) {
      await writeFile(journal(), text);
      await truncate(journal(), length);
      const chain = await openChain({ dir: dir(), clock: testClock() });
      expect(Number((await head(chain)).number), `cut to ${length}`).to.equal(number);
      if (number === 3) expect((await head(chain)).hash).to.equal(last.hash);
      await send(chain, number);
      await chain.close();
      await (await openChain({ dir: dir(), clock: testClock() })).close();
    }
    await writeFile(journal(), text.slice(0, note - 40) + "\0".repeat(40));
    const chain = await openChain({ dir: dir(), clock: testClock() });
    expect(Number((await head(chain)).number)).to.equal(2);
    await chain.close();
  });

  it("doesn't journal what can't be mined", async () => {
    const chain = await openChain({ dir: dir(), clock: testClock() });
    await send(chain, 0);
    const before = (await readFile(journal())).length;
    const raws = [
      "0x02",
      "hello",
      undefined,
      await plainTransaction(ID, 0),
      await plainTransaction(ID, 2),
      await plainTransaction(1, 1),
      await plainTransaction(ID, 1, `0x${"00".repeat(200_000)}`),
      await plainTransaction(ID, 1, `0x${"ff".repeat(10_000)}`),
    ];
    for (const raw of raws) {
      expect(await failure(chain.rpc("eth_sendRawTransaction", [raw])), raw?.slice(0, 20)).to.have.property(
        "name",
        "JsonRpcError",
      );
    }
    expect((await readFile(journal())).length).to.equal(before);
    expect(await chain.rpc("eth_getTransactionCount", [RELAYER.address, "pending"])).to.equal("0x1");
    await chain.close();
  });

  it("tells how far a replay has come, at most once a second", async () => {
    await made();
    const [none, heard] = [[] as number[], [] as number[]];
    await (await openChain({ dir: dir(), clock: testClock(), onProgress: ({ blocks }) => none.push(blocks) })).close();
    expect(none).to.deep.equal([]);
    const slow = testClock();
    const clock = () => {
      slow.advance(0.7);
      return slow();
    };
    await (await openChain({ dir: dir(), clock, onProgress: ({ blocks }) => heard.push(blocks) })).close();
    expect(heard.length).to.be.within(1, 3);
  });
});
