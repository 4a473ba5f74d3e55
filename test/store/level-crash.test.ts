import { spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import type { Journal } from "../../src/store/store.ts";
import { filesBelow, folders, using, usingJournal } from "./folder.ts";
import { collected, fact, facts } from "./sample.ts";

const WRITER = join(import.meta.dirname, "writer.child.ts");

describe("store/level after a crash", function () {
  this.timeout(60_000);
  const { make, copy } = folders();
  const records = (folder: string) => join(folder, "000001.seg");
  const keys = (folder: string) => join(folder, "000001.key");

  /** A journal with `acknowledged` records and then one more append of `more`; and its files before and after that. */
  async function withLastAppend(acknowledged: number, more: number) {
    const folder = make();
    const files = () => ({ records: readFileSync(records(folder)), keys: readFileSync(keys(folder)) });
    await usingJournal(folder, (journal) => journal.append(facts(acknowledged)));
    const before = files();
    await usingJournal(folder, (journal) => journal.append(facts(more, acknowledged + 1)));
    return { folder, before, after: files() };
  }

  /** The acknowledged records are there, and the next is taken as if nothing had been. */
  async function expectIntact(journal: Journal, acknowledged: number) {
    expect(journal.head().seq).to.equal(acknowledged);
    const found = await collected(journal.scan(1));
    expect(found.map(({ payload }) => payload)).to.deep.equal(facts(acknowledged).map(({ payload }) => payload));
    await journal.append([fact(acknowledged + 1)]);
    expect((await journal.audit()).defects).to.deep.equal([]);
  }

  it("opens with all acknowledged records wherever the last record breaks off", async () => {
    const { folder, before, after } = await withLastAppend(2, 1);
    for (let length = before.records.length; length < after.records.length; length++) {
      writeFileSync(records(folder), after.records.subarray(0, length));
      writeFileSync(keys(folder), after.keys);
      await usingJournal(folder, (journal) => expectIntact(journal, 2));
    }
  });

  it("opens with all acknowledged records wherever the keys before the last record break off", async () => {
    const { folder, before, after } = await withLastAppend(2, 1);
    for (let length = before.keys.length; length <= after.keys.length; length++) {
      writeFileSync(records(folder), before.records);
      writeFileSync(keys(folder), after.keys.subarray(0, length));
      await usingJournal(folder, (journal) => expectIntact(journal, 2));
    }
  });

  it("keeps no part of an append of several records that breaks off, even between two of them", async () => {
    const { folder, before, after } = await withLastAppend(2, 3);
    const step = 7;
    for (let length = before.records.length; length < after.records.length; length += step) {
      writeFileSync(records(folder), after.records.subarray(0, length));
      writeFileSync(keys(folder), after.keys);
      await usingJournal(folder, (journal) => expectIntact(journal, 2));
    }
  });

  it("takes zeros behind the last record for its torn end", async () => {
    const folder = make();
    await usingJournal(folder, (journal) => journal.append(facts(2)));
    appendFileSync(records(folder), new Uint8Array(4096));
    await usingJournal(folder, (journal) => expectIntact(journal, 2));
  });

  it("puts aside what it cuts off", async () => {
    const { folder, before, after } = await withLastAppend(1, 1);
    truncateSync(records(folder), after.records.length - 1);
    await usingJournal(folder, async () => {});
    const aside = (part: string) =>
      readdirSync(join(folder, "cut"))
        .filter((name) => name.startsWith(`000001.${part}.`))
        .map((name) => readFileSync(join(folder, "cut", name)));
    expect(aside("seg")).to.deep.equal([after.records.subarray(before.records.length, -1)]);
    expect(aside("key")).to.deep.equal([after.keys.subarray(before.keys.length)]);
  });

  it("begins again a store that broke off while it was made", async () => {
    const whole = make();
    await using(whole, async () => {});
    for (const missing of ["store.json", "journal/000001.seg", "journal/000001.key"]) {
      const dir = copy(whole);
      rmSync(join(dir, "store.json"));
      rmSync(join(dir, missing), { force: true });
      await using(dir, ({ journal }) => expectIntact(journal, 0));
    }
  });

  it("begins again a segment that broke off while it was made", async () => {
    const whole = make();
    await using(whole, (store) => store.journal.append(facts(1)), 1);
    await using(whole, (store) => store.journal.append(facts(1, 2)), 1);
    // As before the second record: segment 2 is about to begin, segment 1 not sealed yet.
    const header = readFileSync(join(whole, "journal", "000002.seg")).subarray(0, 56);
    for (const length of [0, 1, 8, 55, 56]) {
      const dir = copy(whole);
      rmSync(join(dir, "journal", "000001.seal"));
      writeFileSync(join(dir, "journal", "000002.seg"), header.subarray(0, length));
      writeFileSync(join(dir, "journal", "000002.key"), "");
      await using(dir, ({ journal }) => expectIntact(journal, 1));
    }
  });

  it("loses none of the records that a killed process had acknowledged", async () => {
    const dir = make();
    for (const [kill, segmentBytes] of [
      [1, 1 << 20],
      [60, 1 << 20],
      [150, 4096],
      [40, 1],
    ]) {
      const child = spawn(process.execPath, [WRITER, dir, String(kill), String(segmentBytes)], {
        stdio: ["ignore", "pipe", "inherit"],
      });
      let printed = "";
      child.stdout.setEncoding("utf8").on("data", (text: string) => {
        printed += text;
      });
      const [, signal] = await once(child, "close");
      expect(signal).to.equal("SIGKILL");
      const acknowledged = printed
        .split("\n")
        .slice(0, -1)
        .map((line) => line.split(" "));
      expect(acknowledged).to.have.length.at.least(kill!);
      await using(dir, async ({ journal }) => {
        for (const [seq, hash, subject] of acknowledged) {
          expect(await journal.read(Number(seq))).to.include({ hash, subject });
        }
        expect((await journal.audit()).defects).to.deep.equal([]);
      });
    }
    expect(filesBelow(dir).filter((path) => path.endsWith(".tmp"))).to.have.length.at.most(1);
  });
});
