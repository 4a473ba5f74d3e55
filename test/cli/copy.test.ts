import { join } from "node:path";
import { expect } from "chai";
import { DAY } from "../service/world.ts";
import { type CliWorld, openCliWorld } from "./world.ts";
import { type Yz, yzWith } from "./yz.ts";

describe("yz cert copy", () => {
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
  const offline = ["--offline", "--level", "archival"];

  it("leaves a copy that verifies offline and says what for, and is not in force after its day", async function () {
    this.timeout(20_000);
    const output = join(cli.dir, "copy.pdf");
    const words = ["--purpose", "办理入学登记", "--audience", "第一中学", "--reason", "柜台受理"];
    const made = await yz("cert", "copy", id, ...words, "--until", "2026-11-24", ...as("clerk"), "-o", output);
    expect(made).to.include({ code: 0, stdout: `${output}\n` });
    const verify = (...more: string[]) => yz("verify", output, "--trust", cli.trust, ...offline, ...more);
    const valid = await verify();
    expect(valid).to.include({ code: 0 });
    expect(valid.stdout)
      .to.include("办理入学登记")
      .and.include("第一中学")
      .and.match(/until .*2026/);
    cli.world.clock.advance(2 * DAY);
    const late = await verify();
    expect(late).to.include({ code: 3 });
    expect(late.stdout).to.include("[time.copy_expired]").and.include("办理入学登记");
    expect(await verify("--as-of", "2026-11-24T15:59:59Z")).to.include({ code: 0 });
    expect(await verify("--as-of", "2026-11-24T16:00:00Z")).to.include({ code: 3 });
    const uses = await yz("cert", "uses", id, ...as("clerk"));
    expect(JSON.parse(uses.stdout).items[0]).to.include({ what: "copy", reason: "柜台受理" });
  });

  it("needs a purpose, an end and a reason, and a time that is to come", async () => {
    const words = ["--purpose", "x", "--until", "2026-01-01", "--reason", "x"];
    for (const missing of [0, 2, 4])
      expect(await yz("cert", "copy", id, ...words.toSpliced(missing, 2), ...as("clerk"))).to.include({ code: 2 });
    const past = await yz("cert", "copy", id, ...words, ...as("clerk"));
    expect(past).to.include({ code: 2 });
    expect(past.stderr).to.include("[schema.value]");
  });
});
