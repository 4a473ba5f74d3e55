import { expect } from "chai";
import type { Journal } from "../../src/store/store.ts";
import { BY, collected, fact, facts, refused } from "./sample.ts";

/** What every engine behind the journal port does; `journal` is the empty one of the running test. */
export function journalConformance(journal: () => Journal): void {
  it("is empty at first: head 0 with a hash of zeros", async () => {
    expect(journal().head()).to.deep.equal({ seq: 0, hash: `0x${"00".repeat(32)}` });
    expect(await journal().read(1)).to.equal(null);
    expect(await collected(journal().scan(1))).to.deep.equal([]);
    expect(await journal().audit()).to.deep.equal({ records: 0, head: journal().head(), defects: [] });
  });

  it("numbers records from 1 and gives back what was put in", async () => {
    const [first, second] = await journal().append(facts(2));
    expect(first).to.include({ ...fact(1), seq: 1, erased: false, payload: first?.payload });
    expect(first?.payload).to.deep.equal(fact(1).payload);
    expect(second?.seq).to.equal(2);
    expect(await journal().read(1)).to.deep.equal(first);
    expect(await journal().read(2)).to.deep.equal(second);
    expect(journal().head()).to.deep.equal({ seq: 2, hash: second?.hash });
  });

  it("knows no records but those", async () => {
    await journal().append(facts(2));
    for (const seq of [0, -1, 3, 1.5, Number.NaN]) expect(await journal().read(seq)).to.equal(null);
  });

  it("keeps payloads of every JSON shape", async () => {
    const payload = { 名: "Ünïcödé 😀\u0000", deep: [[{ a: [] }], null, true, -0.5, 1e21], empty: {}, "": "" };
    await journal().append([fact(1, payload), fact(2, {})]);
    expect((await journal().read(1))?.payload).to.deep.equal(payload);
    expect((await journal().read(2))?.payload).to.deep.equal({});
  });

  it("keeps a payload as it was when appended, whatever the caller does to it later", async () => {
    const payload = { state: "before" };
    const appended = journal().append([fact(1, payload)]);
    payload.state = "after";
    await appended;
    expect((await journal().read(1))?.payload).to.deep.equal({ state: "before" });
  });

  it("chains every record to the one before: equal facts have different hashes", async () => {
    const [first] = await journal().append([fact(1)]);
    const [second] = await journal().append([fact(1)]);
    expect(first?.hash).to.match(/^0x[0-9a-f]{64}$/);
    expect(second?.hash).to.not.equal(first?.hash);
  });

  it("appends nothing when one record of the call is not fit for it", async () => {
    const bad = { ...fact(2), payload: { when: new Date(0) } };
    // @ts-expect-error a Date is no JSON
    await refused("json.not_json", journal().append([fact(1), bad]));
    await refused("json.surrogate", journal().append([fact(1), { ...fact(2), subject: "\ud800" }]));
    await refused("schema.type", journal().append([fact(1), { ...fact(2), time: 0.5 }]));
    expect(journal().head().seq).to.equal(0);
  });

  it("keeps its own kinds for itself", async () => {
    await refused("schema.value", journal().append([{ ...fact(1), kind: "journal.erased", subject: "1" }]));
  });

  it("appends nothing for no records", async () => {
    expect(await journal().append([])).to.deep.equal([]);
    expect(journal().head().seq).to.equal(0);
  });

  it("gives concurrent appends their numbers in the order of the calls, those of one call in a row", async () => {
    const calls = await Promise.all(Array.from({ length: 40 }, (_, i) => journal().append(facts(1 + (i % 3), 10 * i))));
    const records = calls.flat();
    expect(records.map(({ seq }) => seq)).to.deep.equal(records.map((_, i) => i + 1));
    expect(await collected(journal().scan(1))).to.deep.equal(records);
    expect(await journal().audit()).to.deep.equal({ records: records.length, head: journal().head(), defects: [] });
  });

  it("scans from any number to the head as it was when the scan began", async () => {
    await journal().append(facts(5));
    const seen: number[] = [];
    for await (const { seq } of journal().scan(3)) {
      if (seq === 3) await journal().append(facts(2, 6));
      seen.push(seq);
    }
    expect(seen).to.deep.equal([3, 4, 5]);
    expect((await collected(journal().scan(0))).map(({ seq }) => seq)).to.deep.equal([1, 2, 3, 4, 5, 6, 7]);
    expect(await collected(journal().scan(8))).to.deep.equal([]);
  });

  describe("erase", () => {
    it("leaves the record, its hash and the chain, and no payload", async () => {
      const [, second] = await journal().append(facts(3));
      await journal().erase(2, BY);
      expect(await journal().read(2)).to.deep.equal({ ...second, payload: {}, erased: true });
      expect((await journal().read(1))?.payload).to.deep.equal(fact(1).payload);
      expect((await collected(journal().scan(1))).map(({ erased }) => erased)).to.deep.equal([
        false,
        true,
        false,
        false,
      ]);
      expect((await journal().audit()).defects).to.deep.equal([]);
    });

    it("is journalled: who, why and when", async () => {
      await journal().append(facts(2));
      await journal().erase(1, BY);
      const { seq, kind, subject, tenant, actor, time, payload } = (await journal().read(3))!;
      expect({ seq, kind, subject, tenant, actor, time, payload }).to.deep.equal({
        seq: 3,
        kind: "journal.erased",
        subject: "1",
        tenant: fact(1).tenant,
        actor: BY.actor,
        time: BY.time,
        payload: { reason: BY.reason },
      });
    });

    it("twice is once", async () => {
      await journal().append(facts(1));
      await Promise.all([journal().erase(1, BY), journal().erase(1, BY)]);
      await journal().erase(1, BY);
      expect(journal().head().seq).to.equal(2);
    });

    it("refuses what is no business fact: a number not given yet, and an erasure", async () => {
      await journal().append(facts(1));
      await journal().erase(1, BY);
      for (const seq of [0, 2, 3]) await refused("conflict.state", journal().erase(seq, BY));
      expect(journal().head().seq).to.equal(2);
    });
  });
}
