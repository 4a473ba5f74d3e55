import { expect } from "chai";
import type { Content } from "../../src/documents/content.ts";
import type { FontSet } from "../../src/documents/fonts.ts";
import { compose, type Design } from "../../src/documents/layout/compose.ts";
import { DEFAULT_FORM, formOf } from "../../src/documents/layout/forms.ts";
import { modulesOf } from "../../src/documents/qr.ts";
import { type Mark, type Pages, type Part, POINT } from "../../src/documents/sheet.ts";
import { MAX_OFFLINE_CHARACTERS } from "../../src/proof/compact.ts";
import { AGENCY, itemsOf, LINK, SAMPLED, sampleContent, subjectOf, testFonts } from "./paper.ts";

const BILL = "123710004935812799001";
const LICENCE = "11100000000013338W011";

describe("documents: pages", () => {
  let fonts: FontSet;
  before(async () => {
    fonts = await testFonts();
  });

  const FOOT = { link: LINK, modules: modulesOf(LINK), authority: AGENCY.zh, date: "2026年11月24日" };
  const pagesOf = (content: Content, languages: "zh" | "zh+en" = "zh", more: Partial<Design> = {}): Pages =>
    compose(fonts, content, { form: formOf(content.typeCode), languages, foot: FOOT, ...more });
  const marksOf = ({ sheets }: Pages): readonly Mark[] =>
    sheets.flatMap(({ groups }) => groups.flatMap(({ marks }) => marks));
  const texts = (pages: Pages) => marksOf(pages).filter((mark) => mark.kind === "text");
  const said = (pages: Pages): string =>
    texts(pages)
      .map(({ text }) => text)
      .filter((text) => !/^第 \d+ 页/.test(text))
      .join("")
      .replaceAll(" ", "");

  for (const code of SAMPLED) {
    for (const languages of ["zh", "zh+en"] as const) {
      it(`say everything that a certificate of type ${code} says, within the frame, ${languages}`, () => {
        const content = sampleContent(code);
        const pages = pagesOf(content, languages);
        const all = said(pages);
        const values = content.rows.flatMap(({ label, value: { zh } }) => [
          label.zh,
          ...(typeof zh === "string" ? [zh] : [...zh.columns, ...zh.rows.flat()]),
        ]);
        for (const text of [content.title.zh, content.identifier, content.validity.zh, ...values])
          expect(all, text).to.include(text.replaceAll(" ", ""));
        if (languages === "zh+en") expect(all).to.include(content.title.en.replaceAll(" ", ""));
        expectInside(pages);
      });
    }
  }

  function expectInside(pages: Pages): void {
    for (const { groups, width, height } of pages.sheets) {
      for (const mark of groups.flatMap(({ marks }) => marks)) {
        if (mark.kind !== "text") continue;
        const end = mark.x + fonts.width(mark.face, mark.text) * mark.size * POINT;
        expect(mark.x, mark.text).to.be.at.least(15);
        expect(end, mark.text).to.be.at.most(width - 14);
        expect(mark.y, mark.text).to.be.within(15, height - 14);
      }
    }
  }

  it("of one page let no row run into the seal's place", () => {
    for (const code of SAMPLED) {
      const { sheets } = pagesOf(sampleContent(code), "zh+en");
      const sheet = sheets.at(-1);
      const seal = sheet?.seal;
      if (sheet === undefined || seal === undefined) throw new Error("no seal");
      const cells = sheet.groups.filter(({ part }) => part?.role === "TD" || part?.role === "TH");
      const lowest = Math.max(...cells.flatMap(({ marks }) => marks.map((mark) => ("y" in mark ? mark.y : 0))));
      expect(lowest, code).to.be.below(seal.y - seal.size / 2 + 6);
    }
  });

  it("are more where the list is long, each with the head of the table and its number", () => {
    const items = itemsOf(120);
    const pages = pagesOf(sampleContent(BILL, { ...subjectOf(BILL), items }));
    expect(pages.sheets.length).to.be.above(2);
    for (const [i, sheet] of pages.sheets.entries()) {
      const words = texts({ sheets: [sheet], root: pages.root }).map(({ text }) => text);
      expect(words).to.include(`第 ${i + 1} 页，共 ${pages.sheets.length} 页`);
      if (words.some((text) => text.startsWith("检查项目"))) expect(words).to.include("项目名称");
    }
    expectInside(pages);
    for (const { name } of items) expect(said(pages)).to.include(name);
  });

  it("never end with a page of code and seal alone, however many rows there are", () => {
    for (let count = 1; count <= 80; count++) {
      const pages = pagesOf(sampleContent(BILL, { ...subjectOf(BILL), items: itemsOf(count) }), "zh+en");
      const cells = pages.sheets.at(-1)?.groups.filter(({ part }) => part?.role === "TD") ?? [];
      expect(cells.length, String(count)).to.be.above(2);
      expectInside(pages);
    }
  });

  it("are in no smaller letters than they need, and break no label where smaller ones would not", () => {
    const sizeOf = (content: Content): number =>
      Math.max(
        ...texts(pagesOf(content))
          .filter(({ text }) => content.rows.some(({ value }) => value.zh === text))
          .map(({ size }) => size),
      );
    expect(sizeOf(sampleContent("12371000MB2854632B001"))).to.equal(13);
    const licence = pagesOf(sampleContent(LICENCE));
    const labels = sampleContent(LICENCE).rows.map(({ label }) => label.zh);
    for (const label of labels) expect(texts(licence).map(({ text }) => text)).to.include(label);
  });

  it("hold the longest text that a field may have", () => {
    const businessScope = "食品经营；水产品批发；".repeat(363).slice(0, 4000);
    const pages = pagesOf(sampleContent(LICENCE, { ...subjectOf(LICENCE), businessScope }));
    expect(said(pages)).to.include(businessScope);
    expectInside(pages);
  });

  it("of a type that nobody laid out look as decent as any", () => {
    const dropped = SAMPLED.at(-1) ?? "";
    expect(formOf(dropped)).to.equal(DEFAULT_FORM);
    const pages = pagesOf(sampleContent(dropped));
    expect(pages.sheets.length).to.equal(1);
    expectInside(pages);
  });

  it("are read out in the order of the form: title, identifier, rows with their labels, code, seal", () => {
    const { root } = pagesOf(sampleContent(BILL));
    const roles = (part: Part): string =>
      `${part.role}${part.parts.length ? `(${part.parts.map(roles).join(" ")})` : ""}`;
    expect(root.parts.map(({ role }) => role).slice(0, 3)).to.deep.equal(["H1", "P", "Table"]);
    expect(roles(root)).to.include("TR(TH TD TH TD)");
    expect(root.parts.find(({ role }) => role === "Figure")?.alt).to.equal(`扫码核验：${LINK}`);
  });

  const codesOn = (pages: Pages) => marksOf(pages).filter((mark) => mark.kind === "modules");

  it("show the certificate's own code beside the link's, 50 mm with its paper at most, each with its words", () => {
    for (const length of [200, 1200, MAX_OFFLINE_CHARACTERS]) {
      const offline = modulesOf("A1".repeat(length / 2));
      const pages = pagesOf(sampleContent(LICENCE), "zh+en", { foot: { ...FOOT, offline } });
      const [link, own] = codesOn(pages);
      expect(link?.rows).to.equal(FOOT.modules);
      expect(own?.rows).to.equal(offline);
      const module = (own?.size ?? 0) / offline.length;
      expect(module * (offline.length + 8)).to.be.at.most(50.01);
      // Four dots of a scan of 300 dpi.
      expect(module).to.be.at.least((4 * 25.4) / 300);
      for (const words of ["扫码核验", "Scan to verify", "离线核验码", "Offline code"])
        expect(texts(pages).map(({ text }) => text)).to.include(words);
      expectInside(pages);
    }
  });

  it("say that a certificate is too large for a code of its own, or nothing where that is not asked", () => {
    const none = pagesOf(sampleContent(LICENCE), "zh+en", { foot: { ...FOOT, offline: null } });
    expect(codesOn(none)).to.have.lengthOf(1);
    expect(said(none)).to.include("故无离线核验码");
    expect(said(none)).to.include("hasnoofflinecode");
    expect(said(pagesOf(sampleContent(LICENCE), "zh+en"))).to.not.match(/离线|offline/);
  });

  const LIMITS = { purpose: "办理住房公积金贷款", audience: "示例银行威海分行", validUntil: "2026-12-24T15:59:59Z" };

  it("of a copy for one purpose say on each for whom, for what and until when, and are heard saying it once", () => {
    const content = sampleContent(BILL, { ...subjectOf(BILL), items: itemsOf(60) });
    const pages = pagesOf(content, "zh+en", { limits: LIMITS });
    expect(pages.sheets.length).to.be.above(1);
    const [notice] = pages.root.parts;
    for (const [i, sheet] of pages.sheets.entries()) {
      const own = texts({ sheets: [sheet], root: pages.root }).map(({ text }) => text);
      const words = "仅供示例银行威海分行使用，用途：办理住房公积金贷款，有效期至 2026年12月24日";
      expect(own.join("")).to.include(`加注件：${words}`);
      expect(own.join("")).to.include("until 24 December 2026");
      expect(own.filter((text) => words.startsWith(text)).length).to.be.above(5);
      expect(sheet.groups.filter(({ part }) => part === notice)).to.have.lengthOf(i === 0 ? 1 : 0);
    }
  });

  it("of a copy hold the longest purpose and reader that there may be", () => {
    const limits = { ...LIMITS, purpose: "用途".repeat(100), audience: "机构".repeat(100) };
    const pages = pagesOf(sampleContent(LICENCE), "zh+en", { limits });
    expect(said(pages)).to.include(limits.purpose);
    expect(said(pages)).to.include(limits.audience);
    const upright = marksOf(pages).filter((mark) => mark.kind === "text" && mark.turn === undefined);
    expectInside({
      ...pages,
      sheets: pages.sheets.map((sheet) => ({ ...sheet, groups: [{ part: null, marks: upright }] })),
    });
  });
});
