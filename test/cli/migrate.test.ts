import { randomBytes } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { memoryKeys } from "../../src/keys/memory/open.ts";
import { openFront } from "../../src/ledger/embedded/front.ts";
import { parseTrust } from "../../src/proof/trust.ts";
import { type Continuation, parseContinuation } from "../../src/service/migrate/continuation.ts";
import { type Houses, openHouses } from "../service/migrate/houses.ts";
import { type Yz, yzWith } from "./yz.ts";

describe("cli: yz chain migrate", () => {
  let houses: Houses;
  let yz: Yz;
  let dir: string;
  let nodes: Readonly<Record<"old" | "fresh", string>>;
  const closing: { close(): Promise<void> }[] = [];
  const put = async (name: string, text: string): Promise<string> => {
    await writeFile(join(dir, name), text);
    return join(dir, name);
  };
  const at = (name: string) => join(dir, name);

  before(async () => {
    houses = await openHouses(false);
    dir = await mkdtemp(join(tmpdir(), "yinzheng-migrate-"));
    const [old, fresh] = [
      await openFront({ rpc: houses.old.chain.rpc, port: 0 }),
      await openFront({ rpc: houses.fresh.chain.rpc, port: 0 }),
    ];
    closing.push(old, fresh);
    nodes = { old: old.url, fresh: fresh.url };
    const openKeys = async () => {
      const keys = memoryKeys({ random: (n) => new Uint8Array(randomBytes(n)) });
      await keys.create("sender", "secp256k1", "transaction");
      return keys;
    };
    yz = yzWith({ openKeys, clock: houses.old.clock });
    await put("trust.json", JSON.stringify(houses.old.trust));
    await put("new.json", JSON.stringify(houses.fresh.trust));
    for (const [name, text] of Object.entries(houses.texts)) await put(`${name}.json`, text);
  });
  after(async () => {
    for (const part of closing) await part.close();
    await houses.leave();
    await rm(dir, { recursive: true, force: true });
  });

  const plan = () =>
    yz(
      ...["chain", "migrate", "plan", "--checkpoint", at("final.note"), "--trust", at("trust.json")],
      ...["--new", at("new.json"), "--rpc", nodes.old, "-o", at("house.json")],
    );
  const below = (verb: string, ...more: readonly string[]) =>
    yz("chain", "migrate", verb, at("house.json"), "--new", at("new.json"), ...more);
  const verify = (name: string, ...more: readonly string[]) =>
    yz("verify", at(name), "--trust", at("both.json"), "--json", ...more);

  it("writes nothing while the old network is open", async () => {
    await put("final.note", await houses.old.witness.cosign(await houses.oldLedger.head()));
    const ran = await plan();
    expect([ran.code, ran.stdout]).to.deep.equal([2, ""]);
    expect(ran.stderr).to.include("migrate.open");
    expect(await readFile(at("house.json")).catch(() => null)).to.equal(null);
  });

  it("plans from the old log: the continuation, and the origin for the council", async () => {
    await put("final.note", await houses.close());
    const ran = await plan();
    expect(ran.code, ran.stderr).to.equal(0);
    expect(ran.stdout).to.include("3 adoptions").and.include("house.origin.json");
    const { origin } = parseContinuation(await readFile(at("house.json")));
    const forCouncil = JSON.parse(await readFile(at("house.origin.json"), "utf8"));
    expect([forCouncil.root, forCouncil.size]).to.deep.equal([origin.root, 3]);
  });

  it("tells what is missing before anything is adopted", async () => {
    const ran = await below("check", "--rpc", nodes.fresh);
    expect([ran.code, ran.stdout.split("\n").at(-2)]).to.deep.equal([1, "3 batches, 3 not as they were."]);
  });

  it("adopts what the council continued, twice with the same end, and finds everything in its place", async () => {
    const continuation: Continuation = parseContinuation(await readFile(at("house.json")));
    await houses.proceed(continuation);
    for (const _ of [1, 2]) {
      const ran = await below("adopt", "--rpc", nodes.fresh, "--dir", dir);
      expect([ran.code, ran.stdout], ran.stderr).to.deep.equal([0, "3 adoptions stand in the new network.\n"]);
    }
    const ran = await below("check", "--rpc", nodes.fresh);
    expect([ran.code, ran.stdout]).to.deep.equal([0, "3 batches, 0 not as they were.\n"]);
    const asJson = await below("check", "--rpc", nodes.fresh, "--json");
    expect(JSON.parse(asJson.stdout)).to.deep.equal({ batches: 3, faults: [] });
  });

  it("writes a trust file for both, by which old bundles verify at a node of the new network", async () => {
    const ran = await below("trust", "--trust", at("trust.json"), "-o", at("both.json"));
    expect(ran.code, ran.stderr).to.equal(0);
    const { networks } = parseTrust(await readFile(at("both.json")));
    expect(networks.map(({ continues = [] }) => continues.length)).to.deep.equal([0, 1]);
    const active = await verify("active.json", "--rpc", nodes.fresh);
    expect([active.code, JSON.parse(active.stdout).verdict]).to.deep.equal([0, "valid"]);
    expect((await verify("revoked.json", "--rpc", nodes.fresh)).code).to.equal(3);
    expect((await verify("active.json", "--rpc", nodes.old)).code, "the old node").to.equal(4);
  });

  it("adds the new state to an old bundle, which then verifies offline by the new witnesses", async () => {
    await put("new.note", await houses.fresh.witness.cosign(await houses.freshLedger.head()));
    const ran = await yz(
      ...["chain", "migrate", "bundle", at("active.json"), "--new", at("new.json"), "--checkpoint", at("new.note")],
      ...["--rpc", nodes.fresh, "-o", at("refreshed.json")],
    );
    expect(ran.code, ran.stderr).to.equal(0);
    const found = await verify("refreshed.json", "--offline", "--level", "archival");
    expect([found.code, JSON.parse(found.stdout).asOf.block]).to.deep.equal([
      0,
      (await houses.freshLedger.head()).number,
    ]);
  });
});
