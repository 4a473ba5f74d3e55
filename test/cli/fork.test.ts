import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { seenPath } from "../../src/cli/seen.ts";
import { memoryKeys } from "../../src/keys/memory/open.ts";
import { type Front, openFront } from "../../src/ledger/embedded/front.ts";
import type { SeenLog } from "../../src/proof/policy.ts";
import { openWitness } from "../../src/service/witness.ts";
import { openMemoryStore } from "../../src/store/memory/open.ts";
import { groundOn, openValidated, type Validated } from "../service/forks.ts";
import { failure, type Harness, issued, serve } from "../service/harness.ts";
import { openWorld, principal, testClock, type World } from "../service/world.ts";
import { failed, type Ran, yzWith } from "./yz.ts";

describe("two forks of one chain", () => {
  let dir: string;
  let world: World;
  let harness: Harness;
  let first: Validated;
  let second: Validated;
  let fronts: readonly Front[];
  let file: string;
  let trust: string;

  before(async () => {
    dir = await mkdtemp(join(tmpdir(), "yinzheng-fork-"));
    const clock = testClock();
    first = await openValidated(clock.ms);
    world = await openWorld(undefined, groundOn(first, clock));
    harness = await serve(world);
    const one = await issued(harness.service, world);
    [file, trust] = [join(dir, "good.json"), join(dir, "trust.json")];
    await writeFile(file, (await harness.service.bundle(principal(world.licences), one.id)).text);
    await writeFile(trust, JSON.stringify(world.trust));
    const common = first.made.length;
    clock.advance(60);
    await issued(harness.service, world);
    second = await first.fork(common);
    clock.advance(60);
    await second.mine(first.made.length - common + 5);
    fronts = [await openFront({ rpc: first.chain.rpc, port: 0 }), await openFront({ rpc: second.chain.rpc, port: 0 })];
  });
  beforeEach(() => rm(seenPath(trust), { force: true }));
  after(async () => {
    for (const part of [...fronts, harness, world, second.chain]) await part.close();
    await rm(dir, { recursive: true, force: true });
  });

  const verify = (node: 0 | 1): Promise<Ran> =>
    yzWith({ clock: world.clock })("verify", file, "--trust", trust, "--rpc", fronts[node]?.url ?? "", "--json");
  const kept = async (): Promise<SeenLog> => JSON.parse(await readFile(seenPath(trust), "utf8")).logs[0];

  it("share genesis and the block of a certificate, so that a verifier without a memory takes either", async () => {
    expect(second.chain.genesisHash).to.equal(first.chain.genesisHash);
    expect(second.made.length).to.be.greaterThan(first.made.length);
    expect(await verify(1)).to.include({ code: 0, stderr: "" });
  });

  it("are one to a verifier that has seen the first: the second, though longer, is refused and not remembered", async () => {
    expect(await verify(0)).to.include({ code: 0, stderr: "" });
    const before = await kept();
    const head = await world.ledger().head();
    expect(before.block).to.deep.equal({ number: head.number, hash: head.hash });
    const ran = await verify(1);
    expect(ran.code).to.equal(4);
    expect(failed(ran)).to.include("trust.fork");
    expect(await kept()).to.deep.equal(before);
    expect(await verify(0)).to.include({ code: 0 });
  });

  it("are told apart by the block alone, where the second log is the longer", async () => {
    await verify(1);
    const { registryId } = world.network;
    const seen = { ...(await kept()), registryId, size: 1, block: await world.ledger().head() };
    const block = { number: seen.block.number, hash: seen.block.hash };
    await writeFile(seenPath(trust), JSON.stringify({ format: "yinzheng-seen/1", logs: [{ ...seen, block }] }));
    expect(failed(await verify(1))).to.include("trust.fork");
  });

  it("are told apart by a witness too: it refuses the second, and signs the first again", async () => {
    const keys = memoryKeys({ random: (n) => new Uint8Array(n).fill(7) });
    const parts = { name: "bank", key: await keys.create("witness", "ed25519", "witness"), clock: world.clock };
    const { journal } = openMemoryStore();
    const over = async ({ chain }: Validated) => {
      const ledger = world.ledger(chain.rpc);
      const witness = await openWitness({ ...parts, ledger, journal });
      return witness.cosign(await ledger.head());
    };
    await over(first);
    expect(await failure(over(second))).to.have.property("code", "witness.refused");
    expect(await over(first)).to.be.a("string");
  });
});
