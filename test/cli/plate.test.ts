import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { type CliWorld, openCliWorld } from "./world.ts";
import { type Ran, type Yz, yzWith } from "./yz.ts";

describe("yz plate", () => {
  let cli: CliWorld;
  let yz: Yz;
  before(async () => {
    cli = await openCliWorld();
    yz = yzWith({ clock: cli.world.clock });
  });
  after(() => cli.close());

  const as = (who: keyof CliWorld["keys"]) => ["--url", cli.url, "--key-file", cli.keys[who]];
  const read = ({ code, stdout, stderr }: Ran) => {
    expect({ code, stderr }).to.deep.equal({ code: 0, stderr: "" });
    return JSON.parse(stdout);
  };
  const make = (...more: readonly string[]) =>
    yz("plate", "make", "--kind", "shop", "--label", "新威路 1 号面馆", ...more, ...as("clerk"));
  const check = (code: string) => yz("plate", "check", code, "--trust", cli.trust, "--rpc", cli.rpc);

  it("makes a plate with its image, lists it, shows it to anybody and withdraws it", async () => {
    const image = join(cli.dir, "plate.svg");
    const made = read(await make("--image", image));
    expect(await readFile(image, "utf8")).to.match(/^<svg /);
    expect(read(await yz("plate", "list", ...as("clerk"))).items[0]).to.deep.equal(made);
    expect(read(await yz("plate", "show", made.id, "--url", cli.url))).to.deep.equal(made);
    const withdrawn = read(await yz("plate", "withdraw", made.id, "--reason", "迁址", ...as("clerk"))).withdrawn;
    expect(withdrawn.reason).to.equal("迁址");
  });

  it("checks by the verifier's own node whose signature a plate bears", async () => {
    const { code } = read(await make());
    expect(read(await check(code))).to.include({ finding: "ok", kind: "shop", label: "新威路 1 号面馆" });
    const last = code.at(-4) === "0" ? "1" : "0";
    const forged = await check(`${code.slice(0, -4)}${last}${code.slice(-3)}`);
    expect([forged.code === 1 || /plate\.format/.test(forged.stderr), forged.code === 0]).to.deep.equal([true, false]);
    expect((await yz("plate", "check", "YZ3:0", "--trust", cli.trust)).stderr).to.include("[plate.format]");
  });
});
