import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { expect } from "chai";
import type { Report } from "../../src/proof/report.ts";
import { change, settled } from "../service/harness.ts";
import { DAY, principal } from "../service/world.ts";
import { type CliWorld, openCliWorld } from "./world.ts";
import { yzWith } from "./yz.ts";

const AGE = 7 * DAY;

describe("yz verify with status lists", () => {
  let cli: CliWorld;
  let asked: { readonly url: string; readonly status: number }[];
  beforeEach(async () => {
    cli = await openCliWorld();
    asked = [];
    await mirrors(cli.url);
  });
  afterEach(() => cli.close());

  const network = () => ({ ...cli.world.trust.networks[0], mirrors: [] as readonly string[] });
  const mirrors = (...urls: readonly string[]): Promise<void> =>
    writeFile(cli.trust, JSON.stringify({ ...cli.world.trust, networks: [{ ...network(), mirrors: urls }] }));
  const noted: typeof fetch = async (url, init) => {
    const response = await fetch(url, init);
    asked.push({ url: String(url), status: response.status });
    return response;
  };
  const yz = () => yzWith({ clock: cli.world.clock, fetch: noted });
  const verify = async (...args: readonly string[]) => {
    const { code, stdout } = await yz()("verify", ...args, "--trust", cli.trust, "--json");
    const report = JSON.parse(stdout) as Report;
    return { code, report, list: report.checks.find(({ name }) => name === "status.list")?.code };
  };
  const published = (block: number): Promise<void> =>
    settled(async () => ((await cli.harness.service.statusLists())[0]?.block ?? -1) >= block);
  /** A bundle whose evidence has grown stale, and a list of now. */
  const staleBundle = async (): Promise<string> => {
    const { file } = await cli.issue("licence.json");
    await published(0);
    cli.world.clock.advance(AGE + DAY);
    const { number } = await cli.world.ledger().head();
    await cli.harness.timers.pass((AGE / 4) * 1000);
    await published(number + 1);
    return file;
  };

  it("fetches the list that the certificate names, whole and from the mirror, and answers for an old bundle by it", async () => {
    const file = await staleBundle();
    const [list] = await cli.harness.service.statusLists();
    const { code, report, list: line } = await verify(file, "--level", "snapshot");
    expect({ code, line }).to.deep.equal({ code: 0, line: "status.ok" });
    expect(report.asOf.block).to.equal(list?.block);
    expect(asked).to.deep.equal([{ url: `${cli.url}/v1/status-lists/${list?.id}/bundle`, status: 200 }]);
    expect((await verify(file, "--level", "archival")).code, "a list gives snapshot at most").to.equal(4);
  });

  it("fetches a list once for many certificates, and not again while it is the same", async () => {
    const file = await staleBundle();
    const { file: other } = await cli.issue("other.json");
    expect((await yz()("verify", file, other, "--level", "snapshot", "--trust", cli.trust)).code).to.equal(0);
    expect(asked.map(({ status }) => status)).to.deep.equal([200]);
    expect((await verify(file, "--level", "snapshot")).list).to.equal("status.ok");
    expect(asked.map(({ status }) => status)).to.deep.equal([200, 304]);
  });

  it("uses what it has kept where there is no network, and asks nobody offline", async () => {
    const file = await staleBundle();
    expect((await verify(file, "--level", "snapshot", "--offline")).code).to.equal(4);
    expect(asked).to.deep.equal([]);
    expect((await verify(file, "--level", "snapshot")).code).to.equal(0);
    asked = [];
    expect((await verify(file, "--level", "snapshot", "--offline")).code).to.equal(0);
    expect(asked).to.deep.equal([]);
    await mirrors("http://127.0.0.1:1");
    expect((await verify(file, "--level", "snapshot")).code).to.equal(0);
  });

  it("tells of a revocation since the bundle was made, to whoever has the network", async () => {
    const { file, id } = await cli.issue("licence.json");
    const view = await cli.harness.service.certificate(principal(cli.world.licences), id);
    cli.world.clock.advance(60);
    const { block } = await change(cli.harness.service, cli.world, view as never, "revoked");
    await published(block);
    expect((await verify(file, "--level", "snapshot", "--offline")).code).to.equal(0);
    const { code, list } = await verify(file, "--level", "snapshot");
    expect({ code, list }).to.deep.equal({ code: 3, list: "status.revoked" });
    const { stdout } = await yz()("verify", file, "--level", "archival", "--trust", cli.trust);
    expect(stdout).to.match(/✗ Status list — By the status list the certificate has been revoked/);
  });

  it("answers by the evidence alone where no mirror answers, and says so; not where a list is demanded", async () => {
    const { file } = await cli.issue("licence.json");
    await mirrors("http://127.0.0.1:1");
    const { code, list } = await verify(file, "--level", "snapshot");
    expect({ code, list }).to.deep.equal({ code: 0, list: "status.list_unreachable" });
    const { stdout } = await yz()("verify", file, "--level", "snapshot", "--trust", cli.trust);
    expect(stdout).to.match(/– Status list — No status list could be fetched.* \[status\.list_unreachable\]/);
    expect((await verify(file, "--level", "snapshot", "--require-list")).code).to.equal(4);
    await mirrors();
    expect((await verify(file, "--level", "snapshot", "--require-list")).code, "no mirror is named").to.equal(4);
    expect((await verify(file, "--level", "snapshot")).list).to.equal("status.skipped");
  });

  it("takes nothing from a mirror that answers with something else, and keeps none of it", async () => {
    const file = await staleBundle();
    const [summary] = await cli.harness.service.statusLists();
    const { text } = await cli.harness.service.statusList(summary?.id ?? "");
    const forged = text.replace(/"lastCompromise":0/, '"lastCompromise":1');
    const answers: Record<string, (res: import("node:http").ServerResponse) => void> = {
      noise: (res) => void res.end("<html>"),
      elsewhere: (res) => void res.writeHead(302, { Location: cli.url }).end(),
      flood: (res) => void res.end("x".repeat(9 * 2 ** 20)),
      forged: (res) => void res.end(forged),
    };
    for (const [name, answer] of Object.entries(answers)) {
      const odd = createServer((_req, res) => answer(res)).listen(0, "127.0.0.1");
      await new Promise((resolve) => odd.once("listening", resolve));
      const url = `http://127.0.0.1:${(odd.address() as AddressInfo).port}`;
      await mirrors(url);
      const { code, list } = await verify(file, "--level", "snapshot");
      const expected = name === "forged" ? "status.list_bad" : "status.list_unreachable";
      expect({ code, list }, name).to.deep.equal({ code: 4, list: expected });
      await mirrors(url, cli.url);
      expect((await verify(file, "--level", "snapshot")).code, `${name}, beside one that is well`).to.equal(0);
      await rm(join(cli.dir, "lists"), { recursive: true });
      odd.closeAllConnections();
      odd.close();
    }
  });

  it("keeps no sound list in the place of another that was asked for", async () => {
    const file = await staleBundle();
    const [{ id = "" } = {}] = await cli.harness.service.statusLists();
    const { text } = await cli.harness.service.statusList(id);
    const mirror = createServer((_req, res) => void res.end(text)).listen(0, "127.0.0.1");
    await new Promise((resolve) => mirror.once("listening", resolve));
    await mirrors(`http://127.0.0.1:${(mirror.address() as AddressInfo).port}`);
    const other = join(cli.dir, "other.json");
    await writeFile(other, (await readFile(file, "utf8")).replaceAll(id, "0".repeat(32)));
    expect((await verify(other, "--level", "snapshot")).list).to.equal("status.list_bad");
    expect(await readdir(join(cli.dir, "lists")).catch(() => [])).to.deep.equal([]);
    expect((await verify(file, "--level", "snapshot")).list, "the one that was asked for").to.equal("status.ok");
    expect((await readdir(join(cli.dir, "lists"))).length).to.equal(1);
    mirror.closeAllConnections();
    mirror.close();
  });

  it("reads a kept list anew where it was spoilt", async () => {
    const file = await staleBundle();
    await verify(file, "--level", "snapshot");
    const dir = join(cli.dir, "lists");
    const [name = ""] = await readdir(dir);
    const whole = await readFile(join(dir, name), "utf8");
    await writeFile(join(dir, name), "{");
    expect((await verify(file, "--level", "snapshot")).code).to.equal(0);
    expect(await readFile(join(dir, name), "utf8")).to.equal(whole);
  });

  it("prints the mirrors of a trust file", async () => {
    const { stdout } = await yz()("trust", "show", "--trust", cli.trust);
    expect(stdout).to.contain(`mirror        ${cli.url}`);
  });
});
