import { expect } from "chai";
import { parseCalendarYear, WorkingCalendar } from "../../../src/domain/rights/calendar.ts";
import { lastDay, monthsAfter, renewableFrom, termEnd } from "../../../src/domain/rights/periods.ts";
import { caught, codeOf } from "../caught.ts";

/** By the notices of 2026 (元旦, 春节) and of a year with nothing but one day. */
const YEAR_2026 = {
  format: "yinzheng-working-days/1",
  year: 2026,
  source: "notice",
  off: ["2026-01-01", "2026-01-02", "2026-02-16", "2026-02-17", "2026-02-18", "2026-02-19", "2026-02-20", "2026-02-23"],
  worked: ["2026-01-04", "2026-02-14", "2026-02-28"],
};
const calendar = new WorkingCalendar([parseCalendarYear(YEAR_2026)]);

describe("working days", () => {
  it("are those of the week, but for days off, and with weekends that are worked", () => {
    const working = (date: string): boolean => calendar.isWorkingDay(date);
    expect(working("2026-01-02"), "Friday, off").to.equal(false);
    expect(working("2026-01-03"), "Saturday").to.equal(false);
    expect(working("2026-01-04"), "Sunday, worked").to.equal(true);
    expect(working("2026-01-05"), "Monday").to.equal(true);
    expect(working("2026-02-28"), "Saturday, worked").to.equal(true);
  });

  it("are counted from the day after, over days off and made-up days", () => {
    expect(calendar.after("2026-02-13", 1)).to.equal("2026-02-14");
    expect(calendar.after("2026-02-13", 2)).to.equal("2026-02-24");
    expect(calendar.after("2026-02-13", 7)).to.equal("2026-03-02");
  });

  it("of a year without a notice are not guessed", () => {
    expect(caught(() => calendar.after("2026-12-31", 1)).detail).to.deep.equal({ year: 2027 });
    expect(codeOf(() => calendar.isWorkingDay("2025-12-31"))).to.equal("rights.calendar_gap");
    const unannounced = { ...YEAR_2026, year: 2027, off: [], worked: [] };
    expect(codeOf(() => parseCalendarYear(unannounced))).to.equal("rights.calendar_gap");
  });

  for (const [fault, file, code] of [
    ["that names a day that does not exist", { ...YEAR_2026, off: ["2026-02-30"] }, "schema.date"],
    ["that names a day of another year", { ...YEAR_2026, off: ["2028-01-01"] }, "schema.date"],
    ["with a day both off and worked", { ...YEAR_2026, worked: ["2026-01-01"] }, "schema.mismatch"],
    ["with a day twice", { ...YEAR_2026, off: ["2026-01-01", "2026-01-01"] }, "schema.mismatch"],
    ["with a member that is not known", { ...YEAR_2026, holidays: [] }, "schema.unknown_field"],
    ["of another format", { ...YEAR_2026, format: "yinzheng-working-days/2" }, "schema.format"],
    ["that does not say who says so", { ...YEAR_2026, source: " " }, "schema.pattern"],
  ] as const)
    it(`can't be read from a notice ${fault}`, () => {
      expect(codeOf(() => parseCalendarYear(file))).to.equal(code);
    });

  it("can't be counted by halves, backwards, or without end", () => {
    for (const count of [0, -1, 1.5, 1001, Number.NaN])
      expect(
        codeOf(() => calendar.after("2026-03-02", count)),
        String(count),
      ).to.equal("schema.value");
  });
});

describe("periods", () => {
  it("of days, months and years that would end on a day off end on the next working day", () => {
    const ends = (count: number, unit: "days" | "months" | "years"): string =>
      lastDay("2026-01-31", { count, unit }, calendar);
    expect(ends(1, "days"), "a Sunday").to.equal("2026-02-02");
    expect(ends(17, "days"), "in the Spring Festival").to.equal("2026-02-24");
    expect(ends(1, "months"), "a Saturday, worked").to.equal("2026-02-28");
    expect(ends(3, "months")).to.equal("2026-04-30");
  });

  it("of months end on the day of the same number, or on the last of a month that has none", () => {
    expect(monthsAfter("2028-01-31", 1)).to.equal("2028-02-29");
    expect(monthsAfter("2026-12-15", 1)).to.equal("2027-01-15");
    expect(monthsAfter("2026-01-15", -1)).to.equal("2025-12-15");
    expect(monthsAfter("2026-03-31", -1)).to.equal("2026-02-28");
  });

  it("that are terms begin with their first day, and end on the day before the same one", () => {
    expect(termEnd("2026-03-01", { count: 3, unit: "years" })).to.equal("2029-02-28");
    expect(termEnd("2028-02-29", { count: 1, unit: "years" })).to.equal("2029-02-28");
    expect(termEnd("2026-03-01", { count: 30, unit: "days" })).to.equal("2026-03-30");
    expect(codeOf(() => termEnd("2026-03-01", { count: 3, unit: "workingDays" }))).to.equal("schema.value");
  });

  it("in which a term may be renewed are its last part", () => {
    expect(renewableFrom("2029-02-28", { count: 60, unit: "days" })).to.equal("2028-12-30");
    expect(renewableFrom("2029-02-28", { count: 6, unit: "months" })).to.equal("2028-08-28");
  });
});
