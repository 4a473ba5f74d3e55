import { expect } from "chai";
import { clockOf } from "../../src/main/clock.ts";

describe("main: the clock", () => {
  it("is the machine's, in whole seconds", () => {
    const [before, now] = [Math.floor(Date.now() / 1000), clockOf(undefined)()];
    expect(now - before).to.be.oneOf([0, 1]);
  });

  it("stands still at YZ_NOW: an instant, or the end of a day in Shanghai", () => {
    expect(clockOf("2027-11-23T08:00:00Z")()).to.equal(Date.UTC(2027, 10, 23, 8) / 1000);
    expect(clockOf("2027-11-23")()).to.equal(Date.UTC(2027, 10, 23, 15, 59, 59) / 1000);
  });

  it("has no time where YZ_NOW is none: nothing may be judged then", () => {
    for (const text of ["", "tomorrow", "2027-02-30", "1795000000"]) {
      expect(clockOf(text), text).to.throw("config.invalid");
    }
  });
});
