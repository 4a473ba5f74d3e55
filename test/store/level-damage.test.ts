import { readFileSync, renameSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import type { ErrorDetail } from "../../src/domain/errors.ts";
import { auditJournal } from "../../src/store/level/audit.ts";
import { openLevelStore } from "../../src/store/level/open.ts";
import { folders, MASTER_KEY, open, using, usingJournal } from "./folder.ts";
import { BY, detailOf, facts, flipped, refused } from "./sample.ts";

describe("store/level on damaged files", function () {
  this.timeout(60_000);
  const { make, copy } = folders();
  const part = (dir: string, name: string) => join(dir, "journal", name);

  const unreached = async () => expect.fail("the journal was opened");
  const flip = (path: string, at: number) => writeFileSync(path, flipped(readFileSync(path), at));

  /** The detail of the store.damaged that opening is refused with. */
  async function damage(dir: string): Promise<ErrorDetail> {
    return detailOf(await refused("store.damaged", open(dir)));
  }

  it("refuses a journal with a flipped bit in any byte of any record, and says in which", async () => {
    const folder = make();
    const path = join(folder, "000001.seg");
    const ends: number[] = [];
    for (let n = 1; n <= 3; n++) {
      await usingJournal(folder, (journal) => journal.append(facts(1, n)));
      ends.push(statSync(path).size);
    }
    const bytes = readFileSync(path);
    for (let at = 0; at < bytes.length; at++) {
      writeFileSync(path, flipped(bytes, at, at % 8));
      const { seq, segment } = detailOf(await refused("store.damaged", usingJournal(folder, unreached)));
      const expected = at < 56 ? 1 : 1 + ends.findIndex((end) => at < end);
      expect({ at, seq, segment }).to.deep.equal({ at, seq: expected, segment: 1 });
    }
  });

  it("refuses a journal with a flipped bit in any byte of the key file, and says of which record", async () => {
    const folder = make();
    const path = join(folder, "000001.key");
    await usingJournal(folder, (journal) => journal.append(facts(2)));
    const bytes = readFileSync(path);
    for (let at = 0; at < bytes.length; at++) {
      writeFileSync(path, flipped(bytes, at, at % 8));
      const { seq } = detailOf(await refused("store.damaged", usingJournal(folder, unreached)));
      expect({ at, seq }).to.deep.equal({ at, seq: at < 72 ? 1 : 2 });
    }
  });

  it("refuses records without their keys: an old backup of the key file, or none", async () => {
    const whole = make();
    await using(whole, (store) => store.journal.append(facts(3)));
    const [short, none] = [copy(whole), copy(whole)];
    truncateSync(part(short, "000001.key"), 2 * 72);
    rmSync(part(none, "000001.key"));
    expect(await damage(short)).to.include({ segment: 1, what: "expected 3 keys in its key file" });
    expect(await damage(none)).to.include({ segment: 1, what: "expected 3 keys in its key file" });
  });

  it("refuses a key that was overwritten without an erasure record", async () => {
    const [whole, erased] = [make(), make()];
    await using(whole, (store) => store.journal.append(facts(2)));
    await using(erased, async ({ journal }) => {
      await journal.append(facts(2));
      await journal.erase(1, BY);
    });
    const entries = readFileSync(part(whole, "000001.key"));
    entries.set(readFileSync(part(erased, "000001.key")).subarray(0, 72));
    writeFileSync(part(whole, "000001.key"), entries);
    expect(await damage(whole)).to.include({ seq: 1 });
  });

  describe("in several segments", () => {
    async function segments(): Promise<string> {
      const dir = make();
      for (let n = 1; n <= 4; n++) await using(dir, (store) => store.journal.append(facts(1, n)), 1);
      return dir;
    }

    it("refuses a journal of which any segment is missing, the last one as well", async () => {
      const whole = await segments();
      for (const number of [1, 2, 3, 4]) {
        const dir = copy(whole);
        rmSync(part(dir, `00000${number}.seg`));
        expect(await damage(dir)).to.include({ segment: number });
      }
    });

    it("refuses segments that change places, and a seal that was changed", async () => {
      const whole = await segments();
      const [swapped, unsealed] = [copy(whole), copy(whole)];
      for (const kind of ["seg", "key", "seal"]) {
        renameSync(part(swapped, `000001.${kind}`), part(swapped, "x"));
        renameSync(part(swapped, `000002.${kind}`), part(swapped, `000001.${kind}`));
        renameSync(part(swapped, "x"), part(swapped, `000002.${kind}`));
      }
      expect(await damage(swapped)).to.include({ segment: 1 });
      flip(part(unsealed, "000002.seal"), 60);
      expect(await damage(unsealed)).to.include({ segment: 2 });
    });

    it("refuses a finished segment that is shorter, or has too few keys", async () => {
      const whole = await segments();
      for (const kind of ["seg", "key"]) {
        const dir = copy(whole);
        truncateSync(part(dir, `000002.${kind}`), statSync(part(dir, `000002.${kind}`)).size - 1);
        expect(await damage(dir)).to.include({ segment: 2 });
      }
    });

    it("seals again a finished segment whose seal is missing, after checking all of it", async () => {
      const whole = await segments();
      const [good, bad] = [copy(whole), copy(whole)];
      for (const dir of [good, bad]) rmSync(part(dir, "000002.seal"));
      await using(good, async ({ journal }) => expect((await journal.audit()).defects).to.deep.equal([]));
      expect(readFileSync(part(good, "000002.seal"))).to.deep.equal(readFileSync(part(whole, "000002.seal")));
      flip(part(bad, "000002.seg"), 100);
      expect(await damage(bad)).to.include({ segment: 2, seq: 2 });
    });

    it("opens without reading finished segments, and finds damage there when it reads or audits", async () => {
      const dir = await segments();
      flip(part(dir, "000002.seg"), 120);
      flip(part(dir, "000003.key"), 20);
      await using(dir, async ({ journal }) => {
        expect((await journal.read(1))?.subject).to.equal("certificate-1");
        await refused("store.damaged", journal.read(2));
        await refused("store.damaged", journal.read(3));
        const { records, defects } = await journal.audit();
        expect(records).to.equal(4);
        expect(defects.map(({ seq }) => seq)).to.deep.equal([2, 3]);
      });
      expect((await auditJournal(join(dir, "journal"))).defects.map(({ seq }) => seq)).to.deep.equal([2, 3]);
    });

    it("audits on behind a segment that can't be read to its end", async () => {
      const dir = await segments();
      truncateSync(part(dir, "000002.seg"), 80);
      const { records, defects } = await auditJournal(join(dir, "journal"));
      expect(records).to.equal(4);
      expect(defects[0]).to.include({ seq: 1 });
    });
  });

  it("says store.key for another master key or passphrase, and leaves the folder open to the right one", async () => {
    const [byKey, byPassphrase] = [make(), make()];
    await using(byKey, (store) => store.journal.append(facts(1)));
    await refused("store.key", openLevelStore({ dir: byKey, masterKey: new Uint8Array(32) }));
    await refused("store.key", openLevelStore({ dir: byKey, masterKey: new Uint8Array(16) }));
    await refused("store.key", openLevelStore({ dir: byKey, passphrase: "五星" }));
    await using(byKey, async ({ journal }) => expect(journal.head().seq).to.equal(1));
    await (await openLevelStore({ dir: byPassphrase, passphrase: "五星\u2460" })).close();
    await refused("store.key", openLevelStore({ dir: byPassphrase, passphrase: "六星" }));
    await refused("store.key", openLevelStore({ dir: byPassphrase, masterKey: MASTER_KEY }));
    // ① and 1 are the same passphrase (NFKC).
    await (await openLevelStore({ dir: byPassphrase, passphrase: "五星1" })).close();
  });

  it("refuses a store.json that is missing, changed, or of another store under the same master key", async () => {
    const [whole, other] = [make(), make()];
    for (const dir of [whole, other]) await using(dir, (store) => store.journal.append(facts(1)));
    const [missing, changed, mixed] = [copy(whole), copy(whole), copy(whole)];
    rmSync(join(missing, "store.json"));
    expect(await damage(missing)).to.include({ what: "store.json is missing" });
    writeFileSync(join(changed, "store.json"), "{}");
    expect(await damage(changed)).to.include({ what: "store.json is not as it was written" });
    writeFileSync(join(mixed, "store.json"), readFileSync(join(other, "store.json")));
    expect(await damage(mixed)).to.include({ what: "the record's key is not of this store" });
  });

  it("empties an index that LevelDB can't open, and keeps the journal", async () => {
    const dir = make();
    await using(dir, async ({ journal, index }) => {
      await journal.append(facts(1));
      await index.write([{ key: "a", value: "b" }]);
    });
    writeFileSync(join(dir, "index", "CURRENT"), "nonsense");
    await using(dir, async ({ journal, index }) => {
      expect(journal.head().seq).to.equal(1);
      expect(await index.range("")).to.deep.equal([]);
      await index.write([{ key: "a", value: "c" }]);
    });
  });
});
