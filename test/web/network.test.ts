import { expect } from "chai";
import { VERDICTS } from "../../src/domain/checks.ts";
import { LANGUAGES } from "../../src/domain/i18n/dictionary.ts";
import { favicon, type NetworkData, networkPage } from "../../src/web/pages/index.ts";

const DATA: NetworkData = {
  network: { name: { zh: "测试网络", en: "Test <network>" }, registryId: `0x${"5".repeat(64)}` },
  chain: { reachable: true, block: 9, time: 1_763_900_000 },
  witnesses: ["witness.example"],
  checkpoint: { size: 42, cosigners: [] },
  members: [{ names: { zh: "甲", en: "A & B" }, types: 2, frozen: true, closed: false }],
  assets: { styles: ["/assets/a.css"], scripts: ["/assets/a.js"] },
};

describe("the page at /network", () => {
  for (const language of LANGUAGES) {
    const html = networkPage(DATA, language);

    it(`holds nothing that a strict policy forbids, in ${language}`, () => {
      expect(html).to.not.match(/\sstyle=|<style|\son[a-z]+=|javascript:|data:|<script(?![^>]*\ssrc=)/i);
      expect(html).to.not.match(/(?:src|href)="(?:https?:)?\/\//);
    });

    it(`has one heading of the first level, no level left out, and a name for each section, in ${language}`, () => {
      const levels = [...html.matchAll(/<h([1-6])/g)].map(([, level]) => Number(level));
      expect(levels.filter((level) => level === 1)).to.have.length(1);
      for (const [i, level] of levels.entries()) expect(level - (levels[i - 1] ?? 0)).to.be.at.most(1);
      for (const [, id] of html.matchAll(/aria-labelledby="(\w+)"/g)) expect(html).to.include(`id="${id}"`);
      expect(html).to.include('<a class="skip" href="#main">').and.include('<main id="main"');
    });

    it(`says how to verify and what each verdict means, in ${language}`, () => {
      const plain = html.replaceAll(/<[^>]+>/g, "");
      expect(plain)
        .to.include("npx yz verify FILE --rpc NODE_URL")
        .and.include("npx yz verify FILE --offline --level archival");
      for (const verdict of VERDICTS) expect(html).to.include(`tag-${verdict}"`);
      expect(html).to.include('href="/openapi.json"');
    });
  }

  it("writes names as text", () => {
    const html = networkPage(DATA, "en");
    expect(html).to.include("Test &lt;network>").and.include("A &amp; B").and.not.include("<network>");
  });

  it("says that the chain is down, and what that means", () => {
    const html = networkPage({ ...DATA, chain: { reachable: false } }, "en");
    expect(html).to.include("The chain does not answer").and.include("not lost");
  });

  it("needs neither style sheet nor script", () => {
    const html = networkPage({ ...DATA, assets: { styles: [], scripts: [] } }, "zh");
    expect(html).to.not.match(/<script|stylesheet/);
  });
});

describe("the icon", () => {
  it("is an ICO file with one image of 32 × 32 pixels, as long as it says", () => {
    const bytes = Buffer.from(favicon());
    expect([bytes.readUInt16LE(2), bytes.readUInt16LE(4), bytes[6], bytes[7]]).to.deep.equal([1, 1, 32, 32]);
    expect(bytes.readUInt32LE(14) + bytes.readUInt32LE(18)).to.equal(bytes.length);
  });
});
