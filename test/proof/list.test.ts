import { expect } from "chai";
import type { Facts, ListFact } from "../../src/proof/facts.ts";
import type { ReadStatusList } from "../../src/proof/status-list.ts";
import { detailOf, judge, summary } from "./judge.ts";
import { digest } from "./paper/keys.ts";
import { type PaperListOptions, paperList } from "./paper/list.ts";
import { CAPTURED, DAY, HOUR, MAX_STATUS_AGE, NOW, type Paper, type PaperOptions } from "./paper/options.ts";
import { paper } from "./paper/world.ts";

const told = (...lists: readonly (ReadStatusList | string)[]): Facts => ({
  node: null,
  lists: lists.map((list, i): ListFact => {
    const mirror = `https://mirror-${i}.example`;
    return typeof list === "string" ? { mirror, ok: false, code: list } : { mirror, ok: true, list };
  }),
});

/** Long after the bundle's own evidence has grown stale; the list is of an hour before. */
const LATE = CAPTURED + MAX_STATUS_AGE + 30 * DAY;
const LATE_BLOCK = { number: 900, time: LATE - HOUR };

describe("proof: status lists", () => {
  let world: Paper;
  const lists = new Map<string, Promise<ReadStatusList>>();
  const list = (options: PaperListOptions = {}): Promise<ReadStatusList> => {
    const key = JSON.stringify(options);
    const known = lists.get(key) ?? paperList(world, options);
    lists.set(key, known);
    return known;
  };
  before(async () => {
    world = await paper();
  });

  const at = async (options: PaperListOptions, question: Parameters<typeof judge>[1] = {}): Promise<string> =>
    summary(judge(world, { level: "snapshot", facts: told(await list(options)), ...question }));

  describe("that show the proven state", () => {
    it("make evidence answer that is too old by itself, at level snapshot and as of the list", async () => {
      const facts = told(await list({ block: LATE_BLOCK }));
      const report = judge(world, { level: "snapshot", facts, now: LATE });
      expect(summary(report)).to.equal("valid");
      expect(report.asOf).to.deep.equal({ block: 900, known: LATE - HOUR, time: LATE });
      expect(detailOf(report, "time.evidence")).to.deep.equal({ answersUntil: LATE - HOUR + MAX_STATUS_AGE });
      expect(detailOf(report, "status.list")).to.deep.include({ block: 900, witnesses: ["court"] });
      expect(summary(judge(world, { level: "snapshot", now: LATE })), "alone").to.contain("status.stale");
    });

    it("give nothing at level archival, which a list never reaches", async () => {
      const facts = told(await list({ block: LATE_BLOCK }));
      const report = judge(world, { level: "archival", facts, now: LATE });
      expect(summary(report)).to.equal("indeterminate | time.evidence status.stale");
      expect(report.asOf.block).to.equal(40);
    });

    it("answer until they are as old as evidence may be, and no longer than they say themselves", async () => {
      const last = LATE - HOUR + MAX_STATUS_AGE;
      expect(await at({ block: LATE_BLOCK }, { now: last })).to.equal("valid");
      const stale = "indeterminate | status.list status.list_stale | time.evidence status.stale";
      expect(await at({ block: LATE_BLOCK }, { now: last + 1 })).to.equal(stale);
      expect(await at({ block: LATE_BLOCK, validUntil: LATE }, { now: LATE })).to.equal("valid");
      expect(await at({ block: LATE_BLOCK, validUntil: LATE }, { now: LATE + 1 })).to.equal(stale);
    });

    it("do not prolong evidence from before a compromise, which they can't judge", async () => {
      const source = { lastCompromise: world.bundle.log.size + 1 };
      expect(await at({ block: LATE_BLOCK, source }, { now: LATE })).to.equal(
        "indeterminate | status.list status.list_compromise | time.evidence status.stale",
      );
      expect(await at({ source })).to.equal("valid | status.list status.list_compromise");
      expect(await at({ source: { lastCompromise: world.bundle.log.size } })).to.equal("valid");
    });

    it("do not lift what is proven: a suspended certificate stays so until a new bundle says otherwise", async () => {
      const suspended = await paper({ changes: [{ to: "suspended", time: CAPTURED - HOUR }] });
      const agree = await paperList(suspended, { state: "suspended", statusHead: digest("any") });
      const lifted = await paperList(suspended, { state: "active" });
      const question = { level: "snapshot", now: NOW } as const;
      expect(summary(judge(suspended, { ...question, facts: told(agree) }))).to.equal(
        "not_in_force | status.cell status.suspended",
      );
      expect(summary(judge(suspended, { ...question, facts: told(lifted) }))).to.equal(
        "not_in_force | status.cell status.suspended | status.list status.list_overruled",
      );
    });
  });

  describe("that show another state", () => {
    for (const state of ["suspended", "revoked", "superseded"] as const) {
      it(`make a certificate not in force from their time on, at every level: ${state}`, async () => {
        const facts = told(await list({ state }));
        for (const level of ["snapshot", "archival"] as const) {
          const report = judge(world, { level, facts });
          expect(summary(report), level).to.equal(`not_in_force | status.list status.${state}`);
          expect(report.asOf).to.deep.equal({ block: 50, known: NOW, time: NOW });
        }
        const behind = { ...facts, node: world.node({ block: { number: 45, time: NOW - 60 } }).node };
        expect(summary(judge(world, { level: "online", facts: behind })), "a node that lags").to.equal(
          `not_in_force | status.list status.${state}`,
        );
      });
    }

    it("leave open what was between the evidence and their time", async () => {
      const question = { asOf: NOW - 60 };
      for (const state of ["suspended", "revoked", "superseded"] as const) {
        expect(await at({ state }, question), state).to.equal("indeterminate | status.list status.list_undated");
      }
    });

    it("leave to the evidence what was before it, but for a revocation, which may reach back", async () => {
      const question = { asOf: CAPTURED - 60 };
      expect(await at({ state: "suspended" }, question)).to.equal("valid | status.list status.list_later");
      expect(await at({ state: "superseded" }, question)).to.equal("valid | status.list status.list_later");
      expect(await at({ state: "revoked" }, question)).to.equal("indeterminate | status.list status.list_undated");
    });

    it("are believed about now where their block is a little ahead of the clock", async () => {
      const block = { number: 50, time: NOW + 5 };
      expect(await at({ state: "revoked", block })).to.equal("not_in_force | status.list status.revoked");
    });

    it("are overruled by proven state: by a newer one, by a final one, and by the same history", async () => {
      const node = world.node({ block: { number: 60, time: NOW } });
      const old = await list({ state: "revoked" });
      expect(
        summary(judge(world, { level: "online", facts: { ...told(old), node: node.node } })),
        "the node's head is newer",
      ).to.equal("valid | status.list status.list_older");
      const revoked = await paper({ changes: [{ to: "revoked", time: CAPTURED - HOUR }] });
      const facts = told(await paperList(revoked, { state: "active" }));
      expect(summary(judge(revoked, { level: "snapshot", facts }))).to.equal(
        "not_in_force | status.cell status.revoked | status.list status.list_overruled",
      );
      const unchanged = { state: "revoked", statusHead: `0x${"00".repeat(32)}` } as const;
      expect(await at(unchanged), "no change has been made").to.equal("valid | status.list status.list_overruled");
    });
  });

  describe("that can't be used", () => {
    it("are passed over where the evidence answers by itself, and missed where it does not or where they are demanded", async () => {
      const facts = told("list.unreachable", "list.format");
      const ask = (more: object) => summary(judge(world, { level: "snapshot", facts, ...more }));
      expect(ask({})).to.equal("valid | status.list status.list_unreachable");
      expect(ask({ now: LATE })).to.equal(
        "indeterminate | status.list status.list_unreachable | time.evidence status.stale",
      );
      expect(ask({ requireList: true })).to.equal("indeterminate | status.list status.list_unreachable");
      const nobody = judge(world, { level: "snapshot", requireList: true });
      expect(summary(nobody), "no mirror was asked").to.equal("indeterminate | status.list status.list_unreachable");
    });

    it("are no newer than the evidence, which then answers", async () => {
      const older = { block: { number: 40, time: CAPTURED } };
      expect(await at(older)).to.equal("valid | status.list status.list_older");
      const log = { size: world.bundle.anchor.logIndex, root: digest("an earlier log") };
      const before = { block: { number: 30, time: CAPTURED - DAY }, log, batches: [] };
      expect(await at(before), "from before the anchor").to.equal("valid | status.list status.list_older");
      expect(await at(before, { requireList: true })).to.equal("indeterminate | status.list status.list_older");
    });

    it("leave out a batch that is on chain", async () => {
      expect(await at({ batches: [] })).to.equal("indeterminate | status.list status.list_incomplete");
    });

    const SPOILT: readonly (readonly [string, PaperListOptions])[] = [
      ["no witness has signed", { cosigners: [] }],
      ["a witness of another world has signed", { witnessOwner: "theirs" }],
      ["a witness that is not in the trust file has signed", { cosigners: ["bank"] }],
      [
        "another member's key has signed",
        { touchFile: (file) => ({ ...file, key: { ...file.key, keyId: digest("k") } }) },
      ],
      ["the member's key is for credentials only", { keyIs: { purposes: 1 } }],
      ["the key is registered for another suite", { keyIs: { suite: 2 } }],
      ["the key has expired", { key: { notAfter: NOW } }],
      ["the key is compromised", { key: { compromisedSince: NOW } }],
      ["the key is not registered", { key: { notBefore: 0, notAfter: 0 }, keyIs: { suite: 0, purposes: 0 } }],
      [
        "it was changed after it was signed",
        { touch: (credential) => ({ ...credential, validUntil: "2030-01-01T00:00:00Z" }) },
      ],
      ["it has a second proof", { touch: (one) => ({ ...one, proof: { ...(one.proof as object), created: "x" } }) }],
      ["it is another installation's", { source: { registryId: digest("other") } }],
      ["it is another member's", { source: { memberId: digest("other") } }],
      ["it is another type's", { source: { typeId: digest("other") } }],
      ["it is another list", { url: `https://demo.yinzheng.example/v1/status-lists/${"33".repeat(16)}` }],
      ["its issuer is another", { issuer: "did:web:elsewhere.example:members:1" }],
      ["its block is not that of its evidence", { source: { block: { number: 50, hash: digest("b"), time: NOW } } }],
      ["it begins at another time than its block", { touch: (one) => ({ ...one, validFrom: "2026-01-01T00:00:00Z" }) }],
      ["there is no checkpoint", { touchFile: (file) => ({ ...file, checkpoint: "" }) }],
    ];
    for (const [why, options] of SPOILT) {
      it(`do not hold: ${why}`, async () => {
        const spoilt = await paperList(world, options);
        const report = judge(world, { level: "snapshot", facts: told(spoilt) });
        expect(summary(report)).to.equal("indeterminate | status.list status.list_bad");
        const good = await list({ block: { number: 49, time: NOW - 60 } });
        const both = judge(world, { level: "snapshot", facts: told(spoilt, good) });
        expect(summary(both), "a mirror that is well makes up for it").to.equal("valid");
      });
    }

    it("are of a suite that the trust file distrusts", async () => {
      const trust = { ...world.trust, suites: { "eddsa-jcs-2022": { distrustedSince: NOW } } };
      const facts = told(await list());
      expect(summary(judge(world, { level: "snapshot", facts, trust }))).to.contain("status.list status.list_bad");
    });

    it("are of another history than the log that was seen; one of a smaller log answers for its own time", async () => {
      const { log } = (await list()).view.source;
      const seen = { size: log.size + 1, root: digest("seen") };
      expect(await at({}, { seen })).to.equal("valid");
      expect(await at({}, { seen: { size: log.size, root: log.root } })).to.equal("valid");
      expect(await at({}, { seen: { size: log.size, root: digest("other") } })).to.equal(
        "indeterminate | status.list status.list_bad",
      );
    });

    it("give the cell another place than the certificate names", async () => {
      const wrong: PaperOptions = { position: 7 };
      const misplaced = await paper(wrong);
      const facts = told(await paperList(misplaced));
      expect(summary(judge(misplaced, { level: "snapshot", facts }))).to.equal(
        "indeterminate | status.list status.list_position",
      );
    });
  });

  it("are taken from the mirror that shows the newest", async () => {
    const old = await list({ block: { number: 45, time: NOW - HOUR } });
    const revoked = await list({ state: "revoked" });
    for (const facts of [told(old, revoked), told(revoked, old), told("list.unreachable", revoked)]) {
      expect(summary(judge(world, { level: "snapshot", facts }))).to.equal("not_in_force | status.list status.revoked");
    }
  });
});
