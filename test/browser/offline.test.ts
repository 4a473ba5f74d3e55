/// <reference lib="dom" />
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect } from "chai";
import { bundleText } from "../../src/proof/build.ts";
import { snapshotText } from "../../src/proof/snapshot.ts";
import { trustDigest } from "../../src/proof/trust.ts";
import { yzWith } from "../cli/yz.ts";
import { codeOf, snapshotIn } from "../proof/codes/coded.ts";
import { NOW, type Paper } from "../proof/paper/options.ts";
import { paper } from "../proof/paper/world.ts";
import { describeInBrowser } from "./chromium.ts";
import { choose, file, type Visit, verdicts, visit } from "./visit.ts";

describeInBrowser("the verify page in one file, with the network off", () => {
  let dir: string;
  let world: Paper;
  let open: Visit | undefined;
  const path = (name: string): string => join(dir, name);
  const opened = async (name: string): Promise<Visit> => {
    open = await visit(pathToFileURL(path(name)).href, { now: NOW, cut: true, locale: "en-GB" });
    return open;
  };
  before(async () => {
    dir = await mkdtemp(join(tmpdir(), "yinzheng-offline-"));
    world = await paper();
    await writeFile(path("trust.json"), JSON.stringify(world.trust));
    const yz = yzWith();
    await yz("page", "build", "--trust", path("trust.json"), "-o", path("pinned.html"));
    await yz("page", "build", "-o", path("empty.html"));
  });
  afterEach(async () => {
    const { close } = open ?? {};
    open = undefined;
    await close?.();
  });
  after(() => rm(dir, { recursive: true }));

  it("verifies by the trust file that was put into it, asking nothing of anybody", async () => {
    const { page, requests } = await opened("pinned.html");
    await page.waitForSelector(".basis code");
    expect(await page.locator(".basis").innerText()).to.include(trustDigest(world.trust));
    expect(await page.locator(".basis").innerText()).to.include("Put into this page when it was made");
    await choose(page, file("licence.yinzheng.json", bundleText(world.bundle)));
    expect(await verdicts(page)).to.deep.equal(["Valid"]);
    await page.getByRole("button", { name: "中文" }).click();
    expect(await verdicts(page)).to.deep.equal(["有效"]);
    expect(requests).to.deep.equal([pathToFileURL(path("pinned.html")).href]);
  });

  it("judges an offline code by the snapshot that a person chose, and by none that can't be read", async () => {
    const { page } = await opened("pinned.html");
    await page.waitForSelector(".basis code");
    await page.locator("#pasted").fill(codeOf(world.bundle));
    await page.locator(".intake button[type=submit]").click();
    await page.getByText("An offline code needs a snapshot file").waitFor();
    const chosen = page.locator(".snapshot input[type=file]");
    await chosen.setInputFiles(file("weihai.snapshot.json", snapshotText(snapshotIn(world.bundle))));
    await page.waitForSelector(".card-valid");
    expect(await page.locator(".snapshot .summary").innerText()).to.match(
      /A file you chose: weihai\.snapshot\.json[\s\S]*Vouched for by\s+court/,
    );
    await chosen.setInputFiles(file("nonsense.json", "{}"));
    await page.getByText("That snapshot file can't be read").waitFor();
    expect(await verdicts(page)).to.deep.equal(["Valid"]);
  });

  it("gives no verdict without a trust file, and judges what waits once one is chosen", async () => {
    const { page } = await opened("empty.html");
    await page.getByText("There is no trust file yet").waitFor();
    await choose(page, file("licence.yinzheng.json", bundleText(world.bundle)));
    expect(await verdicts(page)).to.deep.equal(["Waiting for a trust file"]);
    await page.locator(".basis > input[type=file]").setInputFiles(path("trust.json"));
    await page.waitForSelector(".card-valid");
    expect(await verdicts(page)).to.deep.equal(["Valid"]);
  });

  it("says that it can't look up identifiers", async () => {
    const { page, requests } = await opened("pinned.html");
    await page.locator("#pasted").fill(`urn:oid:${"1.2.156.3005.2.A"}`);
    await page.getByRole("button", { name: "Verify what I pasted" }).click();
    await page.getByText("This offline page can't look up identifiers").waitFor();
    expect(requests).to.have.length(1);
  });

  it("can't be made to ask anybody: its policy refuses", async () => {
    const { page } = await opened("empty.html");
    const refused = page.waitForEvent("console", (message) => /Content Security Policy/.test(message.text()));
    const asked = await page.evaluate(() => fetch("https://example.org/").then(String, (error) => String(error)));
    expect(asked).to.include("Failed to fetch");
    await refused;
    // The refusal itself is what the console holds.
    await open?.close().catch((error: Error) => expect(error.message).to.include("Content Security Policy"));
    open = undefined;
  });
});
