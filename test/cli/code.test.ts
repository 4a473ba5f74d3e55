import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { type CliWorld, openCliWorld } from "./world.ts";
import { type Ran, type Yz, yzWith } from "./yz.ts";

describe("yz code", () => {
  let cli: CliWorld;
  let yz: Yz;
  let id: string;
  before(async () => {
    cli = await openCliWorld();
    yz = yzWith({ clock: cli.world.clock });
    ({ id } = await cli.issue("licence"));
  });
  after(() => cli.close());

  const as = (who: keyof CliWorld["keys"]) => ["--url", cli.url, "--key-file", cli.keys[who]];
  const read = ({ code, stdout, stderr }: Ran) => {
    expect({ code, stderr }).to.deep.equal({ code: 0, stderr: "" });
    return JSON.parse(stdout);
  };

  it("makes a code with its image, redeems it once, and shows both sides what happened", async () => {
    const image = join(cli.dir, "code.svg");
    const made = read(
      await yz("code", "make", id, "--purpose", "开户", "--show", "bundle", "--image", image, ...as("clerk")),
    );
    expect(made.code).to.match(/^YZ2:[0-9A-F]{32}$/);
    expect(await readFile(image, "utf8")).to.match(/^<svg /);
    const redeem = () => yz("code", "redeem", made.code, "--reason", "柜面核对", ...as("teller"));
    expect(read(await redeem()).certificates[0].bundle.format).to.equal("yinzheng-bundle/1");
    expect((await redeem()).stderr).to.include("[code.used]");
    expect(read(await yz("code", "list", ...as("clerk"))).items[0].redeemed.reason).to.equal("柜面核对");
    expect(read(await yz("code", "list", "--redeemed", ...as("teller"))).items[0].id).to.equal(made.id);
  });
});
