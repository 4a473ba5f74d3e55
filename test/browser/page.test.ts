// The functions given to a page run there.
/// <reference lib="dom" />
import { expect } from "chai";
import { BUSINESS_LICENCE } from "../../src/domain/types/business-licence.ts";
import type { TypeDefinition } from "../../src/domain/types/definition.ts";
import { bundleText } from "../../src/proof/build.ts";
import { trustDigest } from "../../src/proof/trust.ts";
import { NOW } from "../proof/paper/options.ts";
import { paper } from "../proof/paper/world.ts";
import { describeInBrowser } from "./chromium.ts";
import { choose, drop, file, type Visit, type VisitOptions, verdicts, visit } from "./visit.ts";
import { openPageWorld, type PageWorld } from "./world.ts";

const DAY = 24 * 3600;

describeInBrowser("the verify page", () => {
  let world: PageWorld;
  let valid: { readonly id: string; readonly text: string };
  let open: Visit | undefined;
  before(async () => {
    world = await openPageWorld();
    valid = await world.licence();
  });
  afterEach(async () => {
    const { close } = open ?? {};
    open = undefined;
    await close?.();
  });
  after(() => world.close());

  /** The page in English, with its trust file read. */
  async function ready(options: Partial<VisitOptions> = {}, path = "/?lang=en"): Promise<Visit> {
    open = await visit(`${world.url}${path}`, { now: world.now(), ...options });
    await open.page.waitForSelector(".basis code");
    return open;
  }

  it("judges by the trust file of its site, whose digest it shows, and says what that is worth", async () => {
    const { page } = await ready();
    expect(await page.locator(".basis code").innerText()).to.equal(trustDigest(world.trust));
    expect(await page.locator(".basis").innerText()).to.match(
      /Offered by this website[\s\S]*proves only what that site says/,
    );
    await choose(page, file("licence.yinzheng.json", valid.text));
    expect(await verdicts(page)).to.deep.equal(["Valid"]);
    expect(await page.locator(".card").innerText()).to.match(
      /You can rely on it[\s\S]*As of 23 November 2026[\s\S]*Level: archival/,
    );
  });

  it("says who keeps the signing key, in both languages", async () => {
    for (const [lang, words] of [
      ["zh", "签名密钥由谁保管\n由服务运营方托管"],
      ["en", "Signing key kept by\nthe operator of the service, for the issuer"],
    ] as const) {
      const { page, close } = await ready({}, `/?lang=${lang}`);
      await choose(page, file("licence.yinzheng.json", valid.text));
      expect(await page.locator(".card .summary").first().innerText()).to.include(words);
      await close();
    }
  });

  it("asks nobody while it verifies", async () => {
    const { page, requests } = await ready();
    const before = requests.length;
    await choose(page, file("licence.yinzheng.json", valid.text));
    await drop(page, file("again.yinzheng.json", valid.text));
    expect(requests.slice(before)).to.deep.equal([]);
  });

  it("shows every field in the page's language, with the labels of the pinned definition, and the holder unmasked", async () => {
    const { page } = await ready({}, "/?lang=zh");
    await choose(page, file("licence.yinzheng.json", valid.text));
    const rows = await page.locator(".card .summary").innerText();
    expect(rows)
      .to.match(/统一社会信用代码\s+91371000163094814Q/)
      .and.match(/名称\s+环翠区葛󠄀记面馆/);
    expect(rows)
      .to.match(/成立日期\s+2020年1月1日/)
      .and.include("长期有效");
    await page.getByRole("button", { name: "English" }).click();
    expect(await page.locator(".card .summary").innerText()).to.match(/Date of establishment\s+1 January 2020/);
    expect(await page.evaluate(() => [document.documentElement.lang, location.search])).to.deep.equal([
      "en",
      "?lang=en",
    ]);
    expect(await verdicts(page)).to.deep.equal(["Valid"]);
  });

  it("draws the chain of evidence, each link with its state, and lists every check", async () => {
    const { page } = await ready();
    await choose(page, file("licence.yinzheng.json", valid.text));
    const links = await page.locator(".chain li strong").allInnerTexts();
    expect(links).to.deep.equal([
      ...[
        "Certificate",
        "Cell",
        "Batch root",
        "Officers",
        "Anchor on chain",
        "Evidence log",
        "Checkpoint",
        "Witnesses",
      ],
      "Status at that time",
    ]);
    expect(await page.locator(".chain .standing").allInnerTexts()).to.deep.equal(links.map(() => "passed"));
    await page.locator(".all-checks summary").click();
    expect(await page.locator(".all-checks .check").count()).to.be.above(20);
  });

  it("says of a revoked, an altered and a stale one what it is, why, and what to do", async () => {
    const revoked = await world.licence("revoked");
    const altered = valid.text.replace("餐饮服务", "餐饮服勿");
    const first = await ready();
    await choose(first.page, file("revoked.json", revoked.text), file("altered.json", altered));
    expect(await verdicts(first.page)).to.deep.equal(["Not in force", "Invalid"]);
    const cards = await first.page.locator(".card").allInnerTexts();
    expect(cards[0]).to.include("status.revoked").and.include("Do not rely on it");
    expect(cards[1]).to.include("integrity.document_mismatch").and.include("Refuse it");
    await first.page.locator(".card-invalid > .more > summary").click();
    expect(await first.page.locator(".card-invalid").innerText()).to.include("not confirmed: do not rely on it");
    await first.close();
    const later = await ready({ now: world.now() + 30 * DAY });
    await choose(later.page, file("old.json", valid.text));
    expect(await verdicts(later.page)).to.deep.equal(["Could not be determined"]);
    expect(await later.page.locator(".card").innerText()).to.include("status.stale");
  });

  it("judges anew when the day or the level asked about changes", async () => {
    const { page } = await ready({ now: world.now() + 30 * DAY });
    await choose(page, file("old.json", valid.text));
    await page.locator("#as-of").fill("2026-11-24");
    await page.waitForSelector(".card-valid");
    expect(await page.locator(".card").innerText()).to.include("As of 24 November 2026 at 23:59:59");
    await page.getByText("Snapshot: one witness is enough").click();
    await page.getByText("Level: snapshot").waitFor();
    await page.locator("#as-of").fill("2020-01-01");
    await page.waitForSelector(".card-not_in_force");
  });

  it("names the fault of what is no bundle, and takes up no trust file from among the certificates", async () => {
    const { page } = await ready();
    await choose(
      page,
      file("a.json", "{nope"),
      file("b.json", JSON.stringify(world.trust)),
      file("c.json", "x".repeat(9 * 2 ** 20)),
    );
    const [syntax, trust, large] = await page.locator(".card").allInnerTexts();
    expect(syntax).to.include("json.syntax").and.include("Ask the holder or the issuer for the original file");
    expect(trust).to.include("This is a trust file, not a certificate.");
    expect(large).to.include("bundle.too_large");
    expect(await page.locator(".basis").innerText()).to.include("Offered by this website");
    expect(await page.getByRole("status").innerText()).to.include("not a certificate file 3");
  });

  it("takes files dropped on it, and shows that they can be let go", async () => {
    const { page } = await ready();
    await page.evaluate(() => dispatchEvent(new DragEvent("dragover", { cancelable: true })));
    await page.getByText("Let go to verify").waitFor();
    await drop(page, file("one.json", valid.text), file("two.json", valid.text));
    expect(await verdicts(page)).to.deep.equal(["Valid", "Valid"]);
    expect(await page.getByText("Let go to verify").count()).to.equal(0);
    await page.getByRole("button", { name: "Clear the results" }).click();
    expect(await page.locator(".card").count()).to.equal(0);
  });

  it("takes a bundle's text pasted into its box", async () => {
    const { page } = await ready();
    await page.locator("#pasted").fill(valid.text);
    await page.getByRole("button", { name: "Verify what I pasted" }).click();
    await page.waitForSelector(".card-valid");
  });

  it("looks identifiers up at its own service: type, issuer, status and no field; a record, not a verdict", async () => {
    const { page, requests } = await ready();
    const before = requests.length;
    await page.locator("#pasted").fill(`https://elsewhere.example/c/${valid.id}\n${valid.id.slice(0, -1)}?`);
    await page.getByRole("button", { name: "Verify what I pasted" }).click();
    await page.waitForFunction(() => document.querySelectorAll(".card .verdict").length === 2);
    const [record = "", bad] = await page.locator(".card").allInnerTexts();
    expect(record)
      .to.include("The service's record (not verified)")
      .and.match(/Status\s+active/);
    expect(record).to.include("Weihai Approval Bureau").and.not.include("91371000163094814Q");
    expect(bad).to.include("Not a certificate identifier");
    expect(requests.slice(before)).to.deep.equal([`${world.url}/v1/certificates/${valid.id}`]);
  });

  it("judges by another trust file when a person chooses one, and by the old one when that can't be read", async () => {
    const stranger = await paper();
    const { page } = await ready({ now: NOW });
    await choose(page, file("strange.json", bundleText(stranger.bundle)));
    expect(await verdicts(page)).to.deep.equal(["Could not be determined"]);
    const trust = page.locator(".basis > input[type=file]");
    await trust.setInputFiles(file("broken.json", "{}"));
    await page.getByText("That trust file can't be read; nothing was changed.").waitFor();
    await trust.setInputFiles(file("paper.json", JSON.stringify(stranger.trust)));
    await page.waitForSelector(".card-valid");
    expect(await page.locator(".basis").innerText())
      .to.include("A file you chose: paper.json")
      .and.include("Paper network");
  });

  it("renders a type that nobody knew before, from the definition that travels in the bundle alone", async () => {
    const label = (zh: string, en: string) => ({ zh, en });
    const definition: TypeDefinition = {
      ...{ format: "yinzheng-type/1", code: BUSINESS_LICENCE.code, version: 7, names: label("渔船证", "Boat permit") },
      ...{ credentialType: "BoatPermitCredential", suites: ["eddsa-jcs-2022"], validity: { until: "optional" } },
      holder: { name: "name", code: "code", codeType: "001" },
      fields: [
        { name: "name", label: label("船主", "Owner"), kind: "text", required: true, max: 50 },
        { name: "code", label: label("船主代码", "Owner's code"), kind: "uscc", required: true },
        {
          ...{ name: "length", label: label("船长", "Length"), kind: "number", required: true, decimals: 2 },
          unit: label("米", "m"),
        },
        { name: "season", label: label("渔季", "Season"), kind: "period", required: true },
        {
          ...{ name: "gear", label: label("渔具", "Gear"), kind: "list", required: true, max: 3 },
          columns: [{ name: "what", label: label("名称", "Name"), kind: "text", required: true, max: 20 }],
        },
      ],
    };
    const subject = {
      ...{ name: "葛某", code: "91371000163094814Q", length: "1234.50" },
      ...{ season: { from: "2026-09-01", until: "2027-04-30" }, gear: [{ what: "流刺网" }, { what: "笼壶" }] },
    };
    const boat = await paper({ type: definition, draft: { subject } });
    const { page } = await ready({ now: NOW }, "/?lang=zh");
    await page.locator(".basis > input[type=file]").setInputFiles(file("paper.json", JSON.stringify(boat.trust)));
    await page.getByText("您选择的文件：paper.json").waitFor();
    await choose(page, file("boat.json", bundleText(boat.bundle)));
    expect(await verdicts(page)).to.deep.equal(["有效"]);
    const shown = await page.locator(".card").innerText();
    expect(shown).to.match(/渔船证[\s\S]*船长\s+1,234\.50 米[\s\S]*渔季\s+2026年9月1日 至 2027年4月30日/);
    expect(await page.locator(".card table td").allInnerTexts()).to.deep.equal(["流刺网", "笼壶"]);
  });

  it("is worked by keyboard alone, and tells where the results are", async () => {
    const { page } = await ready();
    const names: string[] = [];
    for (let i = 0; i < 8; i++) {
      await page.keyboard.press("Tab");
      names.push(await page.evaluate(() => document.activeElement?.textContent || document.activeElement?.id || ""));
    }
    expect(names).to.deep.equal([
      ...[
        "Skip to main content",
        "Network and interface",
        "中文",
        "Scan a code",
        "Use a photo of a code",
        "Choose certificate files",
        "pasted",
        "Verify what I pasted",
      ],
    ]);
    const main = page.getByRole("button", { name: "Choose certificate files" });
    const [chooser] = await Promise.all([page.waitForEvent("filechooser"), main.press("Enter")]);
    await chooser.setFiles(file("licence.yinzheng.json", valid.text));
    await page.waitForSelector(".card-valid");
    expect(await page.evaluate(() => document.activeElement?.id)).to.equal("results");
    expect(await page.getByRole("status").innerText()).to.equal("Verified 1: Valid 1");
  });

  it("works as far as it can without a script: it looks up identifiers", async () => {
    open = await visit(`${world.url}/?lang=en`, { now: world.now(), javaScriptEnabled: false });
    await open.page.locator("#id").fill(valid.id);
    await open.page.locator("button[type=submit]").click();
    expect(await open.page.locator(".card").innerText()).to.include("The service's record (not verified)");
  });
});
