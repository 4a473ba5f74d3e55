import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { isYinzhengError } from "../../../src/domain/errors.ts";
import type { WorkingCalendar } from "../../../src/domain/rights/calendar.ts";
import { lastDay, renewableFrom, termEnd } from "../../../src/domain/rights/periods.ts";
import {
  begin,
  isFrozen,
  lapsed,
  after as next,
  type Procedure,
  type ProcedureEvent,
} from "../../../src/domain/rights/procedure.ts";
import type { RightRules } from "../../../src/domain/rights/rules.ts";
import { readCalendar, readRules } from "../../../src/main/rights/read.ts";
import { codeOf } from "../../domain/caught.ts";

const [APPLICANT, RIVAL, REGISTRAR] = ["0x0a", "0x0b", "0x0c"] as const;
const START = "2026-03-02";
const CODES = [
  "bj-data-ip-2023",
  "city-plan-2021",
  "national-draft-2026",
  "public-data-2025",
  "sd-data-ip-2023",
  "zj-data-ip-2023",
];

/** A jurisdiction that none of the program's files knows. */
const dropped = (rules: RightRules): RightRules => ({
  ...rules,
  code: "dropped-in",
  notice: { length: { count: 15, unit: "days" } },
  acceptance: { within: { count: 3, unit: "workingDays" }, silence: "accepted" },
  objection: { ...rules.objection, standing: "interested" },
});

