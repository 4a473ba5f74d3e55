import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { YinzhengError } from "../../src/domain/errors.ts";
import { build } from "../../src/http/build.ts";
import type { TrustFile } from "../../src/proof/trust.ts";
import { fakeService, idOf, PROFILE } from "./fake-service.ts";
import { ISSUE, OPTIONS, problemIn, SUBJECT, startWorld, type World } from "./server.ts";

describe("the pages", () => {
  let folder: string;
  let world: World;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "yinzheng-web-"));
    mkdirSync(join(folder, ".vite"));
    const manifest = {
      "main.ts": { file: "main-abc.js", isEntry: true, css: ["main-def.css"] },
      "x.ts": { file: "x-1.js" },
    };
    writeFileSync(join(folder, ".vite", "manifest.json"), JSON.stringify(manifest));
    writeFileSync(join(folder, "main-def.css"), "body{}");
    world = await startWorld({ assets: folder });
  });
  after(async () => {
    await world.close();
    rmSync(folder, { recursive: true });
  });

  const page = (path = "/", language = "") =>
    world.ask("GET", path, { headers: language === "" ? {} : { "Accept-Language": language } });

  it("is Chinese by default, English for who asks for it, and as the address says", async () => {
    expect((await page()).text).to.include('<html lang="zh-CN">');
    expect((await page("/", "en-GB")).text).to.include('<html lang="en">');
    expect((await page("/?lang=zh", "en")).text).to.include('<html lang="zh-CN">');
    expect((await page("/?lang=xx", "en")).headers["content-language"]).to.equal("en");
  });

  it("shows the chain, the log, the witness and the members", async () => {
    const { text, headers } = await page("/network?lang=en");
    expect(headers["content-type"]).to.equal("text/html; charset=utf-8");
    for (const shown of [
      "Test network",
      "0x55555555…55555555",
      "2025-11-23 20:13:20",
      "42 entries",
      "Example City Approval Service",
    ]) {
      expect(text).to.include(shown);
    }
    expect(text).to.match(/witness\.example.*co-signed the latest checkpoint/);
  });

  it("uses the style sheet and script that vite built, which may be kept for good", async () => {
    const { text } = await page();
    expect(text).to.include('href="/assets/main-def.css"').and.include('src="/assets/main-abc.js"');
    const style = await page("/assets/main-def.css");
    expect([style.status, style.text]).to.deep.equal([200, "body{}"]);
    expect(style.headers["cache-control"]).to.equal("public, max-age=31536000, immutable");
  });

  for (const path of [
    "/assets/",
    "/assets/none.css",
    "/assets/.vite/manifest.json",
    "/assets/..%2f..%2fpackage.json",
    "/assets/%00",
  ]) {
    it(`serves nothing at ${path}`, async () => {
      expect(problemIn(await page(path))).to.include({ status: 404, code: "http.not_found" });
    });
  }

  it("answers also while the chain is down", async () => {
    const { service } = world;
    const { members, checkpoint } = service;
    service.ready = false;
    service.members = service.checkpoint = async () => {
      throw new YinzhengError("chain.unreachable");
    };
    const { status, text } = await page("/network?lang=en");
    expect(status).to.equal(200);
    expect(text).to.include("The chain does not answer");
    expect((await page("/")).status).to.equal(200);
    Object.assign(service, { members, checkpoint, ready: true });
  });

  it("offers the trust file, and says where on the verify page; a service without one offers none", async () => {
    const trust: TrustFile = { format: "yinzheng-trust/1", networks: [] };
    const offering = await startWorld({ assets: folder, trust });
    const { status, headers, text } = await offering.ask("GET", "/trust.json");
    expect([status, headers["content-type"]]).to.deep.equal([200, "application/json; charset=utf-8"]);
    expect(JSON.parse(text)).to.deep.equal(trust);
    expect((await offering.ask("GET", "/")).text).to.include('data-trust="/trust.json"');
    await offering.close();
    expect(problemIn(await page("/trust.json"))).to.include({ status: 404 });
    expect((await page("/")).text).to.not.include("data-trust");
  });

  it("tells of a certificate its type, issuer and status, and no field, by form and by link", async () => {
    const { id } = JSON.parse((await world.write("/v1/certificates", ISSUE)).text) as { readonly id: string };
    for (const path of [`/lookup?lang=en&id=${id}`, `/c/${id}?lang=en`, `/lookup?lang=en&id=%20${id.toLowerCase()}`]) {
      const { status, text } = await page(path);
      expect(status, path).to.equal(200);
      for (const shown of [
        id,
        "Business licence",
        PROFILE.names.en,
        "awaiting approval",
        "not issued yet",
        "not a proof",
      ]) {
        expect(text, path).to.include(shown);
      }
      for (const value of Object.values(SUBJECT)) expect(text, path).to.not.include(value);
    }
  });

  it("says why there is no record: none there, no identifier, no answer", async () => {
    const none = await page(`/lookup?lang=en&id=${idOf(999)}`);
    expect([none.status, none.text.includes("This service has no such certificate")]).to.deep.equal([404, true]);
    const bad = await page("/c/%3Cscript%3E?lang=en");
    expect([bad.status, bad.text.includes("Not a certificate identifier")]).to.deep.equal([422, true]);
    expect(bad.text).to.not.include("<script>");
    world.service.fail = new YinzhengError("chain.unreachable");
    const failed = await page(`/c/${idOf(1)}?lang=en`);
    expect([failed.status, failed.text.includes("The look-up did not succeed")]).to.deep.equal([503, true]);
    const empty = await page("/lookup?lang=en");
    expect([empty.status, empty.text.includes('<form method="get" action="/lookup">')]).to.deep.equal([200, true]);
  });

  it("looks a record up as of a day, says so where it was not on the chain yet, and refuses what is no past day", async () => {
    await world.write("/v1/certificates", ISSUE);
    const on = (day: string) => page(`/lookup?lang=en&id=${idOf(1)}&asOf=${day}`);
    const today = await on("2025-11-23");
    expect(today.status).to.equal(200);
    for (const shown of ["2025-11-23 20:13:20 UTC+8", "suspended", "changed in the course of it"])
      expect(today.text).to.include(shown);
    expect((await on("2025-11-22")).text).to.include("not on the chain yet at that time");
    expect((await on("")).text, "an empty field of the form").to.not.include("As of");
    for (const day of ["2025-11-24", "tomorrow"]) {
      const { status, text } = await on(day);
      expect([status, text.includes("Not a day that can be looked at")], day).to.deep.equal([422, true]);
    }
  });

  it("has an icon of its own", async () => {
    const { status, headers } = await page("/favicon.ico");
    expect([status, headers["content-type"]]).to.deep.equal([200, "image/x-icon"]);
  });

  it("does without the build, but not with a folder that is none", () => {
    expect(() => build(fakeService(), OPTIONS)).to.not.throw();
    expect(() => build(fakeService(), { ...OPTIONS, assets: "/nowhere" })).to.throw(YinzhengError, "config.invalid");
  });
});
