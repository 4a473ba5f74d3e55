import { expect } from "chai";
import { readCode } from "../../../src/proof/codes.ts";
import { isLiveCode, LIVE_BYTES, liveCodeOf } from "../../../src/proof/live-code.ts";

describe("proof: live codes", () => {
  const code = liveCodeOf(new Uint8Array(LIVE_BYTES).fill(0xa5));

  it("are the prefix and 32 digits in capitals", () => {
    expect(code).to.equal(`YZ2:${"A5".repeat(16)}`);
    expect(readCode(code, [])).to.deep.equal({ kind: "live", text: code });
    expect(() => liveCodeOf(new Uint8Array(15))).to.throw("16 random bytes");
  });

  for (const [what, text] of [
    ["in small letters", code.toLowerCase()],
    ["too short", code.slice(0, -1)],
    ["too long", `${code}A`],
    ["with a space", ` ${code}`],
    ["of another kind", code.replace("YZ2", "YZ3")],
  ] as const) {
    it(`are nothing else: ${what}`, () => {
      expect(isLiveCode(text)).to.equal(false);
      expect(readCode(text, []).kind).to.not.equal("live");
    });
  }
});
