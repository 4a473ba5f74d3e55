import { storeConformance } from "./conformance.ts";
import { folders, open } from "./folder.ts";

describe("store/level", function () {
  this.timeout(20_000);
  const { make } = folders();

  storeConformance(async () => {
    const store = await open(make());
    return { store, done: () => store.close() };
  });

  // Every append begins a segment of its own.
  describe("with tiny segments", () => {
    storeConformance(async () => {
      const store = await open(make(), 1);
      return { store, done: () => store.close() };
    });
  });
});
