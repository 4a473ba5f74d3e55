import { expect } from "chai";
import { dateInWords, day, instant } from "../../src/domain/i18n/times.ts";

const LOCALES = { zh: "zh-CN", en: "en-GB" } as const;

describe("times in words", () => {
  it("are those of a clock in China, which is eight hours before UTC", () => {
    const time = Date.UTC(2026, 10, 24, 16, 30, 5) / 1000;
    expect(instant(time, "zh")).to.equal("2026年11月25日 00:30:05（北京时间）");
    expect(instant(time, "en")).to.equal("25 November 2026 at 00:30:05, China Standard Time");
    expect(day(time, "zh")).to.equal("2026年11月25日");
    expect(day(time, "en")).to.equal("25 November 2026");
  });

  it("are the words that people who know the languages wrote, on every day of four years", () => {
    for (const language of ["zh", "en"] as const) {
      const words = new Intl.DateTimeFormat(LOCALES[language], { dateStyle: "long", timeZone: "Asia/Shanghai" });
      for (let time = Date.UTC(2024, 0, 1) / 1000; time < Date.UTC(2028, 0, 1) / 1000; time += 86_400)
        expect(day(time, language)).to.equal(words.format(new Date(time * 1000)));
    }
  });

  it("are numbers and texts as they stand where they are no dates", () => {
    expect(instant(1e18, "zh")).to.equal("1000000000000000000");
    expect(day(1e18, "en")).to.equal("1000000000000000000");
    expect(dateInWords("2026-13-01", "zh")).to.equal("2026-13-01");
    expect(dateInWords("long ago", "en")).to.equal("long ago");
  });
});
