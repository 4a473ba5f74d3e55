import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "chai";
import { utf8 } from "../../src/crypto/encoding.ts";
import { readRecord, recordText } from "../../src/proof/compact/record.ts";
import { compactCode } from "../../src/proof/compact.ts";
import { linkOf } from "../../src/proof/link.ts";
import { parseBundle } from "../../src/proof/parse.ts";
import type { CertificateView } from "../../src/service/service.ts";
import { change, current } from "../service/harness.ts";
import { type CliWorld, openCliWorld } from "./world.ts";
import { type Ran, yzWith } from "./yz.ts";

describe("yz verify --code", () => {
  let cli: CliWorld;
  let snapshot: string;
  let licence: { readonly id: string; readonly code: string };
  before(async () => {
    cli = await openCliWorld();
    snapshot = join(cli.dir, "snapshot.json");
    const { id, text } = await cli.issue("licence");
    licence = { id, code: compactCode(parseBundle(utf8(text))) ?? "" };
    expect((await fetched()).code).to.equal(0);
  });
  after(() => cli.close());

  const yz = (piped = "") =>
    yzWith({
      clock: cli.world.clock,
      readInput: async () => piped,
      env: { YZ_HOME: "/nowhere", YZ_LANG: "en", YZ_API_KEY: "secret" },
    });
  const fetched = (...args: readonly string[]): Promise<Ran> =>
    yz()("trust", "snapshot", "--out", snapshot, "--url", cli.url, "--trust", cli.trust, ...args);
  const verify = (code: string, ...args: readonly string[]): Promise<Ran> =>
    yz(licence.code)("verify", "--code", code, "--trust", cli.trust, ...args);

  it("judges the text of a code, a file with it, and what is piped in, asking nobody", async () => {
    const file = await cli.put("code.txt", `${licence.code}\n`);
    for (const given of [licence.code, file, "-"]) {
      const { code, stdout } = await verify(given, "--snapshot", snapshot, "--offline", "--json");
      expect(code).to.equal(0);
      const said = JSON.parse(stdout);
      expect(said).to.deep.include({ verdict: "valid", level: "snapshot", code: licence.code });
      expect(said.credential.credentialSubject.name).to.equal("环翠区葛󠄀记面馆");
    }
    const { stdout } = await verify(licence.code, "--snapshot", snapshot, "--level", "archival");
    expect(stdout).to.include(licence.id).and.to.include("Name: 环翠区葛󠄀记面馆");
  });

  it("refuses what is no offline code, with the verdict of a false document", async () => {
    const cases = [
      ["YZ1:ABC", "qr.format"],
      [`${licence.code.slice(0, -3)}`, "qr.format"],
      ["https://evil.example/c/1", "qr.foreign_host"],
    ] as const;
    for (const [text, error] of cases) {
      const { code, stdout } = await verify(text, "--snapshot", snapshot, "--json");
      expect([code, JSON.parse(stdout).error.code]).to.deep.equal([1, error]);
    }
  });

  it("shows no field of a false certificate, whose text a terminal might obey", async () => {
    const record = readRecord(licence.code);
    const forged = recordText({ ...record, salt: `0x${"11".repeat(16)}` });
    const { code, stdout } = await verify(forged, "--snapshot", snapshot);
    expect(code).to.equal(1);
    expect(stdout).to.not.include("环翠区");
    expect(JSON.parse((await verify(forged, "--snapshot", snapshot, "--json")).stdout).credential).to.equal(null);
  });

  it("reads a link and opens nothing: it proves nothing, so indeterminate", async () => {
    const origin = "https://demo.yinzheng.example";
    const [network] = cli.world.trust.networks;
    const trust = await cli.put(
      "links.json",
      JSON.stringify({ ...cli.world.trust, networks: [{ ...network, links: [origin] }] }),
    );
    const { code, stdout } = await yz()("verify", "--code", linkOf(origin, licence.id), "--trust", trust, "--json");
    expect(code).to.equal(4);
    expect(JSON.parse(stdout)).to.deep.equal({ verdict: "indeterminate", link: { origin, identifier: licence.id } });
  });

  it("demands a snapshot, a level that needs no node, and either a code or files", async () => {
    expect((await verify(licence.code)).code).to.equal(2);
    expect((await verify(licence.code, "--snapshot", snapshot, "--level", "online")).code).to.equal(2);
    expect((await verify(licence.code, snapshot, "--snapshot", snapshot)).code).to.equal(2);
    expect((await yz()("verify", "--trust", cli.trust)).code).to.equal(2);
    expect((await verify(join(cli.dir, "nothing"), "--snapshot", snapshot)).code).to.equal(2);
  });

  it("calls not in force what a newer snapshot shows revoked", async () => {
    const { id, text } = await cli.issue("revoked");
    const code = compactCode(parseBundle(utf8(text))) ?? "";
    expect((await verify(code, "--snapshot", snapshot)).code, "the snapshot is from before").to.equal(4);
    const view = await current(cli.harness.service, cli.world, { id } as CertificateView);
    cli.world.clock.advance(60);
    await change(cli.harness.service, cli.world, view, "revoked");
    const { code: made, stdout } = await fetched("--json", "--member", cli.world.licences.profile.code);
    expect([made, JSON.parse(stdout).vouchedBy]).to.deep.equal([0, ["court"]]);
    expect((await verify(code, "--snapshot", snapshot)).code).to.equal(3);
    expect((await verify(licence.code, "--snapshot", snapshot)).code).to.equal(0);
  });

  it("writes no snapshot that nobody in the trust file vouches for, and shows no API key to fetch one", async () => {
    const before = await readFile(snapshot, "utf8");
    const asked: (string | null)[] = [];
    const noted: typeof fetch = async (url, init) => {
      asked.push(new Headers(init?.headers).get("authorization"));
      return fetch(url, init);
    };
    const [network] = cli.world.trust.networks;
    const strangers = { ...network, snapshotSigners: [], registryId: `0x${"12".repeat(32)}` };
    const trust = await cli.put("strangers.json", JSON.stringify({ ...cli.world.trust, networks: [strangers] }));
    const run = yzWith({ fetch: noted, env: { YZ_HOME: "/nowhere", YZ_LANG: "en", YZ_API_KEY: "secret" } });
    const { code, stderr } = await run("trust", "snapshot", "--out", snapshot, "--url", cli.url, "--trust", trust);
    expect([code, stderr]).to.satisfy(
      ([ended, said]: [number, string]) => ended === 2 && said.includes("snapshot.unvouched"),
    );
    expect(asked).to.deep.equal([null]);
    expect(await readFile(snapshot, "utf8")).to.equal(before);
    const { code: unknown } = await fetched("--member", "91370100MA3TESTA5X");
    expect(unknown).to.equal(2);
  });
});
