import { writeSync } from "node:fs";
import { open } from "./folder.ts";
import { fact } from "./sample.ts";

// Appends from 8 callers at once, prints what was acknowledged, and after `kill` of them dies in the middle of things.
const [dir = "", kill = "", segmentBytes = ""] = process.argv.slice(2);
const { journal } = await open(dir, Number(segmentBytes));
let acknowledged = 0;
let next = journal.head().seq;

async function caller(): Promise<never> {
  for (;;) {
    const n = ++next;
    const [first] = await journal.append(n % 5 === 0 ? [fact(n), fact(n), fact(n)] : [fact(n)]);
    writeSync(1, `${first?.seq} ${first?.hash} ${first?.subject}\n`);
    if (++acknowledged === Number(kill)) process.kill(process.pid, "SIGKILL");
  }
}

await Promise.all(Array.from({ length: 8 }, caller));
