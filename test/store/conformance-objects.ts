import { expect } from "chai";
import type { Objects } from "../../src/store/store.ts";
import { refused } from "./sample.ts";

/** What every engine behind the objects port does; `objects` is the empty one of the running test. */
export function objectsConformance(objects: () => Objects): void {
  const bytes = (length: number): Uint8Array => Uint8Array.from({ length }, (_, i) => (i * 7) % 251);

  it("gets what was put, of any length", async () => {
    for (const length of [0, 1, 65_536, 3_000_000]) {
      const ref = await objects().put(bytes(length));
      expect(Buffer.compare(await objects().get(ref), bytes(length)), String(length)).to.equal(0);
    }
  });

  it("keeps the same bytes put twice apart, so that one can be erased without the other", async () => {
    const [first, second] = [await objects().put(bytes(100)), await objects().put(bytes(100))];
    expect(first.digest).to.not.equal(second.digest);
    expect(first.key).to.not.equal(second.key);
  });

  it("puts many at a time", async () => {
    const refs = await Promise.all(Array.from({ length: 40 }, (_, i) => objects().put(bytes(1000 + i))));
    const lengths = await Promise.all(refs.map(async (ref) => (await objects().get(ref)).length));
    expect(lengths).to.deep.equal(refs.map((_, i) => 1000 + i));
  });

  it("says store.damaged for an object that is not there, another's key, and a name that is none", async () => {
    const [one, other] = [await objects().put(bytes(10)), await objects().put(bytes(20))];
    await refused("store.damaged", objects().get({ ...one, key: other.key }));
    await refused("store.damaged", objects().get({ ...one, digest: `0x${"00".repeat(32)}` }));
    await refused("store.damaged", objects().get({ ...one, digest: "0x../../etc/passwd" }));
  });
}
