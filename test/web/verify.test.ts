import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect } from "chai";
import { LANGUAGES } from "../../src/domain/i18n/dictionary.ts";
import { readAssets } from "../../src/http/assets.ts";
import { lookupPage, offlinePage, verifyPage } from "../../src/web/pages/index.ts";

const NETWORK = { name: { zh: "测试网络", en: 'Test "network" <1>' } };
const ASSETS = { styles: ["/assets/a.css"], scripts: ["/assets/a.js"] };
const BUILT = join(import.meta.dirname, "..", "..", "dist", "web");
/** Bytes of the first load, compressed; most of the verifier comes afterwards. */
const FIRST_LOAD = 60_000;

describe("the page at /", () => {
  for (const language of LANGUAGES) {
    const html = verifyPage({ network: NETWORK, trust: "/trust.json", assets: ASSETS }, language);

    it(`holds nothing that a strict policy forbids, in ${language}`, () => {
      expect(html).to.not.match(/\sstyle=|<style|\son[a-z]+=|javascript:|data:|<script(?![^>]*\ssrc=)/i);
      expect(html).to.not.match(/(?:src|href)="(?:https?:)?\/\//);
    });

    it(`explains itself and looks up identifiers without a script, in ${language}`, () => {
      expect(html).to.include('<form method="get" action="/lookup">').and.include("<noscript>");
      expect(html).to.include(`href="/network?lang=${language}#verify"`);
    });

    it(`tells its script the network's name as data, in ${language}`, () => {
      const [, brand = ""] = /data-brand="([^"]*)"/.exec(html) ?? [];
      expect(JSON.parse(brand.replaceAll("&quot;", '"').replaceAll("&lt;", "<"))).to.deep.equal(NETWORK.name);
    });
  }

  it(`loads at most ${FIRST_LOAD / 1000} kB at first: page, style sheet and script`, () => {
    const assets = readAssets(BUILT);
    const files = [...assets.styles, ...assets.scripts].map((url) =>
      readFileSync(join(BUILT, url.replace("/assets/", ""))),
    );
    const page = Buffer.from(verifyPage({ network: NETWORK, trust: "/trust.json", assets }, "zh"));
    const sizes = [page, ...files].map((bytes) => gzipSync(bytes).length);
    expect(files).to.have.length(2);
    expect(sizes.reduce((sum, size) => sum + size)).to.be.below(FIRST_LOAD);
  });

  it("keeps the verifier out of the first load", () => {
    const script = readAssets(BUILT).scripts.map((url) =>
      readFileSync(join(BUILT, url.replace("/assets/", "")), "utf8"),
    );
    expect(script.join("")).to.not.include("integrity.document_mismatch");
    const all = readdirSync(BUILT).filter((name) => name.endsWith(".js"));
    expect(all.map((name) => readFileSync(join(BUILT, name), "utf8")).join("")).to.include(
      "integrity.document_mismatch",
    );
  });
});

describe("the page of a look-up", () => {
  it("writes what was asked for as text", () => {
    const html = lookupPage({ network: NETWORK, result: { kind: "bad", id: "<B>" }, assets: ASSETS }, "en");
    expect(html).to.include("&lt;B>").and.not.include("<B>");
    expect(html).to.include('href="/c/%3CB%3E?lang=zh"');
  });
});

describe("the page in one file", () => {
  const part = (text: string) => ({ text, digest: `sha256-${text.length}` });

  it("allows its own script and style sheet, and nothing from anywhere", () => {
    const html = offlinePage({ script: part("run()"), style: part("p{}"), trust: null });
    expect(html).to.include("default-src 'none'; script-src 'sha256-5'; worker-src blob:; style-src 'sha256-3'");
    expect(html).to.not.match(/\s(?:src|href)=/);
  });

  it("holds a trust file that can't end the element it stands in", () => {
    const html = offlinePage({ script: part(""), style: part(""), trust: { name: "</script><b>" } });
    const [, json = ""] = /id="trust">(.*?)<\/script>/.exec(html) ?? [];
    expect(JSON.parse(json)).to.deep.equal({ name: "</script><b>" });
  });
});
