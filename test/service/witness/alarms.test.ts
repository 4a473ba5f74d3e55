import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { YinzhengError } from "../../../src/domain/errors.ts";
import { ALARMED, ALARMS, type Alarm, Alarms } from "../../../src/service/witness/alarms.ts";
import { openMemoryStore } from "../../../src/store/memory/open.ts";

const PAGE = join(import.meta.dirname, "../../../docs/operations.md");

describe("alarms of a witness", () => {
  it("are all in the table for operators, and no other is", () => {
    const section =
      readFileSync(PAGE, "utf8")
        .split("\n## ")
        .find((text) => text.startsWith("Run a witness")) ?? "";
    const listed = [...section.matchAll(/^\| `([a-z]+\.[a-z_]+)` \|/gm)].map(([, code]) => code);
    expect(listed.sort()).to.deep.equal(Object.keys(ALARMS).sort());
  });

  it("say in both languages what they mean", () => {
    for (const { zh, en } of Object.values(ALARMS)) {
      expect(zh).to.match(/[一-鿿]/);
      expect(en).to.match(/^[A-Z].*\.$/);
    }
  });

  it("are told once a process and journaled once for ever, and keep the time when they began", async () => {
    const { journal } = openMemoryStore();
    let now = 5;
    const told: Alarm[] = [];
    const open = () =>
      Alarms.open({
        journal,
        clock: () => now,
        note: (kind, payload) =>
          journal.append([{ kind, subject: "w", tenant: "witness", actor: "w", time: now, payload }]),
        tell: (alarm) => told.push(alarm),
      });
    const refusal = new YinzhengError("witness.refused", { reason: "x", alarm: "witness.fork", block: 3 });
    for (const time of [5, 6]) {
      now = time;
      const alarms = await open();
      await alarms.heed(refusal);
      await alarms.heed(refusal);
      expect(alarms.list()).to.have.length(1);
      expect(alarms.list()[0]).to.deep.include({ code: "witness.fork", time: 5, detail: { reason: "x", block: 3 } });
    }
    expect(told.map(({ time }) => time)).to.deep.equal([5, 5]);
    const kinds: string[] = [];
    for await (const { kind } of journal.scan(1)) kinds.push(kind);
    expect(kinds).to.deep.equal([ALARMED]);
  });

  it("are not made of a refusal that is none of theirs", async () => {
    const told: Alarm[] = [];
    const { journal } = openMemoryStore();
    const alarms = await Alarms.open({
      journal,
      clock: () => 1,
      note: async () => {},
      tell: (alarm) => told.push(alarm),
    });
    await alarms.heed(new YinzhengError("witness.refused", { reason: "a batch is left out" }));
    await alarms.heed(new YinzhengError("chain.unreachable"));
    await alarms.heed(new Error("disk full"));
    expect(told).to.deep.equal([]);
  });
});
