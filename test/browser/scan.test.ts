// The functions given to a page run there.
/// <reference lib="dom" />
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import type { Browser } from "playwright-core";
import { fromBase45, toBase45 } from "../../src/crypto/base45.ts";
import { utf8 } from "../../src/crypto/encoding.ts";
import { liveCodeOf } from "../../src/proof/live-code.ts";
import { parseBundle } from "../../src/proof/parse.ts";
import { codeOf } from "../proof/codes/coded.ts";
import { describeWithTools } from "../tools/programs.ts";
import { describeInBrowser, filming } from "./chromium.ts";
import { documentPage } from "./document-page.ts";
import { blank, drawnCode, pngOf, videoOf } from "./drawn-code.ts";
import { inspect } from "./inspect.ts";
import { type Visit, type VisitOptions, verdicts, visit } from "./visit.ts";
import { openPageWorld, type PageWorld } from "./world.ts";

describeInBrowser("scanning", () => {
  const folder = mkdtempSync(join(tmpdir(), "yinzheng-scan-"));
  let world: PageWorld;
  let id: string;
  let seeing: Browser;
  let code: string;
  let empty: Browser;
  let offline: Browser;
  let open: Visit | undefined;
  before(async () => {
    world = await openPageWorld();
    const licence = await world.licence();
    id = licence.id;
    code = codeOf(parseBundle(utf8(licence.text)));
    seeing = await camera("code", videoOf(drawnCode(`${world.url}/c/${id}`)));
    offline = await camera("offline", videoOf(drawnCode(code, 1280, 960)));
    empty = await camera("empty", videoOf(blank()));
  });
  afterEach(async () => {
    const { close } = open ?? {};
    open = undefined;
    await close?.();
  });
  after(async () => {
    await Promise.all([seeing?.close(), empty?.close(), offline?.close(), world?.close()]);
    rmSync(folder, { recursive: true });
  });

  function camera(name: string, video: Uint8Array): Promise<Browser> {
    const file = join(folder, `${name}.y4m`);
    writeFileSync(file, video);
    return filming(file);
  }

  async function ready(options: Partial<VisitOptions> = {}, path = "/?lang=en"): Promise<Visit> {
    open = await visit(`${world.url}${path}`, { now: world.now(), permissions: ["camera"], ...options });
    await open.page.waitForSelector(".basis code");
    return open;
  }

  const photo = (name: string, buffer: Buffer, mimeType = "image/png") => ({ name, mimeType, buffer });

  /** Gives photos by the button for them, and waits for their cards. */
  async function show({ page }: Visit, ...photos: readonly ReturnType<typeof photo>[]): Promise<void> {
    await page.locator(".scan-row input[type=file]").setInputFiles([...photos]);
    await page.waitForFunction((n) => document.querySelectorAll(".card .verdict").length === n, photos.length);
  }

  it("reads the code that the camera shows, closes the camera, and tells what the service says of the certificate", async () => {
    const { page } = await ready({ by: seeing });
    await page.getByRole("button", { name: "Scan a code" }).click();
    await page.waitForSelector(".card .summary");
    expect(await verdicts(page)).to.deep.equal(["The service's record (not verified)"]);
    expect(await page.locator(".card .summary").innerText())
      .to.include(id)
      .and.match(/Business licence[\s\S]*Status\s+active/i);
    expect(await page.locator("video").count()).to.equal(0);
    expect(await page.getByRole("button", { name: "Scan a code" }).isVisible()).to.equal(true);
  });

  it("stops at the button, at Escape and when the page is hidden, and gives the camera back each time", async () => {
    const { page } = await ready({ by: empty });
    const stops: readonly (() => Promise<unknown>)[] = [
      () => page.getByRole("button", { name: "Stop scanning" }).click(),
      () => page.keyboard.press("Escape"),
      () =>
        page.evaluate(() => {
          Object.defineProperty(document, "hidden", { value: true, configurable: true });
          document.dispatchEvent(new Event("visibilitychange"));
        }),
    ];
    for (const stop of stops) {
      await page.getByRole("button", { name: "Scan a code" }).click();
      const stream = await page.waitForFunction(() => {
        const shown = document.querySelector("video");
        return shown !== null && shown.videoWidth > 0 ? shown.srcObject : null;
      });
      await stop();
      await page.waitForFunction((one) => !(one as MediaStream).active, stream);
      await page.waitForSelector("video", { state: "detached" });
    }
  });

  it("is worked by the keyboard alone: the focus goes to the stop button and back", async () => {
    const { page } = await ready({ by: empty });
    await page.getByRole("button", { name: "Scan a code" }).focus();
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.activeElement?.textContent === "Stop scanning");
    await page.keyboard.press("Enter");
    await page.waitForSelector("video", { state: "detached" });
    await page.waitForFunction(() => document.activeElement?.textContent === "Scan a code");
  });

  it("judges an offline code by the service's whole snapshot, so that nobody learns for which certificate", async () => {
    const { page, requests } = await ready({ by: offline });
    const before = requests.length;
    await page.getByRole("button", { name: "Scan a code" }).click();
    await page.waitForSelector(".card-valid");
    expect(await verdicts(page)).to.deep.equal(["Valid"]);
    expect(await page.locator(".card .summary").first().innerText()).to.include("环翠区葛󠄀记面馆");
    expect(await page.locator(".snapshot .summary").innerText()).to.match(
      /Offered by this website[\s\S]*As of\s+23 November 2026[\s\S]*Vouched for by\s+court/,
    );
    const asked = requests.slice(before).map((url) => url.replace(/-[^/]*\.js$/, ""));
    expect(asked).to.deep.equal([`${world.url}/assets/decoder`, `${world.url}/v1/snapshot`]);
  });

  it("keeps nothing of a live code, and says whose it is to use", async () => {
    const shown = await ready();
    const live = liveCodeOf(new Uint8Array(16).fill(7));
    await show(shown, photo("live.png", pngOf(drawnCode(live))));
    expect(await verdicts(shown.page)).to.deep.equal(["This is a one-time code"]);
    expect(await shown.page.locator("body").innerText()).to.not.include(live);
  });

  it("says who put a plate up and what that proves, and tells the withdrawn, the unknown and the forged", async () => {
    const cover = await world.plate("环翠区新威路 1 号井盖");
    const [old, other] = [await world.plate("旧井盖"), await world.plate("别处的井盖")];
    await old.withdraw("井盖已更换");
    const bytes = fromBase45(cover.code.slice(4));
    const altered = (change: (copy: Uint8Array) => void): string => {
      const copy = bytes.slice();
      change(copy);
      return `YZ3:${toBase45(copy)}`;
    };
    const shown = await ready({ missing: true });
    const codes = [
      cover.code,
      old.code,
      // The number of one plate with the words of another.
      altered((copy) => copy.set(fromBase45(other.code.slice(4)).subarray(35, 43), 35)),
      altered((copy) => copy.set([1, 2, 3], 36)),
      "YZ3:NOTHING",
    ];
    await show(shown, ...codes.map((text, i) => photo(`${i}.png`, pngOf(drawnCode(text, 960, 960)))));
    expect(await verdicts(shown.page)).to.deep.equal([
      "This plate was put up by Weihai Approval Bureau",
      "Weihai Approval Bureau has withdrawn this plate",
      "This plate is forged",
      "This service knows no such plate",
      "This plate can't be read",
    ]);
    const cards = await shown.page.locator(".card").allInnerTexts();
    expect(cards[0]).to.match(/can be copied[\s\S]*Well cover[\s\S]*环翠区新威路 1 号井盖[\s\S]*23 November 2026/);
    expect(cards[1]).to.match(/Don't rely on it[\s\S]*井盖已更换/);
    for (const card of cards.slice(2)) expect(card).to.not.include("井盖");
    await inspect(shown.page, "plates");
  });

  it("has nothing to mend and no sideways scrolling while the camera is open, and shows the whole frame", async () => {
    for (const mode of [
      { viewport: { width: 320, height: 640 }, doubled: true },
      { viewport: { width: 1280, height: 800 }, colorScheme: "dark" },
    ] as const) {
      const { page, close } = await ready({ by: empty, ...mode }, "/?lang=zh");
      await page.getByRole("button", { name: "扫码" }).click();
      await page.getByText("请把二维码放进框里").waitFor();
      await inspect(page, "the camera is open");
      expect(await page.getByRole("button", { name: "扫码", exact: true }).count()).to.equal(0);
      const box = await page.locator(".camera-frame").boundingBox();
      expect(box?.width).to.be.above(200);
      expect(box?.height).to.be.closeTo(box?.width ?? 0, 1);
      expect(box?.y, "above").to.be.at.least(0);
      expect((box?.y ?? 0) + (box?.height ?? 0), "below").to.be.at.most(mode.viewport.height);
      await close();
    }
  });

  it("says what to do where the camera is refused and where there is none", async () => {
    for (const [options, words] of [
      [{ by: empty, permissions: [] }, /may not use the camera[\s\S]*set Camera to Allow/],
      [{}, /No camera was found[\s\S]*Take a photo/],
    ] satisfies [Partial<VisitOptions>, RegExp][]) {
      const { page, close } = await ready(options);
      await page.getByRole("button", { name: "Scan a code" }).click();
      await page.waitForSelector(".scan-row .notice");
      expect(await page.locator(".scan-row .notice").innerText()).to.match(words);
      expect(await page.getByRole("button", { name: "Scan a code" }).isVisible()).to.equal(true);
      await close();
    }
  });

  it("reads the code in a photo, several at once", async () => {
    const shown = await ready();
    const png = pngOf(drawnCode(`${world.url}/c/${id}`));
    await show(
      shown,
      photo("one.png", png),
      photo("two.png", pngOf(blank())),
      photo("three.heic", png.subarray(0, 40)),
    );
    expect(await verdicts(shown.page)).to.deep.equal([
      "The service's record (not verified)",
      "There is no code in this picture",
      "This picture can't be opened",
    ]);
  });

  it("follows no link to another host, whatever identifier stands in it, and shows where it would have led", async () => {
    const shown = await ready();
    const links = [`${world.url}.example/c/${id}`, `${world.url}@evil.example/c/${id}`];
    const before = shown.requests.length;
    await show(shown, ...links.map((link, i) => photo(`${i}.png`, pngOf(drawnCode(link)))));
    expect(await verdicts(shown.page)).to.deep.equal(links.map(() => "This code leads to another website"));
    expect(await shown.page.locator(".code-text").allInnerTexts()).to.deep.equal(
      links.map((link) => `The code says: ${link}`),
    );
    expect(await shown.page.locator(".card a").count()).to.equal(0);
    expect(shown.requests.slice(before).filter((url) => !url.includes("/assets/"))).to.deep.equal([]);
  });

  describeWithTools("a page of a document", () => {
    for (const [what, offline, verdict] of [
      ["by its link, where that is all it has", false, "The service's record (not verified)"],
      ["by the certificate in its offline code, rather than by its link", true, "Valid"],
    ] as const) {
      it(`is read from a picture at 150 dpi, ${what}`, async () => {
        const codes = { link: `${world.url}/c/${id}`, ...(offline && { offlineCode: code }) };
        const shown = await ready();
        await show(shown, photo("page.png", await documentPage(folder, codes, 150)));
        await shown.page.getByText(verdict, { exact: true }).waitFor();
      });
    }
  });
});
