import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import type { JsonObject } from "../../src/domain/json-value.ts";
import { type Front, openFront } from "../../src/ledger/embedded/front.ts";
import { cosigners } from "../../src/proof/checkpoint.ts";
import { groundOn, openValidated, type Validated } from "../service/forks.ts";
import { type Harness, issued, serve, settled } from "../service/harness.ts";
import { openWorld, testClock, type World } from "../service/world.ts";
import { type Ended, Process, yzProcess } from "./demo.ts";

describe("yz witness, in processes of its own", function () {
  this.timeout(60_000);
  let dir: string;
  let world: World;
  let harness: Harness;
  let chain: Validated;
  let fork: Validated;
  const fronts: Front[] = [];
  let trust: string;
  let vkey: string;

  before(async () => {
    dir = await mkdtemp(join(tmpdir(), "yinzheng-witness-"));
    const clock = testClock();
    chain = await openValidated(clock.ms);
    world = await openWorld(undefined, groundOn(chain, clock));
    harness = await serve(world);
    const common = chain.made.length;
    await issued(harness.service, world);
    fork = await chain.fork(common);
    clock.advance(60);
    await fork.mine(chain.made.length - common + 3);
    for (const { rpc } of [chain.chain, fork.chain]) fronts.push(await openFront({ rpc, port: 0 }));
    trust = join(dir, "network.json");
    await writeFile(trust, JSON.stringify(world.trust));
  });
  after(async () => {
    for (const part of [...fronts, harness, world, fork.chain]) await part.close();
    await rm(dir, { recursive: true, force: true });
  });

  const init = (...more: readonly string[]): Promise<Ended> =>
    yzProcess("witness", "init", "--dir", join(dir, "w"), "--name", "archive.example", "--trust", trust, ...more);
  const run = async (): Promise<{ readonly witness: Process; readonly url: string }> => {
    const witness = new Process(["witness", "run", "--dir", join(dir, "w")]);
    const said = await witness.says(/listening \S+\n/);
    return { witness, url: /listening (\S+)/.exec(said)?.[1] ?? "" };
  };
  const alarmsAt = async (url: string): Promise<readonly { readonly code: string }[]> =>
    ((await (await fetch(`${url}/alarms`)).json()) as { alarms: { code: string }[] }).alarms;

  it("needs a node, a key and a trust file: init makes its folder, and leaves one that is there as it is", async () => {
    const rpc = fronts[0]?.url ?? "";
    const made = await init("--rpc", rpc);
    expect(made).to.include({ code: 0, stderr: "" });
    vkey = made.stdout.trim();
    expect(vkey).to.match(/^archive\.example\+[0-9a-f]{8}\+/);
    const config = await readFile(join(dir, "w", "witness.json"), "utf8");
    expect(JSON.parse(config)).to.deep.equal({ name: "archive.example", rpc, trust: "trust.json" });
    expect((await init("--rpc", "http://127.0.0.1:9")).code).to.equal(2);
    expect(await readFile(join(dir, "w", "witness.json"), "utf8")).to.equal(config);
  });

  it("follows by itself and shows its note, and says that the trust file does not name it yet", async () => {
    const { witness, url } = await run();
    await settled(async () => (await fetch(`${url}/checkpoint`)).ok);
    const note = await (await fetch(`${url}/checkpoint`)).text();
    const log = await world.ledger().logState();
    expect(cosigners(world.network.registryId, note, log, [vkey])).to.deep.equal(["archive.example"]);
    expect(await alarmsAt(url)).to.deep.equal([]);
    const ended = await witness.stop("SIGTERM");
    expect(ended.code).to.equal(0);
    expect(
      ended.stderr
        .trim()
        .split("\n")
        .map((line) => (JSON.parse(line) as JsonObject).notice),
    ).to.deep.equal(["witness.unnamed"]);
  });

  it("refuses a fork, alarms on standard error and at /alarms, and does so again after a restart", async () => {
    const path = join(dir, "w", "witness.json");
    await writeFile(path, JSON.stringify({ ...JSON.parse(await readFile(path, "utf8")), rpc: fronts[1]?.url }));
    for (const _ of [1, 2]) {
      const { witness, url } = await run();
      await settled(async () => (await alarmsAt(url)).length > 0);
      expect((await fetch(`${url}/checkpoint`)).status).to.equal(404);
      expect((await alarmsAt(url)).map(({ code }) => code)).to.deep.equal(["witness.fork"]);
      const { code, stderr } = await witness.stop("SIGTERM");
      expect(code).to.equal(0);
      const lines = stderr
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line) as JsonObject);
      const alarm = lines.find((line) => line.alarm !== undefined);
      expect(alarm).to.include({ alarm: "witness.fork" });
      expect(alarm?.message).to.have.keys("zh", "en");
    }
  });
});
