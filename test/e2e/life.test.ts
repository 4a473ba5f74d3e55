import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { httpRpc } from "../../src/ledger/evm/http-rpc.ts";
import { DEMO_SAMPLES } from "../../src/main/demo/sample-data.ts";
import { failed } from "../cli/yz.ts";
import { Demo, LICENCE, Process, type Subject, yzProcess } from "./demo.ts";
import { chainStatus, change, done, fetched, type Issued, issue, OFFLINE, supersede, verify } from "./newcomer.ts";
import { isRunning, until } from "./processes.ts";
import { GUIDE, issueTourGuide, TOUR_GUIDE } from "./tour-guide.ts";

// One demo from its first start to its last stop, as a newcomer lives it. The steps build on each other.
describe("e2e: the life of a demo", function () {
  this.timeout(120_000);
  let dir: string;
  let demo: Demo;
  const held: Record<string, Issued> = {};
  const bundle = (name: string): Issued => held[name]!;
  const online = () => ["--rpc", demo.rpc];

  before(async () => {
    dir = await mkdtemp(join(tmpdir(), "yinzheng-life-"));
    demo = await Demo.start(dir);
  });

  after(async () => {
    await demo.stop();
    await rm(dir, { recursive: true, force: true });
  });

  it("welcomes with a page, API keys for everybody, and a command that verifies a sample just as it stands", async () => {
    const page = await fetch(demo.url);
    expect(page.headers.get("content-type")).to.include("text/html");
    expect(await page.text()).to.include("印证");
    expect(demo.welcome.match(/^ {2}[a-z-]+\/(clerk|maker|sealer|teller|claims) +[\w-]{43}$/gm)).to.have.length(25);
    const [, args = ""] = /npx yz (verify .+)\n/.exec(demo.welcome) ?? [];
    const { code, stdout } = await yzProcess(...args.split(" "));
    expect(code, stdout).to.equal(0);
    expect(stdout).to.match(/^As of .+ \(from block \d+, known up to .+\)\n/);
  });

  it("leaves a sealed document of each sample, and each is valid by the file alone", async () => {
    for (const { file } of DEMO_SAMPLES) {
      const ran = await verify(demo, join(demo.dataDir, "demo", file.replace(".json", ".pdf")), ...OFFLINE);
      expect(ran.code, `${file}\n${ran.stdout}`).to.equal(0);
    }
  });

  it("issues under dual control: a clerk's draft is nothing until a maker's signer has approved it", async () => {
    const drafted = await demo.ask("/v1/certificates", { as: "approval-bureau-clerk", body: LICENCE });
    const { id, state } = drafted.json();
    expect({ status: drafted.status, state }).to.deep.equal({ status: 202, state: "awaiting_approval" });
    const early = await demo.ask(`/v1/certificates/${id}/bundle`, { as: "approval-bureau-maker" });
    expect(early.status).to.equal(409);
    held.good = await issue(demo, "good.json");
  });

  it("has another department fetch a copy for its case, which says so offline, and is nothing more than that", async () => {
    const as = "data-centre-caseworker";
    const { unifiedSocialCreditCode: holderCode } = LICENCE.subject;
    const holder = { holderCode, holderTypeCode: "001", useCause: "办理食品经营许可，案号 7" };
    const found = await demo.ask("/v1/shared/query", { as, body: { ...holder, certTypeCode: LICENCE.type } });
    const { id } = bundle("good");
    // The sample's holder is the same.
    expect(JSON.parse(found.text).items.map((one: { id: string }) => one.id))
      .to.have.length(2)
      .and.include(id);
    const ordered = await demo.ask("/v1/shared/copies", { as, body: { ...holder, id } });
    expect(ordered.status, ordered.text).to.equal(202);
    const file = join(dir, "case.pdf");
    await until(async () => {
      const answer = await fetch(new URL(`/v1/copies/${ordered.json().id}.pdf`, demo.url), {
        headers: { authorization: `Bearer ${await demo.key(as)}` },
      });
      const bytes = new Uint8Array(await answer.arrayBuffer());
      if (answer.status === 200) await writeFile(file, bytes);
      return answer.status === 200;
    });
    const { code, stdout } = await verify(demo, file, ...OFFLINE);
    expect(code, stdout).to.equal(0);
    const { checks } = JSON.parse(stdout);
    const copy = checks.find(({ name }: { name: string }) => name === "time.copy");
    expect(copy.detail).to.include({ purpose: holder.useCause, audience: "大数据中心" });
    expect((await demo.ask(`/v1/certificates/${id}/bundle`, { as })).status).to.equal(403);
  });

  it("verifies online by the verifier's own node, offline by the file alone, and over HTTP", async () => {
    expect((await verify(demo, bundle("good").file, ...online())).code).to.equal(0);
    expect((await verify(demo, bundle("good").file, ...OFFLINE)).code).to.equal(0);
    const body = await readFile(bundle("good").file, "utf8");
    const { status, json } = await demo.ask("/v1/verifications", { body });
    expect({ status, verdict: json().verdict }).to.deep.equal({ status: 200, verdict: "valid" });
  });

  it("names its one witness in every report", async () => {
    expect(JSON.parse((await verify(demo, bundle("good").file, ...OFFLINE)).stdout).vouchedBy).to.deep.equal([
      "witness-1.demo",
    ]);
  });

  it("takes a certificate out of force and back: suspended 3, resumed 0", async () => {
    await change(demo, "suspend", bundle("good"), "investigation");
    await fetched(demo, bundle("good"));
    for (const args of [online(), OFFLINE]) {
      const ran = await verify(demo, bundle("good").file, ...args);
      expect(ran.code).to.equal(3);
      expect(failed(ran)).to.deep.equal(["status.suspended"]);
    }
    await change(demo, "resume", bundle("good"), "lifted");
    await fetched(demo, bundle("good"));
    for (const args of [online(), OFFLINE]) expect((await verify(demo, bundle("good").file, ...args)).code).to.equal(0);
  });

  it("ends a certificate for good: revoked 3, by the old file online too", async () => {
    held.revoked = await issue(demo, "revoked.json");
    await change(demo, "revoke", held.revoked, "cancelled");
    const old = await verify(demo, held.revoked.file, ...online());
    expect(old.code).to.equal(3);
    await fetched(demo, held.revoked);
    const fresh = await verify(demo, held.revoked.file, ...OFFLINE);
    expect(fresh.code).to.equal(3);
    expect(failed(fresh)).to.deep.equal(["status.revoked"]);
  });

  it("puts a successor in the place of a certificate: superseded 3, the successor 0", async () => {
    held.before = await issue(demo, "before.json");
    held.successor = await issue(demo, "successor.json", { supersedes: { id: held.before.id, kind: "change" } });
    await supersede(demo, held.before, held.successor);
    for (const name of ["before", "successor"]) await fetched(demo, bundle(name));
    const before = await verify(demo, bundle("before").file, ...OFFLINE);
    expect(before.code).to.equal(3);
    expect(failed(before)).to.deep.equal(["status.superseded"]);
    expect((await verify(demo, bundle("successor").file, ...OFFLINE)).code).to.equal(0);
  });

  it("lets one insurer use a medical bill, and tells the other that it is used: 3, and not by whom", async () => {
    const sample = join(demo.dataDir, "demo", "medical-bill.json");
    expect((await verify(demo, sample, ...online())).code).to.equal(0);
    const body = await readFile(sample, "utf8");
    const claim = (as: Subject) => demo.ask("/v1/claims", { as, body });
    expect((await claim("city-bank-teller")).status).to.equal(403);
    const first = await claim("insurer-a-claims");
    expect({ status: first.status, state: first.json().state }).to.deep.equal({ status: 201, state: "made" });
    const second = await claim("insurer-b-claims");
    expect({ status: second.status, code: second.json().code }).to.deep.equal({
      status: 409,
      code: "conflict.claimed",
    });
    const used = await verify(demo, sample, ...online());
    expect([used.code, failed(used)]).to.deep.equal([3, ["status.claimed"]]);
    const { memberId } = Object(first.json().opening);
    for (const said of [second.text, used.stdout])
      expect(said)
        .to.not.include(memberId.slice(2))
        .and.not.match(/insurer/);
  });

  it("refuses a tampered file: 1 at every level", async () => {
    const text = await readFile(bundle("good").file, "utf8");
    const file = join(dir, "tampered.json");
    await writeFile(file, text.replace("1000000.00", "9000000.00"));
    for (const args of [online(), OFFLINE]) {
      const ran = await verify(demo, file, ...args);
      expect(ran.code).to.equal(1);
      expect(failed(ran)).to.include("integrity.document_mismatch");
    }
  });

  it("refuses a second start in the same folder, naming the process that has it", async () => {
    const { code, stdout, stderr } = await new Process(["serve", "--config", join(dir, "config.json")]).ended;
    expect(code).to.equal(2);
    expect(stderr).to.include("[store.locked]").and.to.include(`pid: ${demo.process.pid}`);
    expect(stdout).to.not.include("Page");
    expect((await demo.ask("/readyz")).status).to.equal(200);
  });

  it("leaves no process behind when it is killed with kill -9", async () => {
    const children = await demo.children();
    expect(children, "two of signers, one witness").to.have.length(3);
    held.status = await chainStatus(demo);
    await demo.process.stop("SIGKILL");
    await until(async () => !(await Promise.all(children.map(isRunning))).includes(true));
  });

  it("once chain and service are gone: 4 where online is demanded, 0 by the file alone, 3 for a revoked one", async () => {
    const unreachable = await verify(demo, bundle("good").file, ...online());
    expect(unreachable.code).to.equal(4);
    expect(failed(unreachable)).to.include("trust.node_unreachable");
    expect((await verify(demo, bundle("good").file, ...OFFLINE)).code).to.equal(0);
    expect((await verify(demo, bundle("revoked").file, ...OFFLINE)).code).to.equal(3);
  });

  it("continues on the second start: same genesis and log, the old head on its chain, nothing issued again", async () => {
    const before = held.status as unknown as Awaited<ReturnType<typeof chainStatus>>;
    const trust = await trustBesideMirrors();
    const samples = await Promise.all(["business-licence", "digital-identity", "medical-bill"].map(sampleId));
    await writeFile(join(demo.dataDir, "types", "tour-guide.json"), JSON.stringify(TOUR_GUIDE));
    demo = await Demo.start(dir);
    const after = await chainStatus(demo);
    expect(after.genesis).to.deep.equal(before.genesis);
    expect(after.registryId).to.equal(before.registryId);
    expect(after.log).to.deep.equal(before.log);
    // At start an idle chain may get a block, so the old head is the new one or below it.
    const block = await httpRpc({ url: demo.rpc })("eth_getBlockByNumber", [
      `0x${before.head.number.toString(16)}`,
      false,
    ]);
    expect(Object(block).hash).to.equal(before.head.hash);
    expect(after.head.number - before.head.number).to.be.oneOf([0, 1]);
    expect(await Promise.all(["business-licence", "digital-identity", "medical-bill"].map(sampleId))).to.deep.equal(
      samples,
    );
    expect(await trustBesideMirrors()).to.deep.equal(trust);
  });

  /** The trust file without the address of this run's own mirror, whose port is another one each time. */
  const trustBesideMirrors = async () => {
    const { networks, ...rest } = JSON.parse(await readFile(demo.trust, "utf8"));
    return { ...rest, networks: networks.map(({ mirrors: _, ...network }: { mirrors: unknown }) => network) };
  };

  const sampleId = async (name: string): Promise<string> => {
    const { representations } = JSON.parse(await readFile(join(demo.dataDir, "demo", `${name}.json`), "utf8"));
    return representations[0].credential.id;
  };

  it("still verifies every bundle of before, online and offline, and goes on issuing and revoking", async () => {
    const expected = { good: 0, successor: 0, revoked: 3, before: 3 };
    for (const [name, code] of Object.entries(expected)) {
      for (const args of [online(), OFFLINE]) {
        expect((await verify(demo, bundle(name).file, ...args)).code, `${name} ${args[0]}`).to.equal(code);
      }
    }
    for (const [name, code] of Object.entries({ "business-licence": 0, "digital-identity": 0, "medical-bill": 3 })) {
      expect((await verify(demo, join(demo.dataDir, "demo", `${name}.json`), ...online())).code, name).to.equal(code);
    }
    const late = await issue(demo, "late.json");
    await change(demo, "revoke", late, "cancelled");
    expect((await verify(demo, (await fetched(demo, late)).file, ...OFFLINE)).code).to.equal(3);
  });

  it("issues and verifies a type that was dropped in as a file before that start", async () => {
    const file = await issueTourGuide(demo);
    await done("cert", "list", ...demo.as("data-centre-clerk"), "--type", TOUR_GUIDE.code);
    for (const args of [online(), OFFLINE]) {
      const { code, stdout } = await verify(demo, file, ...args);
      expect({ code, type: JSON.parse(stdout).certificate.type }).to.deep.equal({ code: 0, type: TOUR_GUIDE.names });
    }
    const wrong = { type: TOUR_GUIDE.code, subject: { ...GUIDE, hours: "40.55" } };
    const refused = await demo.ask("/v1/certificates", { as: "data-centre-clerk", body: wrong });
    expect(refused.json()).to.deep.include({ code: "schema.pattern" });
  });

  it("is stopped by one council member alone while revoking goes on, and decided upon by two who sign offline", async () => {
    const seat = (name: string) => ["--dir", join(demo.dataDir, "council", name)];
    const council = async (...args: readonly string[]) => {
      const { code, stdout, stderr } = await yzProcess("council", ...args, "--json");
      expect({ code, stderr }, args.join(" ")).to.deep.equal({ code: 0, stderr: "" });
      return JSON.parse(stdout);
    };
    const late = await issue(demo, "late.json");
    const { until: lapses, block } = await council("stop", "--all", ...seat("council-1"), ...online());
    expect(lapses - block.time).to.equal(72 * 3600);
    await change(demo, "revoke", late, "penalty");
    expect((await verify(demo, late.file, ...online())).code).to.equal(3);
    const file = join(dir, "freeze.json");
    const member = ["--member", "12371000MB2854632B"];
    await council("propose", "freeze", ...member, "-o", file, ...seat("council-2"), ...online());
    for (const name of ["council-2", "council-3"]) await council("sign", file, ...seat(name), "--yes");
    await council("submit", file, ...seat("council-1"), ...online());
    const { frozen, paused } = await council("status", ...seat("council-3"), ...online());
    expect(frozen.map(({ until }: { until: number }) => until)).to.deep.equal([2 ** 40 - 1]);
    expect(paused.map(({ until }: { until: number }) => until)).to.deep.equal([lapses]);
  });

  it("has a journal whose whole chain holds, while it runs and after", async () => {
    const audit = () => yzProcess("audit", "verify", join(demo.dataDir, "service", "store"), "--json");
    const { code, stdout } = await audit();
    expect(code, stdout).to.equal(0);
    expect(JSON.parse(stdout).records).to.be.greaterThan(50);
  });

  it("ends with 0 at Ctrl-C, and every process that it started with it", async () => {
    const children = await demo.children();
    expect(children, "two of signers, one witness").to.have.length(3);
    const { code, stderr } = await demo.process.stop("SIGINT", "group");
    expect({ code, stderr }).to.deep.equal({ code: 0, stderr: "" });
    expect(await Promise.all(children.map(isRunning))).to.deep.equal(children.map(() => false));
  });
});
