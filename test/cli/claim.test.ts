import { stat } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { type CliWorld, openCliWorld } from "./world.ts";
import { type Ran, type Yz, yzWith } from "./yz.ts";

describe("yz claim", () => {
  let cli: CliWorld;
  let yz: Yz;

  before(async () => {
    cli = await openCliWorld();
    yz = yzWith({ clock: cli.world.clock });
  });

  after(() => cli.close());

  const as = (who: keyof CliWorld["keys"]) => ["--url", cli.url, "--key-file", cli.keys[who]];
  const make = (file: string, ...more: readonly string[]) => yz("claim", "make", file, ...as("insurer"), ...more);
  const check = (file: string, ...more: readonly string[]) =>
    yz("claim", "check", file, "--trust", cli.trust, "--rpc", cli.rpc, ...more);
  const read = ({ code, stdout, stderr }: Ran) => {
    expect({ code, stderr }).to.deep.equal({ code: 0, stderr: "" });
    return JSON.parse(stdout);
  };

  it("uses a bill up, lists it, and refuses to use it again", async () => {
    const file = await cli.bill("bill");
    const receipt = read(await make(file));
    expect(receipt).to.include({ state: "made" });
    expect(read(await yz("claim", "list", ...as("insurer"))).items[0]).to.deep.equal(receipt);
    const again = await make(file);
    expect(again.code).to.equal(2);
    expect(again.stderr).to.include("[conflict.claimed]");
  });

  it("answers a request that is sent again under its key with the same receipt", async () => {
    const file = await cli.bill("again");
    const first = read(await make(file, "--key", "intention-1"));
    expect(read(await make(file, "--key", "intention-1"))).to.deep.equal(first);
  });

  it("leaves the receipt in a file that its owner alone can read", async () => {
    const output = join(cli.dir, "receipt.json");
    expect(await make(await cli.bill("kept"), "-o", output)).to.include({ code: 0, stdout: "" });
    expect((await stat(output)).mode & 0o777).to.equal(0o600);
    expect((await make(await cli.bill("nowhere"), "-o", "/nowhere/receipt.json")).stderr).to.include("config.invalid");
  });

  it("says by the verifier's own node whether a bill is used, and whether with this receipt", async () => {
    const file = await cli.bill("checked");
    const unused = await check(file);
    expect([unused.code, JSON.parse(unused.stdout)]).to.deep.equal([
      0,
      {
        file,
        verdict: "valid",
        code: "status.ok",
        message: "This certificate can be used once, and has not been used.",
      },
    ]);
    const receipt = await cli.put("own.json", (await make(file)).stdout);
    const other = await cli.put("other.json", (await make(await cli.bill("other"))).stdout);
    const used = await check(file);
    expect(used.code).to.equal(3);
    expect(JSON.parse(used.stdout)).to.deep.include({
      verdict: "not_in_force",
      code: "status.claimed",
      detail: { since: cli.world.clock() },
    });
    const own = async (path: string) => JSON.parse((await check(file, "--receipt", path)).stdout).own;
    expect(await own(receipt)).to.equal(true);
    expect(await own(other)).to.equal(false);
    const none = await check(file, "--receipt", await cli.put("none.json", "{}"));
    expect([none.code, none.stderr.includes("config.invalid")]).to.deep.equal([2, true]);
  });

  it("says of what can't be claimed that it can't, and of what is no bundle why", async () => {
    const licence = await cli.issue("licence");
    expect((await check(licence.file)).stderr).to.include("policy.not_claimable");
    expect((await make(licence.file)).stderr).to.include("policy.not_claimable");
    expect((await check(await cli.put("text.json", "{}"))).stderr).to.include("bundle.format");
    expect((await make(join(cli.dir, "missing.json"))).stderr).to.include("config.invalid");
  });

  it("is indeterminate, exit 4, without a node", async () => {
    const ran = await yz("claim", "check", await cli.bill("alone"), "--trust", cli.trust);
    expect([ran.code, JSON.parse(ran.stdout).code]).to.deep.equal([4, "status.claim_unproven"]);
  });
});
