/// <reference lib="dom" />
import { expect } from "chai";
import type { Page } from "playwright-core";
import { describeInBrowser } from "./chromium.ts";
import { blank, pngOf } from "./drawn-code.ts";
import { inspect } from "./inspect.ts";
import { choose, file, type Visit, type VisitOptions, visit } from "./visit.ts";
import { openPageWorld, type PageWorld } from "./world.ts";

type Mode = Omit<VisitOptions, "now"> & { readonly language: "zh" | "en" };

/** How people see the page: language, width, text size, colours. */
const MODES: Readonly<Record<string, Mode>> = {
  "zh on a desk": { language: "zh", viewport: { width: 1280, height: 900 } },
  "en on a phone, dark": { language: "en", viewport: { width: 390, height: 800 }, colorScheme: "dark" },
  "zh, 390 px, text doubled": { language: "zh", viewport: { width: 390, height: 800 }, doubled: true },
  "en, 320 px, text doubled, dark": {
    ...{ language: "en", viewport: { width: 320, height: 640 }, doubled: true, colorScheme: "dark" },
  },
  "zh, 320 px, text doubled, more contrast": {
    ...{ language: "zh", viewport: { width: 320, height: 640 }, doubled: true, contrast: "more" },
  },
  "en, forced colours": { language: "en", viewport: { width: 1024, height: 768 }, forcedColors: "active" },
  "zh, forced colours, dark, 320 px": {
    ...{ language: "zh", viewport: { width: 320, height: 640 }, forcedColors: "active", colorScheme: "dark" },
  },
};

describeInBrowser("the pages, in every mode", () => {
  let world: PageWorld;
  let files: readonly ReturnType<typeof file>[];
  let valid: { readonly id: string; readonly text: string };
  let open: Visit | undefined;
  before(async () => {
    world = await openPageWorld();
    valid = await world.licence();
    const suspended = await world.licence("suspended");
    files = [
      file("营业执照.yinzheng.json", valid.text),
      file("a-very-long-name-".repeat(6), suspended.text),
      file("altered.json", valid.text.replace("餐饮服务", "餐饮服勿")),
      file("bad.json", "{nope"),
      file("trust.json", JSON.stringify(world.trust)),
      { name: "photo.png", mimeType: "image/png", buffer: pngOf(blank()) },
    ];
  });
  afterEach(async () => {
    const { close } = open ?? {};
    open = undefined;
    await close?.();
  });
  after(() => world.close());

  for (const [name, { language, ...mode }] of Object.entries(MODES)) {
    const visited = async (path: string): Promise<Page> => {
      open = await visit(`${world.url}${path}${path.includes("?") ? "&" : "?"}lang=${language}`, {
        ...mode,
        now: world.now(),
      });
      return open.page;
    };

    it(`has nothing to mend and no sideways scrolling: verifying, ${name}`, async () => {
      const page = await visited("/");
      await page.waitForSelector(".basis code");
      await inspect(page, "start");
      await page.locator(".scan-row .main-button").click();
      await page.waitForSelector(".scan-row .notice");
      await inspect(page, "no camera");
      await choose(page, ...files);
      for (const summary of await page.locator("summary").all()) {
        if (await summary.isVisible()) await summary.click();
      }
      for (const summary of await page.locator(".all-checks:not([open]) > summary").all()) await summary.click();
      await inspect(page, "results");
      await page.locator("#pasted").fill(`${valid.id}\n${valid.id}X`);
      await page.locator(".intake button[type=submit]").click();
      await page.waitForFunction(() => document.querySelectorAll(".card .verdict").length === 8);
      await inspect(page, "look-ups");
    });

    it(`has nothing to mend and no sideways scrolling: the network and a record, ${name}`, async () => {
      for (const path of ["/network", `/c/${valid.id}`, "/lookup"]) {
        const page = await visited(path);
        await inspect(page, path);
        await open?.close();
      }
    });
  }

  it("gives everything that can be pressed 44 px, in height at least", async () => {
    open = await visit(`${world.url}/?lang=zh`, { now: world.now(), viewport: { width: 320, height: 640 } });
    const { page } = open;
    await page.waitForSelector(".basis code");
    await choose(page, ...files.slice(0, 1));
    const heights = await page
      .locator("button:visible, summary:visible, a:visible:not(.skip), .choice:visible, input[type=date]")
      .evaluateAll((all) => all.map((one) => [one.textContent, Math.round(one.getBoundingClientRect().height)]));
    expect(heights.filter(([, height]) => Number(height) < 44)).to.deep.equal([]);
  });

  it("prints the results whole: content, chain and checks, without what is only for the screen", async () => {
    open = await visit(`${world.url}/?lang=en`, { now: world.now() });
    const { page } = open;
    await page.waitForSelector(".basis code");
    await choose(page, ...files.slice(0, 2));
    await page.emulateMedia({ media: "print" });
    for (const shown of [".card .summary", ".chain", ".all-checks .check"]) {
      expect(await page.locator(shown).first().isVisible(), shown).to.equal(true);
    }
    expect(await page.locator(".all-checks .check").last().isVisible()).to.equal(true);
    for (const hidden of [".main-button", ".intake", ".actions button"]) {
      expect(await page.locator(hidden).first().isVisible(), hidden).to.equal(false);
    }
  });
});
