import { expect } from "chai";
import type { Index } from "../../src/store/store.ts";

/** What every engine behind the index port does; `index` is the empty one of the running test. */
export function indexConformance(index: () => Index): void {
  const put = (...keys: string[]) => index().write(keys.map((key) => ({ key, value: `value of ${key}` })));
  const keys = async (...args: Parameters<Index["range"]>) => (await index().range(...args)).map(({ key }) => key);

  it("gets what was put, null for what was not", async () => {
    await index().write([
      { key: "证/1", value: "甲 😀" },
      { key: "empty", value: "" },
    ]);
    expect(await index().get("证/1")).to.equal("甲 😀");
    expect(await index().get("empty")).to.equal("");
    expect(await index().get("证")).to.equal(null);
  });

  it("writes over, deletes, and forgives deleting what is not there", async () => {
    await put("a", "b");
    await index().write([{ key: "a", value: "new" }], ["b", "c"]);
    expect(await index().range("")).to.deep.equal([{ key: "a", value: "new" }]);
  });

  it("keeps a key that one write both deletes and puts", async () => {
    await put("a");
    await index().write([{ key: "a", value: "moved" }], ["a"]);
    expect(await index().get("a")).to.equal("moved");
  });

  it("ranges over a prefix, with its entries' values, in key order", async () => {
    await put("b/2", "a/9", "b/1", "b", "b/10", "c", "b0");
    expect(await index().range("b/")).to.deep.equal(
      ["b/1", "b/10", "b/2"].map((key) => ({ key, value: `value of ${key}` })),
    );
    expect(await keys("")).to.deep.equal(["a/9", "b", "b/1", "b/10", "b/2", "b0", "c"]);
    expect(await keys("d")).to.deep.equal([]);
  });

  it("orders keys by their UTF-8 bytes, whatever UTF-16 says", async () => {
    await put("x\u{1f600}", "x\uff21", "x\u4e2d", "xz", "x\u00e9");
    expect(await keys("x")).to.deep.equal(["xz", "x\u00e9", "x\u4e2d", "x\uff21", "x\u{1f600}"]);
    expect(await keys("x\u{1f600}")).to.deep.equal(["x\u{1f600}"]);
  });

  it("goes on after a key, whether it is there or not", async () => {
    await put("p/1", "p/2", "p/3", "q/1");
    expect(await keys("p/", { after: "p/1" })).to.deep.equal(["p/2", "p/3"]);
    expect(await keys("p/", { after: "p/11" })).to.deep.equal(["p/2", "p/3"]);
    expect(await keys("p/", { after: "a" })).to.deep.equal(["p/1", "p/2", "p/3"]);
    expect(await keys("p/", { after: "q/0" })).to.deep.equal([]);
  });

  it("goes backwards: after a key is then before it", async () => {
    await put("p/1", "p/2", "p/3", "q/1");
    expect(await keys("p/", { reverse: true })).to.deep.equal(["p/3", "p/2", "p/1"]);
    expect(await keys("p/", { reverse: true, after: "p/3" })).to.deep.equal(["p/2", "p/1"]);
    expect(await keys("p/", { reverse: true, after: "z" })).to.deep.equal(["p/3", "p/2", "p/1"]);
    expect(await keys("p/", { reverse: true, after: "a" })).to.deep.equal([]);
    expect(await keys("p/", { reverse: true, limit: 1 })).to.deep.equal(["p/3"]);
  });

  it("stops at the limit, so that pages join without a gap", async () => {
    const all = Array.from({ length: 25 }, (_, i) => `p/${String(i).padStart(2, "0")}`);
    await put(...all);
    const paged: string[] = [];
    for (let page = await keys("p/", { limit: 10 }); page.length > 0; ) {
      paged.push(...page);
      page = await keys("p/", { limit: 10, after: page.at(-1)! });
    }
    expect(paged).to.deep.equal(all);
    expect(await keys("p/", { limit: 0 })).to.deep.equal([]);
  });

  it("clears", async () => {
    await put("a", "b");
    await index().clear();
    expect(await keys("")).to.deep.equal([]);
    expect(await index().get("a")).to.equal(null);
  });

  it("stands in for names by a MAC: equal for equal names, 32 bytes in base64url, nothing of the name in it", () => {
    const mac = index().mac("欧阳疏影");
    expect(mac).to.match(/^[A-Za-z0-9_-]{43}$/);
    expect(index().mac("欧阳疏影")).to.equal(mac);
    expect(index().mac("欧阳疏桐")).to.not.equal(mac);
  });
}
