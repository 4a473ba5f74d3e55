import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { Demo } from "../e2e/demo.ts";
import { OFFLINE, verify } from "../e2e/newcomer.ts";
import { issueTourGuide, TOUR_GUIDE } from "../e2e/tour-guide.ts";
import { describeInBrowser } from "./chromium.ts";
import { choose, file, verdicts, visit } from "./visit.ts";

describeInBrowser("a type that was dropped in as a file", function () {
  this.timeout(120_000);
  let dir: string;
  let demo: Demo;
  before(async () => {
    dir = await mkdtemp(join(tmpdir(), "yinzheng-dropped-"));
    await mkdir(join(dir, "data", "types"), { recursive: true });
    await writeFile(join(dir, "data", "types", "tour-guide.json"), JSON.stringify(TOUR_GUIDE));
    demo = await Demo.start(dir);
  });
  after(async () => {
    await demo?.stop();
    await rm(dir, { recursive: true, force: true });
  });

  it("is issued by a service that knows no line of it, and rendered and verified by that service's page", async () => {
    const bundle = await issueTourGuide(demo);
    expect((await verify(demo, bundle, ...OFFLINE)).code).to.equal(0);
    const { page, close } = await visit(`${demo.url}/?lang=zh`, { now: Math.floor(Date.now() / 1000) });
    await page.waitForSelector(".basis code");
    await choose(page, file("guide.json", await readFile(bundle, "utf8")));
    expect(await verdicts(page)).to.deep.equal(["有效"]);
    const shown = await page.locator(".card").innerText();
    expect(shown).to.include("志愿讲解员证").and.include("示例·导游").and.include("371002198504120529");
    expect(shown).to.match(/培训时长\s+40\.5\s*小时/);
    await page.getByRole("button", { name: "English" }).click();
    expect(await page.locator(".card").innerText()).to.match(/Time of training\s+40\.5\s*hours/);
    await close();
  });
});