describe("rules of jurisdictions", () => {
  let calendar: WorkingCalendar;
  let all: readonly RightRules[];
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "yz-rules-"));
    const [first] = await readRules(undefined);
    await writeFile(join(folder, "dropped-in.json"), JSON.stringify(dropped(first as RightRules)));
    [all, calendar] = await Promise.all([readRules(folder), readCalendar(undefined)]);
  });
  after(() => rm(folder, { recursive: true }));

  /** An application and what happens to it, a day at a time. */
  class Case {
    procedure: Procedure;
    readonly #rules: RightRules;
    today = START;

    constructor(rules: RightRules) {
      this.#rules = rules;
      this.procedure = begin(APPLICANT, this.#setting());
    }

    on(date: string | null, event: ProcedureEvent): this {
      if (date !== null) this.today = date;
      this.procedure = next(this.procedure, event, this.#setting());
      return this;
    }

    refused(date: string | null, event: ProcedureEvent): string {
      if (date !== null) this.today = date;
      return codeOf(() => next(this.procedure, event, this.#setting()));
    }

    passed(): this {
      return this.on(null, { kind: "accept" }).on(null, { kind: "pass" });
    }

    lapse(date: string): Procedure {
      this.today = date;
      return lapsed(this.procedure, this.#setting());
    }

    get noticeEnd(): string {
      return this.procedure.notice?.until ?? "";
    }

    get dayAfter(): string {
      return lastDay(this.noticeEnd, { count: 1, unit: "workingDays" }, calendar);
    }

    #setting() {
      return { rules: this.#rules, calendar, today: this.today };
    }
  }

  const objection = (id: `0x${string}`, by: `0x${string}` = RIVAL): ProcedureEvent => ({
    kind: "object",
    id,
    by,
    interested: true,
    evidence: ["0xee"],
  });

  it("are those that the program brings, and what a folder adds", () => {
    expect(all.map(({ code }) => code)).to.deep.equal([...CODES, "dropped-in"]);
  });

  for (const [at, code] of [...CODES, "dropped-in"].entries()) {
    const rulesOf = (): RightRules => all[at] as RightRules;

    it(`${code}: an application goes from acceptance over review and notice to its registration`, () => {
      const rules = rulesOf();
      const application = new Case(rules).passed();
      expect(application.procedure.state).to.equal("noticed");
      expect(application.noticeEnd).to.equal(lastDay(START, rules.notice.length, calendar));
      expect(application.refused(application.noticeEnd, { kind: "register" })).to.equal("rights.notice");
      application.on(application.dayAfter, { kind: "register" });
      expect(application.procedure).to.include({ state: "registered", due: null, registeredOn: application.today });
      const until = termEnd(application.today, rules.term.length);
      expect(until > application.today).to.equal(true);
      if (rules.renewal !== null) expect(renewableFrom(until, rules.renewal.before) < until).to.equal(true);
    });

    it(`${code}: an objection freezes until it is rejected, and ends the application where it is upheld`, () => {
      const lost = new Case(rulesOf()).passed();
      lost.on(lost.noticeEnd, objection("0x01"));
      expect(isFrozen(lost.procedure)).to.equal(true);
      expect(lost.refused(lost.dayAfter, { kind: "register" })).to.equal("rights.frozen");
      lost.on(null, { kind: "answer", id: "0x01", by: APPLICANT });
      expect(lost.refused(null, { kind: "decide", id: "0x01", by: APPLICANT, upheld: false })).to.equal(
        "rights.standing",
      );
      expect(lost.refused(null, { kind: "decide", id: "0x01", by: RIVAL, upheld: true })).to.equal("rights.standing");
      lost.on(null, { kind: "decide", id: "0x01", by: REGISTRAR, upheld: false }).on(null, { kind: "register" });
      expect(lost.procedure.state).to.equal("registered");

      const won = new Case(rulesOf()).passed();
      won.on(null, objection("0x02")).on(null, { kind: "decide", id: "0x02", by: REGISTRAR, upheld: true });
      expect(won.procedure.state).to.equal("refused");
      expect(won.refused(won.dayAfter, { kind: "register" })).to.equal("rights.state");
    });

    it(`${code}: who may object, until when, and with what`, () => {
      const application = new Case(rulesOf()).passed();
      expect(application.refused(null, objection("0x01", APPLICANT))).to.equal("rights.standing");
      expect(application.refused(null, { ...objection("0x01"), evidence: [] } as ProcedureEvent)).to.equal(
        "rights.evidence",
      );
      const stranger = { ...objection("0x01"), interested: false } as ProcedureEvent;
      if (rulesOf().objection.standing === "interested")
        expect(application.refused(null, stranger)).to.equal("rights.standing");
      else application.on(null, stranger).on(null, { kind: "withdrawObjection", id: "0x01", by: RIVAL });
      expect(application.refused(application.dayAfter, objection("0x03"))).to.equal("rights.notice");
    });

    it(`${code}: nothing is decided by silence unless the rules say so`, () => {
      const rules = rulesOf();
      const waiting = new Case(rules);
      const due = waiting.procedure.due ?? "";
      expect(waiting.lapse(due)).to.equal(waiting.procedure);
      const late = waiting.lapse(lastDay(due, { count: 1, unit: "workingDays" }, calendar));
      expect(late.state).to.equal(rules.acceptance.silence === "accepted" ? "accepted" : "applied");
    });

    it(`${code}: steps out of their order, and after the end, change nothing`, () => {
      const application = new Case(rulesOf());
      for (const event of [{ kind: "pass" }, { kind: "refuse" }, { kind: "register" }, objection("0x01")] as const)
        expect(application.refused(null, event), event.kind).to.equal("rights.state");
      application.on(null, { kind: "return" });
      for (const event of [{ kind: "accept" }, { kind: "withdraw", by: APPLICANT }] as const)
        expect(application.refused(null, event), event.kind).to.equal("rights.state");
    });
  }

  it("of a file that breaks a rule stop the program with the place", async () => {
    const bad = await mkdtemp(join(tmpdir(), "yz-rules-"));
    const [first] = all;
    const { "/notice/length": _, ...sources } = { ...(first as RightRules).sources };
    await writeFile(join(bad, "bad.json"), JSON.stringify({ ...first, code: "bad", sources }));
    const error: unknown = await readRules(bad).catch((thrown: unknown) => thrown);
    await rm(bad, { recursive: true });
    expect(isYinzhengError(error, "config.invalid") && error.detail.rule).to.equal("schema.missing_field");
    expect(isYinzhengError(error) && error.detail.pointer).to.equal("/sources/~1notice~1length");
  });

  it("of one code and version can't be said in two ways", async () => {
    const bad = await mkdtemp(join(tmpdir(), "yz-rules-"));
    await writeFile(join(bad, "other.json"), JSON.stringify({ ...all[0], evidenceFirst: !all[0]?.evidenceFirst }));
    const error: unknown = await readRules(bad).catch((thrown: unknown) => thrown);
    await rm(bad, { recursive: true });
    expect(isYinzhengError(error, "config.invalid") && error.detail.rule).to.equal("schema.mismatch");
  });
});
