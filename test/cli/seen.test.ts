import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { openSeen, seenPath } from "../../src/cli/seen.ts";
import type { SeenLog } from "../../src/proof/policy.ts";
import { digest } from "../proof/paper/keys.ts";
import { type CliWorld, openCliWorld } from "./world.ts";
import { failed, type Ran, yzWith } from "./yz.ts";

describe("yz verify, and the largest log that it has seen", () => {
  let cli: CliWorld;
  let file: string;
  let seen: string;
  before(async () => {
    cli = await openCliWorld();
    file = (await cli.issue("good")).file;
    seen = seenPath(cli.trust);
  });
  beforeEach(() => rm(seen, { force: true }));
  after(() => cli.close());

  const verify = (...args: readonly string[]): Promise<Ran> =>
    yzWith({ clock: cli.world.clock })("verify", file, "--trust", cli.trust, ...args);
  const online = () => verify("--rpc", cli.rpc, "--json");
  const kept = async (): Promise<SeenLog> => JSON.parse(await readFile(seen, "utf8")).logs[0];
  const keep = (log: SeenLog): Promise<void> => {
    const logs = [{ registryId: cli.world.network.registryId, ...log }];
    return writeFile(seen, JSON.stringify({ format: "yinzheng-seen/1", logs }));
  };

  it("keeps the node's log beside the trust file, and takes the same one again", async () => {
    expect(await online()).to.include({ code: 0, stderr: "" });
    const { size, root, block } = await cli.world.ledger().logState();
    const { number, hash } = block;
    expect(await kept()).to.deep.equal({
      registryId: cli.world.network.registryId,
      size,
      root,
      block: { number, hash },
    });
    expect(await online()).to.include({ code: 0 });
    expect((await readdir(cli.dir)).filter((name) => name.includes("seen"))).to.deep.equal(["trust.seen.json"]);
  });

  it("refuses a node that shows less, and another history of the same size; neither is kept", async () => {
    await online();
    const { size, root } = await kept();
    for (const [log, code] of [
      [{ size: size + 1, root }, "trust.node_behind"],
      [{ size, root: digest("another root") }, "trust.fork"],
    ] as const) {
      await keep(log);
      const ran = await online();
      expect(ran.code).to.equal(4);
      expect(failed(ran)).to.include(code);
      expect(await kept()).to.include(log);
    }
  });

  it("reads the file of an earlier version, which holds no block, and adds the block to it", async () => {
    await online();
    const { block, ...before } = await kept();
    await keep(before);
    expect(await online()).to.include({ code: 0, stderr: "" });
    expect(await kept()).to.deep.equal({ ...before, block });
  });

  it("refuses a node that no longer has the block at which the log was seen; nothing is kept of it", async () => {
    await online();
    const { size, root, block } = await kept();
    for (const [other, code] of [
      [{ number: block?.number ?? 0, hash: digest("another block") }, "trust.fork"],
      [{ number: 1_000_000, hash: digest("a later block") }, "trust.node_behind"],
    ] as const) {
      await keep({ size, root, block: other });
      const ran = await online();
      expect(ran.code).to.equal(4);
      expect(failed(ran)).to.include(code);
      expect((await kept()).block).to.deep.equal(other);
    }
  });

  it("raises what it knows when the node shows more", async () => {
    await online();
    const { size } = await kept();
    await keep({ size: size - 1, root: digest("an earlier root") });
    expect(await online()).to.include({ code: 0 });
    expect((await kept()).size).to.equal(size);
  });

  it("keeps nothing offline, and nothing of a node that does not answer", async () => {
    for (const args of [["--level", "archival", "--offline"], ["--offline"], ["--rpc", "http://127.0.0.1:9"]]) {
      await verify(...args);
      expect((await readdir(cli.dir)).filter((name) => name.includes("seen"))).to.deep.equal([]);
    }
  });

  it("ends with 2 where its memory can't be read, and never begins anew by itself", async () => {
    for (const text of [
      "",
      "{}",
      '{"format":"yinzheng-seen/2","logs":[]}',
      '{"format":"yinzheng-seen/1","logs":[{}]}',
    ]) {
      await writeFile(seen, text);
      const ran = await online();
      expect(ran.code, text).to.equal(2);
      expect(ran.stderr).to.include("trust.seen");
      expect(await readFile(seen, "utf8")).to.equal(text);
    }
  });
});

describe("what was seen of a log", () => {
  let dir: string;
  const registryId = digest("registry");
  before(async () => {
    dir = await mkdtemp(join(tmpdir(), "yinzheng-seen-"));
  });
  after(() => rm(dir, { recursive: true, force: true }));

  it("is never lowered, by another process neither", async () => {
    const path = join(dir, "a.seen.json");
    const [one, other] = [await openSeen(path), await openSeen(path)];
    await one.raise(registryId, { size: 9, root: digest("nine") });
    await other.raise(registryId, { size: 8, root: digest("eight") });
    expect((await openSeen(path)).of(registryId)).to.deep.equal({ size: 9, root: digest("nine") });
  });

  it("is raised to a later block of the same size, and never to an earlier one or to none", async () => {
    const logs = await openSeen(join(dir, "d.seen.json"));
    const [root, hash] = [digest("nine"), digest("block")];
    const at = (size: number, number?: number): SeenLog =>
      number === undefined ? { size, root } : { size, root, block: { number, hash } };
    const raised: (SeenLog | undefined)[] = [];
    for (const log of [at(9), at(9, 4), at(9, 5), at(9, 4), at(9), at(10, 4), at(8, 6), at(10)]) {
      await logs.raise(registryId, log);
      raised.push((await openSeen(join(dir, "d.seen.json"))).of(registryId));
    }
    expect(raised).to.deep.equal([at(9), at(9, 4), ...Array<SeenLog>(6).fill(at(9, 5))]);
  });

  it("is one entry for each network", async () => {
    const path = join(dir, "b.seen.json");
    const logs = await openSeen(path);
    await logs.raise(registryId, { size: 1, root: digest("one") });
    await logs.raise(digest("other"), { size: 2, root: digest("two") });
    const again = await openSeen(path);
    expect([again.of(registryId)?.size, again.of(digest("other"))?.size]).to.deep.equal([1, 2]);
    expect(again.of(digest("third"))).to.equal(undefined);
  });

  it("is told where it can't be kept", async () => {
    const logs = await openSeen(join(dir, "c.seen.json"));
    await rm(dir, { recursive: true });
    let caught: unknown;
    await logs.raise(registryId, { size: 1, root: digest("one") }).catch((error: unknown) => {
      caught = error;
    });
    expect(caught).to.have.property("code", "trust.seen");
  });
});
