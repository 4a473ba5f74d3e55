import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { formatInstant } from "../../src/domain/dates.ts";
import { DIGITAL_IDENTITY } from "../../src/domain/types/digital-identity.ts";
import type { CertificateView } from "../../src/service/service.ts";
import { LICENCE } from "../service/harness.ts";
import { type CliWorld, openCliWorld } from "./world.ts";
import { type Ran, type Yz, yzWith } from "./yz.ts";

describe("yz cert", () => {
  let cli: CliWorld;
  let yz: Yz;
  let request: string;

  before(async () => {
    cli = await openCliWorld();
    yz = yzWith({ clock: cli.world.clock });
    request = await cli.put("request.json", JSON.stringify({ type: cli.world.licences.type, subject: LICENCE }));
  });

  after(() => cli.close());

  const as = (who: keyof CliWorld["keys"]) => ["--url", cli.url, "--key-file", cli.keys[who]];
  const signer = () => ["--signer", cli.signer];
  const view = ({ code, stdout, stderr }: Ran): CertificateView => {
    expect({ code, stderr }).to.deep.equal({ code: 0, stderr: "" });
    return JSON.parse(stdout);
  };
  const draft = async (file = request) => view(await yz("cert", "issue", file, ...as("clerk")));
  const approve = async (id: string) => view(await yz("cert", "approve", id, ...as("maker"), ...signer()));
  const issue = async (file = request) => approve((await draft(file)).id);
  const change = (verb: string, id: string, reason: string) =>
    yz("cert", verb, id, ...as("maker"), ...signer(), "--reason", reason);
  const supersede = (id: string, successor: string) =>
    yz("cert", "supersede", id, ...as("maker"), ...signer(), "--successor", successor);
  const show = async (id: string) => view(await yz("cert", "show", id, ...as("maker")));
  const refused = ({ code, stdout, stderr }: Ran, expected: string): void => {
    expect({ code, stdout }).to.deep.equal({ code: 2, stdout: "" });
    expect(stderr).to.include(`[${expected}]`);
  };

  it("drafts as the clerk, approves in the maker's own signer, and fetches a bundle that verifies", async () => {
    const drafted = await draft();
    expect(drafted).to.include({ state: "awaiting_approval", status: null });
    const issued = await approve(drafted.id);
    expect(issued).to.include({ id: drafted.id, state: "issued", status: "active" });
    const output = join(cli.dir, "fetched.json");
    expect(await yz("cert", "bundle", issued.id, ...as("maker"), "-o", output)).to.include({ code: 0, stdout: "" });
    const { stdout } = await yz("cert", "bundle", issued.id, ...as("maker"));
    expect(stdout).to.equal(await readFile(output, "utf8"));
    const verified = await yz("verify", output, "--trust", cli.trust, "--offline", "--level", "archival");
    expect(verified.code).to.equal(0);
  });

  it("has a certificate made into a document, tells how far it is, and leaves a file that verifies", async function () {
    this.timeout(20_000);
    const { id } = await issue();
    const output = join(cli.dir, "fetched.pdf");
    const fetched = await yz("cert", "pdf", id, ...as("maker"), "--languages", "zh+en", "-o", output);
    expect(fetched).to.include({ code: 0, stdout: `${output}\n` });
    expect(fetched.stderr).to.match(/^being made and sealed …\n(?:sealed, being put on chain …\n)?$/);
    const again = await yz("cert", "pdf", id, ...as("maker"), "--languages", "zh+en", "-o", output, "--json");
    expect(JSON.parse(again.stdout)).to.include({ id, file: output });
    const verified = await yz("verify", output, "--trust", cli.trust, "--offline", "--level", "archival");
    expect(verified).to.include({ code: 0 });
    refused(await yz("cert", "pdf", id, ...as("maker"), "-o", "/nowhere/licence.pdf"), "config.invalid");
  });

  it("returns a draft with a reason, and it can't be approved any more", async () => {
    const { id } = await draft();
    const returned = view(await yz("cert", "return", id, ...as("maker"), "--reason", "the address is wrong"));
    expect(returned.state).to.equal("returned");
    expect(returned.returned).to.include({ reason: "the address is wrong" });
    refused(await yz("cert", "approve", id, ...as("maker"), ...signer()), "conflict.state");
  });

  it("suspends, resumes and revokes on the maker's order", async () => {
    const { id } = await issue();
    for (const [verb, reason, status] of [
      ["suspend", "investigation", "suspended"],
      ["resume", "lifted", "active"],
      ["revoke", "cancelled", "revoked"],
    ] as const) {
      expect(JSON.parse((await change(verb, id, reason)).stdout)).to.include({ id, status });
      expect((await show(id)).status).to.equal(status);
    }
    refused(await change("resume", id, "lifted"), "conflict.state");
  });

  it("puts a successor in the place of a certificate that it names", async () => {
    const { id } = await issue();
    const body = { type: cli.world.licences.type, subject: LICENCE, supersedes: { id, kind: "reissue" } };
    const successor = await issue(await cli.put("successor.json", JSON.stringify(body)));
    const other = await issue();
    refused(await supersede(id, other.id), "schema.mismatch");
    const done = await supersede(id, successor.id);
    expect(JSON.parse(done.stdout)).to.include({ status: "superseded" });
    expect((await show(successor.id)).status).to.equal("active");
  });

  it("shows names and numbers for a reason, and masks them else", async () => {
    const { id } = await draft();
    const name = "环翠区葛󠄀记面馆";
    expect(JSON.stringify(await show(id))).to.not.include(name);
    const whole = view(await yz("cert", "show", id, ...as("clerk"), "--unmask", "核对名称"));
    expect(whole.masked).to.equal(false);
    expect(JSON.stringify(whole)).to.include(name);
    refused(await yz("cert", "show", id, ...as("clerk"), "--unmask", ""), "text.empty");
    refused(await yz("cert", "show", id, "--url", cli.url, "--unmask", "核对名称"), "auth.missing");
    view(await yz("cert", "return", id, ...as("maker"), "--reason", "a draft of no use"));
  });

  it("shows the status as of an instant or a day, and of no day to come", async () => {
    const { id } = await issue();
    const asOf = (time: string) => yz("cert", "show", id, ...as("clerk"), "--as-of", time);
    expect(view(await asOf("2020-01-01"))).to.have.nested.property("asOf.state", "before_anchor");
    const now = formatInstant(cli.world.clock());
    expect(view(await asOf(now)))
      .to.include({ status: "active" })
      .and.have.nested.property("asOf.time", cli.world.clock());
    refused(await asOf("2099-01-01"), "schema.value");
    refused(await asOf("soon"), "schema.date");
    refused(await yz("cert", "show", id, ...as("clerk"), "--as-of", now, "--unmask", "核对"), "config.invalid");
  });

  it("lists the member's certificates, by state and type", async () => {
    const { id } = await draft();
    const list = async (...args: readonly string[]) =>
      JSON.parse((await yz("cert", "list", ...as("maker"), ...args)).stdout) as { items: CertificateView[] };
    const waiting = await list("--state", "awaiting_approval", "--type", cli.world.licences.type);
    expect(waiting.items.map((item) => item.id)).to.deep.equal([id]);
    expect((await list("--type", DIGITAL_IDENTITY.code)).items).to.deep.equal([]);
    refused(await yz("cert", "list", ...as("maker"), "--state", "lost"), "schema.value");
  });

  it("tells the members of the network", async () => {
    const { stdout } = await yz("member", "list", "--url", cli.url);
    expect(stdout).to.include(cli.world.licences.memberId).and.to.include(cli.world.identities.memberId);
  });

  it("takes service and key from the environment", async () => {
    const env = { YZ_URL: cli.url, YZ_API_KEY: "key-of-the-clerk", YZ_LANG: "en" };
    expect((await yzWith({ env })("cert", "issue", request)).code).to.equal(0);
  });

  it("ends with 2 and the service's own code where it refuses", async () => {
    const wrong = await cli.put(
      "wrong.json",
      JSON.stringify({ type: cli.world.licences.type, subject: { name: "x" } }),
    );
    const unknown = "1.2.156.3005.2.11100000000013338W011.11371000004352185C.00000000000000000000.001.X";
    refused(await yz("cert", "issue", wrong, ...as("clerk")), "schema.missing_field");
    refused(await yz("cert", "issue", request, ...as("teller")), "auth.forbidden");
    refused(await yz("cert", "issue", request, "--url", cli.url), "auth.missing");
    refused(await yz("cert", "show", unknown, ...as("maker")), "http.not_found");
  });

  it("ends with 2, and says what to do, where file, key, service or signer is not there", async () => {
    const { id } = await draft();
    refused(await yz("cert", "issue", "/nowhere.json", ...as("clerk")), "config.invalid");
    refused(await yz("cert", "issue", request, "--url", cli.url, "--key-file", "/nowhere.key"), "config.invalid");
    refused(await yz("cert", "issue", request, "--url", "http://127.0.0.1:9"), "config.invalid");
    refused(await yz("cert", "issue", request, "--url", "the service"), "config.invalid");
    refused(await yz("cert", "approve", id, ...as("maker"), "--signer", "/nowhere"), "signer.unreachable");
    refused(await yz("cert", "bundle", (await issue()).id, ...as("maker"), "-o", "/nowhere/x"), "config.invalid");
    refused(await change("revoke", (await issue()).id, "because"), "config.invalid");
    const { code, stderr } = await yz("cert", "revoke", id, ...as("maker"), "--reason", "cancelled");
    expect(code).to.equal(2);
    expect(stderr).to.include("--signer");
  });

  it("has nothing to change before a certificate is issued", async () => {
    refused(await change("revoke", (await draft()).id, "cancelled"), "conflict.state");
  });

  it("gets no signature from the maker's signer without the officer's own token", async () => {
    const { id } = await draft();
    await cli.put("signer/officer.token", "token-of-the-service");
    try {
      refused(await yz("cert", "approve", id, ...as("maker"), ...signer()), "auth.invalid");
    } finally {
      await cli.put("signer/officer.token", "token-of-the-officer");
    }
    await rm(join(cli.dir, "fetched.json"), { force: true });
  });
});
