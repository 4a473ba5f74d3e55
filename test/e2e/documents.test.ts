import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { type CliWorld, openCliWorld } from "../cli/world.ts";
import { failed, type Ran, type Yz, yzWith } from "../cli/yz.ts";
import { change, current, settled } from "../service/harness.ts";

const OFFLINE = ["--level", "archival", "--offline"];

describe("e2e: a document from the service to a counter", function () {
  this.timeout(30_000);
  let cli: CliWorld;
  let yz: Yz;
  let id: string;
  let path: string;
  let pdf: Uint8Array;
  before(async () => {
    cli = await openCliWorld();
    yz = yzWith({ clock: cli.world.clock });
    ({ id } = await cli.issue("licence"));
    pdf = await fetched();
    path = join(cli.dir, "licence.pdf");
    await writeFile(path, pdf);
  });
  after(() => cli.close());

  /** As anybody gets it who may: asked for over HTTP until it is there. */
  async function fetched(): Promise<Uint8Array> {
    const key = (await readFile(cli.keys.clerk, "utf8")).trim();
    const headers = { Authorization: `Bearer ${key}` };
    let answer = await fetch(`${cli.url}/v1/certificates/${id}.pdf`, { headers });
    expect(answer.status).to.be.oneOf([200, 202]);
    await settled(async () => {
      answer = await fetch(`${cli.url}/v1/certificates/${id}.pdf`, { headers });
      return answer.status === 200;
    });
    return new Uint8Array(await answer.arrayBuffer());
  }

  const verify = (file: string, ...args: readonly string[]): Promise<Ran> =>
    yz("verify", file, "--trust", cli.trust, ...args);
  /** Shown to a service, as the form of a page sends it. */
  async function posted(bytes: Uint8Array, name = "licence.pdf"): Promise<Response> {
    const body = new FormData();
    body.set("file", new Blob([Uint8Array.from(bytes)]), name);
    return fetch(`${cli.url}/v1/verifications`, { method: "POST", body });
  }

  it("is valid by the file and the trust file alone", async () => {
    const { code, stdout } = await verify(path, ...OFFLINE);
    expect(code, stdout).to.equal(0);
    expect(stdout).to.include(id).and.include("What the document stands for");
  });

  it("is valid by the verifier's own node, and by a service that it is shown to", async () => {
    expect((await verify(path, "--rpc", cli.rpc)).code).to.equal(0);
    const answer = await posted(pdf);
    expect(answer.status).to.equal(200);
    expect(await answer.json()).to.include({ verdict: "valid", level: "online" });
  });

  it("is invalid with one bit flipped, wherever in what was sealed, and the checks are named", async () => {
    const other = join(cli.dir, "altered.pdf");
    for (const at of [300, Math.floor(pdf.length / 3)]) {
      await writeFile(other, pdf.with(at, (pdf[at] ?? 0) ^ 1));
      const ran = await verify(other, ...OFFLINE, "--json");
      expect(ran.code).to.equal(1);
      expect(failed(ran)).to.include("seal.signature_bad").and.include("seal.other_document");
    }
    const report = (await (await posted(pdf.with(300, (pdf[300] ?? 0) ^ 1))).json()) as { verdict: string };
    expect(report.verdict).to.equal("invalid");
  });

  it("is invalid with anything behind it", async () => {
    const other = join(cli.dir, "longer.pdf");
    await writeFile(other, Buffer.concat([pdf, Buffer.from("\n")]));
    expect(failed(await verify(other, ...OFFLINE, "--json"))).to.deep.equal(["pdf.change_after_seal"]);
  });

  it("is refused by the service where it is larger than any document, and told where it is none", async () => {
    expect((await posted(new Uint8Array(21 * 2 ** 20))).status).to.equal(413);
    const answer = (await (await posted(Buffer.from("\x89PNG"))).json()) as { checks: { code: string }[] };
    expect(answer.checks.map(({ code }) => code)).to.include("pdf.not_pdf");
    expect((await posted(Buffer.from("{}"), "bundle.json")).status).to.equal(422);
  });

  it("is not in force online once its certificate was revoked, and offline by the file that is fetched then", async () => {
    const view = await current(cli.harness.service, cli.world, { id } as never);
    await change(cli.harness.service, cli.world, view, "revoked");
    expect((await verify(path, "--rpc", cli.rpc)).code).to.equal(3);
    const later = join(cli.dir, "later.pdf");
    await writeFile(later, await fetched());
    const ran = await verify(later, ...OFFLINE, "--json");
    expect([ran.code, failed(ran)]).to.deep.equal([3, ["status.revoked"]]);
  });
});
