import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PDFDocument } from "@cantoo/pdf-lib";
import { expect } from "chai";
import { utf8 } from "../../src/crypto/encoding.ts";
import { bundleText } from "../../src/proof/build.ts";
import { anchored, type HostileWorld, openHostileWorld } from "../documents/hostile/world.ts";
import { HOUR, NOW } from "../proof/paper/options.ts";
import { failed, type Ran, yzWith } from "./yz.ts";

describe("yz verify, of documents", () => {
  let world: HostileWorld;
  let dir: string;
  before(async () => {
    world = await openHostileWorld();
    dir = await mkdtemp(join(tmpdir(), "yinzheng-documents-"));
    await writeFile(join(dir, "trust.json"), JSON.stringify(world.trust));
  });
  after(() => rm(dir, { recursive: true }));

  async function verify(name: string, bytes: Uint8Array, ...args: readonly string[]): Promise<Ran> {
    const path = join(dir, name);
    await writeFile(path, bytes);
    const trust = ["--trust", join(dir, "trust.json"), "--level", "archival", "--offline"];
    return yzWith({ clock: () => NOW })("verify", path, ...trust, ...args);
  }

  it("ends with 0 for a sealed document, whatever it is called, and says what it checked of it", async () => {
    for (const name of ["licence.pdf", "licence.json", "licence"]) {
      const { code, stdout } = await verify(name, world.whole);
      expect(code).to.equal(0);
      expect(stdout).to.include("✓ Seal — The seal's signature is right.").and.include("Type: Business licence");
    }
  });

  it("ends with 1 for one with a bit flipped, and names the checks", async () => {
    const ran = await verify("altered.pdf", world.whole.with(3000, (world.whole[3000] ?? 0) ^ 1), "--json");
    expect(ran.code).to.equal(1);
    expect(failed(ran)).to.deep.equal(["seal.signature_bad", "seal.other_document"]);
  });

  it("ends with 4 for one that was saved again, and says what to do", async () => {
    const { code, stdout } = await verify("saved.pdf", await (await PDFDocument.load(world.whole)).save());
    expect(code).to.equal(4);
    expect(stdout).to.include("ask for the file as the agency gave it out").and.include("[pdf.resaved]");
  });

  it("ends with 1 for what is called a PDF and is none, and takes a bundle for one by what stands in it", async () => {
    const bundle = utf8(bundleText(world.paper.bundle));
    expect(failed(await verify("bundle.pdf", bundle, "--json"))).to.deep.equal(["pdf.not_pdf"]);
    expect((await verify("bundle.txt", bundle)).code).to.equal(0);
  });

  it("says for what, for whom and until when a copy for one purpose is, and ends with 3 after that", async () => {
    const copy = (validUntil: string) =>
      anchored(world.paper, world.sealed, { limits: { purpose: "办理贷款", audience: "示例银行", validUntil } });
    const now = (time: number) => `${new Date(time * 1000).toISOString().slice(0, 19)}Z`;
    const good = await verify("copy.pdf", copy(now(NOW)), "--lang", "zh");
    expect(good.code).to.equal(0);
    expect(good.stdout).to.include(
      "加注件：仅用于“办理贷款”，仅供示例银行使用，有效至2026年11月25日 17:00:00（北京时间）",
    );
    const late = await verify("late.pdf", copy(now(NOW - HOUR)), "--json");
    expect(late.code).to.equal(3);
    expect(failed(late)).to.deep.equal(["time.copy_expired"]);
  });
});
