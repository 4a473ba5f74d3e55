import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { filesBelow, filesWith, folders, using } from "./folder.ts";
import { BY, collected, fact, facts } from "./sample.ts";

describe("store/level keeps secrets", () => {
  const { make } = folders();

  it("has nothing of a payload or a name in any file", async () => {
    const dir = make();
    await using(dir, async ({ journal, index }) => {
      await journal.append([fact(1, { holder: "欧阳疏影", idNumber: "11010519491231002X" })]);
      await journal.erase(1, { ...BY, reason: "11010519491231002X withdrew" });
      await index.write([{ key: `holder/${index.mac("欧阳疏影")}`, value: "1" }]);
    });
    expect(filesWith(dir, "欧阳疏影")).to.deep.equal([]);
    expect(filesWith(dir, "11010519491231002X")).to.deep.equal([]);
    // The search finds what is there.
    expect(filesWith(dir, "certificate-1")).to.deep.equal([join(dir, "journal", "000001.seg")]);
  });

  it("makes files and folders that only their owner can enter", async function () {
    if (process.platform === "win32") this.skip(); // no such permission bits
    const dir = join(make(), "data");
    await using(dir, (store) => store.journal.append(facts(1)));
    for (const path of [dir, join(dir, "journal"), ...filesBelow(join(dir, "journal")), join(dir, "store.json")]) {
      expect(statSync(path).mode & 0o077, path).to.equal(0);
    }
  });

  it("overwrites the key of an erased record", async () => {
    const dir = make();
    await using(dir, (store) => store.journal.append(facts(3)));
    const path = join(dir, "journal", "000001.key");
    const key = readFileSync(path).subarray(72 + 8, 2 * 72 - 4);
    await using(dir, (store) => store.journal.erase(2, BY));
    expect(filesWith(dir, key)).to.deep.equal([]);
    expect(
      readFileSync(path)
        .subarray(72 + 8, 2 * 72 - 4)
        .every((byte) => byte === 0),
    ).to.equal(true);
    await using(dir, async ({ journal }) => {
      expect((await collected(journal.scan(1))).map(({ erased }) => erased)).to.deep.equal([false, true, false, false]);
      expect((await journal.audit()).defects).to.deep.equal([]);
    });
  });

  for (const segmentBytes of [1, 1 << 20]) {
    it(`erases again what a backup of the key files brings back, in segments of ${segmentBytes} bytes`, async () => {
      const dir = make();
      for (let n = 1; n <= 3; n++) await using(dir, (store) => store.journal.append(facts(1, n)), segmentBytes);
      const path = join(dir, "journal", "000001.key");
      const backup = readFileSync(path).subarray(0, 72);
      await using(dir, (store) => store.journal.erase(1, BY), segmentBytes);
      const restored = readFileSync(path);
      restored.set(backup);
      writeFileSync(path, restored);
      const key = backup.subarray(8, 68);
      expect(filesWith(dir, key)).to.have.length(1);
      await using(dir, async ({ journal }) => {
        expect(await journal.read(1)).to.include({ erased: true });
        expect((await journal.audit()).defects).to.deep.equal([]);
      });
      expect(filesWith(dir, key)).to.deep.equal([]);
    });
  }
});
