import { expect } from "chai";
import { progressTo } from "../../src/main/progress.ts";

describe("main: progress", () => {
  /** What is said of a step that takes so long by the clock. */
  async function said(ms: number, fails = false): Promise<string> {
    let text = "";
    let now = 0;
    const output = {
      write: (part: string) => {
        text += part;
      },
    };
    const steps = progressTo(output, () => now);
    const work = async (): Promise<void> => {
      now += ms;
      if (fails) throw new Error("it failed");
    };
    await steps.step("founding", work).catch(() => undefined);
    return text;
  }

  it("tells of a step that took over a second, with its time, and of no shorter one", async () => {
    expect(await said(999)).to.equal("");
    expect(await said(3140)).to.equal("  ✓ founding (3.1 s)\n");
  });

  it("never calls a step done that failed", async () => {
    expect(await said(3140, true)).to.equal("");
  });
});
