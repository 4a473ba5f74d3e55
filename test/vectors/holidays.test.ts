import { expect } from "chai";
import { parseCalendarYear, WorkingCalendar } from "../../src/domain/rights/calendar.ts";
import { readCalendar } from "../../src/main/rights/read.ts";
import { codeOf } from "../domain/caught.ts";
import { describeVectors, vectorText } from "./vectors.ts";

interface Notice {
  readonly days: readonly { readonly date: string; readonly isOffDay: boolean }[];
}

/** Holidays and make-up days as others collected them from the State Council's notices. */
describeVectors("holidays", () => {
  for (const year of [2022, 2023, 2024, 2025, 2026])
    it(`every day that the notice of ${year} names is off or worked as it says`, async () => {
      const calendar = await readCalendar(undefined);
      const { days } = JSON.parse(vectorText("holidays", `${year}.json`)) as Notice;
      const named = days.filter(({ date }) => date.startsWith(String(year)));
      expect(named.length).to.be.greaterThan(20);
      for (const { date, isOffDay } of named) expect(calendar.isWorkingDay(date), date).to.equal(!isOffDay);
    });

  it("a year whose notice is not out has no working days", async () => {
    const { days } = JSON.parse(vectorText("holidays", "2027.json")) as Notice;
    expect(days).to.deep.equal([]);
    const calendar = await readCalendar(undefined);
    expect(codeOf(() => calendar.isWorkingDay("2027-01-04"))).to.equal("rights.calendar_gap");
    expect(codeOf(() => new WorkingCalendar([]).isWorkingDay("2026-03-02"))).to.equal("rights.calendar_gap");
    expect(codeOf(() => parseCalendarYear({}))).to.equal("schema.missing_field");
  });
});
