import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { LICENCE, settled } from "../service/harness.ts";
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

  it("has a department fetch one for its case, which verifies offline, and a month later is not in force", async function () {
    this.timeout(20_000);
    const key = (await readFile(cli.caseworker, "utf8")).trim();
    const ask = (path: string, body?: object) =>
      fetch(new URL(path, cli.url), {
        headers: { authorization: `Bearer ${key}`, "content-type": "application/json", "idempotency-key": "case-7" },
        ...(body === undefined ? {} : { method: "POST", body: JSON.stringify(body) }),
      });
    const holder = { holderCode: LICENCE.unifiedSocialCreditCode, holderTypeCode: "001", useCause: "案号 7" };
    const found = await ask("/v1/shared/query", { ...holder, certTypeCode: cli.world.licences.type });
    const { items } = await found.json();
    expect(items[0]).to.include({ id, status: "active" });
    const ordered = await ask("/v1/shared/copies", { ...holder, id });
    expect(ordered.status).to.equal(202);
    const path = `${ordered.headers.get("location")}.pdf`;
    const file = join(cli.dir, "case.pdf");
    const fetched = async () => {
      const answer = await ask(path);
      const bytes = new Uint8Array(await answer.arrayBuffer());
      if (answer.status === 200) await writeFile(file, bytes);
      return answer.status === 200;
    };
    await settled(fetched);
    const verify = () => yz("verify", file, "--trust", cli.trust, ...offline);
    const valid = await verify();
    expect(valid).to.include({ code: 0 });
    expect(valid.stdout).to.include("案号 7").and.include(cli.world.identities.profile.names.zh);
    cli.world.clock.advance(31 * DAY);
    const stale = await verify();
    expect(stale, "what it holds is too old to say more than that").to.include({ code: 4 });
    expect(stale.stdout).to.include("[time.copy_expired]");
    await cli.issue("a block of that day");
    expect(await fetched()).to.equal(true);
    const late = await verify();
    expect(late.stdout).to.include("[time.copy_expired]");
    expect(late, "with fresh evidence").to.include({ code: 3 });
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
