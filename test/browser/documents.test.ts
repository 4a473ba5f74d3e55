// The functions given to a page run there.
/// <reference lib="dom" />
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { PDFDocument } from "@cantoo/pdf-lib";
import { expect } from "chai";
import { yzWith } from "../cli/yz.ts";
import { anchored, type HostileWorld, openHostileWorld } from "../documents/hostile/world.ts";
import { NOW } from "../proof/paper/options.ts";
import { describeInBrowser } from "./chromium.ts";
import { runInChromium } from "./harness.ts";
import type { Given, run } from "./reader.page.ts";
import { choose, file, type Visit, verdicts, visit } from "./visit.ts";
import { openPageWorld, type PageWorld } from "./world.ts";

const pdf = (name: string, bytes: Uint8Array) => ({ name, mimeType: "application/pdf", buffer: Buffer.from(bytes) });

describeInBrowser("sealed documents on the verify page", () => {
  let world: HostileWorld;
  let pages: PageWorld;
  let dir: string;
  let open: Visit | undefined;
  before(async () => {
    [world, pages, dir] = [
      await openHostileWorld(),
      await openPageWorld(),
      await mkdtemp(join(tmpdir(), "yinzheng-documents-")),
    ];
    await writeFile(join(dir, "trust.json"), JSON.stringify(world.trust));
    await yzWith()("page", "build", "--trust", join(dir, "trust.json"), "-o", join(dir, "offline.html"));
  });
  afterEach(async () => {
    const { close } = open ?? {};
    open = undefined;
    await close?.();
  });
  after(async () => {
    await pages.close();
    await rm(dir, { recursive: true });
  });

  async function served(): Promise<Visit> {
    open = await visit(`${pages.url}/?lang=en`, { now: NOW });
    await open.page.waitForSelector(".basis code");
    await open.page.locator(".basis input[type=file]").first().setInputFiles(join(dir, "trust.json"));
    await open.page.getByText("A file you chose: trust.json").waitFor();
    return open;
  }
  async function offline(): Promise<Visit> {
    const url = pathToFileURL(join(dir, "offline.html")).href;
    open = await visit(url, { now: NOW, cut: true, locale: "en-GB" });
    await open.page.waitForSelector(".basis code");
    return open;
  }
  /** The document with one bit of its rendering flipped. */
  const altered = (): Uint8Array => world.whole.with(3000, (world.whole[3000] ?? 0) ^ 1);

  for (const [where, opened] of [
    ["of a service", served],
    ["in one file, with the network off", offline],
  ] as const)
    it(`are judged on the page ${where}, with the certificate in them, and nobody is asked`, async () => {
      const { page, requests } = await opened();
      const before = requests.length;
      await choose(page, pdf("licence.pdf", world.whole), pdf("altered.pdf", altered()));
      expect(await verdicts(page)).to.deep.equal(["Valid", "Invalid"]);
      const [valid, invalid] = await page.locator(".card").allInnerTexts();
      expect(valid).to.include("Business licence").and.include("You can rely on it");
      expect(invalid).to.include("seal.signature_bad").and.include("seal.other_document");
      expect(requests.slice(before)).to.deep.equal([]);
    });

  it("show the seal as a link of the chain, and what the certificate says", async () => {
    const { page } = await offline();
    await choose(page, pdf("licence.pdf", world.whole));
    expect((await page.locator(".chain li strong").allInnerTexts()).slice(0, 2)).to.deep.equal([
      "Sealed document",
      "Certificate",
    ]);
    const standings = await page.locator(".chain .standing").allInnerTexts();
    expect(new Set(standings)).to.deep.equal(new Set(["passed"]));
    expect(await page.locator(".card .summary").innerText()).to.include("91371000163094814Q");
  });

  it("are told apart: saved again, no PDF at all, and too large", async () => {
    const { page } = await served();
    const saved = await (await PDFDocument.load(world.whole)).save();
    await choose(
      page,
      pdf("saved.pdf", saved),
      pdf("picture.pdf", Buffer.from("\x89PNG")),
      pdf("large.pdf", new Uint8Array(21 * 2 ** 20)),
      file("bundle.json", "{}"),
    );
    expect(await verdicts(page)).to.deep.equal([
      "Could not be determined",
      "Invalid",
      "Invalid",
      "This is not a certificate file that can be verified.",
    ]);
    const cards = await page.locator(".card").allInnerTexts();
    expect(cards[0]).to.include("pdf.resaved").and.include("ask for the file as the agency gave it out");
    expect(cards[1]).to.include("pdf.not_pdf");
    expect(cards[2]).to.include("pdf.too_large");
  });

  it("say on a copy for one purpose for what it is, for whom, and until when", async () => {
    const limits = { purpose: "办理贷款", audience: "示例银行", validUntil: "2026-12-24T16:00:00Z" };
    const { page } = await offline();
    await choose(page, pdf("copy.pdf", anchored(world.paper, world.sealed, { limits })));
    expect(await verdicts(page)).to.deep.equal(["Valid"]);
    expect(await page.locator(".card .notice").innerText()).to.equal(
      "Copy for one purpose: only for “办理贷款”, for 示例银行 alone, until 25 December 2026 at 00:00:00, China Standard Time",
    );
  });

  it("are given up when one takes too long, and the next one is read by another worker", async () => {
    const read = await runInChromium<Awaited<ReturnType<typeof run>>>(join(import.meta.dirname, "reader.page.ts"), {
      longest: 1_000,
    } satisfies Given);
    expect(read).to.deep.equal([{ fault: "pdf.too_slow" }, { fault: "pdf.foreign" }, { fault: "pdf.too_slow" }]);
  });
});
