// One life of the service over a folder: `child.ts DIR work KIND N WHEN` issues and revokes until it kills itself at the
// n-th journal record, chain transaction or response; `child.ts DIR count` does all of it and tells the totals;
// `child.ts DIR look` starts again, waits until nothing is under way, and tells what there is.
import { writeSync } from "node:fs";
import type { Timers } from "../../src/service/deps.ts";
import type { CertificateView, Service } from "../../src/service/service.ts";
import type { Journal, Store } from "../../src/store/store.ts";
import { approvalOf, change, current, LICENCE, serve } from "../service/harness.ts";
import { principal, type World } from "../service/world.ts";
import { openDiskWorld } from "./ground.ts";
import { inventory } from "./inventory.ts";

export const KINDS = ["record", "transaction", "response"] as const;
export type Kind = (typeof KINDS)[number];

const CERTIFICATES = 4;
const [dir = "", mode = "", kind = "", n = "0", when = ""] = process.argv.slice(2);
const seen: Record<Kind, number> = { record: 0, transaction: 0, response: 0 };

/** Kills this process, at once and for good, when the chosen point is reached. */
function pass(point: Kind, phase: "before" | "after", count = 1): void {
  const first = seen[point] + 1;
  if (phase === "after") seen[point] += count;
  const reached = Number(n) >= first && Number(n) < first + count;
  if (mode !== "work" || kind !== point || when !== phase || !reached) return;
  process.kill(process.pid, "SIGKILL");
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}

function respond(line: string): void {
  pass("response", "before");
  writeSync(1, `${line}\n`);
  pass("response", "after");
}

function deadly(store: Store): Store {
  const journal: Journal = {
    ...bound(store.journal),
    async append(records) {
      pass("record", "before", records.length);
      const written = await store.journal.append(records);
      pass("record", "after", records.length);
      return written;
    },
  };
  return { journal, index: store.index, close: () => store.close() };
}

const bound = (journal: Journal): Journal => ({
  append: (records) => journal.append(records),
  read: (seq) => journal.read(seq),
  scan: (from) => journal.scan(from),
  head: () => journal.head(),
  erase: (seq, by) => journal.erase(seq, by),
  audit: () => journal.audit(),
});

const timers: Timers = {
  after(ms, task) {
    const timer = setTimeout(task, ms);
    return () => clearTimeout(timer);
  },
};

async function work(service: Service, world: World): Promise<void> {
  const by = principal(world.licences);
  const issue = async (i: number): Promise<CertificateView> => {
    const view = await service.issue(by, { type: world.licences.type, subject: { ...LICENCE, name: `示例商店 ${i}` } });
    respond(`drafted ${view.id}`);
    const approved = await service.approve(by, view.id, await approvalOf(world.licences, view), { waitMs: 60_000 });
    respond(`${approved.state} ${view.id}`);
    return approved;
  };
  const [first] = [await issue(0)];
  await change(service, world, first, "suspended");
  respond(`suspended ${first.id}`);
  // Two at a time, so that a batch can hold more than one.
  for (let i = 1; i < CERTIFICATES; i += 2) await Promise.all([issue(i), issue(i + 1)]);
  await change(service, world, await current(service, world, first), "revoked");
  respond(`revoked ${first.id}`);
}

const { world, store } = await openDiskWorld(dir, (rpc) => async (method, params) => {
  if (method !== "eth_sendRawTransaction") return rpc(method, params);
  pass("transaction", "before");
  const hash = await rpc(method, params);
  pass("transaction", "after");
  return hash;
});
if (mode !== "found") {
  const harness = await serve(world, { store: deadly(store), timers });
  if (mode === "look") writeSync(1, `${JSON.stringify(await inventory(harness.service, world, store))}\n`);
  else await work(harness.service, world);
  if (mode === "count") writeSync(1, `totals ${JSON.stringify(seen)}\n`);
  await harness.close();
}
await world.close();
process.exit(0);
