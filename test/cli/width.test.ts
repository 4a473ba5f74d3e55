import { expect } from "chai";
import { widthOf, wrapped } from "../../src/cli/width.ts";

describe("yz: how wide a text is", () => {
  it("counts two columns for what East Asia writes wide", () => {
    expect(widthOf("审批 ab（1）")).to.equal(12);
  });

  it("breaks at spaces, and anywhere where there are none", () => {
    expect(wrapped("one two three", 8)).to.deep.equal(["one two", "three"]);
    expect(wrapped("威海市行政审批服务局", 8)).to.deep.equal(["威海市行", "政审批服", "务局"]);
    expect(wrapped("0x0123456789", 6)).to.deep.equal(["0x0123", "456789"]);
    expect(wrapped("", 6)).to.deep.equal([""]);
  });
});
