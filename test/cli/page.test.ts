import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { parseTrust, trustDigest } from "../../src/proof/trust.ts";
import { paper } from "../proof/paper/world.ts";
import { yzWith } from "./yz.ts";

/** Largest page, in bytes. */
const MAX_PAGE = 1_500_000;

describe("yz page build", () => {
  const yz = yzWith();
  let dir: string;
  before(async () => {
    dir = await mkdtemp(join(tmpdir(), "yinzheng-page-"));
  });
  after(() => rm(dir, { recursive: true }));

  it("writes one file of at most 1.5 MB, whose policy names the script and the style sheet in it", async () => {
    const path = join(dir, "verify.html");
    const { code, stdout } = await yz("page", "build", "-o", path, "--json");
    const html = await readFile(path, "utf8");
    expect([code, JSON.parse(stdout)]).to.deep.equal([0, { path, bytes: Buffer.byteLength(html), trust: null }]);
    expect(Buffer.byteLength(html)).to.be.below(MAX_PAGE);
    const digest = (text: string): string => `sha256-${createHash("sha256").update(text).digest("base64")}`;
    const [, style = ""] = /<style>([\s\S]*?)<\/style>/.exec(html) ?? [];
    const [, script = ""] = /<script>([\s\S]*?)<\/script>/.exec(html) ?? [];
    expect(html)
      .to.include(`script-src '${digest(script)}'`)
      .and.include(`style-src '${digest(style)}'`);
    expect(html.match(/<script/g)).to.have.length(2);
  });

  it("puts a trust file into it, and names its digest", async () => {
    const { trust } = await paper();
    const file = join(dir, "trust.json");
    await writeFile(file, JSON.stringify(trust, null, 2));
    const { code, stdout } = await yz("page", "build", "--trust", file, "-o", join(dir, "own.html"));
    expect(code).to.equal(0);
    expect(stdout).to.include(trustDigest(trust));
    const [, pinned = ""] = /id="trust">(.*?)<\/script>/.exec(await readFile(join(dir, "own.html"), "utf8")) ?? [];
    expect(trustDigest(parseTrust(Buffer.from(pinned)))).to.equal(trustDigest(trust));
  });

  it("writes nothing without a trust file that can be read, or without a place to write to", async () => {
    const { code, stderr } = await yz("page", "build", "--trust", join(dir, "none.json"), "-o", join(dir, "no.html"));
    expect([code, /trust\.file/.test(stderr)]).to.deep.equal([2, true]);
    expect((await yz("page", "build")).code).to.equal(2);
    expect(await readFile(join(dir, "no.html")).catch(() => null)).to.equal(null);
  });
});
