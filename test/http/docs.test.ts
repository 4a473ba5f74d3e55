import { expect } from "chai";
import { startWorld, type World } from "./server.ts";

describe("GET /docs", () => {
  let world: World;
  let document: { readonly paths: Readonly<Record<string, object>>; readonly components: { readonly schemas: object } };
  let pages: { readonly zh: string; readonly en: string };
  before(async () => {
    world = await startWorld();
    const page = async (language: string) => (await world.ask("GET", `/docs?lang=${language}`)).text;
    document = JSON.parse((await world.ask("GET", "/openapi.json")).text);
    pages = { zh: await page("zh"), en: await page("en") };
  });
  after(() => world.close());

  it("describes every operation and every schema of /openapi.json, in both languages", () => {
    const names = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    for (const html of Object.values(pages)) {
      for (const name of names) expect(html).to.include(`<code>${name}</code></h2>`);
      for (const name of Object.keys(document.components.schemas)) expect(html).to.include(`id="schema-${name}"`);
    }
  });

  it("links only to what it holds or to pages of this service", () => {
    const ids = new Set([...pages.en.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id));
    const links = [...pages.en.matchAll(/ (?:href|src)="([^"]+)"/g)].map(([, link]) => link ?? "");
    expect(links).not.to.be.empty;
    for (const link of links) {
      if (link.startsWith("#")) expect(ids, link).to.include(link.slice(1));
      else expect(link).to.match(/^\/(?!\/)/);
    }
  });

  it("names an id once", () => {
    const ids = [...pages.zh.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).to.equal(ids.length);
  });

  it("is Chinese by default and says that the interface is described in English", () => {
    expect(pages.zh).to.include('<html lang="zh-CN">').and.include("接口的说明文字为英文");
    expect(pages.en).to.include('<html lang="en">');
  });
});
