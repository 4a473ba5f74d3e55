import { YinzhengError } from "../../src/domain/errors.ts";
import { BUSINESS_LICENCE } from "../../src/domain/types/business-licence.ts";
import type { Batches, BatchView } from "../../src/service/import/batches.ts";

export const BATCH_ID = "5f".repeat(16);
const ROOT = `0x${"d".repeat(64)}` as const;

export const BATCH: BatchView = {
  id: BATCH_ID,
  type: { code: BUSINESS_LICENCE.code, names: BUSINESS_LICENCE.names },
  mode: "atomic",
  key: "key-1",
  format: "csv",
  encoding: "utf-8",
  state: "awaiting_approval",
  receivedAt: 1_763_900_000,
  rows: { total: 2, good: 2, bad: 0 },
  drafts: { draftsRoot: ROOT, count: 2 },
  batchId: null,
  issued: 0,
};

/** The verbs on imports of the fake service: one import, as it stands. */
export function fakeBatches(begin: (verb: string) => void): Batches {
  const found = (id: string): BatchView => {
    if (id !== BATCH_ID) throw new YinzhengError("http.not_found");
    return BATCH;
  };
  const told = (verb: string) => async (_by: unknown, id: string) => {
    begin(verb);
    return found(id);
  };
  return {
    preview: async (_by, { file }) => {
      begin(`preview ${file.format} ${file.encoding ?? "?"}`);
      const fault = { row: 3, field: "name", code: "text.empty" } as const;
      const { type, encoding } = BATCH;
      return { type, encoding, rows: { total: 2, good: 1, bad: 1 }, refused: true, faults: [fault] };
    },
    receive: async (_by, { key, mode, file }) => {
      begin(`receive ${key} ${mode} ${file.format} ${file.encoding ?? "?"} ${file.bytes.length}`);
      return { ...BATCH, state: "checking" };
    },
    approve: async (_by, id) => {
      begin("approve batch");
      return { ...found(id), state: "anchoring" };
    },
    returnBatch: async (_by, id, reason) => {
      begin("return batch");
      return { ...found(id), state: "returned", returned: { reason, at: 1_763_900_001 } };
    },
    batch: told("batch"),
    batches: async () => {
      begin("batches");
      return { items: [BATCH] };
    },
    faults: async (_by, id) => {
      begin("faults");
      found(id);
      return [{ row: 3, field: "=cmd", code: "text.empty" }];
    },
    results: async (_by, id) => {
      begin("results");
      found(id);
      return [{ row: 2, id: "1.2.3" }];
    },
    drafts: async (_by, id) => {
      begin("drafts");
      found(id);
      return each({ n: 1 }, { n: 2 });
    },
    bundles: async (_by, id) => {
      begin("bundles");
      found(id);
      return each({ id: "1.2.3", text: '{"n":1}' });
    },
    watch: async (_by, id) => {
      begin("watch");
      return each(found(id), { ...BATCH, state: "issued" } as const);
    },
    template: async () => {
      begin("template");
      return "\uFEFFname\r\n";
    },
  };
}

async function* each<T>(...all: readonly T[]): AsyncGenerator<T> {
  yield* all;
}
