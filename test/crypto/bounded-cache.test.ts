import { expect } from "chai";
import { boundedCache } from "../../src/crypto/bounded-cache.ts";

describe("bounded cache", () => {
  it("lets the least recently used value leave, and null is a value", () => {
    const cache = boundedCache<number | null>(2);
    cache.set("a", 1);
    cache.set("b", null);
    expect(cache.get("a")).to.equal(1);
    cache.set("c", 3);
    expect([cache.get("a"), cache.get("b"), cache.get("c")]).to.deep.equal([1, undefined, 3]);
    cache.set("a", null);
    cache.set("d", 4);
    expect([cache.get("a"), cache.get("c"), cache.get("d")]).to.deep.equal([null, undefined, 4]);
  });
});
