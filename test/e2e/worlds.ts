import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Demo } from "./demo.ts";

/** Demos that several files look at and none stops: each is started when it is first asked for, and stopped at the end. */
const started = new Map<string, Promise<Demo>>();

export function shared(name: "ours" | "the stranger's"): Promise<Demo> {
  const known = started.get(name) ?? mkdtemp(join(tmpdir(), "yinzheng-shared-")).then((dir) => Demo.start(dir));
  started.set(name, known);
  return known;
}

after("stop the shared demos", async function () {
  this.timeout(60_000);
  for (const starting of started.values()) {
    const demo = await starting;
    await demo.stop();
    await rm(demo.dir, { recursive: true, force: true });
  }
});
