#!/usr/bin/env node
// `node scripts/run.mjs TASK [ARGS…]`: makes this folder ready on any Node >= 18 and runs one task. See tasks.mjs.
import { underPinnedNode } from "./bootstrap.mjs";

if (await underPinnedNode()) {
  const { runTask } = await import("./tasks.mjs");
  process.exitCode = await runTask(process.argv[2], process.argv.slice(3));
}
