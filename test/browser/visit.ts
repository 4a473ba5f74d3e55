// The functions given to a page run there.
/// <reference lib="dom" />
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { browser } from "./chromium.ts";

/** A page of Chromium, and what it did. */
export interface Visit {
  readonly page: Page;
  /** Addresses of every request, in order. */
  readonly requests: readonly string[];
  /** Closes the page; throws if it ever wrote a warning or an error to the console, a breach of its policy among them. */
  readonly close: () => Promise<void>;
}

export interface VisitOptions extends BrowserContextOptions {
  /** What the page's clock shows, in whole seconds. */
  readonly now: number;
  /** No network at all. */
  readonly cut?: boolean;
  /** Text at twice its size, as a person sets it in the browser. */
  readonly doubled?: boolean;
  /** What is asked for may be missing: Chromium writes each answer 404 to the console. */
  readonly missing?: boolean;
  /** The one of this run, where no other is named. */
  readonly by?: Browser;
}

/** Opens an address in a context of its own. */
export async function visit(url: string, options: VisitOptions): Promise<Visit> {
  const { now, cut = false, doubled = false, missing = false, by, ...rest } = options;
  const context = await (by ?? (await browser())).newContext({ locale: "zh-CN", ...rest });
  const page = await context.newPage();
  const faults: string[] = [];
  const requests: string[] = [];
  page.on("console", (message) => {
    if (missing && message.text().endsWith("404 (Not Found)")) return;
    if (["error", "warning"].includes(message.type())) faults.push(message.text());
  });
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("request", (request) => {
    // What the page makes out of itself is asked of nobody.
    if (!request.url().startsWith("blob:")) requests.push(request.url());
  });
  await page.clock.setFixedTime(now * 1000);
  await context.setOffline(cut);
  if (doubled) {
    const session = await context.newCDPSession(page);
    // Twice the usual 16: rem and em follow it, as they follow a person's own setting.
    await session.send("Page.setFontSizes", { fontSizes: { standard: 32, fixed: 26 } });
  }
  await page.goto(url);
  let closed = false;
  const close = async (): Promise<void> => {
    if (closed) return;
    closed = true;
    await context.close();
    if (faults.length > 0) throw new Error(faults.join("\n"));
  };
  return { page, requests, close };
}

type Chosen = { readonly name: string; readonly mimeType: string; readonly buffer: Buffer };

/** One file for a file dialog or a drop. */
export const file = (name: string, text: string): Chosen => ({
  name,
  mimeType: "application/json",
  buffer: Buffer.from(text),
});

/** Chooses certificates by the main button, and waits until each has its verdict or its fault. */
export async function choose(page: Page, ...files: readonly Chosen[]): Promise<void> {
  await settled(page, files.length, () => page.locator(".intake > input[type=file]").setInputFiles([...files]));
}

/** Drops certificates on the page, and waits as `choose` does. */
export async function drop(page: Page, ...files: readonly Chosen[]): Promise<void> {
  const given = files.map(({ name, buffer }) => ({ name, text: buffer.toString() }));
  await settled(page, files.length, () =>
    page.evaluate((all) => {
      const dataTransfer = new DataTransfer();
      for (const { name, text } of all) dataTransfer.items.add(new File([text], name));
      dispatchEvent(new DragEvent("drop", { dataTransfer, cancelable: true }));
    }, given),
  );
}

async function settled(page: Page, more: number, act: () => Promise<unknown>): Promise<void> {
  const before = await page.locator(".card .verdict").count();
  await act();
  await page.waitForFunction(
    (count) =>
      document.querySelectorAll(".card .verdict").length === count && !document.querySelector(".status:not(.unseen)"),
    before + more,
  );
}

/** The verdicts' words, from above. */
export const verdicts = (page: Page): Promise<string[]> => page.locator(".verdict-word strong").allInnerTexts();
