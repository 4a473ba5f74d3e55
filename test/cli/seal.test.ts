import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { dateAt } from "../../src/domain/dates.ts";
import { sealDigest } from "../../src/service/seals/match.ts";
import type { SealView } from "../../src/service/seals/seals.ts";
import { PICTURE } from "../documents/read/ses/world.ts";
import { DAY } from "../service/world.ts";
import { type CliWorld, openCliWorld } from "./world.ts";
import { type Ran, type Yz, yzWith } from "./yz.ts";

describe("yz seal", () => {
  let cli: CliWorld;
  let yz: Yz;
  let next = 0;

  before(async () => {
    cli = await openCliWorld();
    yz = yzWith({ clock: cli.world.clock });
  });

  after(() => cli.close());

  const api = () => ["--url", cli.url, "--key-file", cli.keys.maker];
  const owner = () => [...api(), "--signer", cli.signer];
  const works = () => ["--url", cli.url, "--key-file", cli.heir.key];
  const view = ({ code, stdout, stderr }: Ran): SealView => {
    expect({ code, stderr }).to.deep.equal({ code: 0, stderr: "" });
    return JSON.parse(stdout);
  };
  const refused = ({ code, stdout, stderr }: Ran, expected: string): void => {
    expect({ code, stdout }).to.deep.equal({ code: 2, stdout: "" });
    expect(stderr).to.include(`[${expected}]`);
  };
  const applyArgs = (...more: readonly string[]): string[] => {
    const { licences, identities, clock } = cli.world;
    const period = ["--from", dateAt(clock()), "--until", dateAt(clock() + 300 * DAY)];
    return ["--name", licences.profile.names.zh, "--maker", identities.profile.code, ...period, ...more];
  };
  const nextCode = (): string => {
    next += 1;
    return `${cli.world.licences.profile.code}${String(next).padStart(3, "0")}`;
  };
  const apply = async (code = nextCode(), ...more: readonly string[]) =>
    view(await yz("seal", "apply", code, ...applyArgs(...more), ...owner()));
  const file = (name: string): string => join(cli.dir, name);

  /** Applied for, made and looked at, registered, looked at and activated. */
  async function active(code = nextCode()): Promise<SealView> {
    await apply(code);
    const { digest } = view(await yz("seal", "make", code, ...works()));
    const seen = ["--digest", String(digest)];
    view(await yz("seal", "make", code, ...seen, "--signer", cli.heir.signer, ...works()));
    return view(await yz("seal", "activate", code, ...seen, ...owner()));
  }

  it("has a seal made and registered by its maker, and put in force by its owner, each of whom has looked at it", async () => {
    const code = nextCode();
    expect(await apply(code, "--limit", "7")).to.include({ state: "applied", dailyLimit: 7, digest: null });
    const [object, picture] = [file("seal.esl"), file("seal.png")];
    const made = await yz("seal", "make", code, "--object", object, "--picture", picture, ...works());
    expect(view(made)).to.include({ state: "applied", registered: false });
    const digest = sealDigest(new Uint8Array(await readFile(object)));
    expect(view(made).digest).to.equal(digest);
    expect(new Uint8Array(await readFile(picture))).to.deep.equal(PICTURE);
    const register = ["seal", "make", code, "--digest", digest, ...works()];
    refused(await yz(...register), "config.invalid");
    expect(view(await yz(...register, "--signer", cli.heir.signer))).to.include({ state: "made", registered: true });
    const other = `0x${"00".repeat(32)}`;
    refused(await yz("seal", "activate", code, "--digest", other, ...owner()), "config.invalid");
    expect(view(await yz("seal", "activate", code, "--digest", digest, ...owner())).state).to.equal("active");
    const again = file("again.esl");
    expect(view(await yz("seal", "show", code, "--object", again, ...api())).state).to.equal("active");
    expect(await readFile(again)).to.deep.equal(await readFile(object));
  });

  it("suspends, resumes, reports lost and destroys", async () => {
    const { code } = await active();
    for (const [verb, state] of [
      ["suspend", "suspended"],
      ["resume", "active"],
      ["suspend", "suspended"],
      ["lost", "lost"],
      ["destroy", "destroyed"],
    ] as const) {
      cli.world.clock.advance(1);
      expect(view(await yz("seal", verb, code, ...owner())).state, verb).to.equal(state);
    }
    refused(await yz("seal", "resume", code, ...owner()), "conflict.seal_state");
  });

  it("reports lost since a time", async () => {
    const { code } = await active();
    const since = cli.world.clock() - 3600;
    const time = new Date(since * 1000).toISOString().replace(".000Z", "Z");
    const lost = view(await yz("seal", "lost", code, "--since", time, ...owner()));
    expect([lost.state, lost.lostSince]).to.deep.equal(["lost", since]);
  });

  it("lets another member use a seal for a time, and ends that", async () => {
    const { code } = await active();
    const member = ["--member", cli.world.identities.profile.code];
    const until = ["--until", dateAt(cli.world.clock() + 10 * DAY)];
    const given = view(await yz("seal", "delegate", code, ...member, ...until, ...owner()));
    expect(given.delegates.map((one) => one.member)).to.deep.equal([cli.world.identities.memberId]);
    refused(await yz("seal", "delegate", code, ...member, ...owner()), "config.invalid");
    const ended = view(await yz("seal", "delegate", code, ...member, "--end", ...owner()));
    expect(ended.delegates).to.deep.equal([]);
  });

  it("lists what is the member's own, and shows anybody what anybody may know", async () => {
    const { code } = await active();
    const { items } = JSON.parse((await yz("seal", "list", ...works())).stdout);
    expect(items.map((one: SealView) => one.code)).to.include(code);
    const shown = view(await yz("seal", "show", code, "--url", cli.url));
    expect(shown).to.include({ code, state: "active" });
    expect(shown).not.to.have.any.keys("digest", "orders", "uses");
  });

  it("has a picture of the owner's on it, of the size that is said", async () => {
    const code = nextCode();
    const picture = await cli.put("own.png", "");
    await writeFile(picture, PICTURE);
    refused(
      await yz("seal", "apply", code, ...applyArgs("--kind", "picture", "--picture", picture), ...owner()),
      "config.invalid",
    );
    const view = await apply(code, "--kind", "picture", "--picture", picture, "--size", "30x30");
    expect(view.form.picture).to.include({ width: 30, height: 30 });
  });

  it("names what is wrong with a code, a kind and a number", async () => {
    refused(await yz("seal", "apply", "001", ...applyArgs(), ...owner()), "seal.code");
    expect((await yz("seal", "apply", nextCode(), ...applyArgs("--kind", "oval"), ...owner())).code).to.equal(2);
    expect((await yz("seal", "apply", nextCode(), ...applyArgs("--limit", "0"), ...owner())).code).to.equal(2);
    refused(await yz("seal", "show", `${cli.world.licences.profile.code}999`, ...api()), "http.not_found");
  });
});
