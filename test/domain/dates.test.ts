import { expect } from "chai";
import {
  dateAt,
  endOfDay,
  formatInstant,
  isDate,
  parseInstant,
  parseTime,
  startOfDay,
} from "../../src/domain/dates.ts";
import { caught } from "./caught.ts";

describe("domain/dates", () => {
  for (const date of ["2026-11-23", "2024-02-29", "2000-02-29", "1970-01-01", "0001-01-01", "9999-12-31"]) {
    it(`knows the day ${date}`, () => {
      expect(isDate(date)).to.equal(true);
    });
  }

  for (const date of [
    "2026-02-29",
    "1900-02-29",
    "2026-04-31",
    "2026-13-01",
    "2026-00-10",
    "2026-01-00",
    "0000-01-01",
  ]) {
    it(`knows that there is no day ${date}`, () => {
      expect(isDate(date)).to.equal(false);
    });
  }

  for (const text of ["2026-1-2", "20261123", "2026/11/23", " 2026-11-23", "2026-11-23\n", "２０２６-11-23", ""]) {
    it(`does not take ${JSON.stringify(text)} for a date`, () => {
      expect(isDate(text)).to.equal(false);
    });
  }

  for (const [text, time] of [
    ["1970-01-01T00:00:00Z", 0],
    ["1985-04-12T23:20:50Z", 482_196_050],
    ["1996-12-19T16:39:57-08:00", 851_042_397],
    ["2026-11-23T18:00:00+08:00", 1_795_428_000],
    ["1969-12-31T23:59:59Z", -1],
  ] as const) {
    it(`reads the instant ${text}`, () => {
      expect(parseInstant(text)).to.equal(time);
    });
  }

  it("agrees with Date on 500 instants from 1850 to 2500", () => {
    for (let i = 0; i < 500; i += 1) {
      const time = Date.UTC(1850, 0, 1) / 1000 + i * 41_027_731;
      expect(parseInstant(formatInstant(time))).to.equal(time);
    }
  });

  for (const text of [
    "2026-11-23",
    "2026-11-23T10:00Z",
    "2026-11-23T10:00:00",
    "2026-11-23T10:00:00.5Z",
    "2026-11-23t10:00:00z",
    "2026-11-23 10:00:00Z",
    "2026-11-23T24:00:00Z",
    "2026-12-31T23:59:60Z",
    "2026-02-30T10:00:00Z",
    "2026-11-23T10:00:00-00:00",
    "2026-11-23T10:00:00+15:00",
  ]) {
    it(`does not take ${text} for an instant`, () => {
      expect(parseInstant(text)).to.equal(undefined);
    });
  }

  it("begins and ends a day in Asia/Shanghai", () => {
    expect(formatInstant(startOfDay("2026-11-23"))).to.equal("2026-11-22T16:00:00Z");
    expect(formatInstant(endOfDay("2026-11-23"))).to.equal("2026-11-23T15:59:59Z");
  });

  it("tells the date in Asia/Shanghai on both sides of midnight", () => {
    expect(dateAt(endOfDay("2026-11-23"))).to.equal("2026-11-23");
    expect(dateAt(endOfDay("2026-11-23") + 1)).to.equal("2026-11-24");
  });

  it("takes a bare date for its end and tells when the day began", () => {
    expect(parseTime("2026-11-23")).to.deep.equal({ time: endOfDay("2026-11-23"), dayStart: startOfDay("2026-11-23") });
  });

  it("takes an instant for itself", () => {
    expect(parseTime("2026-11-23T18:00:00+08:00")).to.deep.equal({ time: 1_795_428_000 });
  });

  it("refuses anything else with the pointer", () => {
    const error = caught(() => parseTime("tomorrow", "/validFrom"));
    expect([error.code, error.detail.pointer]).to.deep.equal(["schema.date", "/validFrom"]);
    expect(caught(() => startOfDay("2026-02-30")).code).to.equal("schema.date");
  });
});
