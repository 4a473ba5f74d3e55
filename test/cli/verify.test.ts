import { expect } from "chai";
import { formatInstant } from "../../src/domain/dates.ts";
import { change, current } from "../service/harness.ts";
import { DAY } from "../service/world.ts";
import { type CliWorld, openCliWorld } from "./world.ts";
import { failed, type Ran, type Yz, yzWith } from "./yz.ts";

const OFFLINE = ["--level", "archival", "--offline"];
const YEAR = 365 * DAY;

describe("yz verify", () => {
  let cli: CliWorld;
  let good: Awaited<ReturnType<CliWorld["issue"]>>;
  let yz: Yz;

  before(async () => {
    cli = await openCliWorld();
    good = await cli.issue("good");
    yz = yzWith({ clock: cli.world.clock });
  });

  after(() => cli.close());

  const verify = (file: string, ...args: readonly string[]): Promise<Ran> =>
    yz("verify", file, "--trust", cli.trust, ...args);
  const online = () => ["--rpc", cli.rpc];
  const firstLine = ({ stdout }: Ran): string => stdout.slice(0, stdout.indexOf("\n"));
  /** The service's view, the change on chain, and the bundle after it, in the same file. */
  async function changed(name: string, to: "suspended" | "revoked"): Promise<string> {
    const { id } = await cli.issue(name);
    const view = await current(cli.harness.service, cli.world, { id } as never);
    await change(cli.harness.service, cli.world, view, to);
    const by = { ...view.issuer, tenant: `tenant-${view.issuer.code}` };
    const reader = { tenant: by.tenant, subject: "reader", roles: ["reader"], via: "local" } as const;
    const { text } = await cli.harness.service.bundle({ ...reader, memberId: cli.world.licences.memberId }, id);
    return cli.put(`${name}.json`, text);
  }

  it("ends with 0 for a certificate in force, at every level", async () => {
    for (const args of [online(), OFFLINE, ["--level", "archival"], ["--level", "snapshot", "--offline"]]) {
      const { code, stderr } = await verify(good.file, ...args);
      expect({ code, stderr }, args.join(" ")).to.deep.equal({ code: 0, stderr: "" });
    }
  });

  it("says as of when on its first line, then the verdict in words, in English and in Chinese", async () => {
    const english = await verify(good.file, ...OFFLINE, "--lang", "en");
    expect(firstLine(english)).to.match(
      /^As of 2026-11-23 16:00:00 \+08:00 \(from block \d+, known up to 2026-.+ \+08:00\)$/,
    );
    expect(english.stdout).to.include("Verdict: Valid").and.to.include(good.id).and.to.include("Vouched for by: court");
    const chinese = await verify(good.file, ...OFFLINE, "--lang", "zh");
    expect(firstLine(chinese)).to.match(/^截至 2026-11-23 16:00:00 \+08:00（依据区块 \d+，已知至 2026-.+ \+08:00）$/);
    expect(chinese.stdout).to.include("结论：有效").and.to.include("威海市行政审批服务局");
    expect(chinese.stdout).to.not.match(/Verdict|Issuer/);
  });

  it("says in words who keeps the signing key", async () => {
    const said = async (lang: string) => (await verify(good.file, ...OFFLINE, "--lang", lang)).stdout;
    expect(await said("en")).to.include("Signing key kept by: the operator of the service, for the issuer");
    expect(await said("zh")).to.include("签名密钥由谁保管：由服务运营方托管");
  });

  it("speaks the language of the environment where none is asked for, and Chinese where that names none", async () => {
    const said = async (env: Record<string, string>): Promise<string> => {
      const { stdout } = await yzWith({ clock: cli.world.clock, env })(
        "verify",
        good.file,
        "--trust",
        cli.trust,
        ...OFFLINE,
      );
      return stdout.slice(0, 2);
    };
    expect(await said({ LANG: "en_GB.UTF-8" })).to.equal("As");
    expect(await said({ YZ_LANG: "zh", LANG: "en_GB.UTF-8" })).to.equal("截至");
    expect(await said({})).to.equal("截至");
  });

  it("prints the whole report as JSON", async () => {
    const { code, stdout } = await verify(good.file, ...OFFLINE, "--json");
    const report = JSON.parse(stdout);
    expect(code).to.equal(0);
    expect(report).to.include({ file: good.file, verdict: "valid", level: "archival" });
    expect(report.asOf).to.include({ time: cli.world.clock() });
    expect(report.trust).to.match(/^0x[0-9a-f]{64}$/);
    expect(report.vouchedBy).to.deep.equal(["court"]);
    expect(report.checks.length).to.be.greaterThan(15);
    expect(report.checks[0]).to.have.all.keys("family", "name", "result", "code", "message", "detail");
  });

  it("asks nobody anything when offline, and nobody but the verifier's node otherwise", async () => {
    const fetchNothing = async (): Promise<never> => expect.fail("it used the network");
    const deaf = yzWith({ clock: cli.world.clock, fetch: fetchNothing, openNode: fetchNothing });
    const level = (...args: readonly string[]) => deaf("verify", good.file, "--trust", cli.trust, ...args);
    expect(await level("--level", "archival", "--rpc", cli.rpc)).to.include({ code: 0 });
    const { code } = await level("--offline", "--rpc", cli.rpc);
    expect(code, "online is demanded, and nobody may be asked").to.equal(4);
  });

  it("takes trust file and node from the environment", async () => {
    const env = { YZ_TRUST: cli.trust, YZ_RPC: cli.rpc };
    expect(await yzWith({ clock: cli.world.clock, env })("verify", good.file)).to.include({ code: 0 });
  });

  it("ends with 1 for a certificate that was tampered with, and names the check", async () => {
    const file = await cli.put("tampered.json", good.text.replace("餐饮服务", "餐飲服务"));
    const ran = await verify(file, ...OFFLINE, "--json");
    expect(ran.code).to.equal(1);
    expect(failed(ran)).to.include("integrity.document_mismatch");
  });

  it("ends with 1 for a file that is no bundle, with or without --json", async () => {
    for (const text of ["", "not JSON", "[]", "{}", '{"format":"yinzheng-bundle/1"}', `${good.text} x`]) {
      const file = await cli.put("none.json", text);
      const plain = await verify(file, ...OFFLINE);
      expect(plain.code, text.slice(0, 30)).to.equal(1);
      expect(plain.stdout).to.match(/\[(json|bundle)\.\w+\]/);
      expect(JSON.parse((await verify(file, ...OFFLINE, "--json")).stdout)).to.include({ verdict: "invalid" });
    }
  });

  it("ends with 3 for a certificate that is suspended or revoked, by its fresh bundle and by its old one online", async () => {
    for (const to of ["suspended", "revoked"] as const) {
      const file = await changed(to, to);
      for (const args of [OFFLINE, online()]) {
        const ran = await verify(file, ...args, "--json");
        expect(ran.code, `${to} ${args[0]}`).to.equal(3);
        expect(failed(ran)).to.deep.equal([`status.${to}`]);
      }
    }
  });

  it("ends with 4 where the node can't be asked: none named, none there, or one of another chain", async () => {
    const other = await openCliWorld();
    try {
      for (const args of [[], ["--rpc", "http://127.0.0.1:9"], ["--rpc", other.rpc]]) {
        const ran = await verify(good.file, ...args, "--json");
        expect(ran.code, args.join(" ")).to.equal(4);
        expect(failed(ran)).to.include("trust.node_unreachable");
      }
    } finally {
      await other.close();
    }
  });

  it("ends with 4 for a network that the trust file doesn't hold", async () => {
    const networks = cli.world.trust.networks.map((network) => ({ ...network, registryId: `0x${"11".repeat(32)}` }));
    const trust = await cli.put("other-trust.json", JSON.stringify({ ...cli.world.trust, networks }));
    const ran = await yz("verify", good.file, "--trust", trust, ...OFFLINE, "--json");
    expect(ran.code).to.equal(4);
    expect(failed(ran)).to.deep.equal(["trust.unknown_network"]);
  });

  it("ends with 4 a year later, saying until when the evidence answers, and with 0 as of the day of issue", async () => {
    const later = yzWith({ clock: () => cli.world.clock() + YEAR });
    const args = ["verify", good.file, "--trust", cli.trust, ...OFFLINE];
    const ran = await later(...args, "--json");
    expect(ran.code).to.equal(4);
    expect(failed(ran)).to.deep.equal(["status.stale"]);
    expect((await later(...args)).stdout).to.include("answersUntil");
    for (const asOf of ["2026-11-23", "2026-11-24", formatInstant(cli.world.clock())]) {
      expect((await later(...args, "--as-of", asOf)).code, asOf).to.equal(0);
    }
  });

  it("takes a bare date for its end in Shanghai, and says whether the status changed that day", async () => {
    const file = await changed("later-revoked", "revoked");
    const later = yzWith({ clock: () => cli.world.clock() + DAY });
    const ran = await later("verify", file, "--trust", cli.trust, ...OFFLINE, "--as-of", "2026-11-23", "--json");
    const { asOf, checks } = JSON.parse(ran.stdout);
    expect(asOf.time).to.equal(Date.UTC(2026, 10, 23, 15, 59, 59) / 1000);
    expect(ran.code).to.equal(3);
    const cell = checks.find(({ name }: { name: string }) => name === "status.cell");
    expect(cell.detail).to.include({ changedThatDay: true });
  });

  it("ends with 3 as of a time before the certificate was on chain", async () => {
    const ran = await verify(good.file, ...OFFLINE, "--as-of", "2026-11-22", "--json");
    expect(ran.code).to.equal(3);
    expect(failed(ran)).to.deep.equal(["time.before_anchor", "time.not_yet_valid"].slice(0, 1));
  });

  it("verifies several files and ends with the worst: invalid, then could not check, then not in force", async () => {
    const revoked = await changed("worst", "revoked");
    const tampered = await cli.put("worst-tampered.json", good.text.replace("餐饮服务", "餐飲服务"));
    const all = (...files: readonly string[]) => yz("verify", ...files, "--trust", cli.trust, ...OFFLINE, "--json");
    expect((await all(good.file, good.file)).code).to.equal(0);
    expect((await all(good.file, revoked)).code).to.equal(3);
    const worst = await all(revoked, tampered, good.file);
    expect(worst.code).to.equal(1);
    const verdicts = JSON.parse(worst.stdout).map(({ verdict }: { verdict: string }) => verdict);
    expect(verdicts).to.deep.equal(["not_in_force", "invalid", "valid"]);
  });

  it("ends with 2, and judges nothing, for what can't be used", async () => {
    const bad = await cli.put("bad-trust.json", "{}");
    const cases: readonly (readonly string[])[] = [
      ["verify", "/nowhere/none.json", "--trust", cli.trust],
      ["verify", good.file, "--trust", "/nowhere/trust.json"],
      ["verify", good.file, "--trust", bad],
      ["verify", good.file],
      ["verify", good.file, "--trust", cli.trust, "--level", "highest"],
      ["verify", good.file, "--trust", cli.trust, "--as-of", "2026-02-30"],
      ["verify", good.file, "--trust", cli.trust, "--as-of", "yesterday"],
      ["verify", good.file, "--trust", cli.trust, "--unknown"],
      ["verify", good.file, "--trust", cli.trust, "--lang", "fr"],
      ["verify", good.file, "--trust", cli.trust, "--rpc", "my node"],
      ["verify"],
      ["verify", "--trust"],
    ];
    for (const args of cases) {
      const { code, stdout, stderr } = await yz(...args);
      expect({ code, stdout }, args.join(" ")).to.deep.equal({ code: 2, stdout: "" });
      expect(stderr, args.join(" ")).to.not.match(/^\s*$|\n {4}at |This should not have happened/);
    }
  });

  it("says what went wrong as JSON on stderr where --json is asked for", async () => {
    const { code, stderr } = await verify("/nowhere/none.json", "--json");
    expect(code).to.equal(2);
    expect(JSON.parse(stderr).error).to.include({ code: "config.invalid" });
  });
});
