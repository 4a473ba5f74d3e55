import { expect } from "chai";
import { formatInstant } from "../../src/domain/dates.ts";
import { type CliWorld, openCliWorld } from "./world.ts";
import { yzWith } from "./yz.ts";

describe("yz cert, of a member that was abolished", () => {
  let cli: CliWorld;

  before(async () => {
    cli = await openCliWorld();
  });

  after(() => cli.close());

  it("lists, shows and revokes its certificates as the successor's maker, and yz verify tells it", async () => {
    const { world, url, heir, trust, dir } = cli;
    const yz = yzWith({ clock: world.clock });
    const { id } = await cli.issue("abolished");
    const as = ["--url", url, "--key-file", heir.key];
    const list = () => yz("cert", "list", "--issuer", world.licences.profile.code, ...as);
    const revoke = () => yz("cert", "revoke", id, ...as, "--signer", heir.signer, "--reason", "penalty");
    expect([(await list()).code, (await revoke()).code], "before the council has said so").to.deep.equal([2, 2]);
    world.clock.advance(1);
    const { memberId } = world.licences;
    await world.council.widen(world.council.call("memberRegistry", "succeed", memberId, world.identities.memberId));
    expect(JSON.parse((await list()).stdout).items.map((one: { id: string }) => one.id)).to.deep.equal([id]);
    const shown = JSON.parse((await yz("cert", "show", id, ...as)).stdout);
    expect(shown).to.include({ status: "active", masked: true });
    const { code, stdout } = await revoke();
    expect([code, JSON.parse(stdout).status]).to.deep.equal([0, "revoked"]);
    const file = `${dir}/abolished-now.json`;
    expect((await yz("cert", "bundle", id, ...as, "-o", file)).code).to.equal(0);
    const offline = ["--trust", trust, "--level", "archival", "--offline", "--lang", "zh"];
    const now = await yz("verify", file, ...offline);
    expect(now.code).to.equal(3);
    expect(now.stdout).to.include("吊销");
    // What it was worth before it was revoked, from the same file.
    const then = await yz("verify", file, ...offline, "--as-of", formatInstant(world.clock() - 3600));
    expect(then.code).to.equal(0);
  });
});
