import type { Store } from "../../src/store/store.ts";
import { indexConformance } from "./conformance-index.ts";
import { journalConformance } from "./conformance-journal.ts";
import { objectsConformance } from "./conformance-objects.ts";
import { refused } from "./sample.ts";

/** What every engine behind the store port does. `open` gives an empty store, and what to call after the test. */
export function storeConformance(
  open: () => Promise<{ readonly store: Store; readonly done: () => Promise<void> }>,
): void {
  let store: Store;
  let done: () => Promise<void>;

  beforeEach(async () => {
    ({ store, done } = await open());
  });

  afterEach(() => done());

  describe("journal", () => journalConformance(() => store.journal));

  describe("index", () => indexConformance(() => store.index));

  describe("objects", () => objectsConformance(() => store.objects));

  it("answers store.closed after it was closed, and closes twice without a word", async () => {
    await store.close();
    await store.close();
    await refused("store.closed", store.journal.append([]));
    await refused("store.closed", store.journal.read(1));
    await refused("store.closed", store.journal.audit());
    await refused("store.closed", store.index.get("a"));
    await refused("store.closed", store.index.range(""));
    await refused("store.closed", store.index.write([]));
    await refused("store.closed", store.objects.put(new Uint8Array(1)));
  });
}
