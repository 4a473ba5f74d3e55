// `child.ts DIR` is one life of a service with all that it needs, over a folder: chain, officers' signers and witness with
// their own stores, all in this one process, so that its death is the death of all. It says on one line where it serves,
// and ends when its standard input does. `child.ts DIR PLACE N WHEN` kills itself there.
import type { ServerResponse } from "node:http";
import { toHex, utf8 } from "../../src/crypto/encoding.ts";
import { sha256 } from "../../src/crypto/hash.ts";
import { build } from "../../src/http/build.ts";
import { listen } from "../../src/http/listen.ts";
import { buildSigner } from "../../src/http/signer.ts";
import { openFront } from "../../src/ledger/embedded/front.ts";
import { serve } from "../service/harness.ts";
import { principal } from "../service/world.ts";
import { openDiskWorld } from "./ground.ts";
import { API_KEY, type Life, OFFICER_TOKEN } from "./life.ts";
import { Fuse, PLACES, type Point } from "./places.ts";

const [dir = "", place, n, when] = process.argv.slice(2);
const point = PLACES.find((known) => known === place);
const fuse = new Fuse(point === undefined ? null : { place: point, n: Number(n), when: when as Point["when"] });

const disk = await openDiskWorld(dir, fuse);
const { world, store } = disk;
const timers = {
  after(ms: number, task: () => void) {
    const timer = setTimeout(task, ms);
    return () => clearTimeout(timer);
  },
};
const apiKeys = [
  { hash: toHex(sha256(utf8(API_KEY))), principal: principal(world.licences, "clerk", "maker", "reader", "claimant") },
];
const harness = await serve(world, { store, timers, apiKeys, batching: { maxWaitMs: 20 } });
const network = { name: { zh: "测试网络", en: "Test network" }, registryId: world.network.registryId };
const app = build(harness.service, { network, witnesses: ["court"], version: "0.0.0" });
const http = await listen(
  (req, res) => {
    mortal(res);
    app(req, res);
  },
  { port: 0 },
);
const tokens = { service: "token-of-the-service", officer: OFFICER_TOKEN };
const maker = await listen(buildSigner(world.licences.maker, { tokens }), { port: 0 });
const front = await openFront({ rpc: world.chain.rpc, port: 0 });
const life: Life = { service: http.url, maker: maker.url, rpc: front.url, network: world.network, trust: world.trust };
process.stdout.write(`${JSON.stringify(life)}\n`);

process.stdin.resume();
process.stdin.once("end", async () => {
  for (const part of [http, maker, harness, front, disk]) await part.close();
  process.exit(0);
});

/** Dies before an answer leaves, or when the operating system has all of it. */
function mortal(res: ServerResponse): void {
  const end = res.end.bind(res);
  const dying = (...args: Parameters<typeof end>): ServerResponse => {
    fuse.pass("response", "before");
    return end(...args);
  };
  Object.defineProperty(res, "end", { value: dying });
  res.once("finish", () => fuse.pass("response", "after"));
}
