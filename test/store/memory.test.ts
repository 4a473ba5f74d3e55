import { openMemoryStore } from "../../src/store/memory/open.ts";
import { storeConformance } from "./conformance.ts";

describe("store/memory", () => {
  storeConformance(async () => ({ store: openMemoryStore(), done: async () => {} }));
});
