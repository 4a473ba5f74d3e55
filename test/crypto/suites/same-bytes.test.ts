import { execFileSync } from "node:child_process";
import { expect } from "chai";
import { transcript } from "./transcript.ts";

const SCRIPT = `
  const native = await import("#native");
  const { transcript } = await import("./transcript.ts");
  console.log(JSON.stringify({ engine: native.sm3.toString(), transcript: await transcript() }));`;

describe("suites in browsers", () => {
  it("give the same bytes as in Node: the same run under the condition `browser`, that is with noble", async () => {
    const text = execFileSync(process.execPath, ["--conditions=browser", "--input-type=module", "--eval", SCRIPT], {
      cwd: import.meta.dirname,
      encoding: "utf8",
    });
    const other = JSON.parse(text) as { engine: string; transcript: unknown };
    expect(other.engine, "the browser's engine").to.include("plainSm3");
    expect(other.transcript).to.deep.equal(await transcript());
  }).timeout(20_000);
});
