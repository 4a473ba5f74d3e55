import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { withLock } from "../../scripts/lock.mjs";

describe("the bootstrap lock", () => {
  let root: string;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), "yinzheng-lock-"));
  });
  afterEach(() => rm(root, { recursive: true }));

  it("lets one in at a time", async () => {
    let inside = 0;
    const work = async () => {
      inside += 1;
      expect(inside).to.equal(1);
      await new Promise((resolve) => setImmediate(resolve));
      inside -= 1;
    };
    await Promise.all([withLock(root, work), withLock(root, work), withLock(root, work)]);
  });

  it("is released when the work fails", async () => {
    const failure = await withLock(root, () => Promise.reject(new Error("no"))).catch((cause: Error) => cause.message);
    expect(failure).to.equal("no");
    expect(existsSync(join(root, ".yinzheng-lock"))).to.equal(false);
  });

  it("is taken over from a process that has died", async () => {
    const { pid } = spawnSync(process.execPath, ["--version"]);
    await mkdir(join(root, ".yinzheng-lock"));
    await writeFile(join(root, ".yinzheng-lock", "owner"), `${hostname()} ${pid}`);
    expect(await withLock(root, async () => "done")).to.equal("done");
  });
});
