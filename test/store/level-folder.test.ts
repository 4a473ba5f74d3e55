import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readdirSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { folders, open, using } from "./folder.ts";
import { BY, collected, detailOf, fact, facts, refused } from "./sample.ts";

describe("store/level in its folder", function () {
  this.timeout(60_000);
  const { make } = folders();
  const child = (name: string) => join(import.meta.dirname, name);

  it("refuses a second writer in the same process, and says who is the first", async () => {
    const dir = make();
    await using(dir, async () => {
      const error = await refused("store.locked", open(dir));
      expect(detailOf(error)).to.include({ dir, pid: process.pid });
    });
    await using(dir, async () => {});
  });

  it("refuses a second writer in another process, until that one is killed", async () => {
    const dir = make();
    // Never reaches its number of appends: it is killed as soon as it has the folder.
    const other = spawn(process.execPath, [child("writer.child.ts"), dir, "1000000", "1048576"], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    await once(other.stdout, "data");
    const error = await refused("store.locked", open(dir));
    expect(detailOf(error)).to.include({ dir, pid: other.pid });
    other.kill("SIGKILL");
    other.stdout.resume();
    await once(other, "close");
    await using(dir, async ({ journal }) => expect(journal.head().seq).to.be.at.least(1));
  });

  it("answers storage.full when the disk takes no more, acknowledges nothing of it, and works on when it does", function () {
    if (process.platform === "win32") this.skip(); // no ulimit
    const dir = make();
    // 64 KiB a file: the limit stands for a full disk, and a smaller record for space that was freed.
    const { stdout, status } = spawnSync(
      "sh",
      ["-c", 'ulimit -f 128; exec "$0" "$@"', process.execPath, child("full.child.ts"), dir],
      { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] },
    );
    expect(status).to.equal(0);
    expect(JSON.parse(stdout)).to.deep.equal({
      before: 1,
      refused: ["storage.full", "storage.full"],
      between: 1,
      after: 2,
      defects: [],
    });
  });

  it("reports an I/O error as store.unreachable, and goes on when it is mended", async () => {
    const dir = make();
    await using(
      dir,
      async ({ journal }) => {
        await journal.append(facts(1));
        // The next segment can't be begun where a folder has the name of its file.
        mkdirSync(join(dir, "journal", "000002.key"));
        await refused("store.unreachable", journal.append([fact(2)]));
        expect(journal.head().seq).to.equal(1);
        rmdirSync(join(dir, "journal", "000002.key"));
        await journal.append([fact(2)]);
      },
      1,
    );
    await using(dir, async ({ journal }) => expect(journal.head().seq).to.equal(2));
  });

  it("finishes segments at their size and reads across them", async () => {
    const dir = make();
    const records = await using(
      dir,
      async ({ journal }) => {
        const appended = [];
        for (let n = 1; n <= 60; n++) appended.push(...(await journal.append([fact(n)])));
        return appended;
      },
      2000,
    );
    const names = readdirSync(join(dir, "journal"));
    const count = names.filter((name) => name.endsWith(".seg")).length;
    expect(count).to.be.within(5, 20);
    expect(names.filter((name) => name.endsWith(".seal"))).to.have.length(count - 1);
    await using(dir, async ({ journal }) => {
      expect(await collected(journal.scan(1))).to.deep.equal(records);
      expect(await journal.read(30)).to.deep.equal(records[29]);
      expect((await journal.audit()).defects).to.deep.equal([]);
    });
  });

  it("audits beside appends, new segments and erasures without seeing defects in them", async () => {
    await using(
      make(),
      async ({ journal }) => {
        await journal.append(facts(600));
        const writing = (async () => {
          for (let n = 1; n <= 60; n++) {
            await journal.append([fact(600 + n)]);
            await journal.erase(n * 10, BY);
          }
        })();
        for (let n = 0; n < 5; n++) {
          const { records, defects } = await journal.audit();
          expect(records).to.be.at.least(600);
          expect(defects).to.deep.equal([]);
        }
        await writing;
        expect((await journal.audit()).records).to.equal(720);
      },
      2000,
    );
  });

  it("ends a scan with store.closed when it is closed beneath it", async () => {
    const store = await open(make());
    await store.journal.append(facts(3));
    const records = store.journal.scan(1)[Symbol.asyncIterator]();
    await records.next();
    const reading = store.journal.read(2);
    await store.close();
    await reading.catch((error) => expect(error).to.have.property("code", "store.closed"));
    await refused("store.closed", drained(records));
  });

  it("opens a journal of 20,000 records in less than 3 seconds, and from its last seal in less than 1", async () => {
    const dir = make();
    await using(dir, async ({ journal }) => {
      for (let n = 0; n < 20; n++) await journal.append(facts(1000, n * 1000 + 1));
    });
    const walked = performance.now();
    await using(
      dir,
      async ({ journal }) => {
        expect(journal.head().seq).to.equal(20_000);
        expect(performance.now() - walked).to.be.below(3000);
        await journal.append([fact(20_001)]);
      },
      1,
    );
    const sealed = performance.now();
    await using(dir, async ({ journal }) => {
      expect(journal.head().seq).to.equal(20_001);
      expect(performance.now() - sealed).to.be.below(1000);
      expect((await journal.read(12_345))?.subject).to.equal("certificate-12345");
    });
  });

  it("ignores files in the journal's folder that are not its own", async () => {
    const dir = make();
    await using(dir, (store) => store.journal.append(facts(1)));
    writeFileSync(join(dir, "journal", "README.txt"), "kept by the administrator");
    await using(dir, async ({ journal }) => expect(journal.head().seq).to.equal(1));
  });
});

async function drained(records: AsyncIterator<unknown>): Promise<void> {
  while (!(await records.next()).done);
}
